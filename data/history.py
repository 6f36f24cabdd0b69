"""As known then: a number as an earlier publication gave it, and what has changed it since."""

import json
from datetime import date
from urllib.parse import urlencode

from data import warehouse
from data.errors import MetricError, SnapshotGoneError
from data.metrics.metric import Metric, total
from data.records import detail, ledgers
from data.scope import Scope

REFILED, NEW, AGAIN = "更正重报", "新报送的文件", "原被拒收，现已接收"
REFUSED, WITHDRAWN, PROGRAM = "现被拒收", "文件不再计入", "规则、系数、参照表或程序变更"
MONTHS = "求平均的月数不同"
_KEY = ("institution", "month", "object", "column_name")


def snapshots() -> list[dict]:
    """The publications still on disk, oldest first: id, built_at, program."""
    found = []
    for path in sorted(warehouse.folder().glob("*.json")):
        if warehouse.ID.fullmatch(path.stem) and path.with_suffix(".duckdb").exists():
            found.append(json.loads(path.read_text(encoding="utf-8")))
    return found


def named(snapshot: str) -> str:
    """The id itself when it is on disk. Raises SnapshotGoneError with what is there."""
    kept = [one["id"] for one in snapshots()]
    if snapshot not in kept:
        raise SnapshotGoneError(
            f"数据版本“{snapshot[:40]}”不存在或已清理。现有版本：{'、'.join(kept[-5:])}。"
        )
    return snapshot


def newest_on(day: str) -> str:
    """The publication in use at the end of a day. Raises SnapshotGoneError before the first."""
    try:
        asked = date.fromisoformat(day).isoformat()
    except ValueError:
        raise SnapshotGoneError(f"日期“{day[:20]}”无法识别，请写成 2026-10-31。") from None
    kept = snapshots()
    before = [one["id"] for one in kept if one["built_at"][:10] <= asked]
    if not before:
        first = f"最早的是 {kept[0]['built_at'][:10]} 的 {kept[0]['id']}" if kept else "一个也没有"
        raise SnapshotGoneError(
            f"{asked} 当日的数据版本已清理或还没有发布；现有版本{first}，请改用其后的日期。"
        )
    return before[-1]


def then(metric: Metric, view: Scope, snapshot: str) -> dict | None:
    """The metric's row as that publication gives it on the same scope; None when it has none."""
    _check_known(metric, named(snapshot))
    return total(metric, _seen_from(view, snapshot))


def changed(metric: Metric, view: Scope, since: str, part: str = "numerator") -> dict:
    """What changed a part of the metric since a publication.

    Returns then, now, difference and `rows`, largest change first, whose `change` add up to the
    difference: why, institution, institution_name, month, object, old, new (what the record added
    then and now, None when it did not count), change, file_name, sheet, row_no.
    """
    _check_known(metric, named(since))
    past = _seen_from(view, since)
    before = _records(metric, past, part)
    now = _records(metric, view, part)
    averaged = part == "denominator" and "{months}" in metric.denominator
    shifted = averaged and past.covered.months != view.covered.months
    reasons = _Reasons(view.snapshot, since, MONTHS if shifted else PROGRAM)
    rows = [
        reasons.told(before.get(key), now.get(key))
        for key in before.keys() | now.keys()
        if _value(before.get(key)) != _value(now.get(key))
    ]
    rows.sort(key=lambda row: (-abs(row["change"]), row["why"], str(row["institution"]),
                               str(row["month"]), row["object"], row["column_name"]))  # fmt: skip
    old, new = (sum(map(_value, side.values())) for side in (before, now))
    return {"then": old, "now": new, "difference": new - old, "rows": rows}


class _Reasons:
    """Tells why a record adds something else than it did."""

    def __init__(self, now: str, since: str, otherwise: str):
        self.otherwise = otherwise
        hashes = "select sha256, file_id from source_file"
        self.old_files = {row["sha256"] for row in warehouse.rows(since, hashes)}
        self.new_files = {row["sha256"] for row in warehouse.rows(now, hashes)}
        self.was_refused, self.is_refused = _refused(since), _refused(now)
        self.revised = {
            (row["sha256"], row["old_row_no"])
            for row in warehouse.rows(
                now,
                "select distinct sha256, old_row_no from revision"
                " join source_file on source_file.file_id = revision.old_file_id",
            )
        }

    def told(self, old: dict | None, new: dict | None) -> dict:
        """One row of `changed`."""
        row = new or old
        kept = ("institution", "institution_name", "month", "object", "column_name", "file_name",
                "sheet", "row_no")  # fmt: skip
        return {name: row[name] for name in kept} | {
            "why": self._why(old, new),
            "old": old and old["value"],
            "new": new and new["value"],
            "change": _value(new) - _value(old),
        }

    def _why(self, old: dict | None, new: dict | None) -> str:
        if old and new:
            return self.otherwise if old["sha256"] == new["sha256"] else REFILED
        if new:
            if new["sha256"] not in self.old_files:
                return NEW
            return AGAIN if _place(new) in self.was_refused else PROGRAM
        if _place(old) in self.is_refused:
            return REFUSED
        if (old["sha256"], old["row_no"]) in self.revised:
            return REFILED
        return PROGRAM if old["sha256"] in self.new_files else WITHDRAWN


def _records(metric: Metric, view: Scope, part: str) -> dict[tuple, dict]:
    """The records of a part by what they are about; rows of one key are added together."""
    sql, params = detail.listed(metric, view, part)
    found = warehouse.rows(
        view.snapshot,
        f"with listed as ({sql}) select {', '.join(_KEY)},"
        " any_value(institution_name) as institution_name, sum(value) as value,"
        " min(listed.file_name) as file_name, min(listed.sheet) as sheet,"
        " min(listed.row_no) as row_no, min(source.sha256) as sha256"
        " from listed join source_file as source using (file_id)"
        f" group by {', '.join(f'listed.{name}' for name in _KEY)}",
        *params,
    )
    return {tuple(row[name] for name in _KEY): row for row in found}


def _seen_from(view: Scope, snapshot: str) -> Scope:
    """The same view of an earlier publication. Raises ScopeError when it had no such data yet."""
    asked = {"region": view.region, "period": view.period.code, "type": view.institution_type,
             "basis": view.basis}
    return Scope.parse(f"?{urlencode(asked)}", snapshot)


def _value(row: dict | None) -> float:
    return row["value"] if row else 0.0


def _place(row: dict) -> tuple:
    return row["sha256"], row["sheet"], row["row_no"]


def _refused(snapshot: str) -> set[tuple]:
    found = warehouse.rows(
        snapshot,
        "select distinct sha256, sheet, row_no from quarantine join source_file using (file_id)",
    )
    return {_place(row) for row in found}


def _check_known(metric: Metric, snapshot: str) -> None:
    """Raises MetricError when that publication was made before the metric's columns were."""
    needed = {
        column
        for part in ledgers.PARTS if getattr(metric, part)
        for column in (*ledgers.summed(metric, part), *ledgers.asked(metric, part))
    }  # fmt: skip
    sql = "select column_name from duckdb_columns() where table_name = ?"
    there = {row["column_name"] for row in warehouse.rows(snapshot, sql, metric.mart.table)}
    if absent := sorted(needed - there):
        raise MetricError(
            f"数据版本 {snapshot} 还没有指标“{metric.label}”所需的 {'、'.join(absent)}，无法给出当时的数。"
            "请选择较新的版本。"
        )
