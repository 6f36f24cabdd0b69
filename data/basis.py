"""At which value electricity counts as standard coal: 当量值 unless asked otherwise (GB/T 2589)."""

from datetime import date

from data import reference
from data.errors import ScopeError

CALORIFIC, EQUIVALENT = "calorific", "equivalent"
BASES = {CALORIFIC: "当量值", EQUIVALENT: "等价值"}


def checked(code: str) -> str:
    """The code itself. Raises ScopeError when there is no such basis."""
    if code not in BASES:
        known = "、".join(f"{name}（{label}）" for name, label in BASES.items())
        raise ScopeError(f"折标口径“{code[:40]}”不存在。可用：{known}；请改正地址。")
    return code


def sentence(metric, view) -> str:
    """How electricity was counted in this number; empty when it does not matter to it."""
    return told(view.basis, view.covered.end) if metric.equivalent else ""


def told(code: str, month) -> str:
    """The basis with the factor in force in that month, its document and its state."""
    row = factor(code, date(month.year, month.number, 1))
    return (
        f"电力按{BASES[code]} {row['kgce_per_unit']} kgce/kWh 折标"
        f"（{row['clause']}，{row['status']}）"
    )


def factor(code: str, on: date) -> dict[str, str]:
    """The row of the factor table that holds for electricity on that day."""
    rows = reference.dated("energy_factors", on, carrier="electricity", basis=BASES[code])
    statistics = [row for row in rows if row["factor_set"] == "statistics"]
    return (statistics or list(rows))[0]
