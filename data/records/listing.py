"""The records of a metric as a ledger, so that a grid pages, sorts, filters and exports them."""

from urllib.parse import parse_qs

from data import metrics, records
from data.errors import MetricError
from data.grid import Column, Ledger, numbered, scoped
from data.metrics.metric import Metric
from data.records import detail, ledgers
from data.scope import Scope

NAME = "records"
COLUMNS = (
    Column("object", "对象", searched=True, width=150),
    Column("institution_name", "单位", searched=True, width=220, late=True),
    Column("month", "月份", width=100),
    Column("value", "计入的数", "number", "", 2, summed=True),
    Column("file_name", "文件", searched=True, width=260, late=True),
    Column("sheet", "工作表", width=160),
    Column("row_no", "行", "number", "", 0, width=80),
    Column("cell", "单元格", width=90, late=True),
    Column("institution", "单位代码", hidden=True),
    Column("file_id", "文件编号", hidden=True),
    Column("object_kind", "对象种类", hidden=True),
)
KEY = "institution, month, object, column_name, file_id, sheet, row_no, value"
KINDS = {
    "agg_vehicle": "case when object <> '' then 'vehicle' end",
    "agg_asset": "case when object <> '' then 'asset' end",
    "agg_office": "case when column_name in ('building_area', 'building_code') then 'building'"
    " when column_name in ('usable_area', 'room_code') then 'room' end",
}
"""Which card the object of a record has, by the mart that it adds up to."""


def asked(search: str) -> tuple[Metric, str]:
    """The metric and the part an address names. Raises MetricError when it names none."""
    found = {key: values[-1] for key, values in parse_qs((search or "").lstrip("?")).items()}
    if "metric" not in found:
        raise MetricError("地址里没有指标。请从指标卡片的“来源”进入，或在“指标口径”页选择指标。")
    metric, part = metrics.find(found["metric"]), found.get("part", "numerator")
    ledgers.expression(metric, part)
    return metric, part


def ledger(view: Scope, search: str) -> Ledger:
    """The rows behind the metric of the address, of all of which the value adds up to its part."""
    metric, part = asked(search)
    valued, params = detail.valued(metric, view, part)
    kind = KINDS.get(metric.mart.table, "null")
    sql = (
        f"select * replace (strftime(month, '%Y-%m') as month), {kind} as object_kind"
        f" from ({numbered(valued, len(scoped(view)))})"
    )
    return Ledger(
        NAME, f"{metric.label}{records.PARTS[part] if metric.is_ratio else ''}明细", KEY,
        COLUMNS, sql, tuple(params), late=detail.NAMED,
        proves=(metric.id, "value", part) if metric.summed else None,
        opens={"institution_name": ("institution", "institution"),
               "object": ("object_kind", "object")},
    )  # fmt: skip
