"""What to tell the sender of a sheet no card recognises: the nearest card and what is missing."""

from etl.card import Card
from etl.drift import apart
from etl.header import Header, there
from etl.words import listed

HALF = 0.5  # of the headings: a card that knows so many is near though all it needs is missing


def nearest(cards: list[Card], found: list[Header]) -> tuple[str, Header]:
    """Headings, nearest card and next step in words, and the rows taken for its heading."""
    found = [header for header in found if not _is_of_data(header)] or found
    pairs = [(*_nearness(card, header), card, header) for card in cards for header in found]
    present, known, card, header = max(
        pairs, key=lambda pair: (pair[0] + pair[1], -pair[3].depth, -pair[3].first)
    )
    if present == 0 and known < HALF:
        header = max(found, key=lambda header: (sum(map(bool, header.headings)), -header.depth))
        seen = listed([heading for heading in header.headings if heading]) or "无"
        return (
            f"读到的表头：{seen}；没有来源卡与之相近。请核对文件，或为这种表增加一张来源卡。",
            header,
        )
    missing = card.lacking(there(header))
    seen = listed([heading for heading in header.headings if heading])
    return (
        f"读到的表头：{seen}；最接近的是“{card.title}”（{card.name}），"
        f"缺少：{listed(missing) or '符合 sheets 条件的工作表名'}；{apart(card, header.headings)}。"
        "请补齐这些列后重新装载，或为这种表增加一张来源卡。"
    ), header


def _nearness(card: Card, header: Header) -> tuple[float, float]:
    """The share of what the card needs that is there, and of the headings those that it names."""
    asked = len(card.required()) + bool(card.spread and card.spread.period)
    named = card.headings()
    columns = [forms for forms in zip(header.headings, header.bare, header.tails, strict=True)
               if forms[0]]  # fmt: skip
    known = sum(not named.isdisjoint(forms) for forms in columns)
    return 1 - len(card.lacking(there(header))) / asked, known / max(len(columns), 2)


def _is_of_data(header: Header) -> bool:
    """Whether two or more of the headings end with a number: rows of data are no heading."""
    last = [heading.rpartition("/")[2] for heading in header.headings]
    return sum(part.replace(".", "").isdecimal() and len(part) != 4 for part in last) > 1
