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


def batches():
    """The files that load, those of one card together; equal contents never in one batch."""
    found = {}
    for case in CASES:
        same = [other for other in CASES if other.content == case.content]
        if not case.says:
            found.setdefault((case.card, same.index(case)), []).append(case)
    return list(found.values())


def test_the_corpus_is_as_large_as_was_promised():
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: batch[0].name)
def test_files_give_exactly_the_cells_and_refused_cells_stated_for_them(world, batch):
    world.card("energy", batch[0].card)
    files = [world.write(f"in/{case.name}", case.content) for case in batch]
    world.load(world.csv("roster.csv", ROSTER), *files, fresh=True)
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
