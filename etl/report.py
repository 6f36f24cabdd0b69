"""What a check says: lines for the terminal, an object for --json, sentences for the notice."""

import json
import re
import sys
from itertools import islice
from pathlib import Path

from etl import publish, secret
from etl.check import Checked
from etl.words import listed

SHOWN = 40  # lines on the terminal; the workbook and --json have every cell
NAMED = 5  # addresses told of cells that are wrong in the same way


def lines(checked: Checked) -> list[str]:
    """The report as a person reads it, without a line on the files written."""
    result = checked.result
    said = [f"文件：{result['file']}", f"来源卡：{listed(checked.titles)}（{result['card']}）"]
    for sheet in result["sheets"]:
        said.append(
            "工作表“{sheet}”：读取 {rows_read:,} 行，接收 {accepted:,} 行，拒收 {refused:,} 行，"
            "存疑 {doubtful:,} 行".format_map(sheet)
        )
    if totals := result["control_totals"]:
        said.append(totals_line(totals))
    if checked.unread:
        said.append(f"没有读取的列：{listed(checked.unread)}")
    said += checked.notes
    if len(result["cells"]) > SHOWN:
        said.append(f"共 {len(result['cells']):,} 处，同列同类的合并列出；每一处见标注后的工作簿。")
    shown = problems(result["cells"], SHOWN)
    said += ["  {outcome} {sheet} {cell}：{message}".format_map(cell) for cell in shown]
    return [*said, next_step(checked)]


def problems(cells: list[dict], most: int) -> list[dict]:
    """The cells as they are, or, when there are more than `most`, one for all of a column that are
    wrong in the same way: refused ones first, the most frequent first, at most `most`."""
    if len(cells) <= most:
        return cells
    groups: dict[tuple, list[dict]] = {}
    for cell in cells:
        column = re.sub(r"\d", "", cell["cell"])
        groups.setdefault((cell["outcome"], cell["sheet"], column, cell["rule"]), []).append(cell)
    ranked = sorted(groups.items(), key=lambda item: (item[0][0] != "拒收", -len(item[1])))
    told = [_told(alike) for _, alike in islice(ranked, most)]
    if left := sum(len(alike) for _, alike in ranked[most:]):
        told[-1]["message"] += f"（另有 {left:,} 处，见标注后的工作簿）"
    return told


def _told(alike: list[dict]) -> dict:
    """One entry for cells that are wrong in the same way, with the first as the example."""
    first, addresses = alike[0], "、".join(cell["cell"] for cell in alike[:NAMED])
    if len(alike) == 1:
        return dict(first)
    more = f" 等 {len(alike):,} 处" if len(alike) > NAMED else ""
    return first | {"cell": f"{addresses}{more}", "message": f"如{first['message']}"}


def totals_line(totals: list[dict]) -> str:
    """How many control totals agree."""
    counts = [sum(total["ok"] is state for total in totals) for state in (True, False, None)]
    return "合计核对：{} 个相符，{} 个不符，{} 个无法核对".format(*counts)


def next_step(checked: Checked) -> str:
    """What the sender should do now."""
    refused, doubtful = checked.count("refused"), checked.count("doubtful")
    if refused:
        return f"结论：{refused} 行不能接收，请改正标红的单元格后重新报送。"
    if doubtful or any(cell["outcome"] == "存疑" for cell in checked.result["cells"]):
        return "结论：可以报送；标黄的单元格请核实，属实的请附说明，有误的请改正。"
    return "结论：没有发现问题，可以报送。"


def exit_code(checked: Checked) -> int:
    """1 when something was refused, else 0."""
    return 1 if checked.count("refused") else 0


def refused(path: Path, why: str) -> dict:
    """The object of a file that could not be read at all: one refusal, of the file."""
    there = path.is_file()
    cell = {"sheet": "", "cell": "", "outcome": "拒收", "rule": "file", "message": why, "value": ""}
    return {
        "file": secret.masked(path.name), "sha256": publish.sha256(path) if there else "",
        "card": "", "sheets": [], "cells": [cell], "control_totals": [],
    }  # fmt: skip


def write_json(result: dict, out: Path) -> None:
    """Writes the object of a file, on the screen when `out` is -."""
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    if out == Path("-"):
        sys.stdout.write(text)
    else:
        out.write_text(text, "utf-8")
