"""What a card may say beside headings: hidden parts, and meanings of blanks."""

from etl import periods
from etl.card import Spread
from etl.words import listed, squeeze

KEYS = {"hidden", "nulls", "cumulative", "general"}
SINCE = ("year", "quarter")
STOCKS = {"m2", "person"}  # units of what is counted on a day and never summed
MEANINGS = ("zero", "not_applicable", "not_reported")


def read(reader) -> dict:
    """The keywords of Card for these keys; `reader` stops on what is wrong."""
    return {
        "read_hidden": _hidden(reader),
        "nulls": _nulls(reader),
        "cumulative": _cumulative(reader),
        "general": reader.text("general") == "True",
    }


def _hidden(reader) -> bool:
    said = reader.text("hidden")
    if said not in ("", "read"):
        reader.stop(f"hidden“{said}”只能写 read（读取隐藏的行、列和工作表），或不写")
    return said == "read"


def _nulls(reader) -> dict[str, dict[str, str]]:
    """For each column its words and what they mean."""
    found = {}
    for name in reader.mapping("nulls"):
        column = reader.column("nulls", name)
        words = reader.mapping(name, reader.mapping("nulls"))
        for word, meaning in words.items():
            if meaning not in MEANINGS or (meaning == "zero" and column.kind != "number"):
                reader.stop(
                    f"nulls“{name}”的“{word}”是“{meaning}”，可用：{listed(MEANINGS)}（zero 只用于数值）"
                )
        found[column.name] = {squeeze(word or ""): meaning for word, meaning in words.items()}
    return found


def _cumulative(reader) -> dict[str, str]:
    """For each cumulative column what it is the sum since."""
    found = {}
    for name, since in reader.mapping("cumulative").items():
        column = reader.column("cumulative", name)
        if "month" not in reader.subject.key:
            reader.stop(f"主题 {reader.subject.name} 不按月报送，不能有 cumulative")
        if column.kind != "number" or column.unit in STOCKS or column.name == "odometer":
            reader.stop(f"cumulative 的列“{name}”不是当月发生数，没有累计可言")
        if since not in SINCE:
            reader.stop(f"cumulative“{name}”是“{since}”，可用：{listed(SINCE)}")
        found[column.name] = since
    _stop_when_undeclared(reader, found)
    return found


def _stop_when_undeclared(reader, declared: dict[str, str]) -> None:
    """A heading that says 累计 must be declared, or its sums would be taken for months."""
    if "month" not in reader.subject.key:
        return
    for field in reader.fields():
        said = next((heading for heading in field.headings if "累计" in heading), "")
        flow = field.column.kind == "number" and field.column.name != "odometer"
        if said and flow and field.column.name not in declared:
            reader.stop(f"表头“{said}”是累计数，请在 cumulative 中写明 {field.column.name}: year")


def spread(reader) -> Spread | None:
    """What the card says of headings that become rows."""
    if not (spec := reader.mapping("spread")):
        return None
    reader.only("spread", spec, {"into", "value", "headings", "unit", "under", "year"})
    value = reader.column("spread", spec.get("value"))
    period = spec.get("headings") if spec.get("headings") in (*periods.KINDS,) else ""
    listed_ones = {} if period else reader.mapping("headings", spec)
    labels = {squeeze(key): str(text) for key, text in listed_ones.items()}
    into = reader.column("spread", spec.get("into"))
    if into.name not in reader.subject.key:
        reader.stop(f"spread.into“{into.name}”不是主键的一部分，各行会被当作重复")
    if not (labels or periods.KINDS.get(period) == into.name):
        reader.stop("spread 没有写 headings，或 years 不是 into: year、months 不是 into: month")
    unit, under = str(spec.get("unit") or ""), squeeze(spec.get("under") or "")
    year = reader.headings("spread.year", spec["year"]) if spec.get("year") else ()
    factor = reader.factor(value, unit)
    return Spread(into, value, factor, labels, unit, period, under, year)
