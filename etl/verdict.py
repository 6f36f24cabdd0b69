"""What is to be said of one file: how its sheets fared, which cells are wrong, and their totals.

The same for a file that is only checked and for one that is in a snapshot.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

CELL = "coalesce(cell, row_no || ':' || row_no)"
SHEETS = """
    with refused as (
        select sheet, count(distinct row_no) as refused
        from quarantine where file_id = {file_id} group by 1
    ),
    doubted as (
        select sheet, count(distinct row_no) as doubtful from doubt
        where file_id = {file_id} and rule <> 'control_total' group by 1
    )
    select sheet, rows_read, rows_read - coalesce(refused, 0) as accepted,
        coalesce(refused, 0) as refused, coalesce(doubtful, 0) as doubtful
    from source_sheet left join refused using (sheet) left join doubted using (sheet)
    where file_id = {file_id} order by source_sheet.rowid
"""
PARTS = """
    select sheet, part, reason, left(coalesce(content, ''), 30) as content from unread_part
    where file_id = {file_id} and reason <> '表尾说明' order by rowid limit 12
"""
CELLS = f"""
    select sheet, {CELL} as cell, outcome, rule, message, value
    from (
        select '拒收' as outcome, * from quarantine union all select '存疑' as outcome, * from doubt
    )
    where file_id = {{file_id}} order by sheet, row_no, outcome desc, cell, rule
"""
TOTALS = """
    select t.sheet, s.letters || t.row_no as cell, t.stated, t.computed, t.ok
    from control_total as t left join source_column as s on s.file_id = t.file_id
        and s.sheet = t.sheet and s.column_name = t.column_name
        and s.label is not distinct from t.label
    where t.file_id = {file_id} order by t.sheet, t.row_no, s.letters, t.word = '其中'
"""
CARDS = "select distinct card from source_sheet where file_id = {file_id} order by 1"
COLUMNS = "select distinct heading, reason from unread_column where file_id = {file_id} order by 1"
UNREAD = "select sheet, reason from unread_sheet where file_id = {file_id} order by 1"


@dataclass
class Checked:
    """What is known of a file: `result` is the object of --json, the rest is for reports."""

    result: dict
    notes: list[str]
    unread: list[str]
    titles: list[str]
    file: Path = field(default_factory=Path)

    def count(self, outcome: str) -> int:
        """How many rows were refused, doubtful, accepted or read in all sheets."""
        return sum(sheet[outcome] for sheet in self.result["sheets"])


def of(
    ask: Callable[[str], list[dict]], file_id: int, path: Path, sha256: str,
    titles: dict[str, str], notes: list[str],
) -> Checked:  # fmt: skip
    """The verdict on one file of a database: `ask` queries it, `titles` are those of the cards,
    `notes` come before what it says itself."""

    def rows(sql: str) -> list[dict]:
        return ask(sql.format(file_id=file_id))

    cards = [row["card"] for row in rows(CARDS)]
    result = {
        "file": path.name, "sha256": sha256, "card": "、".join(cards),
        "sheets": rows(SHEETS), "cells": rows(CELLS), "control_totals": rows(TOTALS),
    }  # fmt: skip
    unread = [f"{row['heading']}（{row['reason'] or '来源卡没有用到'}）" for row in rows(COLUMNS)]
    skipped = [f"工作表“{row['sheet']}”没有读取：{row['reason']}。" for row in rows(UNREAD)]
    parts = [f"工作表“{row['sheet']}”{row['part']}没有读取：{row['reason']}（{row['content']}）。"
             for row in rows(PARTS)]  # fmt: skip
    shown = [titles.get(card, card) for card in cards]
    return Checked(result, [*notes, *skipped, *parts], unread, shown, path)
