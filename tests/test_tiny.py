"""Files of a handful of rows: one institution, a gap of months, nobody in the building, a register
and nothing else. Every command answers with the number a hand computes, or with a sentence."""

import json
import re

import pytest

from data import metrics
from data.__main__ import main
from data.scope import Scope
from tests import conftest
from tests import small as bureau

OFFICE, SCHOOL, STREET = bureau.FINANCE, bureau.SCHOOL, bureau.STREET
ROSTER = (
    "institution_code institution_name region institution_type admin_level staff_actual",
    [(OFFICE, "银川市财政局", "银川市", "01", "市级", 0), (SCHOOL, "兴庆区第一小学", "兴庆区", "021", "县级")],
)  # fmt: skip
GAPS = {
    "institution": ROSTER,
    # January and March, nothing for February; cars are filed up to May
    "energy": (
        "institution_code month headcount building_area electricity water electricity_cost",
        [(OFFICE, "2026-01", 10, 200, 1000, 30, 700), (OFFICE, "2026-03", 10, 200, 2000, 30, 700),
         (SCHOOL, "2026-03", 0, 0, 500, 0, 0)],
    ),
    "vehicle": ("institution_code plate fuel_kind purchased_on",
                [(OFFICE, "宁A00001", "汽油", "2015-01-01")]),
    "vehicle_quota": ("institution_code general_quota", [(OFFICE, 0)]),
    "vehicle_month": ("plate month distance fuel fuel_cost days_out",
                      [("宁A00001", "2026-05", 0, 0, 0, 0)]),
    "asset": ("institution_code asset_code asset_name original_value net_value acquired_on",
              [(OFFICE, "K1", "桌", 0, 0, "2020-01-01")]),
    "building": ("institution_code building_code building_name building_area in_use_from",
                 [(OFFICE, "H1", "主楼", 0, "2010-01-01")]),
}  # fmt: skip
REGISTER = {
    "institution": ROSTER,
    "vehicle": ("institution_code plate fuel_kind purchased_on",
                [(OFFICE, "宁A00001", "汽油", "2015-01-01"), (OFFICE, "宁A00002", "纯电动", "2024-01-01")]),
    "vehicle_quota": ("institution_code general_quota", [(OFFICE, 1)]),
}  # fmt: skip
BURIED = re.compile(r"(?<![\w])(nan|inf|none|infinity|traceback)(?![\w])", re.IGNORECASE)


@pytest.fixture(scope="module")
def gaps(tmp_path_factory):
    with conftest.published(Bureau(GAPS), tmp_path_factory.mktemp("gaps")) as snapshot:
        yield snapshot


class Bureau:
    """What conftest.published wants of a bureau: its files."""

    def __init__(self, tables):
        self.tables = tables

    def write(self, folder, cards):
        return bureau.write(folder, cards, self.tables)


def value(metric, search, snapshot):
    row = metrics.total(metrics.find(metric), Scope.parse(search, snapshot))
    return row and row["value"]


def commands(metric):
    """Every command there is about a metric."""
    yield from ([word, metric] for word in ("compare", "why", "rank", "balance", "forecast"))
    yield from (["value", metric, "--by", by] for by in ("", "region", "unit", "institution"))
    yield from (["records", metric, "--part", part] for part in ("numerator", "denominator"))
    yield ["why", metric, "--against", "period", "--period", "2026M05"]
    yield ["rank", metric, "--by", "institution"]
    yield ["balance", metric, "--level", "city", "--over", "month"]
    yield ["peers", metric, "--institution", OFFICE]
    yield ["then", metric, "--on", "2999-01-01"]


def test_a_month_nobody_filed_is_no_month_without_people(gaps):
    # January to May: (1000 + 2000 + 500) × 0.1229 over (10 + 10) person-months ÷ 2 months filed
    worked = 3500 * 0.1229 / (20 / 2)
    assert value("energy_per_head_kgce", "?period=2026M01-05", gaps) == pytest.approx(worked)
    # the mean floor area of January to March is that of the two months filed as well
    assert value("electricity_per_m2_kwh", "?period=2026Q1", gaps) == pytest.approx(3500 / 200)
    assert value("energy_per_head_kgce", "?period=2026M02", gaps) is None


def test_nothing_below_gives_no_value_and_never_a_division(gaps):
    school = "?region=640104&period=2026M03"
    assert value("energy_total_tce", school, gaps) == pytest.approx(500 * 0.1229 / 1000)
    assert value("energy_per_head_kgce", school, gaps) is None
    for metric in ("vehicle_cost_per_km_cny", "vehicles_quota_use_pct", "asset_newness_pct",
                   "vehicles_per_100_staff", "office_registered_share_pct"):  # fmt: skip
        assert value(metric, "", gaps) is None, metric


@pytest.mark.parametrize("metric", metrics.METRICS)
def test_every_command_answers_or_says_why_not(gaps, capsys, metric):
    for at, asked in enumerate(commands(metric)):
        form = ("table", "json")[(at + len(metric)) % 2]
        code = main([*asked, "--format", form])
        out, err = capsys.readouterr()
        assert not BURIED.search(out.replace("null", "")), (asked, form, out)
        assert code == 0 or re.fullmatch(r"错误：.+。\n", err), (asked, err)
        if code == 0 and form == "json":
            json.loads(out, parse_constant=lambda word: pytest.fail(word))


@pytest.mark.parametrize("kind", ["vehicles", "rooms", "assets", "warehouse"])
def test_a_plan_for_a_handful_says_what_is_missing(gaps, capsys, kind):
    code = main(["plan", kind])
    out, err = capsys.readouterr()
    assert not BURIED.search(out) and (code == 0 or err.startswith("错误："))


def test_a_register_alone_is_read_at_the_month_it_was_loaded(tmp_path):
    with conftest.published(Bureau(REGISTER), tmp_path) as snapshot:
        assert value("vehicles_count", "", snapshot) == 2
        assert value("vehicles_over_quota", "", snapshot) == 1
        assert value("vehicle_new_energy_share_pct", "", snapshot) == 50
        assert value("reporting_coverage_pct", "", snapshot) is None
