"""What must not come in: files and rows with words of secrecy, and columns that name a person.

A word in the file's name, a sheet's name, a line above a table or a sheet that no card reads
refuses the file: only its hash and masked name are noted, in var/secret.csv. A row with a word is
refused before anything of it is written, and the original of its file is not kept. Neither the
value nor the word is repeated.
"""

import csv
import re
from collections.abc import Callable
from datetime import datetime

import duckdb

from data import paths, reference
from data.errors import SecretError, TemplateError
from etl.card import Card
from etl.words import quote

PERSONAL = re.compile("身份证|手机|联系电话|联系方式|移动电话|住址|家庭地址|银行卡|护照")
WHY = "' 行含有涉密标志，不得报送，整行没有装载。请按保密规定另行处理，从文件中删去后重新报送。'"


DENIED = re.compile("(?:[非不未无]|不得|严禁|禁止|[请切]勿)[^,，。;；]{0,8}?涉密")
"""非涉密, 严禁填报涉密信息: lines that say that nothing here is secret."""


NUMBERS = "(^|[^0-9])(1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])([^0-9Xx]|$)"
"""A mobile number, or that of an identity card, within a text."""
FREE = {"comment", "note", "reason", "suggestion", "tenant", "result", "let"}
"""Columns in which people write sentences, and with them numbers that name a person."""


def without_numbers(text: str) -> str:
    """The text with mobile and identity card numbers crossed out."""
    return re.sub(NUMBERS, r"\1***\3", text)


def impersonal(sql: str) -> str:
    """SQL of a text with mobile and identity card numbers crossed out."""
    return f"regexp_replace({sql}, {quote(NUMBERS)}, '\\1***\\3', 'g')"


def _words() -> list[str]:
    return [row["word"] for row in reference.table("secret_words")]


def is_secret(text: str) -> bool:
    """Whether a name or a line above a table marks what it stands over as secret."""
    said = DENIED.sub("", "".join(text.split()))
    return any(word in said for word in _words())


def masked(name: str) -> str:
    """The name without the words themselves."""
    for word in _words():
        name = name.replace(word, "*" * len(word))
    return name


def refuse_name(name: str, digest: str) -> None:
    """Raises SecretError when a file's name marks it as secret."""
    if is_secret(name):
        raise _refusal(name, digest, "文件名")


def refuse_sheets(name: str, digest: str, sheets: list, matches: list) -> None:
    """Raises SecretError when a sheet's name, title or text that no card reads is marked so."""
    ends = {sheet.name: match.header.first for sheet, match in matches}
    for number, sheet in enumerate(sheets, 1):
        titles = sheet.head[: ends.get(sheet.name)]
        if sheet.name not in name and is_secret(sheet.name):
            raise _refusal(name, digest, f"第 {number} 张工作表的名称")
        if any(is_secret(cell) for row in titles for cell in row):
            raise _refusal(name, digest, f"第 {number} 张工作表的表题或说明")


def _refusal(name: str, digest: str, place: str) -> SecretError:
    told = masked(name)
    return SecretError(
        f"文件“{told}”的{place}含有涉密标志，整个文件没有读取，也没有留存原件。"
        "请按保密规定另行处理，不要在本系统中报送。", told, digest,
    )  # fmt: skip


def note_refused(error: SecretError) -> None:
    """Adds what may be known of a refused file to var/secret.csv: when, hash, masked name."""
    target = paths.var() / "secret.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    is_new = not target.exists()
    with target.open("a", encoding="utf-8", newline="") as file:
        rows = [["时间", "校验码", "文件名（已遮盖）"]] if is_new else []
        csv.writer(file).writerows([*rows, [f"{datetime.now():%F %T}", error.sha256, error.name]])


def has_rows(connection: duckdb.DuckDBPyConnection, file_id: int) -> bool:
    """Whether rows of a file were kept out as secret: then its original must not be kept."""
    found = "from quarantine where rule = 'secret' and file_id = ? limit 1"
    return bool(connection.execute(found, [file_id]).fetchall())


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


def keep_out(
    connection: duckdb.DuckDBPyConnection, place: str, rows: str, holds: Callable[[str], bool]
) -> tuple[str, int]:
    """The rows without those that carry a secret word in any cell, and how many those are.

    They are refused before anything of them is written: what a database has once held stays in
    its file. `place` is the SQL of the file and sheet, `rows` what to select from, with a filter;
    `holds` tells whether the file has a word at all.
    """
    words = _words()
    shared = sorted(set.intersection(*map(set, words)))[:1] or words  # one look for most rows
    if not any(map(holds, shared)):
        return rows, 0
    described = connection.execute(f"describe select * from {rows}").fetchall()
    cells = [row[0] for row in described if row[1] == "VARCHAR"]
    some = " or ".join(f"contains({cell}, {quote(word)})" for cell in cells for word in shared)
    said = f"concat_ws('|', {', '.join(cells)})"
    secret = f"({some}) and ({' or '.join(f'contains({said}, {quote(word)})' for word in words)})"
    found = connection.execute(
        "insert into quarantine (file_id, sheet, row_no, rule, message)"
        f" select {place}, row_no, 'secret', '第 ' || row_no || {WHY} from {rows} and {secret}"
    ).fetchall()[0][0]
    return (f"{rows} and not ({secret})" if found else rows), found
