"""What arrived and how it fared: files, cells refused or in doubt, control totals, revisions.

All of it is about files, which belong to no one region: nothing here depends on the filters.
Tables that an older snapshot does not have yet count as empty, unknown numbers as None.
"""

from data import warehouse

SHOWN = 40  # rows of a list on the page (each cell is a component); the count is always of all
ORIGINS = {"reported": "报送", "published": "公开", "demo": "演示数据"}
REFUSED, DOUBTFUL = "拒收", "存疑"
_TOTALS = "control_total"  # the rule of control totals, which have a panel of their own
_LETTERS = (
    " left join source_column as place on place.file_id = one.file_id and place.sheet = one.sheet"
    " and place.column_name = one.column_name"
)


def holds(snapshot: str, table: str, column: str = "") -> bool:
    """Whether the snapshot has the table, and in it the column."""
    there = warehouse.columns(snapshot, table)
    return column in there if column else bool(there)


def counts(snapshot: str) -> dict:
    """Of all files: files, rows_read, rows_accepted, rows_refused, rows_doubtful (None when
    doubts were not looked for), last (when the newest was loaded) and demo."""
    return warehouse.row(
        snapshot,
        "select count(distinct file_id) as files,"
        " coalesce(cast(sum(rows_read) as bigint), 0) as rows_read,"
        " coalesce(cast(sum(rows_accepted) as bigint), 0) as rows_accepted,"
        " coalesce(cast(sum(rows_refused) as bigint), 0) as rows_refused,"
        f" {_doubtful(snapshot)} as rows_doubtful, max(loaded_at) as last,"
        " coalesce(bool_or(origin = 'demo'), false) as demo from dim_source",
    )


def files(snapshot: str) -> list[dict]:
    """One row per file, newest first: file_name, filer (None when it does not say),
    cards, subjects, loaded_at, origin, sha256 and the rows read, accepted, refused, doubtful
    (None when not looked for)."""
    found = warehouse.rows(
        snapshot,
        "select file_id, any_value(file_name) as file_name, any_value(sha256) as sha256,"
        " any_value(loaded_at) as loaded_at, any_value(origin) as origin,"
        f" {_filer(snapshot)} as filer,"
        f" list(distinct {_title(snapshot)} order by {_title(snapshot)}) as cards,"
        " string_agg(distinct subject, ' ' order by subject) as subjects,"
        " cast(sum(rows_read) as bigint) as rows_read,"
        " cast(sum(rows_accepted) as bigint) as rows_accepted,"
        " cast(sum(rows_refused) as bigint) as rows_refused,"
        f" {_doubtful(snapshot)} as rows_doubtful"
        f" from dim_source group by file_id order by loaded_at desc, file_id desc limit {SHOWN}",
    )
    for row in found:
        row["subjects"] = row["subjects"].split()
    return found


def cells(snapshot: str) -> list[dict]:
    """One row per refused or doubtful cell, refused ones and new files first: file_name, sheet,
    cell (None when the file has no addresses), row_no, value, rule, what, message, outcome."""
    return warehouse.rows(
        snapshot,
        f"with found as ({problems(snapshot)})"
        " select found.*, source.file_name from found join source_file as source using (file_id)"
        " order by outcome = 'doubtful', file_id desc, sheet, row_no, column_name nulls first"
        f" limit {SHOWN}",
    )


def rules(snapshot: str) -> list[dict]:
    """How many cells each rule refused or put in doubt, most first: outcome, what, cells, files."""
    return warehouse.rows(
        snapshot,
        f"with found as ({problems(snapshot)})"
        " select outcome, what, count(*) as cells, count(distinct file_id) as files from found"
        " group by outcome, what order by outcome = 'doubtful', cells desc, what",
    )


def totals(snapshot: str) -> dict | None:
    """Control totals: stated, agree, differ, undecided. None when they were not compared."""
    if not holds(snapshot, "control_total", "ok"):
        return None
    return warehouse.row(
        snapshot,
        "select count(*) as stated, count(*) filter (where ok) as agree,"
        " count(*) filter (where not ok) as differ, count(*) filter (where ok is null) as undecided"
        " from control_total",
    )


def mismatches(snapshot: str) -> list[dict]:
    """One row per control total that differs: file_name, sheet, cell, heading, stated, computed."""
    if not holds(snapshot, "control_total", "ok"):
        return []
    return warehouse.rows(
        snapshot,
        "select source.file_name, one.sheet, one.row_no, place.letters || one.row_no as cell,"
        " coalesce(place.heading, one.column_name) as heading, one.word, one.stated, one.computed"
        f" from control_total as one join source_file as source using (file_id) {_LETTERS}"
        " and place.label is not distinct from one.label"
        f" where not one.ok order by one.file_id desc, one.sheet, one.row_no limit {SHOWN}",
    )


def revisions(snapshot: str) -> list[dict]:
    """One row per value that a later filing replaced: subject, key, heading, old_value,
    new_value, old_file, new_file. Empty when nothing was filed again."""
    if not holds(snapshot, "revision"):
        return []
    named = "select cast(file_id as varchar) as id, file_name from source_file"
    return warehouse.rows(
        snapshot,
        f"with named as ({named}) select one.subject, one.key, one.old_value, one.new_value,"
        " coalesce((select any_value(place.heading) from source_column as place"
        " where cast(place.file_id as varchar) = cast(one.new_file as varchar)"
        " and place.column_name = one.column_name), one.column_name) as heading,"
        " coalesce(old.file_name, cast(one.old_file as varchar)) as old_file,"
        " coalesce(new.file_name, cast(one.new_file as varchar)) as new_file"
        " from revision as one(subject, key, column_name, old_value, new_value, old_file, new_file)"
        " left join named as old on old.id = cast(one.old_file as varchar)"
        " left join named as new on new.id = cast(one.new_file as varchar)"
        f" order by one.subject, one.key, one.column_name limit {SHOWN}",
    )


def _title(snapshot: str) -> str:
    """SQL of the title of a file's card; its name where titles were not kept yet."""
    return "card_title" if holds(snapshot, "dim_source", "card_title") else "card"


def _filer(snapshot: str) -> str:
    """SQL of who files a file, as its sheets say; of older snapshots nobody knows."""
    known = holds(snapshot, "dim_source", "filer")
    return "string_agg(distinct filer, '、' order by filer)" if known else "cast(null as varchar)"


def _doubtful(snapshot: str) -> str:
    """SQL of the doubtful rows of a group of files."""
    known = holds(snapshot, "dim_source", "rows_doubtful")
    return "coalesce(cast(sum(rows_doubtful) as bigint), 0)" if known else "cast(null as bigint)"


def problems(snapshot: str) -> str:
    """SQL of all refused and doubtful cells; `what` is the rule in words."""
    parts = ["select *, 'refused' as outcome from quarantine"]
    if holds(snapshot, "doubt"):
        parts.append(f"select *, 'doubtful' as outcome from doubt where rule <> '{_TOTALS}'")
    every = " union all by name ".join(parts)
    if not holds(snapshot, "ref_rules", "what"):
        return f"select *, rule as what from ({every})"
    worded = "select rule, any_value(what) as what from ref_rules group by rule"
    return (
        "select one.*, coalesce(worded.what, one.rule) as what"
        f" from ({every}) as one left join ({worded}) as worded using (rule)"
    )
