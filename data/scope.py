"""What is being looked at: region, period, institution type and basis, as in the address.

`?region=640100&period=2026Q3&type=024&basis=equivalent`; a part left out takes its default (the
whole region, the current year to date, every type, electricity at 当量值). A part that does not
exist is an error, never a default.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

from data import basis, reference, warehouse
from data.access import viewer
from data.errors import ScopeError
from data.period import Month, Period

ROOT = "640000"
PARAMETERS = ("region", "period", "type", "basis", "comparable")


@dataclass(frozen=True)
class Scope:
    """One view of one snapshot; `institution_type` is a code prefix, empty for all.

    `comparable`: comparisons follow merged and split institutions (可比口径). `outward`: shown to
    outsiders (大屏, 对外版简报), who are told nothing of groups under three (data/small_groups.py).
    """

    snapshot: str
    region: str
    period: Period
    institution_type: str = ""
    basis: str = basis.CALORIFIC
    comparable: bool = False
    outward: bool = False

    def __post_init__(self) -> None:
        """A scope exists for the viewer of its snapshot only. Raises AccessError."""
        warehouse.check(self.snapshot)

    @classmethod
    def parse(cls, search: str, snapshot: str) -> "Scope":
        """The scope an address's query string names. Raises ScopeError with the bad value."""
        asked = {key: values[-1] for key, values in parse_qs((search or "").lstrip("?")).items()}
        warehouse.check(snapshot)
        region = asked.get("region") or home(snapshot)
        if region in viewer.region_names():
            _check_inside(region, snapshot)
        if region not in regions(snapshot):
            raise ScopeError(
                f"地区代码“{region[:40]}”不存在。请使用 GB/T 2260 六位代码（如 640100 银川市），"
                "或在筛选栏重新选择地区。"
            )
        kind = asked.get("type", "")
        if kind and kind not in institution_types():
            raise ScopeError(
                f"机构类型代码“{kind[:40]}”不存在。可用代码：{'、'.join(institution_types())}；"
                "请在筛选栏重新选择。"
            )
        period = Period.parse(asked["period"]) if "period" in asked else newest_period(snapshot)
        _check_within_data(period, snapshot)
        counted = basis.checked(asked.get("basis", cls.basis))
        return cls(snapshot, region, period, kind, counted, asked.get("comparable") == "1")

    @property
    def region_name(self) -> str:
        return regions(self.snapshot)[self.region]["name"]

    @property
    def level(self) -> str:
        """region, city, county, own, towns or zone."""
        return regions(self.snapshot)[self.region]["level"]

    @property
    def covered(self) -> Period:
        """The part of the period that lies within the months the snapshot has data for."""
        first, last = months(self.snapshot)
        start = max(self.period.start, first)
        end = min(self.period.end, last)
        return Period(self.period.year, start.number, end.number)

    def search(self) -> str:
        """The query string of this scope, defaults left out."""
        parts = {}
        if self.region != home(self.snapshot):
            parts["region"] = self.region
        if self.period != newest_period(self.snapshot):
            parts["period"] = self.period.code
        if self.institution_type:
            parts["type"] = self.institution_type
        if self.basis != basis.CALORIFIC:
            parts["basis"] = self.basis
        if self.comparable:
            parts["comparable"] = "1"
        return f"?{urlencode(parts)}" if parts else ""

    def for_outsiders(self) -> "Scope":
        """The same view without small groups."""
        return replace(self, outward=True)

    def during(self, period: Period) -> "Scope":
        """The same view of another period."""
        return replace(self, period=period)

    def within(self, region: str) -> "Scope":
        """The same view of another region; of the viewer's own where that one lies outside it."""
        seen = is_inside(region, self.snapshot)
        return replace(self, region=region if seen else home(self.snapshot))


def home(snapshot: str) -> str:
    """The root of what the viewer of this snapshot may see."""
    return snapshot.partition("@")[2].partition(".")[0] or ROOT


def is_inside(region: str, snapshot: str) -> bool:
    """Whether a region lies in the subtree that the viewer of this snapshot may see."""
    root = home(snapshot)
    return root == ROOT or any(step["region"] == root for step in lineage(snapshot, region))


@lru_cache(maxsize=64)
def offered(snapshot: str) -> dict[str, dict]:
    """The regions that may be chosen, by code, in the order of the reference table."""
    every = regions(snapshot)
    return {code: row for code, row in every.items() if is_inside(code, snapshot)}


@lru_cache(maxsize=64)
def regions(snapshot: str) -> dict[str, dict]:
    """Every region of the snapshot by code, in the order of the reference table.

    Of a cut those of its subtree, and the ones above it, which have a name and nothing else.
    """
    found = warehouse.rows(snapshot, "select * from dim_region order by region")
    return {row["region"]: row for row in found}


@lru_cache(maxsize=1)
def institution_types() -> dict[str, str]:
    """Institution type codes and labels, in the order of the statistics system, without 合计."""
    found = reference.table("institution_types")
    return {row["code"]: row["label"] for row in found if row["parent"]}


def lineage(snapshot: str, region: str) -> list[dict]:
    """The region and its ancestors, outermost first."""
    chain, code = [], region
    while code in regions(snapshot):
        chain.append(regions(snapshot)[code])
        code = chain[-1]["parent"]
    return chain[::-1]


@lru_cache(maxsize=64)
def months(snapshot: str) -> tuple[Month, Month]:
    """First and last month the snapshot has data for; the month it was built when it has none."""
    found = warehouse.row(
        snapshot,
        "select coalesce(min(dim_month.month), any_value(cast(built_at as date))) as first,"
        " coalesce(max(dim_month.month), any_value(cast(built_at as date))) as last"
        " from snapshot_info left join dim_month on true",
    )
    return tuple(Month(found[end].year, found[end].month) for end in ("first", "last"))


def newest_period(snapshot: str) -> Period:
    """The year to date of the last month with data."""
    last = months(snapshot)[1]
    return Period(last.year, 1, last.number)


def _check_inside(region: str, snapshot: str) -> None:
    if not is_inside(region, snapshot):
        named, own = (viewer.region_names()[code] for code in (region, home(snapshot)))
        raise ScopeError(
            f"“{named}”不在您的权限范围（{own}）内。请在筛选栏重新选择地区，或请管理员调整权限。"
        )


def _check_within_data(period: Period, snapshot: str) -> None:
    first, last = months(snapshot)
    if period.end < first or period.start > last:
        raise ScopeError(
            f"期间“{period.label}”没有数据：现有数据自 {first} 至 {last}。请在筛选栏重新选择期间。"
        )
