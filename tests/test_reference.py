"""Reference tables: clean files, dated rows that never overlap, and numbers worked by hand."""

import csv
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from data import reference
from data.errors import FileError
from data.paths import REFERENCE
from etl.subjects import SUBJECTS

INDEX = {
    line.split("`")[1]: [cell.split() for cell in line.split("|")[2:4]]
    for line in (REFERENCE / "README.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
}
# What makes a row the same rule at another date, and the columns a row is there for.
KEYS = {name: cells[0] for name, cells in INDEX.items()}
NUMBERS = {name: cells[1] for name, cells in INDEX.items() if cells[1]}
DATED = sorted(set(KEYS) - {"regions", "region_aliases"})


def regions_at(level):
    return [row for row in reference.table("regions") if row["level"] == level]


def people(row):
    return int(row["population_2020"])


def factors(name, number, **where):
    rows = reference.dated(name, date(2015, 12, 31), **where)
    return {row["carrier"]: float(row[number]) for row in rows}


def test_the_index_has_every_table_with_its_key():
    assert set(reference.names()) == {name for name, key in KEYS.items() if key}


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_table_is_rectangular_and_clean(name):
    content = (REFERENCE / f"{name}.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(content.decode("utf-8").splitlines()))
    assert len(lines) > 1 and {len(line) for line in lines} == {len(lines[0])}
    assert all(column.isascii() and column == column.lower() for column in lines[0])
    assert [cell for line in lines for cell in line if cell != cell.strip()] == []


@pytest.mark.parametrize("name", DATED)
def test_every_row_has_a_clause_and_a_status(name):
    assert {"valid_from", "valid_to", "note"} < set(reference.columns(name))
    assert all(row["clause"] for row in reference.table(name))
    assert {row["status"] for row in reference.table(name)} <= {"已核", "待核"}


@pytest.mark.parametrize("name", sorted(KEYS))
def test_dates_are_ordered_and_a_key_has_one_row_on_any_day(name):
    spans = defaultdict(list)
    for row in reference.table(name):
        start = date.fromisoformat(row.get("valid_from") or "0001-01-01")
        end = date.fromisoformat(row.get("valid_to") or "9999-12-31")
        assert start <= end, row
        spans[tuple(row[column] for column in KEYS[name])].append((start, end))
    for found in spans.values():
        assert all(before[1] < after[0] for before, after in pairwise(sorted(found))), found


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_numbers_are_plain_and_a_missing_one_is_explained(name):
    for row in reference.table(name):
        cells = [row[column] for column in NUMBERS[name]]
        assert all(cell.lstrip("-").replace(".", "", 1).isdigit() for cell in cells if cell)
        assert "" not in cells or row["note"], row


def test_ningxia_has_5_cities_28_own_levels_and_22_counties_each_with_a_tile_of_its_own():
    # one own level for the region, one for each of 5 cities and 22 counties: 1 + 5 + 22 = 28
    assert [len(regions_at(level)) for level in ("city", "county", "own")] == [5, 22, 28]
    tiles = {(row["tile_row"], row["tile_column"]) for row in regions_at("county")}
    assert len(tiles - {("", "")}) == 22
    codes = {row["region"] for row in reference.table("regions")}
    assert {row["parent"] for row in reference.table("regions")} - codes == {""}
    assert {row["region"] for row in reference.table("region_aliases")} <= codes


def test_the_census_of_the_cities_sums_to_the_region():
    # 2859074 + 751389 + 1382713 + 1142142 + 1067336 = 7202654
    assert sum(map(people, regions_at("city"))) == people(regions_at("region")[0]) == 7202654


def test_the_census_of_the_counties_sums_to_their_city():
    for city in regions_at("city"):
        counties = [row for row in regions_at("county") if row["parent"] == city["region"]]
        gap = people(city) - sum(map(people, counties))
        # 中卫: 沙坡头 39.98 万 and 中宁 33.4 万 are rounded, together 733818 - 733800 = 18 short
        # 青铜峡 and 泾源 are what is left of their city: they sum up, and prove nothing
        open_ = [row["name"] for row in counties if row["status"] == "待核"]
        known = {
            "中卫市": (18, ["沙坡头区", "中宁县"]),
            "吴忠市": (0, ["青铜峡市"]),
            "固原市": (0, ["泾源县"]),
        }
        assert (gap, open_) == known.get(city["name"], (0, [])), city["name"]


def test_the_factors_give_chongqings_published_total_of_2015():
    # 63.81 亿kWh, 14482.41 万m³, 5.47 万t, 7927.99 万L, 506.81 万L and what was published, 万tce
    used = {
        "electricity": (638100, 78.41),
        "gas": (14482.41, 19.26),
        "coal": (5.47, 3.91),
        "gasoline": (7927.99, 8.52),
        "diesel": (506.81, 0.63),
    }
    kgce = factors("energy_factors", "kgce_per_unit", factor_set="statistics")
    energy = {carrier: amount * kgce[carrier] / 1000 for carrier, (amount, _) in used.items()}
    # 0.005 for the rounded tce and 0.006 for the rounded kWh; 0.1229 itself is rounded too
    assert all(energy[carrier] == pytest.approx(used[carrier][1], abs=0.015) for carrier in used)
    # 78.422 + 19.262 + 3.907 + 8.520 + 0.630 = 110.741; six figures rounded to 0.01 each
    assert sum(energy.values()) == pytest.approx(110.75, abs=0.03)


def test_a_factor_per_litre_is_the_factor_per_kilogram_times_density():
    density = factors("fuel_densities", "kg_per_l")
    per_ton = factors("energy_factors", "kgce_per_unit", factor_set="gbt2589", basis="当量值")
    kgce = factors("energy_factors", "kgce_per_unit", factor_set="statistics")
    # 1.4714 x 0.7304 = 1.07471; 1.4571 x 0.8531 = 1.24305
    for fuel in density:
        assert kgce[fuel] == pytest.approx(per_ton[fuel] / 1000 * density[fuel], abs=0.0001)
    # 2.9251 x 0.7304 = 2.13649; 3.0959 x 0.8531 = 2.64111
    carbon = factors("carbon_factors", "kgco2_per_unit", unit="L")
    assert carbon == {"gasoline": 2.1365, "diesel": 2.6411}


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2020, []), (2021, ["0.6546"]), (2022, ["0.6423"]), (2023, ["0.6187"]), (2026, ["0.6187"])],
)
def test_the_grid_factor_is_that_of_the_data_year_and_else_the_latest(year, expected):
    rows = reference.dated("carbon_factors", date(year, 7, 1), region_scope="宁夏")
    assert [row["kgco2_per_unit"] for row in rows] == expected


