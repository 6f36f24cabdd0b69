"""What the bytes of a text table in UTF-8 tell before it is read: the cheapest look there is."""

from collections.abc import Iterator
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


def plainness(path: Path, delimiter: str) -> tuple[bool, bool]:
    """Whether there are blank lines, and whether cells may have white space at their ends.

    DuckDB leaves blank lines out, which would shift the row numbers; white space costs a look at
    every cell, which most files can do without.
    """
    edges = _edges(delimiter.encode())
    blank = padded = False
    last = b""
    for block in blocks(path):
        blank = blank or any(line in block for line in BLANK_LINES)
        padded = padded or any(
            sign in block and any(edge in block for edge in around)
            for sign, around in edges.items()
        )
        last = block
    return blank, padded or last.endswith(SPACES)


def _edges(delimiter: bytes) -> dict[bytes, tuple[bytes, ...]]:
    """For each sign that has to be looked at, what shows it at the end of a cell."""
    ends = (delimiter, b"\n", b"\r", b'"')
    found = {b'"': (delimiter + b'"', *QUOTED) if delimiter == b"\t" else QUOTED}
    for space in SPACES:
        if space != delimiter:
            found[space] = tuple(pair for end in ends for pair in (space + end, end + space))
    return found
