"""The short code on each page: page, region, period, filters and snapshot in few signs, and back.

Crockford's base 32 (no I, L, O, U), so that a code read from paper can be typed; the last two
signs are a check. A code says which snapshot by the hash in its id. Fourteen signs name a region
and a period; four more name a page of the app and the filters, where there are any.
"""

from dataclasses import dataclass
from zlib import crc32

from data import basis, scope, warehouse
from data.errors import ScopeError
from data.period import Period
from data.scope import Scope

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans("ILO", "110")
PLACE, MORE, CHECKED = 12, 4, 2
LENGTHS = (PLACE + CHECKED, PLACE + MORE + CHECKED)
YEARS_FROM = 2000
PARTS = ("", "B", "T", "N")
SPANS = tuple((first, last) for first in range(1, 13) for last in range(first, 13))
# never reordered: a code on paper must go on meaning the same; new ones are added at the end
PAGES = ("/", "/balance", "/assets", "/vehicles", "/offices", "/energy", "/satisfaction",
         "/problems", "/quality", "/glossary", "/briefings", "/card", "/records", "/wall",
         "/usage", "/cells")  # fmt: skip
BASES = tuple(basis.BASES)


@dataclass(frozen=True)
class State:
    """What a code names: a view of a snapshot on a page of the app."""

    view: Scope
    path: str = "/"


def encode(view: Scope, path: str = "/") -> str:
    """The code of a state, as XXXXX-XXXXX-XXXX, or with -XXXX more for a page or filters."""
    number = int(view.region[:6]) * len(PARTS) + PARTS.index(view.region[6:])
    span = SPANS.index((view.period.first, view.period.last))
    number = (number << 7 | view.period.year - YEARS_FROM) << 7 | span
    signs = _signs(number << 24 | int(view.snapshot.rsplit("-", 1)[1][:6], 16), PLACE)
    if more := _more(view, path):
        signs += _signs(more, MORE)
    whole = signs + _check(signs)
    parts = (whole[:5], whole[5:10], whole[10:14], whole[14:])
    return "-".join(part for part in parts if part)


def _more(view: Scope, path: str) -> int:
    """Page and filters as one number, 0 for the first page without any."""
    page = PAGES.index(path) if path in PAGES else 0
    kinds = ("", *scope.institution_types())
    number = page << 8 | kinds.index(view.institution_type)
    return (number << 1 | BASES.index(view.basis)) << 1 | view.comparable


def decode(text: str) -> State:
    """The state of a code. Raises ScopeError when it is none, or its snapshot is gone."""
    signs = "".join(text.upper().split()).replace("-", "").translate(ALIKE)
    body = signs[:-CHECKED]
    if (
        len(signs) not in LENGTHS
        or not set(signs) <= set(SIGNS)
        or signs[-CHECKED:] != _check(body)
    ):
        raise ScopeError(f"核验码“{text[:40]}”有误。请核对简报页脚的核验码后重新输入。")
    number = _number(body[:PLACE])
    mark, number = f"{number & 0xFFFFFF:06x}", number >> 24
    place, year, span = number >> 14, number >> 7 & 127, number & 127
    region = f"{place // len(PARTS):06}{PARTS[place % len(PARTS)]}"
    period = Period(year + YEARS_FROM, *SPANS[span % len(SPANS)])
    more = _number(body[PLACE:])
    kinds = ("", *scope.institution_types())
    kind, path = kinds[(more >> 2 & 255) % len(kinds)], PAGES[(more >> 10) % len(PAGES)]
    view = Scope(_snapshot(mark, text), region, period, kind, BASES[more >> 1 & 1], bool(more & 1))
    return State(view, path)


def _snapshot(mark: str, text: str) -> str:
    kept = sorted(warehouse.folder().glob(f"*-{mark}??.duckdb"))
    if not kept:
        raise ScopeError(
            f"核验码“{text[:40]}”所用的数据版本（{mark}…）已经清理，不能再打开当时的页面。"
            "请在当前数据版本中查看，或请管理员恢复备份。"
        )
    return warehouse.alike(kept[-1].stem, warehouse.current_id())


def _signs(number: int, length: int) -> str:
    told = ""
    for _ in range(length):
        number, at = divmod(number, 32)
        told = SIGNS[at] + told
    return told


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * 32 + SIGNS.index(sign)
    return number


def _check(signs: str) -> str:
    return _signs(crc32(signs.encode()) % 1024, CHECKED)
