"""Metrics on demo files against a second route: the files read by tests/demo_files.py and pandas.

Nothing is shared with the product: not its reader, not its SQL, not its calendar.
"""

import csv
import os
from datetime import date

import pandas as pd
import pytest

from data import metrics, paths, records, warehouse
from data.scope import Scope
from etl import build, demo
from etl.subjects import ENERGY
from tests import demo_files

SCALE = demo.Scale(90, 22)
YEAR, LAST = "2026-01", "2026-10"
END = pd.Timestamp("2026-10-31")
AGO = pd.Timestamp("2025-10-31")
KGCE = {"electricity": 0.1229, "gas": 1.33, "coal": 714.3, "gasoline": 1.0747, "diesel": 1.243,
        "heat": 34.12}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder of demo files, loaded by the real etl into a var/ of its own; the snapshot's id."""
    folder = tmp_path_factory.mktemp("values")
    before = os.environ.get("DASHBOARD_VAR")
    os.environ["DASHBOARD_VAR"] = str(folder / "var")
    written = demo.write(folder / "files", scale=SCALE)
    yield folder / "files", build.load(written, "测试").snapshot
    warehouse.close()
    if before is None:
        del os.environ["DASHBOARD_VAR"]
    else:
        os.environ["DASHBOARD_VAR"] = before


@pytest.fixture(scope="module")
def read(files):
    """Records of a subject, each with the code of its institution in `who`."""
    tables = demo_files.records(files[0])
    roster = tables["institution"]
    codes = roster.set_index("institution_name")["institution_code"]

    def named(subject):
        table = tables[subject].replace("", None)
        by_name = table.get("institution_name", pd.Series(None, table.index)).map(codes)
        coded = table.get("institution_code", pd.Series(None, table.index, dtype=object))
        return table.assign(who=coded.fillna(by_name))

    return named


@pytest.fixture
def value(files):
    """The metric's total on the demo files, by default of January to October 2026."""

    def total(metric, search="?period=2026M01-10"):
        return metrics.total(metrics.find(metric), Scope.parse(search, files[1]))["value"]

    return total


def day(column):
    """Days as times; a month alone is its first day, as 2015.6 is in the files."""
    return pd.to_datetime(column, format="ISO8601")


def counted(table):
    """The energy columns as numbers, what was not filed as nothing."""
    names = [name for column in ENERGY if (name := column.name) in table]
    return table.assign(**{name: pd.to_numeric(table[name]).fillna(0) for name in names})


def held(table, bought, gone):
    """The rows in hand at the end of October 2026."""
    return table[(day(table[bought]) <= END) & ~(day(table[gone]) <= END)]


def within(table, column, first=YEAR):
    """The rows whose day or month lies in the year to October."""
    return table[(table[column].str[:7] >= first) & (table[column].str[:7] <= LAST)]


def workdays():
    """Working days of each month, from the table of holidays, counted day by day."""
    listed = csv.DictReader((paths.REFERENCE / "holidays.csv").open(encoding="utf-8"))
    spans = [(r["kind"], date.fromisoformat(r["valid_from"]), date.fromisoformat(r["valid_to"]))
             for r in listed]  # fmt: skip
    days = pd.Series(pd.date_range("2024-01-01", "2026-12-31").date)
    kinds = {"放假": set(), "上班": set()}
    for kind, first, last in spans:
        kinds[kind] |= set(days[(days >= first) & (days <= last)])
    works = days.map(lambda d: d in kinds["上班"] or (d.weekday() < 5 and d not in kinds["放假"]))
    return works.set_axis(days)


def test_asset_shares_and_the_store(read, value):
    cards = held(read("asset"), "acquired_on", "disposed_on")
    taken = cards[day(cards["stocktake_on"]).between(AGO, END, inclusive="right")]
    assert value("asset_stocktake_done_pct") == pytest.approx(100 * len(taken) / len(cards))
    same = (taken["stocktake_result"] == "相符").sum()
    assert value("asset_matched_share_pct") == pytest.approx(100 * same / len(taken))
    houses = cards[cards["category_code"].astype(str).str.match("A0101|102")]
    titled = houses["certificate_no"].notna().sum()
    assert value("asset_house_certified_share_pct") == pytest.approx(100 * titled / len(houses))
    staff = read("institution").set_index("institution_code")["staff_actual"]
    heads = staff[cards["who"].unique()].astype(float).sum()
    worth = cards["original_value"].sum()
    assert value("asset_value_per_head_cny") == pytest.approx(worth / heads)


def test_what_went_into_the_store_and_out_of_it(read, value):
    cards = read("asset")
    cards = cards[cards["warehoused_on"].notna()]
    pieces = cards["quantity"].astype(float)
    gone = cards["reused_on"].notna() | cards["disposed_on"].notna()
    assert value("warehouse_items") == pieces[~gone].sum()
    out = pieces[cards["reused_on"].notna()].sum()
    assert value("warehouse_reuse_pct") == pytest.approx(100 * out / pieces.sum())
    saved = within(cards[cards["reused_on"].notna()], "reused_on")["reuse_saving"].sum()
    assert value("warehouse_savings_cny") == pytest.approx(saved)


