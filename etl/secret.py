"""What must not come in: rows with words of secrecy, and columns that name a person.

The row is refused and taken out of the database; neither its value nor the word is repeated.
"""

import re

import duckdb

from data import reference
from data.errors import TemplateError
from etl.card import Card
from etl.words import quote

PERSONAL = re.compile("身份证|手机|联系电话|联系方式|移动电话|住址|家庭地址|银行卡|护照")
WHY = "' 行含有涉密标志，不得报送，整行没有装载。请按保密规定另行处理，从文件中删去后重新报送。'"


def is_personal(heading: str) -> bool:
    """Whether a column of that heading holds what no metric needs and nobody may store."""
    return bool(PERSONAL.search(heading))


def forbid(card: Card, place: str) -> None:
    """Stops a card that would store a personal column. Raises TemplateError."""
    if found := sorted(heading for heading in card.headings() if is_personal(heading)):
        raise TemplateError(
            f"来源卡 {place} 要读取“{found[0]}”：身份证、手机号等个人信息不得入库。请从来源卡中删去。"
        )


def note_unread(connection: duckdb.DuckDBPyConnection, file_id: int, matches: list) -> None:
    """Lists the columns no card asks for; personal ones are never stored at all."""
    rows = [
        (file_id, sheet.name, heading, "个人信息，不入库" if is_personal(heading) else "")
        for sheet, match in matches
        for heading in match.header.headings
        if heading and not match.card.takes(heading)
    ]
    if rows:
        connection.executemany("insert into unread_column values (?, ?, ?, ?)", rows)


def keep_out(connection: duckdb.DuckDBPyConnection, place: str, rows: str) -> tuple[str, int]:
    """The rows without those that carry a secret word in any cell, and how many those are.

    They are refused before anything of them is written: what a database has once held stays in
    its file. `place` is the SQL of the file and sheet, `rows` what to select from, with a filter.
    """
    described = connection.execute(f"describe select * from {rows}").fetchall()
    cells = ", ".join(row[0] for row in described if row[1] == "VARCHAR")
    words = [row["word"] for row in reference.table("secret_words")]
    shared = sorted(set.intersection(*map(set, words)))[:1]  # one look for most rows
    tests = " or ".join(f"contains(said, {quote(word)})" for word in words)
    secret = f"contains(said, {quote(shared[0])}) and ({tests})" if shared else f"({tests})"
    secret = secret.replace("said", f"concat_ws('|', {cells})")
    found = connection.execute(
        "insert into quarantine (file_id, sheet, row_no, rule, message)"
        f" select {place}, row_no, 'secret', '第 ' || row_no || {WHY} from {rows} and {secret}"
    ).fetchall()[0][0]
    return (f"{rows} and not ({secret})" if found else rows), found
