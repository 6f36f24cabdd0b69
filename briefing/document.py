"""What a briefing says, in order; knows nothing of PDF, Word or workbooks.

Every sentence names the metrics its numbers come from, so that a test can hold it to them.
"""

from dataclasses import dataclass, field
from datetime import datetime

DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; its number 一、（一）1. comes from the order, unless not counted."""

    text: str
    level: int = 1
    counted: bool = True


@dataclass(frozen=True)
class Sentence:
    """One sentence and the ids of the metrics whose numbers it tells."""

    text: str
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """Sentences that are read in one go."""

    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Column:
    """A column of a table: heading, share of the width, and whether it holds numbers."""

    heading: str
    share: float = 1.0
    number: bool = False


@dataclass(frozen=True)
class Table:
    """A table with every cell already as text; `note` stands below it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A plain Plotly figure, its caption, and the sentence that says what it shows."""

    id: str
    caption: str
    summary: str
    figure: dict
    height: int
    source: str = ""
    half: bool = False
    """Half as wide as the text: two of them in a row stand side by side."""
    zoom: float = 1.0
    """How much larger it is drawn than it is printed, for figures made to be seen from afar."""


@dataclass(frozen=True)
class Note:
    """A small remark: definitions, breaks in the statistics, what was left out."""

    text: str


@dataclass(frozen=True)
class NewPage:
    """What follows starts on a page of its own (an annex)."""


Block = Heading | Paragraph | Table | Figure | Note | NewPage


@dataclass(frozen=True)
class Reading:
    """One number of the briefing as `python -m data value` gives it."""

    metric: str
    label: str
    unit: str
    value: float
    region: str
    period: str
    digits: int
    """Decimals it is shown with."""


@dataclass(frozen=True)
class Document:
    """A whole briefing. `search` is the address of the same state in the browser."""

    series: str
    title: str
    period_label: str
    issued_by: str
    snapshot: str
    as_of: datetime
    region: str
    region_name: str
    period: str
    search: str
    code: str
    demo: bool
    signed: str = ""
    outward: bool = False
    """Made for outsiders, see data/small_groups.py."""
    blocks: tuple[Block, ...] = ()
    readings: tuple[Reading, ...] = field(default=())
    compact: bool = False
    """Smaller text, a cover of its own: pages to speak from, not to read."""
    mark: str = ""
    """What tells two documents of one title apart in their file names."""
    taken: str = ""
    """Who took it out of the browser and when; empty at the command line."""
    sheets: tuple[Table, ...] = ()
    """Tables too long for paper; the workbook holds them whole."""

    def numbered(self) -> list[tuple[Block, str]]:
        """Each block with its number: 一、（一）1. for headings, 图 1 and 表 1 for captions."""
        counts = {"图": 0, "表": 0}
        levels = [0, 0, 0]
        told = []
        for block in self.blocks:
            label = ""
            if isinstance(block, Heading) and block.counted:
                levels[block.level - 1] += 1
                levels[block.level :] = [0] * (3 - block.level)
                label = _ordinal(levels[block.level - 1], block.level)
            elif isinstance(block, Figure | Table):
                kind = "图" if isinstance(block, Figure) else "表"
                counts[kind] += 1
                label = f"{kind} {counts[kind]}"
            told.append((block, label))
        return told

    def running(self) -> dict[str, str]:
        """What stands in the running head (left, right), foot and background (mark) of every page,
        on paper and in Word: the one place for marks of who took it out and when."""
        taken = f"　{self.taken}导出" if self.taken else ""
        return {
            "left": f"{self.region_name}　{self.period_label}{'　对外版' if self.outward else ''}",
            "right": f"数据版本 {self.snapshot}",
            "foot": f"核验码 {self.code}　不含涉密{taken}",
            "mark": self.taken,
        }

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Figure))

    @property
    def name(self) -> str:
        """The file name without its ending; filters and what a page was asked are in it."""
        title = self.title.removesuffix("运行情况").removesuffix("机关事务")
        more = (self.code[16:].replace("-", ""), self.mark, "对外版" if self.outward else "")
        more = [part for part in more if part]
        return "_".join((self.series, title, self.period, self.snapshot, *more))


def _ordinal(count: int, level: int) -> str:
    """一、 （一） 1. as GB/T 9704 orders the levels."""
    if level == 3:
        return f"{count}."
    tens, ones = divmod(count, 10)
    word = ("" if tens < 2 else DIGITS[tens]) + "十" if tens else ""
    word += DIGITS[ones] if ones else ""
    return f"{word}、" if level == 1 else f"（{word}）"
