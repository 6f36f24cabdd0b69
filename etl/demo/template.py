"""A source card read the other way round: from our records to the sender's headings and words."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from etl.subjects import SUBJECTS, WHO
from etl.units import factor

CARDS = Path(__file__).resolve().parents[1] / "cards"
NOT_ADDED = {"displacement", "tank", "life", "floors", "seats", "odometer", "year"}
STOCKS = {"building_area", "heating_area", "headcount"}  # of a month, not to be added up
RENAMED_SINCE = 2025


@dataclass
class Column:
    """One column of a sheet: heading (`/` between header rows), values, how they look."""

    heading: str
    kind: str
    values: pd.Series
    digits: int = 0
    added: bool = False


@dataclass(frozen=True)
class Style:
    """How a sender writes days, months and what is missing."""

    day: str = "iso"
    month: str = "{year}-{month:02d}"
    null: str = ""


@cache
def card(name: str) -> dict:
    """The card's content as it is written."""
    return yaml.load((CARDS / f"{name}.yml").read_bytes(), yaml.CSafeLoader)


def columns(name: str, frame: pd.DataFrame, style: Style) -> list[Column]:
    """The sheet's columns in the order of the card; joined cells stand after the names."""
    content = card(name)
    frame = long(content, wide(content, frame))
    fields = {column: heading(spec, frame) for column, spec in content["columns"].items()}
    named = [column for column in fields if column in WHO]
    rest = [column for column in fields if column not in WHO]
    found = [plain(content, column, fields[column], frame, style) for column in named]
    found += joined(content, frame)
    found += [plain(content, column, fields[column], frame, style) for column in rest]
    return found + spread(content, frame) + unpivoted(content, frame)


def heading(spec: dict, frame: pd.DataFrame) -> str:
    """The first heading; of two the second is the one in force since 2025."""
    split = frame["split"].iloc[0] if len(frame) else 0
    newer = isinstance(split, int | np.integer) and split >= RENAMED_SINCE
    return spec["headings"][-1 if newer else 0]


def plain(content: dict, name: str, title: str, frame: pd.DataFrame, style: Style) -> Column:
    """A column of the subject as this sender writes it."""
    column = SUBJECTS[content["subject"]].column(name)
    values = frame[name]
    if column.kind == "number":
        unit = content["columns"][name].get("unit", "")
        size = factor(unit, column.unit, column.dimension)
        stocks = STOCKS if "month" in frame else set()
        added = name not in NOT_ADDED | stocks
        return number(title, values / size, 4 if size >= 1000 else 2, added)
    if column.kind == "date":
        return Column(title, "date" if style.day == "real" else "text", dated(values, style.day))
    if column.kind == "month":
        parts = values.str.split("-")
        return Column(
            title,
            "text",
            pd.Series(
                [style.month.format(year=year, month=int(month)) for year, month in parts],
                index=values.index,
            ),
        )
    words = {ours: word for word, ours in content.get("values", {}).get(name, {}).items()}
    return Column(
        title, "text", values.map(lambda word: words.get(word, word)) if words else values
    )


def number(title: str, values: pd.Series, digits: int, added: bool) -> Column:
    """A number column, whole where all of its values are whole."""
    rounded = values.astype(float).round(digits)
    whole = (rounded.dropna() % 1 == 0).all()
    return Column(title, "number", rounded, 0 if whole else digits, added)


def dated(values: pd.Series, style: str) -> pd.Series:
    """Days in the sender's manner; the dotted one has no day, the real one is left as it is."""
    if style == "real":
        return values
    when = pd.to_datetime(values).dt
    year, month, day = (
        part.astype("Int64").astype(str) for part in (when.year, when.month, when.day)
    )
    if style == "dot":
        text = year + "." + month
    elif style == "chinese":
        text = year + "年" + month + "月" + day + "日"
    else:
        text = year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    return text.where(values.notna(), None)


def joined(content: dict, frame: pd.DataFrame) -> list[Column]:
    """Year and month in cells of their own."""
    found = []
    for name, titles in content.get("join", {}).items():
        for place, title in enumerate(titles):
            values = frame[name].str.split("-").str[place].astype(float)
            found.append(Column(title, "number", values))
    return found


def wide(content: dict, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per institution with a column a label, where the card spreads."""
    if "spread" not in content:
        return frame
    into, value = content["spread"]["into"], content["spread"]["value"]
    keys = [name for name in frame.columns if name not in (into, value)]
    table = frame.pivot_table(index=keys, columns=into, values=value, aggfunc="sum")
    return table.reset_index().sort_values("owner", ignore_index=True)


def spread(content: dict, frame: pd.DataFrame) -> list[Column]:
    """The columns the labels stand in."""
    listed = content.get("spread", {}).get("headings", {})
    empty = pd.Series(np.nan, frame.index)
    return [number(title, frame.get(label, empty), 0, True) for title, label in listed.items()]


def long(content: dict, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator, where the card unpivots; blank values are not filed."""
    if "unpivot" not in content:
        return frame
    codes = {column: code for code, column in content["unpivot"]["codes"].items()}
    table = frame.melt(
        [name for name in frame.columns if name not in codes],
        [name for name in codes if name in frame],
        "code",
        "value",
        ignore_index=False,
    )
    table = table[table["value"].notna()]
    table["code"] = table["code"].map(codes)
    order = table["code"].str.ljust(6, "0") + table["code"]
    return table.assign(order=order).sort_values(["owner", "number", "order"], ignore_index=True)


def unpivoted(content: dict, frame: pd.DataFrame) -> list[Column]:
    """The two columns of the long form."""
    if "unpivot" not in content:
        return []
    return [
        Column(content["unpivot"]["code"], "text", frame["code"]),
        number(content["unpivot"]["value"], frame["value"], 2, False),
    ]