def test_vehicles_by_quota_terminal_purchase_and_use(read, value):
    ledger = read("vehicle")
    kept = held(ledger, "purchased_on", "scrapped_on")
    assert value("vehicle_beidou_share_pct") == pytest.approx(100 * (kept["beidou"] == "是").mean())
    quota = read("vehicle_quota").set_index("who").filter(like="_quota").sum(axis=1)
    over = (kept.groupby("who").size().reindex(quota.index).fillna(0) - quota).clip(lower=0)
    assert value("vehicles_over_quota") == over.sum() > 0
    bought = within(ledger, "purchased_on")
    new = bought["fuel_kind"].isin(["纯电动", "插电混动"])
    assert value("vehicle_new_energy_purchase_share_pct") == pytest.approx(100 * new.mean())


def test_what_vehicles_cost_and_how_often_they_go_out(read, value):
    ran = within(read("vehicle_month"), "month")
    cost = ran[[name for name in ran if name.endswith("_cost")]].astype(float).sum().sum()
    each = cost / (len(ran) / 10)
    assert value("vehicle_cost_per_vehicle_cny") == pytest.approx(each)
    days = workdays()
    by_month = days.groupby([str(day)[:7] for day in days.index]).sum()
    could = ran["month"].map(by_month).sum()
    share = 100 * ran["days_out"].astype(float).sum() / could
    assert value("vehicle_use_rate_pct") == pytest.approx(share)


def test_energy_without_heating_and_machine_rooms(read, value):
    filed = counted(within(read("energy"), "month"))
    heating = {"electricity": "heating_electricity", "gas": "heating_gas", "coal": "heating_coal"}
    used = sum((filed[name] - filed[part]) * KGCE[name] for name, part in heating.items()).sum()
    floors = filed["building_area"].sum() / 10
    assert value("energy_nonheating_per_m2_kgce") == pytest.approx(used / floors)
    assert value("heat_metered_gj") == pytest.approx(filed["heat"].sum())
    assert value("heat_by_area_cost_cny") == pytest.approx(filed["area_heat_cost"].sum())
    rooms = filed[(filed["datacentre"] > 0) & (filed["datacentre_it"] > 0)]
    pue = rooms["datacentre"].sum() / rooms["datacentre_it"].sum()
    assert value("datacentre_pue") == pytest.approx(pue)


def test_the_gap_to_the_target_from_twelve_months_and_the_return_of_the_base_year(read, value):
    # the year to December 2025 against 2020: both there only for whoever filed all twelve months
    filed = within(read("energy"), "month", "2025-01")
    filed = counted(filed[filed["month"] <= "2025-12"])
    base = counted(read("energy_year").set_index("who"))
    whole = filed.groupby("who")["month"].nunique()
    both = whole.index[whole == 12].intersection(base.index)
    now = filed[filed["who"].isin(both)]
    then = base.loc[both]

    def used(table):
        return sum((table[name] * factor).sum() for name, factor in KGCE.items())

    change = (used(now) / (now["building_area"].sum() / 12)) / (
        used(then) / then["building_area"].sum()
    )
    worked = 100 * (change - 1) + 5
    assert value("energy_target_gap_pp", "?period=2025") == pytest.approx(worked)


def test_bad_reviews_and_the_days_they_took(read, value):
    reviews = within(read("review"), "reviewed_on")
    bad = reviews[reviews["grade"].isin(["不满意", "非常不满意"])]
    share = {name: 100 * bad[name].notna().mean() for name in ("fixed_on", "callback_on")}
    assert value("bad_review_fixed_pct") == pytest.approx(share["fixed_on"])
    assert value("bad_review_callback_pct") == pytest.approx(share["callback_on"])
    passed = workdays().cumsum()
    mended = bad[bad["fixed_on"].notna()]
    took = [passed[date.fromisoformat(to)] - passed[date.fromisoformat(since)]
            for since, to in zip(mended["reviewed_on"], mended["fixed_on"], strict=True)]  # fmt: skip
    assert value("review_fix_days_median") == pd.Series(took).median()
    in_time = sum(days <= 15 for days in took)
    assert value("bad_review_on_time_pct") == pytest.approx(100 * in_time / len(bad))


def test_buildings_inspected_within_a_year(read, value):
    kept = held(read("building"), "in_use_from", "disposed_on")
    seen = day(kept["inspected_on"]).between(AGO, END, inclusive="right")
    assert value("office_inspected_share_pct") == pytest.approx(100 * seen.mean())


@pytest.mark.parametrize("metric", metrics.METRICS.values(), ids=lambda m: m.id)
def test_every_metric_recomputes_from_its_records_in_the_demo(files, metric):
    for search in ("?period=2026M01-10", "?region=640100&period=2026Q3", "?type=02&period=2026M10"):
        view = Scope.parse(search, files[1])
        checked = records.check(metric, view)
        assert checked.agrees, (search, checked)
        # no record of a bad review is a share of nought
        above, below = checked.added["numerator"] or 0, checked.added.get("denominator")
        row = metrics.total(metric, view)
        if metric.is_ratio and row:
            assert row["value"] == pytest.approx(metric.scale * above / below, rel=1e-9)
