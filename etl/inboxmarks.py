"""The marked workbook of a file from the inbox, for its sender: beside the report, under 标注.

It is made of what is kept of the file, so that it names no more persons than that does; of a file
of which nothing is kept, or in which nothing is wrong, there is none.
"""

import re
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from data import inbox, warehouse
from data.errors import TemplateError
from etl import report, returned, verdict
from etl.filing import OWNER, Kept
from etl.recognise import letters
from etl.verdict import Checked

IN_TEXT = re.compile("第 (\\d+) 行“(.*)”", re.DOTALL)
"""Where a cell of a text table stands; the copy of it is a workbook, with letters."""


def of_loaded(snapshot: str, digest: str) -> Checked | None:
    """What the snapshot says of a file that is in it; None when no cell of it is wrong."""
    ask = partial(warehouse.rows, snapshot)
    one = warehouse.row(snapshot, "from source_file where sha256 = ?", digest)
    titles = {row["card"]: row["card_title"] for row in ask("from source_sheet")}
    checked = verdict.of(ask, one["file_id"], Path(one["file_name"]), digest, titles, [])
    columns = ask("from source_column where file_id = ?", one["file_id"])
    places = {(row["sheet"], row["heading"]): row["position"] for row in columns}
    for cell in checked.result["cells"]:
        if found := IN_TEXT.fullmatch(cell["cell"]):
            row, position = found[1], places.get((cell["sheet"], found[2]))
            cell["cell"] = f"{row}:{row}" if position is None else f"{letters(position)}{row}"
    return checked if checked.result["cells"] else None


def of_refused(path: Path, error: Exception) -> Checked | None:
    """The one refusal of a file, where its cells can be seen."""
    return report.refused(path, error) if isinstance(error, TemplateError) else None


def write(checked: Checked, kept: Kept, path: Path, target: Path) -> Path | None:
    """Writes the workbook for a file that is to be filed at the target; None when nothing of the
    file is kept. `path` is where the file is now."""
    if not (kept.original or kept.copy):
        return None
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / checked.file.name  # a text table's sheet is named after it
        file.write_bytes(path.read_bytes() if kept.copy is None else kept.copy)
        name = inbox.marked_stem(target.name)
        made, _ = returned.write(replace(checked, file=file), target.parent / inbox.MARKED, name)
    made.chmod(OWNER)
    return made
