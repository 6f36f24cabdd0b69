"""What the lines above a table say of all its rows: who files it, for which year, month or day.

A card names the words (`from_title: {institution_name: [填报单位]}`); years, months and days are
also found in the title itself. A column of the table always goes before a line above it.
"""

import re
import unicodedata

from data.errors import TemplateError
from etl import secret
from etl.card import Card
from etl.periods import NAMED
from etl.subjects import WHO, Column, Subject
from etl.words import listed, squeeze

SIGNED = re.compile("(填表|填报|制表|打印|审核|导出|报出|上报|印发|编制)(日期|时间)")
MONTH = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月(?!\s*\d{1,2}\s*日)")
FILER = ("填报单位", "报送单位", "填表单位", "报出单位", "编制单位", "汇总单位", "综合机关名称")
SEAL = r"(?:\s*\([^()]{0,3}(?:章|签字)[^()]{0,3}\))"  # 填报单位（盖章）：
DAY = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def filled(card: Card, there: set[str], titles: list[list[str]], sheet: str) -> dict[str, str]:
    """The text of the card's columns that are said above, but for those the table has itself.

    Raises TemplateError on a needed one that nothing says.
    """
    gone = there | (set(WHO) if there & set(WHO) else set())
    named = {name: words for name, words in card.from_title.items() if name not in gone}
    subject, found = card.subject, {}
    for name, words in named.items():
        column = subject.column(name)
        text = _said(titles, words)
        if column.kind in ("month", "date") or name == "year":
            text = _period(column, text, titles, sheet)
        if text:
            found[name] = text
    for name, words in named.items():
        if name not in found and _needed(subject, name, {*found}):
            raise TemplateError(
                f"工作表“{sheet}”没有“{words[0]}”这一列，表的上方也没有写“{words[0]}：…”"
                f"（来源卡 {card.name}），无法知道{_asked(subject.column(name))}。请在表的上方补写后重新报送。"
            )
    return found


def filer(titles: list[list[str]]) -> str | None:
    """Who files the table, as the lines above it say; None when they do not."""
    return secret.without_numbers(_said(titles, FILER)) or None


def _needed(subject: Subject, name: str, found: set[str]) -> bool:
    """Whether no row counts without the column."""
    if name in WHO:
        return not subject.register and not found & set(WHO)
    return subject.column(name).required


def _asked(column: Column) -> str:
    if column.name in WHO:
        return "是哪家单位"
    if column.name == "region":
        return "是哪个地区"
    return {"month": "是哪个月", "date": "是哪一天"}.get(column.kind, "是哪一年")


def _said(titles: list[list[str]], words: tuple[str, ...]) -> str:
    """What stands behind one of the words and a colon, in its cell or the next that is filled."""
    for row in titles:
        cells = [unicodedata.normalize("NFKC", cell).strip() for cell in row if cell.strip()]
        for at, cell in enumerate(cells):
            for word in words:
                mark = rf"(?:^|[\s,;、]){_spaced(word)}{SEAL}?\s*:\s*(.*)"
                behind = re.search(mark, cell, re.DOTALL)
                if not behind and squeeze(re.sub(SEAL, "", cell)) != word:
                    continue
                text = re.split(r"\s{2,}|\s+(?=[^\s:]{2,10}:)", behind[1])[0] if behind else ""
                beside = cells[at + 1] if at + 1 < len(cells) else ""
                text = text.strip() or (beside if ":" not in beside else "")
                if text := re.sub(rf"{SEAL}\s*$", "", text):
                    return text
    return ""


def _spaced(word: str) -> str:
    """The word with any white space between its signs."""
    return r"\s*".join(map(re.escape, word))


def _period(column: Column, said: str, titles: list[list[str]], sheet: str) -> str:
    """The year, month or day that is said, else the one named in the title or the sheet's name."""
    lines = [said] if said else [cell for row in titles for cell in row if not SIGNED.search(cell)]
    for texts in (lines, [sheet]):
        if found := sorted({text for line in texts for text in _of(column, line)}):
            if len(found) > 1:
                raise TemplateError(
                    f"工作表“{sheet}”的上方有不止一个日期（{listed(found)}），无法判断报的是哪一个。"
                    "请只写报告期那一个，或在表中增加一列写明，再重新报送。"
                )
            return found[0]
    return said


def _of(column: Column, line: str) -> list[str]:
    """The years, months or days that a line names."""
    line = unicodedata.normalize("NFKC", line)
    if column.name == "year":
        return NAMED.findall(line) or re.findall(r"^\s*(20\d\d)\s*$", line)
    if column.kind == "date":
        return [f"{y}-{int(m):02}-{int(d):02}" for y, m, d in DAY.findall(line)]
    return [f"{year}-{int(month):02}" for year, month in MONTH.findall(line)]