def test_a_row_is_in_force_on_both_its_first_and_its_last_day():
    days = [date(2020, 12, 31), date(2021, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [len(reference.dated("targets", day, scope="宁夏")) for day in days] == [0, 4, 4, 0]


def test_target_values_are_the_base_values_less_the_reduction():
    # 18.48 x 0.95 = 17.556; 329.56 x 0.94 = 309.786; 21.53 x 0.94 = 20.238
    worked = [17.556, 309.786, 20.238]
    rows = [row for row in reference.table("targets") if row["base_value"]]
    assert [float(row["target_value"]) for row in rows] == pytest.approx(worked, abs=0.005)


def test_nothing_unknown_of_ningxia_or_of_2030_is_filled_in():
    targets, offices = reference.table("targets"), reference.table("office_standards")
    real = [row for row in targets if row["scope"] != "演示"]
    unknown = [row for row in real if row["scope"] == "宁夏" or row["target_year"] == "2030"]
    assert [row["change_pct"] + row["target_value"] for row in unknown] == [""] * 8
    assert {row["limit_m2"] for row in offices if row["standard_level"] == "乡级"} == {""}
    quotas = [row for row in reference.table("energy_quotas") if row["scope"] == "宁夏"]
    values = ("constraint_value", "baseline_value", "guide_value")
    assert {row[value] for row in quotas for value in values} == {""}


def test_demo_targets_and_quotas_say_so_in_their_clause():
    rows = [*reference.table("targets"), *reference.table("energy_quotas")]
    demo = [row for row in rows if row["scope"] == "演示"]
    assert len(demo) == 5 + 8 and all("演示数据" in row["clause"] for row in demo)


def test_holidays_are_weeks_at_most_and_worked_days_are_weekends():
    rows = reference.table("holidays")
    for row in rows:
        first, last = (date.fromisoformat(row[end]) for end in ("valid_from", "valid_to"))
        assert (last - first).days <= (8 if row["kind"] == "放假" else 0), row
        assert row["kind"] == "放假" or first.isoweekday() > 5, row
    # days off that 2026 gives beyond weekends: 3 + 9 + 3 + 5 + 3 + 3 + 7 days in all
    days = [row for row in rows if row["kind"] == "放假" and row["valid_to"].startswith("2026")]
    total = sum(
        (date.fromisoformat(r["valid_to"]) - date.fromisoformat(r["valid_from"])).days + 1
        for r in days
    )
    assert total == 33


def test_every_base_unit_converts_from_itself_and_tons_of_water_coal_and_fuel_are_told_apart():
    units = reference.table("units")
    known = {(row["unit"], row["base_unit"]): row["factor"] for row in units}
    used = {column.unit for subject in SUBJECTS.values() for column in subject.columns}
    assert {known.get((unit, unit)) for unit in used - {""}} == {"1"}
    tons = {(row["base_unit"], row["dimension"]) for row in units if row["unit"] == "吨"}
    assert tons == {("m3", "水量"), ("t", "质量"), ("L", "油料质量")}


def test_breaks_and_deadlines_name_subjects_and_columns_that_exist():
    for row in reference.table("series_breaks"):
        assert row["date"] == row["valid_from"]
        assert row["field"] in ("", "*") or SUBJECTS[row["subject"]].column(row["field"])
    assert {row["subject"] for row in reference.table("reporting_deadlines")} <= set(SUBJECTS)


@pytest.mark.parametrize(
    ("name", "where", "message"),
    [
        ("nowhere", {}, "no reference table nowhere; tables: asset_classes"),
        ("../published/x", {}, "no reference table ../published/x; tables: "),
        ("units", {"colour": "red"}, "units has no column colour; its columns: unit"),
        ("regions", {}, "regions has no column valid_from, valid_to; its columns: region"),
    ],
)
def test_a_table_or_column_that_does_not_exist_is_named_with_those_that_do(name, where, message):
    with pytest.raises(LookupError, match=message):
        reference.dated(name, date(2024, 1, 1), **where)


@pytest.mark.parametrize(
    ("content", "message"),
    [("a,b\n1,2,3\n", "第 2 行有 3 格，表头有 2 格"), ("a,a\n1,2\n", "表头"), ("", "表头")],
)
def test_a_broken_file_says_which_line_is_wrong(tmp_path, monkeypatch, content, message):
    (tmp_path / "broken.csv").write_text(content, encoding="utf-8")
    monkeypatch.setattr(reference, "REFERENCE", tmp_path)
    with pytest.raises(FileError, match=message):
        reference.table("broken")
