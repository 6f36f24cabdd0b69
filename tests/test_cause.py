"""The main cause of a change: who stands behind it, without what was merely not reported."""

import pytest

from components import numbers
from components.wall import headlines
from data import comparison, metrics
from data.analysis import cause
from data.scope import Scope


def test_the_main_cause_leaves_out_what_was_not_reported(changed):
    # up by 5 million kWh, 614.5 tce; the two of type 01 that grew: 财政局 20 → 30, 盐池 16 → 18,
    # so the first alone is more than half of 12; the hospital filed October in 2026 only: + 5
    view = Scope.parse("?period=2026M09-10", changed)
    found = cause.main(metrics.find("energy_total_tce"), view)
    assert found.names == ("银川市财政局",)
    assert found.words == "银川市财政局"
    assert found.missing == pytest.approx(614.5)


def test_a_cause_of_several_is_told_by_number_and_kind():
    assert cause.Cause("卫生", ("甲", "乙", "丙"), None).words == "3 家卫生单位"
    assert cause.Cause("国家机关", ("甲", "乙"), None).words == "2 家国家机关"
    assert cause.Cause("", (), None).words == ""


def test_without_a_year_before_there_is_no_cause(changed):
    assert (
        cause.main(metrics.find("energy_total_tce"), Scope.parse("?period=2025", changed)) is None
    )


def test_a_lead_tells_value_change_and_cause(changed):
    # 116 million kWh × 0.1229 = 14,256.4 tce, 111 before: + 4.5 %; 614.5 rounds to the even 614
    view = Scope.parse("?period=2026M09-10", changed)
    one = comparison.compare(metrics.find("energy_total_tce"), view)
    told = "".join(
        part if isinstance(part, str) else str(part.children) for part in headlines.moved(one, view)
    )
    value = numbers.of(14256.4, one.metric)
    assert told == (f"综合能耗 {value}，同比升 4.5%，主因 银川市财政局（其中缺报影响 +614 tce）")
