"""Words as people type them: full width, stray spaces and line breaks told apart from meaning."""

import unicodedata

NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x200B: "", 0xFEFF: ""}
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff"))


def squeeze(text: object) -> str:
    """The text after NFKC and without any white space; headings and units are compared so."""
    plain = unicodedata.normalize("NFKC", str(text)).translate(INVISIBLE)
    return "".join(plain.split())


def narrow(text: str) -> str:
    """The same as the SQL macro squeeze: less than NFKC, but what the database can do."""
    return "".join(text.translate(NARROW).split())


def quote(text: object) -> str:
    """The text as a SQL string literal."""
    return "'" + str(text).replace("'", "''") + "'"


def name(identifier: str) -> str:
    """An identifier quoted for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def listed(texts: list[str] | tuple[str, ...], most: int = 12) -> str:
    """The texts as a Chinese enumeration, cut after `most`."""
    shown = "、".join(texts[:most])
    return shown if len(texts) <= most else f"{shown} 等 {len(texts)} 项"


def aliased(columns: dict[str, str]) -> str:
    """The columns as a select list."""
    return ", ".join(f"{sql} as {name(column)}" for column, sql in columns.items())
