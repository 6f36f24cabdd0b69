"""Rows of a DuckDB result as Python hands them on: dicts, with decimals as floats."""

from decimal import Decimal


def dicts(result) -> list[dict]:
    """Every row of an executed DuckDB query as a dict, in its order."""
    names = [column[0] for column in result.description]
    found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    for name, kind, *_ in result.description:
        if kind.id == "decimal":
            for one in found:
                one[name] = plain(one[name])
    return found


def plain(value: object) -> object:
    """Decimals are exact while they are summed; what is shown and sent is a float."""
    return float(value) if isinstance(value, Decimal) else value
