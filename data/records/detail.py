"""The SQL of a metric's detail rows: its mart's rows, each replaced by what adds up to it."""

import re
from dataclasses import replace

from data import warehouse
from data.metrics import querying
from data.metrics.metric import Metric
from data.records import ledgers
from data.records.part import Part
from data.scope import Scope

ORDER = "institution, month nulls first, object, column_name, file_id, sheet, row_no, value"
"""The last word of every order: no two rows of a page may change places."""
COUNTED = Part("dim_institution", "1", "'institution_code'", month="")
"""The records of a part that sums nothing and only counts: the institutions it looks at."""


def total(metric: Metric, view: Scope, part: str) -> dict:
    """What the records of a part give (`value`), and how many `rows` they are."""
    metric = _at_basis(metric, view)
    mart = _mart(metric, part)
    where, filters = querying._filters(metric, view, "", settled=True)
    return warehouse.row(
        view.snapshot,
        f"with detail as ({mart}) select {_aggregate(metric, view, part)} as value,"
        f" count(*) as rows from detail as mart {_WITHIN} where {where}",
        view.region, *filters,
    )  # fmt: skip


def listed(metric: Metric, view: Scope, part: str) -> tuple[str, list]:
    """The records of a part as a query, with its parameters."""
    sql, params = valued(metric, view, part)
    return NAMED.format(rows=sql), params


def valued(metric: Metric, view: Scope, part: str) -> tuple[str, list]:
    """The same without names and cell, which are dear to find for many rows."""
    metric = _at_basis(metric, view)
    where, filters = querying._filters(metric, view, "", settled=True)
    places = ", ".join(f"mart.{name}" for name in _PLACE)
    value, grouped = _alone(metric, view, part), ""
    if not value:
        value, grouped = _each(metric, view, part), f" group by {places}"
    sql = (
        f"with detail as ({_mart(metric, part)}), valued as (select {places}, {value} as value"
        f" from detail as mart {_WITHIN} where {where}{grouped})"
        " select * from valued where value is not null"
    )
    return sql, [view.region, *filters]


_PLACE = ("institution", "region", "month", "object", "column_name", "file_id", "sheet", "row_no",
          "demo")  # fmt: skip
_WITHIN = "join dim_region_tree as within on within.region = mart.region and within.ancestor = ?"
_LETTERS = (
    "select file_id, sheet, column_name, min(letters) as letters from source_column"
    " group by file_id, sheet, column_name having count(*) = 1"
)
NAMED = (
    "select chosen.*, place.name as institution_name, source.file_name,"
    " letters.letters || coalesce(moved.cell_row, chosen.row_no) as cell"
    " from ({rows}) as chosen"
    " left join dim_institution as place on place.institution = chosen.institution"
    " left join source_file as source on source.file_id = chosen.file_id"
    f" left join ({_LETTERS}) as letters on letters.file_id = chosen.file_id"
    " and letters.sheet = chosen.sheet and letters.column_name = chosen.column_name"
    " left join cell_row as moved on moved.file_id = chosen.file_id"
    " and moved.sheet = chosen.sheet and moved.row_no = chosen.row_no"
    " and moved.column_name = chosen.column_name"
)
"""Adds to rows the institution, the file and the cell each stands in; {rows} is their query."""
_ONE_SUM = re.compile(r"sum\((mart\.\w+)\)((?: [*/] \d+)?)")


def _at_basis(metric: Metric, view: Scope) -> Metric:
    """The metric with the numerator that counts at the basis of the scope."""
    return replace(metric, numerator=metric.top(view))


def _each(metric: Metric, view: Scope, part: str) -> str:
    """What one record adds; where nothing is added up, the value it brings in."""
    if metric.summed:
        return _aggregate(metric, view, part)
    return f"sum(coalesce({', '.join(f'mart.{name}' for name in ledgers.summed(metric, part))}))"


def _alone(metric: Metric, view: Scope, part: str) -> str:
    """What a record adds, read from it alone: of a plain sum, its term; else empty."""
    one = _ONE_SUM.fullmatch(_aggregate(metric, view, part)) if metric.summed else None
    return f"{one[1]}{one[2]}" if one else ""


def _aggregate(metric: Metric, view: Scope, part: str) -> str:
    ledgers.expression(metric, part)
    return metric.numerator if part == "numerator" else querying._denominator(metric, view, "")


def _mart(metric: Metric, part: str) -> str:
    """The detail rows with the columns of the mart that the part names."""
    table = metric.mart.table
    if table in ledgers.ITSELF:
        title, column = ledgers.ITSELF[table]
        return f"select mart.*, {title} as object, {column} as column_name from {table} as mart"
    keys = ledgers.LEDGERS[table].keys if table in ledgers.LEDGERS else ()
    columns = ledgers.parts(metric, part)
    queries = [_joined(metric, name, piece, keys, ledgers.asked(metric, part))
               for name, pieces in columns.items() for piece in pieces]  # fmt: skip
    if not queries:
        queries = [_joined(metric, "counted", COUNTED, keys, ledgers.asked(metric, part))]
    return " union all by name ".join(f"({query})" for query in queries)


def _joined(metric: Metric, name: str, piece, keys: tuple, asked: list[str]) -> str:
    """One part's rows beside the mart's own keys and the columns it is filtered by."""
    common = ["region", "institution_type", "demo", *keys, *asked]
    taken = ", ".join(f"mart.{column}" for column in dict.fromkeys(common))
    months = " and part.month = mart.month" if piece.month else ""
    same = "".join(f" and part.{key} = mart.{key}" for key in keys)
    drop = ", ".join(["month", *keys] if piece.month else keys)
    own = f"part.* exclude ({drop})" if drop else "part.*"
    return (
        f"select {own}, mart.month, {taken} from ({piece.sql(name, keys)}) as part"
        f" join {metric.mart.table} as mart on part.institution = mart.institution{months}{same}"
    )
