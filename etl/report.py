"""What a check says: lines for the terminal, an object for --json, sentences for the notice."""

import json
import re
import sys
from itertools import islice
from pathlib import Path

from data.errors import DashboardError
from etl import publish, secret
from etl.verdict import Checked
from etl.words import listed

SHOWN = 40  # lines on the terminal; the workbook and --json have every cell
NOTICE = "数据质量通知单"
LISTED = 30  # lines on the notice, which is to stay one page
EMPTY = "表头下面没有一行数据，没有可以报送的内容。请核对是否填好，再报送填好的文件。"
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
    said += [
        f"  {cell['outcome']} {cell['sheet']} {place(cell['cell'])}：{cell['message']}"
        for cell in shown
    ]
    return [*said, next_step(checked)]


def problems(cells: list[dict], most: int) -> list[dict]:
    """The cells, refused ones first; or, when there are more than `most`, one for all of a column
    that are wrong in the same way, the most frequent first, at most `most`."""
    if len(cells) <= most:
        return sorted(cells, key=lambda cell: cell["outcome"] != "拒收")
    groups: dict[tuple, list[dict]] = {}
    for cell in cells:
        column = re.sub(r"\d", "", cell["cell"])
        groups.setdefault((cell["outcome"], cell["sheet"], column, cell["rule"]), []).append(cell)
    ranked = sorted(groups.items(), key=lambda item: (item[0][0] != "拒收", -len(item[1])))
    told = [_told(alike) for _, alike in islice(ranked, most)]
    if left := sum(len(alike) for _, alike in ranked[most:]):
        told[-1]["message"] += f"（另有 {left:,} 处，见标注后的工作簿）"
    return told


def place(address: str) -> str:
    """Addresses as a person says them: 3:3, a whole row, is 第 3 行."""
    return re.sub(r"\b(\d+):\1\b", r"第 \1 行", address)


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
    if any(cell["rule"] == "file" for cell in checked.result["cells"]):
        return "结论：整个文件不能接收，请按上面的原因改正后重新报送。"
    if not checked.count("rows_read"):
        return f"结论：{EMPTY}"
    if refused:
        return f"结论：{refused} 行不能接收，请改正标红的单元格后重新报送。"
    if doubtful or any(cell["outcome"] == "存疑" for cell in checked.result["cells"]):
        return "结论：可以报送；标黄的单元格请核实，属实的请附说明，有误的请改正。"
    return "结论：没有发现问题，可以报送。"


def notice_rows(checked: Checked, said: str) -> list[list]:
    """The rows of the notice: what file, how it went, which cells, what to do; `said` of a copy."""
    result = checked.result
    rows = [
        [NOTICE],
        *([line] for line in lines(checked)[: 2 if result["card"] else 1]),
        [f"校验码：{result['sha256']}"],
    ]
    counts = (
        "{sheet}：读取 {rows_read} 行，接收 {accepted} 行，拒收 {refused} 行，存疑 {doubtful} 行"
    )
    rows += [[counts.format_map(sheet)] for sheet in result["sheets"]]
    if result["control_totals"]:
        rows.append([totals_line(result["control_totals"])])
    rows += [[note] for note in [*checked.notes, said] if note]
    if cells := result["cells"]:
        rows.append(["工作表", "单元格", "结果", "原因"])
        rows += [[cell["sheet"], place(cell["cell"]), cell["outcome"], cell["message"]]
                 for cell in problems(cells, LISTED)]  # fmt: skip
    if len(result["cells"]) > LISTED:
        rows.append([f"共 {len(cells):,} 处，同列同类的合并列出；每一处见各表中的标注。"])
    return [*rows, [next_step(checked)]]


def exit_code(checked: Checked) -> int:
    """1 when something was refused or there was nothing to read, else 0."""
    return 1 if checked.count("refused") or not checked.count("rows_read") else 0


def refused(path: Path, error: DashboardError) -> Checked:
    """A file that could not be read at all: one refusal, of the file, and where it was seen."""
    there = path.is_file()
    cell = {
        "sheet": getattr(error, "sheet", ""), "cell": getattr(error, "cell", ""),
        "outcome": "拒收", "rule": "file", "message": str(error), "value": "",
    }  # fmt: skip
    result = {
        "file": secret.masked(path.name), "sha256": publish.sha256(path) if there else "",
        "card": "", "sheets": [], "cells": [cell], "control_totals": [],
    }  # fmt: skip
    return Checked(result, [], [], [], path)


def write_json(result: dict, out: Path) -> None:
    """Writes the object of a file, on the screen when `out` is -."""
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    if out == Path("-"):
        sys.stdout.write(text)
    else:
        out.write_text(text, "utf-8")
