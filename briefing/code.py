"""The short code on each page: kind, region, period and snapshot in fourteen signs, and back.

Crockford's base 32 (no I, L, O, U), so that a code read from paper can be typed; the last two
signs are a check. A code says which snapshot by the hash in its id.
"""

from zlib import crc32

from data import warehouse
from data.errors import ScopeError
from data.period import Period

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans("ILO", "110")
LENGTH, CHECKED = 14, 2
YEARS_FROM = 2000


def encode(region: str, period: Period, snapshot: str) -> str:
    """The code of a state, as XXXXX-XXXXX-XXXX."""
    number = int(region)
    for value, size in ((period.year - YEARS_FROM, 128), (period.first, 16), (period.last, 16)):
        number = number * size + value
    number = number << 24 | int(snapshot.rsplit("-", 1)[1][:6], 16)
    signs = _signs(number, LENGTH - CHECKED)
    whole = signs + _signs(crc32(signs.encode()) % 1024, CHECKED)
    return f"{whole[:5]}-{whole[5:10]}-{whole[10:]}"


def decode(text: str) -> tuple[str, Period, str]:
    """Region, period and snapshot of a code. Raises ScopeError when it is none, or gone."""
    signs = "".join(text.upper().split()).replace("-", "").translate(ALIKE)
    body, check = signs[:-CHECKED], signs[-CHECKED:]
    if (
        len(signs) != LENGTH
        or not set(signs) <= set(SIGNS)
        or check != _signs(crc32(body.encode()) % 1024, CHECKED)
    ):
        raise ScopeError(f"核验码“{text[:40]}”有误。请核对简报页脚的核验码后重新输入。")
    number = 0
    for sign in body:
        number = number * 32 + SIGNS.index(sign)
    mark, number = f"{number & 0xFFFFFF:06x}", number >> 24
    number, last = divmod(number, 16)
    number, first = divmod(number, 16)
    region, year = divmod(number, 128)
    return f"{region:06}", Period(year + YEARS_FROM, first, last), _snapshot(mark, text)


def _snapshot(mark: str, text: str) -> str:
    kept = sorted(warehouse.folder().glob(f"*-{mark}??.duckdb"))
    if not kept:
        raise ScopeError(
            f"核验码“{text[:40]}”所用的数据版本（{mark}…）已经清理，不能再打开当时的页面。"
            "请在当前数据版本中查看，或请管理员恢复备份。"
        )
    return kept[-1].stem


def _signs(number: int, length: int) -> str:
    told = ""
    for _ in range(length):
        number, at = divmod(number, 32)
        told = SIGNS[at] + told
    return told
