"""python -m etl learn: proposes a source card for a new kind of table and writes it when confirmed.

Each heading is shown with the column it is taken for and how sure that is; nothing is written
before a person says yes (or --yes), nor by --yes while a heading needs a person (etl/confirm.py),
and a card that lacks a needed column is not written at all.
"""

import re
import sys
import tempfile
from pathlib import Path

import yaml

from data import paths
from data.errors import FileError, TemplateError
from etl import cards, confirm, labels, proposal, read
from etl.cardfile import card_from
from etl.confirm import Doubt
from etl.proposal import Proposal
from etl.words import listed, squeeze

MOST_REQUIRED = 4  # headings a new card asks for at least, the surest


def run(file: Path, yes: bool, confirmed: list[str], folder: Path = cards.FOLDER) -> int:
    """Proposes a card for each sheet of the file; 1 when none was written.

    Raises TemplateError, with nothing written, when a person has to look at something first.
    """
    if not file.is_file():
        raise FileError(f"找不到文件“{file}”。请核对路径是否写对，然后重试。")
    proposals = _proposed(file, proposal.words(cards.load([folder, paths.var() / "cards"])))
    answers = confirm.named(confirmed, [doubt for _, _, doubts in proposals for doubt in doubts])
    left = [doubt for _, found, doubts in proposals
            for doubt in confirm.settle(found, doubts, answers)]  # fmt: skip
    if left and (yes or not sys.stdin.isatty()):
        raise confirm.refusal(left, str(file))
    if left and not _answered(proposals, left):
        print("没有写出：还有要核对的表头没有回答。")
        return 1
    return 0 if sum(_write(name, found, yes) for name, found, _ in proposals) else 1


def _proposed(file: Path, known: proposal.Words) -> list[tuple[str, Proposal, list[Doubt]]]:
    """Name, proposal and doubts of each sheet of which something can be made, shown as found."""
    listing = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, sheet in enumerate(read.sheets(file, file.name, Path(scratch))):
            found = None if sheet.hidden else proposal.propose(sheet.head, sheet.merged, known)
            if found is None or not found.columns:
                print(f"工作表“{sheet.name}”：看不出是什么表，没有拟卡。")
                continue
            doubts = confirm.doubts(found, sheet.head)
            print("\n".join(told(sheet.name, found, doubts)))
            listing.append((card_name(file) + (f"_{number + 1}" if number else ""), found, doubts))
    return listing


def _answered(proposals: list, left: list[Doubt]) -> bool:
    """Asks for each open doubt at the terminal; False as soon as one stays open."""
    for _, found, doubts in proposals:
        for doubt in (one for one in doubts if one in left):
            said = confirm.ask(doubt, found.subject.name)
            if said is None or confirm.settle(found, [doubt], {squeeze(doubt.heading): said}):
                return False
    return True


def told(sheet: str, found: Proposal, doubts: list[Doubt]) -> list[str]:
    """The proposal as a person reads it: heading, column, confidence, unit."""
    lines = [f"工作表“{sheet}”：像是“{found.subject.label}”（{found.subject.name}）"]
    open_doubts = {doubt.column: doubt for doubt in doubts}
    for column, (heading, score, unit) in found.columns.items():
        ours, doubt = found.subject.column(column), open_doubts.get(column)
        measured = f"，单位 {unit or confirm.shown(ours.unit)}" if ours.unit else ""
        mark = f"  ← 请核对：{doubt.why}" if doubt else ""
        what = labels.called(found.subject.name, column)
        lines.append(f"  {heading} → {what}  把握 {score:.0%}{measured}{mark}")
    for column, headings in found.join.items():
        what = labels.called(found.subject.name, column)
        lines.append(f"  {' + '.join(headings)} → {what}  合并")
    if found.unpivot:
        codes = [f"{code} → {column}" for code, column in found.unpivot["codes"].items()]
        both = f"{found.unpivot['code']} + {found.unpivot['value']}"
        lines.append(f"  {both} → 每行一个指标：{listed(codes, 40)}")
        lines.append(
            "  各指标按基本单位（kWh、m³、L、GJ、吨、元）读取，另有单位的请在卡中写明 units"
        )
    if found.left_over:
        lines.append(f"  没有用到的表头：{listed(found.left_over, 40)}")
    if missing := found.missing():
        called = [labels.called(found.subject.name, column) for column in missing]
        lines.append(f"  缺少必需的列：{listed(called)}")
    return lines


def card_name(file: Path) -> str:
    """A name for the card: the file's without years, months and signs."""
    plain = re.sub(r"(19|20)\d\d年?|\d+月份?|\W", "", file.stem)
    return plain or "新表样"


def content(name: str, found: Proposal) -> dict:
    """The card as it is written to YAML."""
    surest = sorted(found.columns, key=lambda column: -found.columns[column][1])[:MOST_REQUIRED]
    columns = {}
    for column, (heading, _, unit) in found.columns.items():
        columns[column] = {"headings": [heading]} | ({"unit": unit} if unit else {})
        if column in surest or found.subject.column(column).required:
            columns[column]["required"] = True
    card = {"card": name, "version": 1, "subject": found.subject.name, "title": name,
            "columns": columns}  # fmt: skip
    card |= {"unpivot": found.unpivot} if found.unpivot else {}
    return card | ({"join": found.join} if found.join else {}) | {"null_words": ["/", "—", "无"]}


def _write(name: str, found: Proposal, yes: bool) -> bool:
    """Writes var/cards/NAME.yml when the card is complete and confirmed; says whether it did."""
    target, card = paths.var() / "cards" / f"{name}.yml", content(name, found)
    try:
        card_from(name, card, f"{name}.yml")
    except TemplateError as error:
        print(f"  没有写出：{error}")
        return False
    if target.exists():
        print(f"  没有写出：{target} 已经存在，请先改名或删去。")
        return False
    if not yes and not _confirmed():
        print("  没有写出。核对后用 --yes 写出，再按实际修改。")
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(yaml.safe_dump(card, allow_unicode=True, sort_keys=False), "utf-8")
    print(f"  已写出来源卡 {target}，请打开核对后再装载。")
    return True


def _confirmed() -> bool:
    try:
        said = input("写出这张来源卡？[y/N] ") if sys.stdin.isatty() else ""
    except EOFError:
        return False
    return said.strip().lower() in ("y", "yes", "是")
