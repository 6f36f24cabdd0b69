"""The records behind a number: the rows that add up to it, where each stands, who is left out.

A metric is an SQL aggregate over a mart. Here the same aggregate runs over the mart's detail rows
instead, so the check is the definition itself and not a second one. For each mart column that a
metric sums, data/records/<subject>.py says once which detail rows it sums (`Part`, part.py): the
model, the value of a row, the rows that count, the month, and the column of the file.

A new mart: write its `Ledger` beside the others and name it in ledgers.LEDGERS; a column that
several models feed has several parts; a column that is no sum (a clamp, a share) is the sum of
parts with signs, limited to the institutions it is not nought for (see over_standard_m2). A mart
of one row a record goes into ledgers.ITSELF. Columns that stand only in `filter (where …)` come
from the mart's own row and need nothing. `ledgers.missing()` lists what is still to be written,
and tests/test_records.py walks every metric over every kind of scope.
"""

from dataclasses import dataclass

from data import warehouse
from data.errors import MetricError
from data.metrics.metric import Metric
from data.metrics.reading import fetch
from data.records import detail
from data.records.exclusion import excluded
from data.records.ledgers import ITSELF, LEDGERS, PARTS, missing
from data.scope import Scope

ORDERS = {"value", "institution_name", "object", "month", "file_name", "row_no"}
MOST = 10_000
CLOSE = 1e-9

__all__ = ["ITSELF", "LEDGERS", "PARTS", "Check", "check", "excluded", "missing", "records",
           "sources"]  # fmt: skip


@dataclass(frozen=True)
class Check:
    """A number beside what its records add up to, for each part that the metric has."""

    stated: dict[str, float | None]
    added: dict[str, float | None]
    rows: dict[str, int]

    @property
    def agrees(self) -> bool:
        """Whether each part agrees to 1e-9 of its size."""
        return all(_same(self.stated[part], self.added[part]) for part in self.stated)

    @property
    def sentence(self) -> str:
        """What was found, in one sentence."""
        if not any(self.rows.values()) and not any(self.stated.values()):
            return "本期没有数据，也没有明细。"
        if self.agrees:
            return "明细合计 = 指标 ✓"
        wrong = [part for part in self.stated if not _same(self.stated[part], self.added[part])]
        told = "；".join(f"{PARTS[part]}指标 {self.stated[part]}，明细合计 {self.added[part]}"
                        for part in wrong)  # fmt: skip
        return f"明细合计 ≠ 指标 ✗（{told}）。请勿引用这个数，并告知管理员。"


def records(
    metric: Metric, view: Scope, part: str = "numerator", *, limit: int = 50, offset: int = 0,
    order: str = "-value", search: str = "",
) -> dict:  # fmt: skip
    """A page of the rows that add up to a part of the metric.

    Returns `rows`, `count` and `total`, both of all rows that match; no total where nothing is
    added up (a median). A row has value (what it adds), institution, institution_name, region,
    month, object, column_name, file_id, file_name, sheet, row_no, cell (None without addresses),
    demo. `order` is a column, with a minus sign for the largest first; `search` looks in
    institution, object and file.
    Raises MetricError on an unknown part, order or page.
    """
    _check_page(limit, offset, order)
    rows, params = detail.listed(metric, view, part)
    params = [*params, search, *[search] * 3]
    found = (
        f"with listed as ({rows}) from listed where ? = '' or contains(institution_name, ?)"
        " or contains(object, ?) or contains(file_name, ?)"
    )
    down = "desc" if order.startswith("-") else "asc"
    ordered = f"order by {order.removeprefix('-')} {down} nulls last, {detail.ORDER}"
    page = warehouse.rows(
        view.snapshot, f"{found} {ordered} limit ? offset ?", *params, limit, offset
    )
    whole = warehouse.row(
        view.snapshot, f"select count(*) as count, sum(value) as total from ({found})", *params
    )
    return {"rows": page, **whole, **({} if metric.summed else {"total": None})}


def check(metric: Metric, view: Scope) -> Check:
    """The metric's parts as the mart gives them and as the records give them."""
    stated = next(iter(fetch(metric, view)), {})
    given = [part for part in PARTS if getattr(metric, part)]
    added = {part: detail.total(metric, view, part) for part in given}
    return Check(
        {part: stated.get(part) for part in given},
        {part: row["value"] for part, row in added.items()},
        {part: row["rows"] for part, row in added.items()},
    )


def sources(metric: Metric, view: Scope, part: str = "numerator") -> list[dict]:
    """One row per file behind a part, the one that adds most first: file_id, file_name, sha256,
    loaded_at, origin, rows, value, first_row, last_row, snapshot."""
    rows, params = detail.valued(metric, view, part)
    return warehouse.rows(
        view.snapshot,
        f"with listed as ({rows}) select source.file_id, source.file_name, source.sha256,"
        " source.loaded_at, source.origin, count(*) as rows, sum(listed.value) as value,"
        " min(listed.row_no) as first_row, max(listed.row_no) as last_row,"
        " (select id from snapshot_info) as snapshot"
        " from listed join source_file as source using (file_id)"
        " group by all order by abs(sum(listed.value)) desc nulls last, source.file_id",
        *params,
    )


def _check_page(limit: int, offset: int, order: str) -> None:
    if order.removeprefix("-") not in ORDERS or not (0 < limit <= MOST) or offset < 0:
        raise MetricError(
            f"明细不能按“{order[:40]}”排序取第 {offset} 行起的 {limit} 行。"
            f"可排序的列：{'、'.join(sorted(ORDERS))}；每页 1 至 {MOST} 行。"
        )


def _same(stated: float | None, added: float | None) -> bool:
    """Nothing to count is the same as nought."""
    one, other = stated or 0.0, added or 0.0
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))
