"""A snapshot of the size of a province, out of the demo: python -m bench.province

Every institution of the current snapshot stands several times, under codes and names of its own,
with all it holds; every model, finding and search word is then built as a load builds it. It is
published under var/province: DASHBOARD_VAR=var/province python -m bench screens measures on it.
"""

import os
import shutil
import sys
import time

from data import paths, warehouse
from etl import cards, lock, models, publish
from etl.build import Build
from etl.progress import Progress
from etl.subjects import SUBJECTS

COPIES = 7
"""Institutions: 1,297 in the demo; with what they burn, 1.9 million rows of energy by carrier."""
MORE = {"asset": 2, "review": 2}
"""Records that stand so many times within one institution on top."""
NAMED = ("institution_name", "short_name", "parent_name", "successor_name")
CODED = (
    *("institution_code", "successor_code", "building_code", "room_code", "plate", "vehicle_code"),
    *("asset_code", "certificate_no", "event_no", "review_no", "document_no"),
)
OWN = {"asset": ("asset_code", "certificate_no"), "review": ("review_no",)}
KEPT_ONCE = {"property_problem", "published_figure"}
STEP = 2_000_000  # by which the row numbers of a copy lie apart


class Province(Build):
    """A build whose records are those of the snapshot before, several times."""

    def _add(self, kept: list) -> None:
        for subject in SUBJECTS:
            if subject not in KEPT_ONCE:
                self._copy(subject)

    def _copy(self, subject: str) -> None:
        """All copies of the filed records of a subject, from those that are there."""
        table = f"filed_{subject}"
        found = self.connection.execute(
            "select column_name from duckdb_columns() where table_name = ? order by column_index",
            [table],
        ).fetchall()
        columns = [name for (name,) in found]
        times = [(k, m) for k in range(COPIES) for m in range(MORE.get(subject, 1))]
        self.connection.execute(f"create temp table once as from {table}")
        for copy, again in times:
            if copy or again:
                told = ", ".join(_told(subject, one, copy, again) for one in columns)
                self.connection.execute(f"insert into {table} select {told} from once")
        self.connection.execute("drop table once")


def _told(subject: str, column: str, copy: int, again: int) -> str:
    if column == "row_no":
        return f"row_no + {STEP * (copy * 2 + again)}"
    suffix = (f"-{copy}" if copy else "") + (f"-{again}" if again else "")
    if column in CODED and (copy or column in OWN.get(subject, ())):
        only = suffix if column in OWN.get(subject, ()) else f"-{copy}"
        return f"\"{column}\" || '{only}'"
    if column in NAMED and copy:
        return f"\"{column}\" || '（{copy}）'"
    return f'"{column}"'


def main() -> int:
    """Builds it and says how large it is."""
    source = warehouse.folder() / f"{warehouse.current_id()}.duckdb"
    home = paths.var() / "province"
    (home / "snapshots").mkdir(parents=True, exist_ok=True)
    for path in (source, source.with_suffix(".json"), source.parent / "CURRENT"):
        shutil.copy(path, home / "snapshots")
    os.environ["DASHBOARD_VAR"] = str(home)
    started = time.perf_counter()
    with lock.held("放大到全省"):
        build = Province(models.load(models.FOLDER), cards.load([cards.FOLDER]), Progress())
        build.path = publish.build_path()
        made = build.run([], False, True).snapshot
    sizes = {name: _count(made, name) for name in TOLD}
    told = "，".join(f"{name} {count:,}" for name, count in sizes.items())
    print(f"{home}：{made}，{time.perf_counter() - started:.0f} s。{told}")
    return 0


TOLD = ("dim_institution", "fct_energy_use", "fct_asset", "fct_room", "fct_vehicle",
        "fct_vehicle_month", "fct_review")  # fmt: skip


def _count(snapshot: str, table: str) -> int:
    return warehouse.row(snapshot, f"select count(*) as found from {table}")["found"]


if __name__ == "__main__":
    sys.exit(main())
