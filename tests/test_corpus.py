"""Every awkward file of the corpus comes out as stated: exactly these cells, exactly this refusal."""

import pytest

from data import warehouse
from data.errors import DashboardError
from tests import corpus
from tests.loading import World

CASES = corpus.cases()
ROSTER = [["统一代码", "单位名称", "简称", "所在地区"], ["A1", "银川市第一中学", "一中", "银川市"],
          ["A3", "银川市第二中学", "二中", "银川市"]]  # fmt: skip
COUNTED = """
select f.file_name, r.row_no, institution_name, cast(to_month(month) as varchar),
    to_number(electricity) * electricity_factor,
    to_number(electricity_cost) * electricity_cost_factor, to_number(water) * water_factor
from raw_energy as r join source_file as f using (file_id)
where not exists (from quarantine as q where q.file_id = r.file_id and q.row_no = r.row_no)
order by all
"""
TWO_WAYS = """
select r.file_id, r.row_no from filed_energy as r join raw_energy as w using (file_id, sheet, row_no)
where r.month is distinct from to_month(w.month)
    or r.electricity is distinct from to_number(w.electricity)
    or r.electricity_cost is distinct from to_number(w.electricity_cost)
    or r.water is distinct from to_number(w.water)
"""
"""Cells that were typed as they were read to something else than their text means."""
ADDRESSES = "select file_id, sheet, row_no from raw_energy group by all having count(*) > 1"
REFUSED = (
    "select file_name, cell, rule from quarantine join source_file using (file_id) order by all"
)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("corpus")
        patch.setenv("DASHBOARD_VAR", str(folder / "var"))
        patch.setenv("DASHBOARD_MAP", "tiles")
        yield World(folder)
        warehouse.close()


def by_card():
    """The files that load, those of one card together: the same in every process.

    Their bytes are not (a workbook holds the second in which it was made), so no test may be
    named or made by them: two processes of one run would collect different tests.
    """
    found = {}
    for case in CASES:
        if not case.says:
            found.setdefault(case.card, []).append(case)
    return list(found.values())


def batches(cases):
    """Equal contents never in one batch: the second would count as the same file come again."""
    found = []
    for case in cases:
        fits = (batch for batch in found if all(case.content != other.content for other in batch))
        if batch := next(fits, None):
            batch.append(case)
        else:
            found.append([case])
    return found


def test_the_corpus_is_as_large_as_was_promised():
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("cases", by_card(), ids=lambda cases: cases[0].name)
def test_files_give_exactly_the_cells_and_refused_cells_stated_for_them(world, cases):
    world.card("energy", cases[0].card)
    for batch in batches(cases):
        files = [world.write(f"in/{case.name}", case.content) for case in batch]
        world.load(world.csv("roster.csv", ROSTER), *files, fresh=True)
        assert world.ask(TWO_WAYS) == world.ask(ADDRESSES) == []
        counted, refused = world.ask(COUNTED), world.ask(REFUSED)
        for case in batch:
            assert [row[1:] for row in counted if row[0] == case.name] == list(case.rows), case.name
            found = [row[1:] for row in refused if row[0] == case.name]
            assert found == list(case.refused), case.name


@pytest.mark.parametrize("case", [case for case in CASES if case.says], ids=lambda case: case.name)
def test_a_file_that_must_not_be_read_is_refused_in_a_sentence(world, case):
    world.card("energy", case.card)
    with pytest.raises(DashboardError, match=case.says) as error:
        world.load(world.write(f"in/{case.name}", case.content))
    assert case.name in str(error.value)
    assert "请" in str(error.value)
