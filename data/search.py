"""Looking a thing up by name, alias, plate, number, pinyin or initials (dim_search)."""

import unicodedata

from data import warehouse
from data.cards import KINDS
from data.errors import SnapshotGoneError

EACH = 6
LONGEST = 60
TERMS = 5


def find(snapshot: str, words: str) -> list[dict]:
    """One row per thing found, institutions first, at most six of a kind: kind, id, title, hint.

    Every word must occur; what is written just so comes first, then what begins so. Empty when
    nothing was asked. Raises SnapshotGoneError when the snapshot has no index.
    """
    terms = unicodedata.normalize("NFKC", words).lower()[:LONGEST].split()[:TERMS]
    if not terms or (len(terms[0]) == 1 and terms[0].isascii()):
        return []  # one letter or digit stands in nearly everything
    _check_indexed(snapshot)
    everywhere = " and ".join(f"contains(words, ${number + 3})" for number in range(len(terms)))
    one_kind = (
        "(select kind, id, title, hint from dim_search where kind = '{kind}' and "
        + everywhere
        + " order by case when contains(words, $1) then 0 when contains(words, $2) then 1"
        f" else 2 end, length(title), title, id limit {EACH})"
    )
    whole, start = f"\n{' '.join(terms)}\n", f"\n{terms[0]}"
    every = " union all ".join(one_kind.format(kind=kind) for kind in KINDS)
    found = warehouse.rows(snapshot, every, whole, start, *terms)
    order = list(KINDS)
    return sorted(found, key=lambda row: order.index(row["kind"]))


def _check_indexed(snapshot: str) -> None:
    if not warehouse.columns(snapshot, "dim_search"):
        raise SnapshotGoneError(
            f"数据版本 {snapshot} 是以前的程序做的，没有查找索引。"
            "请在服务器上运行 python -m etl rebuild 重新计算。"
        )
