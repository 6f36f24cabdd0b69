"""Which sheets of a file some source card recognises; what is not read is noted with its reason."""

import duckdb

from data.errors import TemplateError
from etl import header, nameless, nearest, secret, untaken
from etl.card import Card
from etl.originals import Original
from etl.recognise import heading_cell, recognised


def of(
    connection: duckdb.DuckDBPyConnection, cards: list[Card], original: Original, file_id: int,
    sheets: list,
) -> list:  # fmt: skip
    """The sheets a card recognises, each with its match. Raises TemplateError without any."""
    matches, unread, why = [], [], None
    for sheet in sheets:
        if not sheet.hidden:
            untaken.stop_at_old_form(sheet)
        sheet, match, found = recognised(cards, sheet)
        if match:
            matches.append((sheet, match))
        elif sheet.hidden or not any(any(cell.strip() for cell in row) for row in sheet.head):
            unread.append((file_id, sheet.name, "隐藏工作表" if sheet.hidden else "空工作表"))
        else:
            unread.append((file_id, sheet.name, "没有来源卡认得这张表"))
            why = why or _unknown(cards, sheet, found)
    secret.refuse_sheets(original.name, original.sha256, sheets, matches)
    if not matches:
        raise why or TemplateError(
            "没有任何可读的数据（工作表都是空的或隐藏的）。请核对文件后重新装载。"
        )
    if unread:
        connection.executemany("insert into unread_sheet values (?, ?, ?)", unread)
    return matches


def _unknown(cards: list[Card], sheet, found: list[header.Header]) -> TemplateError:
    told, read = nearest.nearest(cards, found)
    titles = [cell for row in sheet.head[: read.first + 1] for cell in row]
    told = nameless.told(read.headings, titles) or untaken.sums(cards, read) or told
    return TemplateError(f"工作表“{sheet.name}”{told}").at(sheet.title, heading_cell(sheet, read))
