"""A column of a ledger, and what a reader asks of it as SQL: a filter, words to search for.

Every value reaches SQL as a parameter, appended to those that are there.
"""

from dataclasses import dataclass
from datetime import date

from data.errors import RequestError

LONGEST = 80
"""Characters of a value or of what is searched for."""
COMPARED = {
    "equals": "{0} = {1}",
    "notEqual": "{0} is distinct from {1}",
    "lessThan": "{0} < {1}",
    "lessThanOrEqual": "{0} <= {1}",
    "greaterThan": "{0} > {1}",
    "greaterThanOrEqual": "{0} >= {1}",
}
NAMED = {
    "contains": "contains(lower({0}), lower({1}))",
    "notContains": "not contains(lower(coalesce({0}, '')), lower({1}))",
    "startsWith": "starts_with(lower({0}), lower({1}))",
    "endsWith": "ends_with(lower({0}), lower({1}))",
    "equals": "lower({0}) = lower({1})",
    "notEqual": "lower({0}) is distinct from lower({1})",
}
ELSEWHERE = {
    "institution": (
        {"institution_name": "place.name", "region_name": "area.name"},
        "select place.institution from dim_institution as place"
        " left join dim_region as area on area.region = place.region",
    ),
    "building_code": (
        {"building_name": "building_name"},
        "select building_code from fct_building",
    ),
    "file_id": ({"file_name": "file_name"}, "select file_id from source_file"),
}
"""Columns that name what a row belongs to, by the column that points to it: they are looked for
among institutions and files, not among rows."""
CASTS = {"number": "cast({} as double)", "date": "cast({} as date)", "text": "{}"}


@dataclass(frozen=True)
class Column:
    """A column of a ledger: `kind` is text, number or date; `summed` ones carry a total.

    `hidden` ones are there to filter and link by, and are neither shown nor exported; `late` ones
    are added by the ledger's `late` to the rows of a page.
    """

    id: str
    label: str
    kind: str = "text"
    unit: str = ""
    digits: int = 0
    summed: bool = False
    searched: bool = False
    width: int = 0
    hidden: bool = False
    late: bool = False


def clause(column: Column, rule: object, params: list) -> str:
    """One column's filter as SQL; its values are appended to the parameters."""
    kind = rule.get("type") if isinstance(rule, dict) else None
    name = f'"{column.id}"'
    if kind == "blank":
        return f"{name} is null"
    if kind == "notBlank":
        return f"{name} is not null"
    first, second = ("dateFrom", "dateTo") if column.kind == "date" else ("filter", "filterTo")
    if kind == "inRange" and column.kind != "text":
        low, high = (_bound(column, rule.get(part), params) for part in (first, second))
        return f"{name} between {low} and {high}"
    known = NAMED if column.kind == "text" else COMPARED
    if kind not in known:
        raise RequestError(f"列“{column.label}”的筛选方式“{str(kind)[:20]}”不可用。请重新选择。")
    value = rule.get(first)
    return _folded(known[kind], value).format(name, _bound(column, value, params))


def searched(columns: tuple[Column, ...], words: str, params: list) -> str:
    """Rows that carry the words in any searched column."""
    words = words[:LONGEST]
    params.append(words)
    contained, bound = _folded(NAMED["contains"], words), f"${len(params)}"
    there, found = {column.id for column in columns}, []
    left = {column.id for column in columns if column.searched}
    for pointer, (told, named) in ELSEWHERE.items():
        if (asked := sorted(told.keys() & left)) and pointer in there:
            said = " or ".join(contained.format(told[name], bound) for name in asked)
            found.append(f"{pointer} in ({named} where {said})")
            left -= told.keys()
    found += [contained.format(f'"{name}"', bound) for name in sorted(left)]
    return f"({' or '.join(found)})"


def _folded(sql: str, value: object) -> str:
    """The comparison without `lower`, which is dear, where the value has no case to fold."""
    cased = isinstance(value, str) and value.lower() != value.upper()
    return sql if cased else sql.replace("lower(", "(")


def _bound(column: Column, value: object, params: list) -> str:
    kinds = (int, float) if column.kind == "number" else (str,)
    if not isinstance(value, kinds) or isinstance(value, bool) or len(str(value)) > LONGEST:
        raise RequestError(f"列“{column.label}”的筛选值“{str(value)[:40]}”不合规则。请重新填写。")
    params.append(_day(column, value) if column.kind == "date" else value)
    return CASTS[column.kind].format(f"${len(params)}")


def _day(column: Column, value: str) -> str:
    """The day a date filter names, with or without a time."""
    try:
        return str(date.fromisoformat(value[:10]))
    except ValueError:
        raise RequestError(
            f"列“{column.label}”的日期“{value[:40]}”不存在。请按 2026-10-31 的样子填写。"
        ) from None
