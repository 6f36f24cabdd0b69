"""Words for nothing and words of the sender, replaced in SQL as a card says."""

import unicodedata
from collections.abc import Iterable

from etl.card import Card
from etl.words import narrow, quote


def worded(card: Card, column: str, text: str) -> str:
    """The SQL of a cell with the card's words for nothing and its values replaced."""
    if meanings := card.nulls.get(column):
        return _meant(card, meanings, text)
    nulls = [spelling for word in card.null_words for spelling in _spellings(word)]
    if values := card.values.get(column):
        words, ours = map(_sql_list, (map(narrow, values), values.values()))
        replaced = f"coalesce(map({words}, {ours})[squeeze({text})], {text})"
    else:
        replaced = text
    nothing = f"{text} in ({', '.join(map(quote, nulls))})"
    return f"case when {nothing} then null else {replaced} end" if nulls else replaced


def _meant(card: Card, meanings: dict[str, str], text: str) -> str:
    """The cell where the words for nothing mean something in its column."""
    zero = [narrow(word) for word, meaning in meanings.items() if meaning == "zero"]
    blank = [narrow(word) for word, meaning in meanings.items() if meaning != "zero"]
    blank += [narrow(word) for word in card.null_words if word not in meanings]
    cell = f"squeeze(coalesce({text}, ''))"
    return (
        f"case when list_contains({_sql_list(zero)}::varchar[], {cell}) then '0' when"
        f" list_contains({_sql_list(blank)}::varchar[], {cell}) then null else {text} end"
    )


def _sql_list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quote, texts))}]"


def _spellings(word: str) -> list[str]:
    """The word as it is, in half width and in full width."""
    half = unicodedata.normalize("NFKC", word)
    full = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in half)
    return list(dict.fromkeys([word, half, full]))
