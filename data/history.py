"""As known then: a number as an earlier publication gave it, and what has changed it since."""

from dataclasses import asdict
from datetime import date
from urllib.parse import urlencode

from data import history_sql, manifests, warehouse
from data import snapshots as files
from data.errors import MetricError, SnapshotGoneError
from data.history_sql import AGAIN, NEW, PROGRAM, REFILED, REFUSED, WITHDRAWN
from data.metrics import reading
from data.metrics.metric import Metric
from data.metrics.reading import total
from data.records import detail, ledgers
from data.scope import Scope

__all__ = ["AGAIN", "MONTHS", "NEW", "PROGRAM", "REFILED", "REFUSED", "WITHDRAWN", "changed",
           "named", "newest_on", "snapshots", "then"]  # fmt: skip
MONTHS = "求平均的月数不同"
MOST = 1000


def snapshots() -> list[dict]:
    """The publications still on disk, oldest first: id, built_at, program."""
    whole = (id_ for id_ in reversed(manifests.published()) if not files.flaw(id_))
    return [asdict(manifests.manifest(id_)) for id_ in whole]


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
    snapshot = warehouse.alike(named(snapshot), view.snapshot)
    _check_known(metric, snapshot)
    return total(metric, _seen_from(view, snapshot))


def changed(
    metric: Metric, view: Scope, since: str, part: str = "numerator", limit: int = MOST
) -> dict:
    """What changed a part of the metric since a publication.

    Returns then, now, difference, `reasons` (why, rows, change; largest first), `count` and the
    first `limit` `rows`, largest change first: why, institution, institution_name, month, object,
    column_name, old, new (what the record added then and now, None when it did not count), change,
    file_name, sheet, row_no. All changes add up to the difference, but for a metric that is not
    summed (a median): there they are the values that came, went or moved.
    """
    since = warehouse.alike(named(since), view.snapshot)
    _check_known(metric, since)
    past = _seen_from(view, since)
    averaged = part == "denominator" and "{months}" in metric.denominator
    shifted = averaged and reading.months(metric, past) != reading.months(metric, view)
    with warehouse.both(since, view.snapshot) as pair:
        for side, scope in {"past": past, "now": view}.items():
            pair.keep(side, f"{side}_record", *_grouped(metric, scope, part))
        pair.keep("now", "change", history_sql.CHANGES, [MONTHS if shifted else PROGRAM])
        reasons = pair.rows(history_sql.REASONS)
        rows = pair.rows(f"from change order by {history_sql.ORDER} limit ?", limit)
        (sums,) = pair.rows(history_sql.SUMS)
    if not metric.summed:
        sums = {"old": detail.total(metric, past, part)["value"] or 0.0,
                "new": detail.total(metric, view, part)["value"] or 0.0}  # fmt: skip
    count = sum(row["rows"] for row in reasons)
    return {"then": sums["old"], "now": sums["new"], "difference": sums["new"] - sums["old"],
            "reasons": reasons, "count": count, "rows": rows}  # fmt: skip


def _grouped(metric: Metric, view: Scope, part: str) -> tuple[str, list]:
    """The records of a part by what they are about; rows of one key are added together."""
    sql, params = detail.listed(metric, view, part)
    return f"with listed as ({sql}) {history_sql.GROUPED}", params


def _seen_from(view: Scope, snapshot: str) -> Scope:
    """The same view of an earlier publication. Raises ScopeError when it had no such data yet."""
    asked = {
        "region": view.region,
        "period": view.period.code,
        "type": view.institution_type,
        "basis": view.basis,
    }
    return Scope.parse(f"?{urlencode(asked)}", snapshot)


def _check_known(metric: Metric, snapshot: str) -> None:
    """Raises MetricError when that publication was made before the metric's columns were."""
    needed = {
        column
        for part in ledgers.PARTS if getattr(metric, part)
        for column in (*ledgers.summed(metric, part), *ledgers.asked(metric, part))
    }  # fmt: skip
    there = warehouse.columns(snapshot, metric.mart.table)
    if absent := sorted(needed - set(there) - {ledgers.ROWS}):
        raise MetricError(
            f"数据版本 {snapshot} 还没有指标“{metric.label}”所需的 {'、'.join(absent)}，无法给出当时的数。"
            "请选择较新的版本。"
        )
