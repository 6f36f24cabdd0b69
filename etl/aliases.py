"""Other names of institutions: the user's own list, and near matches suggested, never merged.

var/institution_aliases.csv has two columns: 别名, and 单位 (the name or code on the roster).
"""

import csv

import duckdb

from data import paths
from data.errors import FileError
from etl.words import listed, squeeze

HEAD = ("别名", "单位")
NEAR = 0.7  # from here on a name of the roster is shown as near
SHOWN = 3
MOST = 300  # unknown names for which near ones are looked for


def add(connection: duckdb.DuckDBPyConnection) -> None:
    """institution_alias: each other name and its institution, which institution_word learns too."""
    connection.execute("create table institution_alias (alias varchar, institution_code varchar)")
    roster = connection.execute("from institution_word limit 1").fetchall()
    for alias, ours in _listed() if roster else []:
        found = connection.execute(
            "select institution_code from institution_word where word = ?", [squeeze(ours)]
        ).fetchall()
        known = connection.execute(
            "from institution_word where word = ? and institution_code <> ?",
            [squeeze(alias), found[0][0] if found else ""],
        ).fetchall()
        if known or not found:
            why = (
                "已是名录中另一单位的名称"
                if known
                else f"所指的“{ours}”不在机构名录中，或有多家同名"
            )
            raise FileError(f"别名“{alias}”{why}。请改正 {_path()} 后重新装载。")
        connection.execute("insert into institution_alias values (?, ?)", [alias, found[0][0]])
    connection.execute(
        "insert into institution_word select distinct squeeze(alias), institution_code"
        " from institution_alias where squeeze(alias) not in (select word from institution_word)"
    )


def suggest(connection: duckdb.DuckDBPyConnection) -> None:
    """Names near ones of the roster in the sentence of each institution that is not known."""
    unknown = connection.execute(
        "select distinct value from quarantine where rule = 'institution' and value is not null"
        f" order by 1 limit {MOST}"
    ).fetchall()
    roster = connection.execute(
        "select distinct institution_name, institution_code from raw_institution"
        " where institution_name is not null order by 1, 2"
    ).fetchall()
    parts = [(_parts(name), f"{name}（{code}）") for name, code in roster] if unknown else []
    for (value,) in unknown:
        if near := _near(_parts(value), parts):
            connection.execute(
                "update quarantine set message = message || ? where rule = 'institution'"
                " and value = ?",
                [f"名录中相近的有：{listed(near)}；没有自动归并，确是同一单位的请改用名录中的名称，"
                 f"或把“{value}”补入别名表 {_path().name}。", value],
            )  # fmt: skip


def _near(unknown: frozenset, roster: list) -> list[str]:
    """The names of the roster that share most with the unknown one, the nearest first."""
    scored = []
    for parts, told in roster:
        shared, fewest = len(unknown & parts), min(len(unknown), len(parts))
        if fewest:
            score = max(2 * shared / (len(unknown) + len(parts)), 0.8 * shared / fewest)
            scored.append((-score, told))
    return [told for score, told in sorted(scored)[:SHOWN] if -score >= NEAR]


def _parts(name: str) -> frozenset[str]:
    """The signs of a name and its pairs of signs."""
    text = squeeze(name)
    return frozenset(text) | frozenset(map("".join, zip(text, text[1:], strict=False)))


def _path():
    return paths.var() / "institution_aliases.csv"


def _listed() -> list[tuple[str, str]]:
    """The rows of the user's list, none without one. Raises FileError when it is wrong."""
    if not _path().exists():
        return []
    try:
        with _path().open(encoding="utf-8-sig", newline="") as file:
            head, *rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, ValueError, csv.Error):
        head, rows = [], []
    if tuple(map(squeeze, head)) != HEAD or any(len(row) != 2 or not all(row) for row in rows):
        raise FileError(
            f"别名表 {_path()} 应是 UTF-8 的 csv，表头为“别名,单位”，每行两格都填写。请改正后重新装载。"
        )
    return [(alias.strip(), ours.strip()) for alias, ours in rows]
