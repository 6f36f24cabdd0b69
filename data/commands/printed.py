"""How an analysis is printed: sentences first, then its rows, as a table, CSV or JSON."""

import csv
import json
import sys

ABOUT = {
    "metric": "指标",
    "unit": "单位",
    "region": "地区",
    "period": "期间",
    "weight": "权重",
    "basis": "因子",
    "snapshot": "数据版本",
}


def rows(kind: str, sentences: list[dict], found: list[dict], about: dict) -> None:
    """Prints sentences (rows of metric and text), then the rows; JSON carries all of `about`."""
    {"table": _table, "csv": _csv, "json": _json}[kind](sentences, found, about)


def _table(sentences: list[dict], found: list[dict], about: dict) -> None:
    for sentence in sentences:
        print(sentence["text"])
    if found:
        print("\t".join(found[0]))
    for row in found:
        print("\t".join(_cell(value) for value in row.values()))
    print("　".join(f"{label}：{about[name]}" for name, label in ABOUT.items() if about.get(name)))


def _csv(_sentences: list[dict], found: list[dict], about: dict) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    more = {"basis": about["basis"]} if "basis" in about else {}
    if found:
        writer.writerow(found[0] | more)
    writer.writerows((row | more).values() for row in found)


def _json(sentences: list[dict], found: list[dict], about: dict) -> None:
    answer = {**about, "sentences": [row["text"] for row in sentences], "rows": found}
    print(json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False))


def _cell(value: object) -> str:
    if value is None:
        return "—"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
