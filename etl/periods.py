"""Headings that are years or months (2024, 2024年, 1月, 2026年1月) and what each stands for."""

import re

from data.errors import TemplateError
from etl.measure import bare
from etl.words import listed, quote

KINDS = {"years": "year", "months": "month"}
"""What a card may write for the headings of spread, and the column that they fill."""
YEAR = re.compile(r"(20\d\d)(?:年度?)?")
MONTH = re.compile(
    r"(?:(20\d\d)[年./-]{1,2})?(\d{1,2}|[一二三四五六七八九十]{1,2})(月份?)?(?:-01)?"
)
ORDER = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
NAMED = re.compile(r"(20\d\d)\s*年")


def label(kind: str, under: str, heading: str) -> str | None:
    """What a heading stands for: 2024, 2024-5, or -5 when the year stands elsewhere; else None."""
    if under:
        above, _, heading = heading.partition("/")
        if under not in (above, bare(above)):
            return None
    if kind == "years":
        found = YEAR.fullmatch(heading)
        return found and found[1]
    found = MONTH.fullmatch(heading)
    if not found or (heading.endswith("-01") and not found[1]):
        return None
    number = str(ORDER.index(found[2]) + 1 if found[2] in ORDER else found[2]).lstrip("0")
    if not number.isdecimal() or not 1 <= int(number) <= len(ORDER):
        return None
    return f"{found[1] or ''}-{number}"


def year_sql(card: str, sheet: str, titles: list[list[str]], at: int | None) -> str:
    """The SQL of the year of a row: of its cell at `at`, or the one the title names."""
    if at is None:
        return quote(year_of(card, sheet, titles))
    return f"nullif(regexp_extract(squeeze(c{at}), '^(20\\d\\d)年?度?$', 1), '')"


def year_of(card: str, sheet: str, titles: list[list[str]]) -> str:
    """The one year named above the heading, else in the sheet's name. Raises TemplateError."""
    above = {year for row in titles for cell in row for year in NAMED.findall(cell)}
    found = sorted(above or set(NAMED.findall(sheet)))
    if len(found) == 1:
        return found[0]
    said = f"有不止一个年份（{listed(found)}）" if found else "没有写明年份"
    raise TemplateError(
        f"工作表“{sheet}”按月份横排，而表头上方和工作表名{said}，无法判断是哪一年。"
        f"请在表题中写明一个年份（如“2026年”），或在来源卡 {card} 的 spread 中用 year 指出年度列。"
    )


def label_texts(cells) -> list[str]:
    """The SQL of each label of `cells`; a month without its year takes it from the row or title."""
    texts, spread = [quote(label) for label, _ in cells.labels], cells.card.spread
    if not (spread.period and any(text.startswith("'-") for text in texts)):
        return texts
    at = cells.match.position(spread.year) if spread.year else None
    year = year_sql(cells.card.name, cells.sheet.title, cells.titles, at)
    return [f"{year} || {text}" if text.startswith("'-") else text for text in texts]
