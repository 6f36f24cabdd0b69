"""The figures of a subject: bars over the parts of the region, and the line over the months."""

from briefing.contents import speech, words
from briefing.contents.readings import Readings
from briefing.document import Block, Figure, Paragraph, Sentence
from components import drawings, theme
from components.figures import ranking, trend
from data import comparison, metrics

TONE = theme.tokens("light")
HEIGHT, ROW = 190, 25
NUMBERS = 0.12  # of a half-wide figure, more room for the column of values
Part = tuple[Sentence, Figure | None]


def blocks(where: str, when: str, readings: Readings) -> list[Block]:
    """Where and when in one paragraph, then their figures side by side."""
    parts = [part for part in (_where(where, readings), _when(when, readings)) if part]
    if not parts:
        return []
    figures = [figure for _, figure in parts if figure]
    return [Paragraph(tuple(told for told, _ in parts)), *figures]


def _where(name: str, readings: Readings) -> Part | None:
    """Bars over the parts of the region; no figure when all are the same."""
    metric, view = metrics.find(name), readings.view
    rows = metrics.fetch(metric, view, "region")
    whole = next((one.now["value"] for one in readings.known((name,))), None)
    told = words.spread(rows, metric, whole)
    known = [row["value"] for row in rows if row["value"] is not None]
    if told is None or min(known) == max(known):
        return told and (told, None)
    figure = ranking.draw(rows, metric, TONE, whole)
    reach = figure["layout"]["xaxis"]["range"]
    reach[1] += (reach[1] - reach[0]) * NUMBERS
    height = max(HEIGHT, figure["layout"]["height"])
    # few bars stay as slim as many
    figure["layout"]["bargap"] = 1 - 0.58 * min(1, ROW * len(known) / (height - 24))
    caption = f"各地{metric.label}（{metric.unit}）"
    line = f"虚线为{speech.everywhere(view)}总体" if whole is not None else ""
    return told, Figure(f"where-{metric.id}", caption, told.text, figure, height, line, half=True)


def _when(name: str, readings: Readings) -> Part | None:
    """The monthly line of the last three years; no figure when nothing moved."""
    metric = metrics.find(name)
    rows = metrics.fetch(metric, readings.view, "month") if metric.has_history else []
    told = words.trend(rows, metric)
    if told is None:
        return None
    known = [row for row in rows if row["value"] is not None]
    if len({row["value"] for row in known}) == 1:
        return told, None
    figure = trend.draw(rows, metric, TONE, drawings.breaks(metric))
    figure["layout"]["xaxis"] |= {"dtick": "M12"}
    seen = [row for row in comparison.breaks(metric.mart.subject)
            if known[0]["key"] < row["date"][:7] <= known[-1]["key"]]  # fmt: skip
    source = "；".join(f"口径断点：{row['date'][:7]} 起{row['change']}" for row in seen)
    caption = f"{metric.label}走势（{trend.scale(known, metric)[1]}{metric.unit}）"
    shown = Figure(f"when-{metric.id}", caption, told.text, figure, HEIGHT, source, half=True)
    return told, shown
