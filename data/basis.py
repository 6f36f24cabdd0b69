"""How electricity counts: as standard coal at 当量值 unless asked otherwise, and as carbon."""

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
    on = date(view.covered.end.year, view.covered.end.number, 1)
    if metric.equivalent:
        return _coal(view.basis, on)
    return _carbon(on) if "mart.carbon_kg" in metric.numerator else ""


def _coal(code: str, on: date) -> str:
    """The basis with the factor in force that day, its document and its state."""
    rows = reference.dated("energy_factors", on, carrier="electricity", basis=BASES[code])
    row = next((row for row in rows if row["factor_set"] == "statistics"), rows[0])
    return f"电力按{BASES[code]} {row['kgce_per_unit']} kgce/kWh 折标（{row['clause']}，{row['status']}）"


def _carbon(on: date) -> str:
    """The grid factor of that day; before the first published year its factor stands in."""
    where = {"carrier": "electricity", "region_scope": "宁夏"}
    first = min(
        row["valid_from"]
        for row in reference.table("carbon_factors")
        if where.items() <= row.items()
    )
    row = reference.dated("carbon_factors", max(on, date.fromisoformat(first)), **where)[0]
    return (
        f"电网排放因子 {row['kgco2_per_unit']} kgCO₂/kWh，宁夏 {row['year']} 年"
        f"（{row['clause']}，{row['status']}）"
    )
