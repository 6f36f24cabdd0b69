"""Bridge: from the value before to the value now, one floating bar for each term of the change."""

from components import theme
from components.figures import base

HEIGHT = 360
WRAP = 7  # characters of a label on one line


def draw(before: tuple, terms: list[tuple], now: tuple, colours: dict, good: str) -> dict:
    """`before` and `now` are (label, value, words), terms (label, amount, words).

    The axis does not start at zero: the ends are cut so that the terms can be seen.
    """
    levels = [before[1]]
    for _, amount, _ in terms:
        levels.append(levels[-1] + amount)
    low, high = _window(levels)
    marks = [_end(before, low), *_steps(levels, terms), _end(now, low)]
    paint = _paint(colours, good)
    return {
        "data": [_bars(marks, paint)],
        "layout": base.layout(
            colours,
            HEIGHT,
            bargap=0.35,
            margin={"l": 8, "r": 8, "t": 28, "b": 8},
            xaxis=base.axis(colours, type="category", tickfont=_ink(colours)),
            yaxis=base.hidden_axis(range=[low, high]),
            shapes=[_joint(n, level, colours) for n, level in enumerate(levels)],
            annotations=[_words(mark, colours) for mark in marks],
        ),
    }


def _window(levels: list[float]) -> tuple[float, float]:
    """The axis: from a little below the lowest level; from zero when that is near or below."""
    low, high = min(levels), max(levels)
    spread = (high - low) or abs(high) * 0.1 or 1
    floor = low - spread * 0.6
    return (min(low * 1.05, 0.0) if floor <= 0 else floor), high + spread * 0.15


def _end(end: tuple, low: float) -> dict:
    label, value, words = end
    return {"label": label, "base": low, "size": value - low, "top": value, "words": words,
            "kind": "end"}  # fmt: skip


def _steps(levels: list[float], terms: list[tuple]) -> list[dict]:
    return [
        {"label": label, "base": level, "size": amount, "top": max(level, level + amount),
         "words": words, "kind": "up" if amount > 0 else "down"}
        for level, (label, amount, words) in zip(levels, terms, strict=False)
    ]  # fmt: skip


def _paint(colours: dict, good: str) -> dict[str, str]:
    """Ends in the accent; terms good or bad where the metric has a better way."""
    if good == "none":
        return {"end": colours["accent"], "up": colours["above"], "down": colours["below"]}
    up, down = ("good", "bad") if good == "up" else ("bad", "good")
    return {"end": colours["accent"], "up": colours[up], "down": colours[down]}


def _bars(marks: list[dict], paint: dict[str, str]) -> dict:
    return {
        "type": "bar",
        "base": [mark["base"] for mark in marks],
        "y": [mark["size"] for mark in marks],
        "x": [_wrapped(mark["label"]) for mark in marks],
        "marker": {"color": [paint[mark["kind"]] for mark in marks]},
        "hovertext": [f"{mark['label']}：{mark['words']}" for mark in marks],
        "hoverinfo": "text",
    }


def _wrapped(label: str) -> str:
    lines = label.split(" ")
    return "<br>".join(line[at : at + WRAP] for line in lines for at in range(0, len(line), WRAP))


def _joint(number: int, level: float, colours: dict) -> dict:
    """A thin line from one bar to the next at the level they share."""
    line = {"color": colours["line-strong"], "width": 1, "dash": "dot"}
    return {"type": "line", "x0": number, "x1": number + 1, "y0": level, "y1": level,
            "line": line, "layer": "below"}  # fmt: skip


def _words(mark: dict, colours: dict) -> dict:
    return {
        "text": mark["words"],
        "x": _wrapped(mark["label"]),
        "y": mark["top"],
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": colours["text"], "family": theme.FONT},
    }


def _ink(colours: dict) -> dict:
    return {"size": 12, "color": colours["text"]}
