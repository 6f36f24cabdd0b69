"""What adds up to a mart's columns: the detail rows of each, declared once a column."""

from dataclasses import dataclass, replace

INSTITUTION = "one.institution"


@dataclass(frozen=True)
class Part:
    """Detail rows of which one mart column is the sum.

    `table` is a model (or a bracketed query) whose rows, named `one`, know file_id, sheet and
    row_no; `value` is what a row adds, `where` which rows count. `month` is the month it counts
    in ("" when it counts in every month of the mart), `object` what a person calls the row
    (plate, building, …), `column` the column of the file the value stands in, as SQL.
    """

    table: str
    value: str
    column: str
    object: str = "''"
    month: str = "one.month"
    joins: str = ""
    where: str = "true"
    institution: str = INSTITUTION
    keys: tuple[str, ...] = ()

    def where_also(self, where: str, value: str = "", column: str = "") -> "Part":
        """The same rows, fewer of them, and perhaps another value of each."""
        return replace(
            self,
            where=f"{self.where} and {where}" if self.where != "true" else where,
            value=value or self.value,
            column=column or self.column,
        )

    def with_joins(self, joins: str) -> "Part":
        """The same rows, joined to more."""
        return replace(self, joins=f"{self.joins} {joins}")

    def of(self, value: str, column: str) -> "Part":
        """The same rows with another value."""
        return replace(self, value=value, column=column)

    def sql(self, name: str, more_keys: tuple[str, ...]) -> str:
        """The detail rows with their value as the mart's column `name`."""
        keys = "".join(f", {expression} as {key}" for key, expression in
                       zip(more_keys, self.keys, strict=True))  # fmt: skip
        month = f", {self.month} as month" if self.month else ""
        return (
            f"select {self.institution} as institution{month}{keys}, {self.value} as {name},"
            f" {self.object} as object, {self.column} as column_name,"
            " one.file_id, one.sheet, one.row_no"
            f" from {self.table} as one {self.joins} where {self.where}"
        )


STAFF = Part("dim_institution", "one.staff_actual_persons", "'staff_actual'", month="")


@dataclass(frozen=True)
class Ledger:
    """The parts of every column of one mart; `keys` are what splits its grain beyond month.

    `levels` are columns that no record adds to and every record of the mart's row carries: the
    percentage that a target sets, by which a metric weights an area.
    """

    columns: dict[str, tuple[Part, ...]]
    keys: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
