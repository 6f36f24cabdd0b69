"""Cells of a workbook as columns of text for DuckDB."""

from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

PLAIN = 1e9  # below this Arrow writes whole numbers without an exponent
EXACT = 2**53  # whole numbers above this are not all different as floats

NOTHING = pa.scalar(None, pa.string())


def text(value: object) -> str:
    """A cell as text: whole numbers without a decimal point, dates in ISO form."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            whole = value.is_integer() and abs(value) <= EXACT
            return str(int(value)) if whole else repr(value)
        case datetime():
            return value.date().isoformat() if not _has_time(value) else value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value)


def column(cells: tuple) -> pa.Array:
    """A column as text; columns of one kind, which is most of them, without a loop in Python."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return cleaned(pa.array(cells, pa.string()))
    if kinds == {float}:
        return _numbers(cells)
    texts = [cell if type(cell) is str else text(cell) for cell in cells]
    return cleaned(pa.array(texts, pa.string()))


def cleaned(texts: pa.Array) -> pa.Array:
    """The texts without white space at their ends, null when nothing is left (as SQL's clean)."""
    trimmed = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(trimmed, ""), NOTHING, trimmed)


def _has_time(value: datetime) -> bool:
    return bool(value.hour or value.minute or value.second or value.microsecond)


def _numbers(cells: tuple) -> pa.Array:
    numbers = pa.array(cells, pa.float64())
    if pc.max(pc.abs(numbers)).as_py() >= PLAIN:
        return pa.array([text(cell) for cell in cells], pa.string())
    return pc.cast(numbers, pa.string())
