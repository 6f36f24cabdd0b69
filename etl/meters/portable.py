"""What of our SQL a second engine runs the same: an allow-list, and the rewriting for Spark.

A model that uses anything else stops before it runs, with the name of what it uses: sqlglot
translates more than it gets right (of 142 expressions tried 27 gave other rows, silently).
"""

import sqlglot
from sqlglot import exp

from data.errors import BuildError

NODES = {
    "Select", "From", "With", "CTE", "Where", "Group", "Having", "Order", "Ordered", "Limit",
    "Table", "TableAlias", "Alias", "Column", "Identifier", "Star", "Literal", "Null", "Boolean",
    "Paren", "Join", "Union", "Subquery", "Distinct", "Cast", "DataType", "DataTypeParam", "Var",
    "Add", "Sub", "Mul", "Div", "Mod", "Neg", "EQ", "NEQ", "GT", "GTE", "LT", "LTE", "Is", "Not",
    "And", "Or", "In", "Between", "Case", "If", "Coalesce", "Nullif", "Greatest", "Least", "Round",
    "Sum", "Avg", "Min", "Max", "Count", "Filter", "Median", "PercentileCont", "Quantile",
    "Window", "WindowSpec", "Lag", "Lead", "RowNumber", "Rank", "DenseRank",
    "TimestampTrunc", "DateTrunc", "Extract", "DateDiff", "Year", "Month", "Quarter",
    "Substring", "SplitPart", "RegexpLike", "Interval", "WithinGroup", "Anonymous",
}  # fmt: skip
"""Classes of sqlglot's tree whose meaning both engines share."""


def spark(model) -> str:
    """The model's SQL for Spark. Raises BuildError for what is not known to be the same there."""
    tree = sqlglot.parse_one(model.sql, read="duckdb")
    for node in tree.walk():
        _check(node, model.name)
    return tree.transform(_exact).sql(dialect="spark")


def _check(node: exp.Expression, model: str) -> None:
    kind = type(node).__name__
    if kind not in NODES or kind == "Anonymous" and node.name.lower() != "percentile":
        raise BuildError(
            f"模型 {model} 用了第二引擎未核对过的写法 {kind}：{node.sql(dialect='duckdb')[:80]}。"
            "请改用 etl/meters/portable.py 允许的写法，或只用 DuckDB 计算。"
        )
    if isinstance(node, exp.Window) and _open(node):
        raise BuildError(
            f"模型 {model} 的窗口没有写明次序或范围：{node.sql(dialect='duckdb')[:80]}。"
            "两种引擎的默认值不同，请写出 order by 与 rows between。"
        )
    if isinstance(node, exp.DateDiff) and node.text("unit").upper() not in ("DAY", "'DAY'"):
        raise BuildError(f"模型 {model} 的 datediff 只能按天计，现为 {node.text('unit')}。")


def _open(window: exp.Window) -> bool:
    """Whether a window leaves its order or its frame to the engine."""
    if not window.args.get("order"):
        return True
    framed = isinstance(window.this, exp.AggFunc) and not isinstance(
        window.this, exp.Lag | exp.Lead
    )
    return framed and not window.args.get("spec")


def _exact(node: exp.Expression) -> exp.Expression:
    """Quantiles by Spark's exact percentile: what sqlglot writes is an approximation."""
    if isinstance(node, exp.PercentileCont | exp.Quantile):
        share = node.expression if isinstance(node, exp.PercentileCont) else node.args["quantile"]
        return exp.func("percentile", node.this, share)
    if isinstance(node, exp.Median):
        return exp.func("percentile", node.this, exp.Literal.number("0.5"))
    return node
