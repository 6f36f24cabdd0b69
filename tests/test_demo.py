"""The demo data: the same each time, well formed, believable, and wrong only where planted."""

import csv

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from data import paths
from etl import demo
from etl.demo import filed
from etl.demo.codes import ALPHABET, credit_code
from etl.demo.energy import FACTORS
from etl.demo.scale import Dice
from tests import demo_files

TINY, SOME = demo.Scale(60, 6), demo.Scale(240, 20)
LIMITS = {
    row["rank"]: float(row["limit_m2"])
    for row in csv.DictReader((paths.REFERENCE / "office_standards.csv").open(encoding="utf-8-sig"))
    if row["limit_m2"]
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files of 240 institutions over 20 months."""
    place = tmp_path_factory.mktemp("demo")
    demo.write(place, scale=SOME)
    return place


@pytest.fixture(scope="module")
def planted(folder):
    """Planted findings of those files by kind."""
    table = pd.read_csv(folder / "planted.csv", dtype=str, keep_default_na=False)
    return dict(list(table.groupby("finding")))


@pytest.fixture(scope="module")
def whole():
    """The region at full size, not written."""
    return demo.lived(Dice(20261031))


@pytest.fixture(scope="module")
def region(whole):
    """Frames of all subjects at full size."""
    return filed.frames(whole)


@pytest.fixture(scope="module")
def read(folder):
    """Records read back from the files, by subject."""
    return demo_files.records(folder).__getitem__


@pytest.fixture(scope="module")
def energy(read):
    """Monthly energy with the institution's code, also where the file only has the name."""
    codes = read("institution").set_index("institution_name")["institution_code"]
    table = read("energy")
    table["code"] = table["institution_code"].fillna(table["institution_name"].map(codes))
    return table.sort_values(["code", "month"])


def content(path):
    if path.suffix == ".csv":
        return path.read_bytes()
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_same_seed_writes_the_same_cells_and_another_seed_does_not(tmp_path):
    first, again = (demo.write(tmp_path / name, seed=7, scale=TINY) for name in "ab")
    assert [path.name for path in first] == [path.name for path in again]
    assert all(content(a) == content(b) for a, b in zip(first, again, strict=True))
    planted = [(tmp_path / name / "planted.csv").read_bytes() for name in "ab"]
    assert planted[0] == planted[1]
    assert demo.lived(Dice(8, TINY)).findings != demo.lived(Dice(7, TINY)).findings


def test_every_file_name_and_every_title_says_demo_data(folder):
    for path in folder.iterdir():
        if path.name != "planted.csv":
            assert path.name.startswith("演示数据_")
            assert all("演示数据" in title for _, title, *_ in demo_files.sheets(path)), path.name


def test_every_sheet_belongs_to_exactly_one_card(folder):
    for path in folder.glob("演示数据_*"):
        for name, _, headings, rows, _ in demo_files.sheets(path):
            assert len(demo_files.best_cards(headings)) == 1, (path.name, name, headings)
            assert rows, (path.name, name)


def test_every_heading_but_the_serial_number_is_named_by_the_card(folder):
    for path in folder.glob("演示数据_*"):
        for _, _, headings, *_ in demo_files.sheets(path):
            _, every = demo_files.named(demo_files.cards()[demo_files.best_cards(headings)[0]])
            assert set(headings) - every <= {"序号"}, path.name


def test_control_totals_add_up_to_the_rows_above_them(folder):
    checked = 0
    for path in folder.glob("*.xlsx"):
        for _, _, _, rows, totals in demo_files.sheets(path):
            if not totals:
                continue
            parts = [row for row in totals if row[0] == "小计"] or rows
            for at, total in enumerate(totals[-1]):
                if at and isinstance(total, float):
                    for each in (rows, parts):
                        cells = [row[at] for row in each if isinstance(row[at], float)]
                        assert sum(cells) == pytest.approx(total, abs=1e-3), path.name
                        checked += 1
    assert checked > 200


def test_subtotals_of_a_month_add_up_to_the_rows_of_that_month(folder):
    path = folder / "演示数据_中卫市公共机构能源资源消费统计表_2026年.xlsx"
    _, _, headings, rows, totals = demo_files.sheets(path)[0]
    at, month = headings.index("电消费量(千瓦时)"), headings.index("月份")
    months = sorted({row[month] for row in rows})
    assert len(months) == len(totals) - 1 == 10
    for number, total in zip(months, totals, strict=False):
        assert sum(row[at] for row in rows if row[month] == number) == pytest.approx(total[at])


def test_credit_codes_have_valid_check_characters(read):
    codes = read("institution")["institution_code"]
    assert codes.is_unique
    for code in codes:
        total = sum(ALPHABET.index(char) * 3**at for at, char in enumerate(code[:17]))
        assert (total + ALPHABET.index(code[17])) % 31 == 0
    # 91350100M000100Y43 is the worked example of GB 32100-2015
    assert (sum(ALPHABET.index(c) * 3**i for i, c in enumerate("91350100M000100Y4")) + 3) % 31 == 0
    assert credit_code("11", "640000", 12345678)[8:17] == "12345678" + "8"


def test_every_record_names_an_institution_of_the_roster(read):
    roster = read("institution")
    for subject in ("vehicle", "room", "asset", "review", "energy", "post"):
        table = read(subject)
        known = table.get("institution_code", pd.Series(index=table.index, dtype=object)).isin(
            roster["institution_code"]
        ) | table["institution_name"].isin(roster["institution_name"])
        assert known.all(), subject


@pytest.mark.parametrize(
    "subject, key",
    [("vehicle", ["plate"]), ("vehicle_month", ["plate", "month"]), ("asset", ["asset_code"]),
     ("room", ["room_code"]), ("building", ["building_code"]), ("review", ["review_no"]),
     ("building_event", ["event_no"])],
)  # fmt: skip
def test_no_record_is_filed_twice(read, subject, key):
    assert not read(subject).duplicated(key).any()


def test_only_planted_offices_are_over_their_limit(read, planted):
    rooms = read("room")
    rooms = rooms[rooms["rank"].isin(LIMITS)]
    over = rooms[rooms["usable_area"] > rooms["rank"].map(LIMITS) * rooms["occupants"] + 1e-9]
    assert set(over["room_code"]) == set(planted["office_over_standard"]["object"])


def test_only_planted_vehicles_stand_still_or_burn_more_than_they_can(read, planted):
    months = read("vehicle_month").merge(read("vehicle")[["plate", "tank"]], on="plate")
    recent = months[months["month"] >= "2026-05"].groupby("plate")["distance"].max()
    assert set(recent.index[recent == 0]) == set(planted["idle_vehicle"]["object"])
    thirsty = months[
        (months["fuel"] > months["tank"]) & (months["fuel"] > 0.4 * months["distance"])
    ]
    assert set(zip(thirsty["plate"], thirsty["month"], strict=True)) == set(
        zip(planted["fuel_over_tank"]["object"], planted["fuel_over_tank"]["month"], strict=True)
    )


def test_planted_scrapped_vehicles_are_refuelled_and_no_others(read, planted):
    months = read("vehicle_month").merge(read("vehicle")[["plate", "scrapped_on"]], on="plate")
    after = months[(months["month"] > months["scrapped_on"].str[:7]) & (months["fuel"] > 0)]
    assert set(after["plate"]) == set(planted["scrapped_but_fuelled"]["object"])


def test_only_planted_institutions_keep_more_vehicles_than_their_quota(read, planted):
    codes = read("institution").set_index("institution_name")["institution_code"]

    def coded(table):
        return table["institution_code"].fillna(table["institution_name"].map(codes))

    kept, quota = read("vehicle"), read("vehicle_quota")
    held = kept[kept["state"] != "已报废"].groupby(coded(kept)).size()
    allowed = quota.filter(like="_quota").sum(axis=1).groupby(coded(quota)).sum()
    over = held.index[held > allowed.reindex(held.index)]
    assert set(over) == set(planted["vehicles_over_quota"]["institution_code"])


def test_planted_energy_readings_repeat_copy_jump_and_fall_silent(energy, planted):
    table = energy.pivot(index="code", columns="month", values="electricity")
    codes = planted["repeated_reading"]["institution_code"]
    assert (table.loc[codes].iloc[:, -8:].nunique(axis=1) == 1).all()
    codes = planted["copied_last_year"]["institution_code"]
    assert (table.loc[codes, "2026-10"] == table.loc[codes, "2025-10"]).all()
    codes = planted["round_numbers"]["institution_code"]
    assert (table.loc[codes].iloc[:, -12:] % 1000 < 1e-6).all(axis=None)
    for row in planted["energy_spike"].itertuples():
        assert (
            table.at[row.institution_code, row.month] > 2 * table.loc[row.institution_code].median()
        )
    codes = planted["not_reported"]["institution_code"]
    assert table.reindex(codes)["2026-10"].isna().all()


def test_only_planted_unit_prices_of_electricity_leave_their_band(energy, planted):
    price = energy["electricity_cost"] / energy["electricity"]
    odd = energy[(energy["electricity"] > 200) & ~price.between(0.55, 0.8)]
    wrong = planted["unit_price_outlier"]
    wrong = wrong[wrong["object"] == "electricity"]
    assert set(odd["code"]) == set(wrong["institution_code"])


def test_a_disposed_building_still_uses_power(read, energy, planted):
    ledger = read("building").set_index("building_code")
    for row in planted["disposed_but_using"].itertuples():
        gone = ledger.at[row.object, "disposed_on"][:7]
        mine = energy[energy["code"] == row.institution_code]
        assert (mine[mine["month"] > gone]["electricity"] > 0).sum() >= 5


def test_only_planted_assets_are_worth_too_much_missing_or_long_idle(read, planted):
    assets = read("asset").set_index("asset_code")
    odd = {
        "net_over_original": assets["net_value"] > assets["original_value"],
        "stocktake_loss": assets["stocktake_result"] == "盘亏",
        "idle_asset": assets["idle_since"] < "2025-10-31",
    }
    for finding, where in odd.items():
        assert set(assets.index[where.fillna(False).astype(bool)]) == set(
            planted[finding]["object"]
        )


def test_planted_reviews_are_late_uncalled_or_praised_by_default(read, planted):
    reviews = read("review").set_index("review_no")
    late = reviews.loc[planted["review_overdue"]["object"]]
    wait = pd.to_datetime(late["fixed_on"]).fillna(pd.Timestamp("2026-10-31")) - pd.to_datetime(
        late["reviewed_on"]
    )
    assert (wait.dt.days > 21).all()
    assert reviews.loc[planted["no_callback"]["object"], "callback_on"].isna().all()
    assert reviews.loc[planted["no_callback"]["object"], "fixed_on"].notna().all()
    recent = reviews[reviews["reviewed_on"] > "2026-05"]
    codes = read("institution").set_index("institution_name")["institution_code"]
    who = recent["institution_code"].fillna(recent["institution_name"].map(codes))
    for code in planted["default_praise"]["institution_code"]:
        assert set(recent[who == code]["active"]) == {"默认"}


def test_every_kind_of_finding_is_planted_five_to_twenty_five_times(whole):
    found = pd.Series([row["finding"] for row in whole.findings]).value_counts()
    assert len(found) == 22
    assert found.between(5, 25).all(), found


def test_the_region_uses_a_believable_amount_of_energy_and_water_a_head(region):
    def per_head(table):
        used = sum(table[name].fillna(0) * factor for name, factor in FACTORS.items())
        return used.sum() / table["headcount"].sum(), used.sum() / table["building_area"].sum()

    head, square = per_head(region["energy_year"])
    assert 380 <= head <= 430
    assert 19 <= square <= 22
    months = region["energy"].assign(year=region["energy"]["number"] // 12)
    falls = {year: 12 * per_head(part)[0] / head - 1 for year, part in months.groupby("year")}
    assert -0.065 < falls[2025] < -0.045
    assert falls[2022] < falls[2023], "the closures of 2022 end"
    water = months.groupby("year").apply(lambda g: 12 * g["water"].sum() / g["headcount"].sum())
    assert water.loc[2021:2025].between(20, 24.5).all()


def test_new_energy_vehicles_grow_and_assets_and_praise_are_believable(region):
    ledger = region["vehicle"]
    new = ledger["fuel_kind"].isin(["纯电动", "插电混动"])
    share = {}
    for day in ("2020-12-31", "2026-10-31"):
        kept = (ledger["purchased_on"] <= day) & ~(ledger["scrapped_on"] <= day)
        share[day] = new[kept].mean()
    assert 0.02 < share["2020-12-31"] < 0.06
    assert 0.24 < share["2026-10-31"] < 0.31
    cards = region["asset"][region["asset"]["disposed_on"].isna()]
    assert 15e9 < cards["net_value"].sum() < 25e9
    assert 0.96 < (~region["review"]["grade"].isin(["不满意", "非常不满意"])).mean() < 0.98


def test_coverage_of_the_last_month_is_just_under_99_percent(region):
    roster = region["institution"]
    due = roster["active_to"].isna().sum()
    last = region["energy"].query("month == '2026-10'")["owner"].nunique()
    assert 0.985 <= last / due <= 0.99
