"""Columns of a grid that are written plainly from top to bottom, typed by Arrow in one go.

What is typed here is what the macros plain_number, plain_day and plain_month make of each cell. One
cell that is not plain leaves its column as text, which SQL then reads cell by cell.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.compute as pc

from etl.cells import Cells

MOST = 1e15
FIRST, LAST = "1900-01-01", "2099-12-31"


def wanted(cells: Cells) -> dict[int, str]:
    """Position and kind of the columns that mean what is written in them, no more and no less.

    Words for nothing that have a digit, and words with a meaning in their column, need a look at
    each cell; so does the month or year on which the factor
    of a unit depends, as it is asked for as text.
    """
    card = cells.card
    worded = any(sign.isdecimal() for word in card.null_words for sign in word)
    if card.unpivot or card.spread or worded:
        return {}
    dated = any(isinstance(factor, str) for factor in cells.factors().values())
    apart = {*card.nulls, *card.values, *cells.joined, *(("month", "year") if dated else ())}
    return {at: column.kind for column, _, at in cells.fields
            if column.kind in READERS and column.name not in apart}  # fmt: skip


def typed(table: pa.Table, kinds: dict[int, str], *, beside: bool) -> tuple[pa.Table, set[int]]:
    """The table with a column p3 in place of each plain c3 of those positions, and which these are.

    `beside` keeps the texts too. Column by column, as both together fill twice the memory.
    """
    found = set()
    for at, kind in kinds.items():
        try:
            plain = READERS[kind](table.column(f"c{at}"))
        except pa.ArrowInvalid:
            continue
        table = table.append_column(f"p{at}", plain)
        table = table if beside else table.drop_columns(f"c{at}")
        found.add(at)
    return table, found


def holds(table: pa.Table, word: str) -> bool:
    """Whether the word stands in any text of the table."""
    texts = (column for column in table.columns if pa.types.is_string(column.type))
    chunks = (chunk for column in texts for chunk in column.chunks)
    return any(_each(lambda text: pc.any(pc.match_substring(text, word)).as_py(), chunks))


def _each(function: Callable[[pa.Array], object], chunks: Iterable[pa.Array]) -> Iterator[object]:
    """The function of each chunk in its order, several at once: Arrow works on one core a call."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(function, chunks)


def _numbers(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Raises ArrowInvalid when one is no number, not finite or too large."""
    return pa.chunked_array(list(_each(_finite, texts.chunks)), pa.float64())


def _finite(texts: pa.Array) -> pa.Array:
    numbers = pc.cast(texts, pa.float64())
    if pc.all(pc.less(pc.abs(numbers), MOST)).as_py() is False:  # of nan too
        raise pa.ArrowInvalid
    return numbers


def _days(texts: pa.ChunkedArray, end: str = "") -> pa.ChunkedArray:
    """Raises ArrowInvalid when one is no day of the centuries that registers know.

    Few days differ: each is read once.
    """
    words = pc.dictionary_encode(texts).unify_dictionaries()
    if not words.num_chunks:
        return pa.chunked_array([], pa.date32())
    own = words.chunk(0).dictionary
    days = pc.cast(pc.binary_join_element_wise(own, end, "") if end else own, pa.date32())
    inside = pc.and_(pc.greater_equal(days, _day(FIRST)), pc.less_equal(days, _day(LAST)))
    if pc.all(inside).as_py() is False:
        raise pa.ArrowInvalid
    return pa.chunked_array([days.take(chunk.indices) for chunk in words.chunks], pa.date32())


def _day(text: str) -> pa.Scalar:
    return pc.cast(pa.scalar(text), pa.date32())


def _months(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return _days(texts, "-01")


READERS = {"number": _numbers, "date": _days, "month": _months}
