"""How numbers read: thousands separators, 万 and 亿, a true minus sign, signs on differences."""

from data.metrics.metric import Metric

NONE = "—"
AMOUNTS = {"元", "m²", "kWh", "tce", "tCO₂", "辆", "件", "人"}
STEPS = ((1e8, "亿"), (1e4, "万"))
# money reads in 万元 from ten thousand on; other amounts stay whole up to a hundred thousand
WHOLE_BELOW = {"元": 1e4}


def plain(value: float | None, digits: int = 0) -> str:
    """A number with thousands separators; `—` when there is none."""
    if value is None:
        return NONE
    rounded = round(value, digits) or 0.0
    return f"{rounded:,.{digits}f}".replace("-", "−")


def step_for(value: float, unit: str) -> tuple[float, str]:
    """The divisor and prefix (万, 亿 or none) a value of that unit reads best in."""
    if unit not in AMOUNTS or abs(value) < WHOLE_BELOW.get(unit, 1e5):
        return 1.0, ""
    return next(step for step in STEPS if abs(value) >= step[0])


def parts(value: float | None, unit: str, digits: int = 0) -> tuple[str, str]:
    """Number and unit apart: ("182.6", "亿元")."""
    if value is None:
        return NONE, unit
    divisor, prefix = step_for(value, unit)
    if prefix:
        digits = 2 if abs(value / divisor) < 100 else 1
    return plain(value / divisor, digits), prefix + unit


def text(value: float | None, unit: str, digits: int = 0) -> str:
    """Number and unit in one string: 182.6 亿元, 97.3%."""
    number, unit = parts(value, unit, digits)
    if number == NONE:
        return NONE
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}"


def of(value: float | None, metric: Metric) -> str:
    """A metric's value in its own unit and digits."""
    return text(value, metric.unit, metric.digits)


def signed(amount: float | None, unit: str, digits: int = 2) -> str:
    """A difference with its sign and unit, in as many digits as show it: +0.06 m²/人, −14 辆."""
    if amount and not round(amount, digits):
        digits = next((more for more in range(digits, 7) if round(amount, more)), digits)
    told = text(amount, "个百分点" if unit == "%" else unit, digits)
    return f"+{told}" if amount is not None and amount > 0 else told


def exact(value: float) -> str:
    """A value with all its places, never with an exponent: what `python -m data value` prints."""
    told = f"{value:.10g}"
    if "e" not in told:
        return told
    return f"{value:.0f}" if abs(value) >= 1 else f"{value:.15f}".rstrip("0")
