"""What the bytes of a text table in UTF-8 tell before it is read: the cheapest look there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 4 << 20
OVERLAP = 64  # bytes of a block that are seen again with the next: longer than any word asked for
BLANK_LINES = (b"\n\n", b"\n\r\n", b"\r\r")
SPACES = (b" ", b"\t", b"\xc2\xa0", b"\xe3\x80\x80")
QUOTED = (b'""', b'"\n', b'"\r', b'\n"', b'\r"')
"""Where a cell in quotes may be empty or begin or end with a line break."""


def blocks(path: Path) -> Iterator[bytes]:
    """The file in blocks that overlap, so that no word is cut in two."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(BLOCK):
            whole = before + block
            yield whole
            before = whole[-OVERLAP:]


@dataclass
class Look:
    """`padded`: cells may have white space at their ends, which costs a look at every cell.

    `simple`: nothing but separators and line ends parts the cells, no quotes are used.
    """

    padded: bool = False
    simple: bool = True


def plainness(path: Path, delimiter: str) -> Look:
    """What a look at all bytes of a table tells."""
    edges, look = _edges(delimiter.encode()), Look()
    last = b""
    for block in blocks(path):
        look.simple = look.simple and _is_simple(block)
        look.padded = look.padded or any(
            sign[:1] in block and sign in block and any(edge in block for edge in around)
            for sign, around in edges.items()
        )
        last = block
    look.padded = look.padded or last.endswith(SPACES)
    return look


def has_blank_lines(path: Path) -> bool:
    """Whether there are lines that DuckDB leaves out, which would shift the row numbers."""
    return any(line in block for block in blocks(path) for line in BLANK_LINES)


def _is_simple(block: bytes) -> bool:
    """Whether there are neither quotes nor noughts nor line ends of another kind."""
    if b'"' in block or b"\0" in block:
        return False
    return b"\r" not in block or block[:-1].count(b"\r") == block.count(b"\r\n")


def _edges(delimiter: bytes) -> dict[bytes, tuple[bytes, ...]]:
    """For each sign that has to be looked at, what shows it at the end of a cell."""
    ends = (delimiter, b"\n", b"\r", b'"')
    found = {b'"': (delimiter + b'"', *QUOTED) if delimiter == b"\t" else QUOTED}
    for space in SPACES:
        if space != delimiter:
            found[space] = tuple(pair for end in ends for pair in (space + end, end + space))
    return found
