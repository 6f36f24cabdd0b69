"""What a rule of findings is: one set-based query, and the words all of them share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule. Its SQL reads `k`, the row of finding_rules.csv in force on `day`.

    The query gives institution, object, month (null when the finding is of no month), value,
    expected, said, normal, due (null: days after it was opened), evidence (a list of places).
    `own` rules give also region, owner and step: they are of no institution of the roster.
    """

    id: str
    sql: str
    own: bool = False


def at(row: str) -> str:
    """SQL of the place of one row."""
    return f"{{'file_id': {row}.file_id, 'sheet': {row}.sheet, 'row_no': {row}.row_no}}"


def places(row: str) -> str:
    """SQL of the places of the rows of a group, in the order of the files."""
    return f"list({at(row)} order by {row}.file_id, {row}.sheet, {row}.row_no)"


def in_force(rule: str, day: str = "today()") -> str:
    """SQL that joins the rule's row of that day as k."""
    return (
        f"join finding_rule as k on k.rule = '{rule}'"
        f" and coalesce({day}, today()) between k.valid_from and k.valid_to"
    )
