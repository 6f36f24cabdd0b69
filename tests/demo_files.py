"""Demo files read back without etl's reader: source cards, calamine and csv, nothing shared."""

import csv
import unicodedata
from functools import cache
from pathlib import Path

import pandas as pd
import yaml
from python_calamine import CalamineWorkbook

from etl.subjects import SUBJECTS
from etl.units import factor

CARDS = Path(__file__).resolve().parent.parent / "etl" / "cards"
TOTALS = ("合计", "小计", "总计")


def plain(text):
    """A heading as the card rules compare it."""
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


@cache
def cards():
    """Every card of the project by name."""
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in CARDS.glob("*.yml")}


def named(card):
    """Groups of headings that must be there, and all headings of a card."""
    fields = card["columns"].values()
    must = [{plain(h) for h in field["headings"]} for field in fields if field.get("required")]
    every = {plain(h) for field in fields for h in field["headings"]}
    must += [{plain(h)} for headings in card.get("join", {}).values() for h in headings]
    if "unpivot" in card:
        must += [{plain(card["unpivot"]["code"])}, {plain(card["unpivot"]["value"])}]
    if "spread" in card:
        must.append({plain(h) for h in card["spread"]["headings"]})
    return must, every.union(*must)


def best_cards(headings):
    """Names of the cards that name most of these headings; one if the sheet is unmistakable."""
    here = set(headings)
    scores = {}
    for name, card in cards().items():
        must, every = named(card)
        if all(group & here for group in must):
            scores[name] = len(every & here)
    return [name for name, score in scores.items() if score == max(scores.values())]


@cache
def sheets(path):
    """(sheet name, title, headings, rows, control totals) of each sheet of a demo file."""
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as file:
            rows = list(csv.reader(file))
        return [(path.stem, path.stem, [plain(h) for h in rows[0]], rows[1:], [])]
    book = CalamineWorkbook.from_path(str(path))
    return [workbook_sheet(name, book.get_sheet_by_name(name)) for name in book.sheet_names]


def workbook_sheet(name, sheet):
    """A sheet whose third row is the header, of two rows if anything is merged in it."""
    rows = sheet.to_python()
    merged = [area for area in sheet.merged_cell_ranges or [] if area[0][0] == 2]
    headings, top = [plain(cell) for cell in rows[2]], 3
    if merged:
        for (_, left), (_, right) in merged:
            headings[left : right + 1] = [headings[left]] * (right - left + 1)
        headings = ["/".join(filter(None, (upper, plain(lower))))
                    for upper, lower in zip(headings, rows[3], strict=True)]  # fmt: skip
        top = 4
    data = [row for row in rows[top:] if row[0] not in TOTALS]
    return name, rows[0][0], headings, data, [row for row in rows[top:] if row[0] in TOTALS]


def records(folder):
    """All records of a folder by subject, under our names: text, and numbers in base units."""
    frames = {}
    for path in sorted(folder.glob("演示数据_*")):
        for name, _, headings, rows, _ in sheets(path):
            card = cards()[best_cards(headings)[0]]
            table = ours(card, pd.DataFrame(rows, columns=list(headings)), name)
            frames.setdefault(card["subject"], []).append(table)
    return {subject: pd.concat(parts, ignore_index=True) for subject, parts in frames.items()}


def ours(card, table, sheet):
    """The table under our names, the card's words, units and joins undone."""
    table = table.astype(object).where(~table.isin(card.get("null_words", [])), "")
    found = pd.DataFrame(index=table.index)
    for name, field in card["columns"].items():
        heading = next((h for h in map(plain, field["headings"]) if h in table), None)
        if heading is not None:
            values = table[heading]
            words = card.get("values", {}).get(name, {})
            found[name] = values.map(lambda value, words=words: words.get(value, value))
    for name, headings in card.get("join", {}).items():
        parts = [table[plain(h)].astype(float).astype(int).astype(str) for h in headings]
        found[name] = parts[0] + "-" + parts[1].str.zfill(2)
    if "from_sheet" in card:
        found[card["from_sheet"]] = sheet
    if "unpivot" in card:
        found = gathered(card, found, table)
    return typed(card, found)


def gathered(card, found, table):
    """One record of the rows of the long form."""
    codes, keys = card["unpivot"]["codes"], list(found.columns)
    found["code"] = table[plain(card["unpivot"]["code"])].astype(str).map(codes)
    found["value"] = table[plain(card["unpivot"]["value"])].astype(float)
    return found.pivot(index=keys, columns="code", values="value").reset_index()


def typed(card, found):
    """Numbers as floats in base units, days and months as ISO text."""
    for name in found.columns:
        column = SUBJECTS[card["subject"]].column(name)
        if column.kind == "number":
            unit = card["columns"].get(name, {}).get("unit", "")
            size = factor(unit, column.unit, column.dimension)
            found[name] = pd.to_numeric(found[name].replace("", None)) * size
        elif column.kind in ("date", "month"):
            found[name] = found[name].map(iso)
    return found


def iso(value):
    """`2015.6`, `2015年6月1日`, `201506`, a real date: all as 2015-06 or 2015-06-01."""
    if value in ("", None):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    text = str(value)
    for mark in "年月.":
        text = text.replace(mark, "-")
    parts = text.replace("日", "").strip("-").split("-")
    if len(parts) == 1:
        parts = [text[:4], text[4:6]]
    return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
