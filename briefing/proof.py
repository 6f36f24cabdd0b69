"""The numbers a document claims, looked for in what it prints, before anything is drawn."""

import re
from collections.abc import Iterator

from briefing.document import Document, Figure, Heading, NewPage, Note, Paragraph, Reading, Table
from data import numbers
from data.errors import BriefingError

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def check(told: Document) -> None:
    """Raises BriefingError naming the first number of the readings that is not printed."""
    words = "\n".join(part for block in told.blocks for part in _words(block))
    printed = set(NUMBER.findall(words))
    for one in told.readings:
        if shown(one).lstrip("−-") not in printed:
            raise BriefingError(
                f"“{one.label}”（{numbers.exact(one.value)} {one.unit}）没有印进简报，没有出稿。"
                "请重新生成；仍不行请把本提示告诉管理员。"
            )


def shown(one: Reading) -> str:
    """The number as text, rounded as its metric is shown."""
    return numbers.parts(one.value, one.unit, one.digits)[0]


def _words(block) -> Iterator[str]:
    if isinstance(block, Heading | Note | Paragraph):
        yield block.text
    elif isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row)
        yield block.note
    elif isinstance(block, Figure):
        yield block.summary
    else:
        assert isinstance(block, NewPage)
