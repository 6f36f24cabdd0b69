"""A briefing built whole: composed, drawn, set, and put in place only when all of it is there."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from briefing import charts, proof, typeset, word, workbook
from briefing.document import Document, Figure
from data.errors import BriefingError


def _quiet(_done: int, _of: int) -> None:
    """Progress nobody asked for."""


def pictures(told: Document, step: Callable[[int, int], None] = _quiet) -> dict[str, str]:
    """Each figure's SVG by its id; `step` hears how many are drawn."""
    drawn = {}
    for one in told.figures:
        drawn[one.id] = charts.draw(*_asked(one))
        step(len(drawn), len(told.figures))
    return drawn


def begin(one: Figure) -> None:
    """Starts the picture of a figure while the rest of its document is still composed."""
    charts.begin(*_asked(one))


def _asked(one: Figure) -> tuple[dict, int, str, int]:
    """Figure, height, name and width as the charts are asked for."""
    width = charts.HALF if one.half else charts.WIDTH
    return one.figure, round(one.height * one.zoom), one.caption, round(width * one.zoom)


def write(
    told: Document, folder: Path, formats: tuple[str, ...] = ("pdf",),
    step: Callable[[int, int], None] = _quiet,
) -> list[Path]:  # fmt: skip
    """Writes the formats asked for; returns their paths. Nothing half-made stays.

    Raises BriefingError when a number it claims is not printed, or a figure cannot be drawn.
    """
    proof.check(told)
    drawn = pictures(told, step)
    makers = {
        "pdf": lambda: typeset.pdf(told, drawn),
        "docx": lambda: word.docx_file(told, _prints(told, drawn)),
        "xlsx": lambda: workbook.xlsx(told),
    }
    return [_put(folder / f"{told.name}.{ending}", makers[ending]()) for ending in formats]


def _prints(told: Document, drawn: dict[str, str]) -> dict[str, bytes]:
    """Each figure as PNG at print resolution."""
    return {one.id: charts.picture(drawn[one.id], one.caption) for one in told.figures}


def _put(path: Path, content: bytes) -> Path:
    """Writes beside and renames, so that a reader finds a whole file or none."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise BriefingError(
            f"简报不能写入 {path.parent}（{error.strerror}）。请检查磁盘空间与目录权限后重试。"
        ) from None
    return path
