"""What changed since the publication before: numbers that differ, and who has reported since."""

from dataclasses import dataclass, replace

from data import manifests, metrics, snapshots, warehouse
from data.coverage import SUBJECTS
from data.metrics.metric import Metric
from data.scope import Scope


@dataclass(frozen=True)
class Change:
    """A metric whose value differs from the publication before; None is no value there."""

    metric: Metric
    before: float | None
    now: float | None

    @property
    def amount(self) -> float | None:
        return None if None in (self.before, self.now) else self.now - self.before


def former(snapshot: str) -> str | None:
    """The id of the publication before this one that is still on disk; None when there is none."""
    kept = manifests.published()
    now = warehouse.plain(snapshot)
    found = next((id_ for id_ in kept if id_ < now and not snapshots.flaw(id_)), None)
    return warehouse.alike(found, snapshot) if found else None


def changes(view: Scope, before: str) -> list[Change]:
    """The metrics that read otherwise on the publication before, in the order of the glossary."""
    found = []
    for metric in metrics.METRICS.values():
        mart = metric.mart.table
        if warehouse.columns(view.snapshot, mart) != warehouse.columns(before, mart):
            continue  # the program changed in between: not the same number
        now, then = _value(metric, view), _value(metric, replace(view, snapshot=before))
        if now != then and not (now and then and abs(now - then) < 1e-9 * abs(then)):
            found.append(Change(metric, then, now))
    return found


def filed_since(view: Scope, before: str) -> dict[str, int]:
    """Per subject, the institutions that have filed a month of the period that was missing."""
    gone = _returns(view, before, "<") & _returns(view, view.snapshot, ">=")
    filed = {subject: {who for what, who, _ in gone if what == subject} for subject in SUBJECTS}
    return {subject: len(who) for subject, who in filed.items() if who}


def _value(metric: Metric, view: Scope) -> float | None:
    row = metrics.total(metric, view)
    return row["value"] if row else None


def _returns(view: Scope, snapshot: str, against: str) -> set[tuple]:
    """(subject, institution, month) missing (`<`) or filed (`>=`), in the months of the view."""
    covered = view.covered
    found = warehouse.rows(
        snapshot,
        "select report.subject, report.institution, report.month from agg_reporting as report"
        " join dim_region_tree as within on within.region = report.region and within.ancestor = ?"
        f" where report.reported {against} report.expected and report.month between ? and ?"
        " and starts_with(report.institution_type, ?)",
        view.region,
        f"{covered.start}-01",
        f"{covered.end}-01",
        view.institution_type,
    )
    return {(row["subject"], row["institution"], row["month"]) for row in found}
