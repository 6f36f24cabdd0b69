"""Forms and sums that are known and not taken: each refused in one sentence with what to send."""

import pytest

from data.errors import TemplateError
from etl import check
from tests import corpus

OFFICE = "银川市财政局"
TITLE = [["公共机构能源资源消耗状况"], ["表号：2"], [f"单位名称：{OFFICE}", "", "报告期：2012年"]]
NAMES = ["指标名称", "计量单位", "代码", "数值"]
MONTH = ["单位名称", "月份"]
JUNE = [OFFICE, "2026年6月"]


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Reads rows with the cards of the project; returns kWh by row."""
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))

    def taken(rows, name="表.xlsx", subject="energy"):
        path = tmp_path / name
        path.write_bytes((corpus.plain if name.endswith("csv") else corpus.xlsx)(rows))
        with check.judged(path) as judged:
            sql = f"select to_number(electricity) * electricity_factor from raw_{subject}"
            return judged.connection.execute(sql).fetchall()

    return taken


@pytest.mark.parametrize("rows", [
    [*TITLE, NAMES, ["电消费量", "千瓦时", "110", 5000], ["汽油", "升", "170", 900],
     ["其他用油", "升", "1702", 30]],
    [*TITLE, NAMES, ["电消费量", "千瓦时", "110", 5000], ["耗热量", "百万千焦", "200", 77]],
    [NAMES, ["其他能源", "吨标准煤", 210, 3], ["电消费量", "千瓦时", 110, 5000]],
    [["机构名称", "年度", "电", "其他用油"], ["", "", "110", "1802"], [OFFICE, 2012, 5, 7]],
    [["机构名称", "年度", "电110", "200耗热量"], [OFFICE, 2012, 5000, 70]],
])  # fmt: skip
@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
def test_the_old_paper_form_is_named_and_the_form_of_today_asked_for(read, rows, name):
    with pytest.raises(TemplateError, match="2020 年以前的旧表.*请按现行表样转填"):
        read(rows, name)


def test_the_same_codes_with_their_names_of_today_are_read(read):
    rows = [["机构名称", "年度", "指标代码", "指标名称", "本期数"], [OFFICE, 2025, "110", "电", 1702],
            [OFFICE, 2025, "200", "机房数量", 3], [OFFICE, 2025, "1502", "其他用油", 3]]  # fmt: skip
    assert read(rows, subject="energy_year") == [(1702.0,)]
    assert read([[*MONTH, "用电量", "其他用油"], [*JUNE, 1702, 3]]) == [(1702.0,)]


@pytest.mark.parametrize("heading", [
    "累计用电量", "1-6月累计用电量", "本年累计", "用电量（累计）", "用电量（1—6月）", "上半年用电量", "用电量/自年初累计",
    "用电量/年初至本月",
])  # fmt: skip
def test_sums_are_never_read_as_a_months_amount(read, heading):
    with pytest.raises(TemplateError, match="是累计数.*不是当月数.*请改报当月数"):
        read([[*MONTH, heading], [*JUNE, 30]])


@pytest.mark.parametrize(("own", "total"), [
    ("用电量/本月", "用电量/本年累计"), ("用电量", "本年累计"), ("用电量/本月", "用电量/累计"),
])  # fmt: skip
def test_the_months_own_column_is_read_beside_its_sum(read, own, total):
    assert read([[*MONTH, own, total], [*JUNE, 5, 30]]) == [(5.0,)]
    assert read([[*MONTH, total, own], [*JUNE, 30, 5]], "表.csv") == [(5.0,)]


@pytest.mark.parametrize(
    "title", ["2026年1-6月能耗表", "2026年上半年能耗表", "能耗表（2026年1月—6月）"]
)
def test_a_title_over_six_months_with_the_last_alone_is_asked_about(read, title):
    with pytest.raises(TemplateError, match="表中只有 6 月一个月，无法判断"):
        read([[title], [*MONTH, "用电量"], [*JUNE, 30]])
    both = [[title], [*MONTH, "用电量"], [*JUNE, 30], [OFFICE, "2026年5月", 20]]
    assert read(both) == [(30.0,), (20.0,)]


def test_a_remark_below_that_says_sums_is_not_passed_over(read):
    with pytest.raises(TemplateError, match="表下方第 3 行写着.*累计"):
        read([[*MONTH, "用电量"], [*JUNE, 30], ["注：以上为1-6月累计数"]])
    other = [[*MONTH, "用电量"], [*JUNE, 30], ["备注：累计安装充电桩 5 个"]]
    assert read(other) == [(30.0,)]
