"""What of a proposed card a person has to confirm: uncertain headings, numbers without a unit.

The answers come from questions on a terminal or from `--confirm 表头[=单位]`; nothing is answered
by itself, so that `learn --yes` writes what is sure and nothing else.
"""

from dataclasses import dataclass

from data.errors import TemplateError
from etl import labels, measure, units
from etl.card import OWN_UNIT
from etl.corner import corner
from etl.proposal import Proposal
from etl.words import listed, squeeze

UNSURE = 0.7  # below this a person has to say yes
SCALED = {"kWh", "m3", "t", "L", "GJ", "m2", "cny"}
"""Base units whose multiples (万元, 万kWh) are as usual; 人, 辆, 间 go without saying."""
LEFT_OUT, BASE = "不读", "基本单位"
PLAIN = {"cny": "元", "m3": "立方米", "m2": "平方米", "t": "吨", "L": "升", "person": "人"}
"""Our base units as a clerk writes them."""


@dataclass(frozen=True)
class Doubt:
    """One heading a person has to look at; `column` is empty for the values of a long table."""

    heading: str
    column: str
    score: float
    unit: str = ""
    """The base unit it would be read in, where nothing says one."""

    @property
    def why(self) -> str:
        """What is not sure, in brackets behind the heading."""
        low = [f"把握 {self.score:.0%}"] if self.score < UNSURE else []
        return "，".join(low + (["没有写单位"] if self.unit else []))


def shown(unit: str) -> str:
    """A base unit in Chinese."""
    return PLAIN.get(unit, unit)


def doubts(found: Proposal, head: list[list[str]]) -> list[Doubt]:
    """What a person has to confirm; `head` are the first rows of the sheet."""
    above = corner(head[: found.header.first])
    listing = []
    for name, (heading, score, unit) in found.columns.items():
        ours, plain = found.subject.column(name), squeeze(heading)
        said = unit or ours.unit not in SCALED or measure.bare(plain) != plain
        said = said or any(units.factor(word, ours.unit, ours.dimension) for word in above)
        if score < UNSURE or not said:
            listing.append(Doubt(heading, name, score, "" if said else shown(ours.unit)))
    if found.unpivot and not set(map(squeeze, found.header.headings)) & set(OWN_UNIT):
        listing.append(Doubt(found.unpivot["value"], "", 1.0, BASE))
    return listing


def settle(found: Proposal, open_doubts: list[Doubt], answers: dict[str, str]) -> list[Doubt]:
    """Puts the answers (squeezed heading -> unit, 不读, or "" for yes) into the proposal; returns
    the doubts that are still open. Raises TemplateError on a unit that is none of the column."""
    left = []
    for doubt in open_doubts:
        keys = {squeeze(doubt.heading), measure.bare(squeeze(doubt.heading))} & answers.keys()
        if keys:
            _answer(found, doubt, answers[keys.pop()])
        else:
            left.append(doubt)
    return left


def _answer(found: Proposal, doubt: Doubt, said: str) -> None:
    if not doubt.column:
        if said not in ("", BASE):
            raise TemplateError(
                f"“{doubt.heading}”一列各行是不同的指标，不能都按“{said}”读。请先确认按{BASE}写出来源卡，"
                "再在卡的 unpivot 里用 units 写明各代码的单位。"
            )
        return
    heading, score, unit = found.columns[doubt.column]
    if said == LEFT_OUT:
        del found.columns[doubt.column]
        found.left_over.append(heading)
        return
    column, unit = found.subject.column(doubt.column), said or unit or doubt.unit
    if unit and (not column.unit or units.factor(unit, column.unit, column.dimension) is None):
        known = listed(units.known(column.unit, column.dimension)) if column.unit else ""
        told = f"可用：{known}" if known else "这一列没有单位"
        raise TemplateError(f"“{unit}”不是“{heading}”可用的单位，{told}。请改正后重新运行。")
    found.columns[doubt.column] = (heading, score, unit)


def named(given: list[str], asked: list[Doubt]) -> dict[str, str]:
    """The answers of --confirm: 表头, 表头=单位 or 表头=不读. Raises TemplateError on one that
    answers nothing that was asked."""
    pairs = (text.rpartition("=") if "=" in text else (text, "", "") for text in given)
    answers = {squeeze(heading): squeeze(unit) for heading, _, unit in pairs}
    headings = {squeeze(doubt.heading) for doubt in asked}
    if strange := [
        key for key in answers if key not in headings | set(map(measure.bare, headings))
    ]:
        told = listed([doubt.heading for doubt in asked], 40) or "没有"
        raise TemplateError(
            f"--confirm 的“{strange[0]}”不是要核对的表头；要核对的：{told}。请改正后重新运行。"
        )
    return answers


def ask(doubt: Doubt, subject: str) -> str | None:
    """A person's answer at the terminal: a unit, "" for yes, 不读; None when there is none."""
    taken = f"当作 {labels.called(subject, doubt.column)}" if doubt.column else "每行一个指标"
    what = f"“{doubt.heading}”{taken}（{doubt.why}）"
    if doubt.unit:
        question = (
            f"{what}：按“{doubt.unit}”读请回车，是别的单位请写出，不要这一列请写 {LEFT_OUT}："
        )
    else:
        question = f"{what}：对请写 y，不要这一列请写 {LEFT_OUT}，其他都不写出："
    try:
        said = squeeze(input(question))
    except EOFError:
        return None
    if doubt.unit or said == LEFT_OUT:
        return said
    return "" if said.lower() in ("y", "yes", "是", "对") else None


def refusal(left: list[Doubt], file: str) -> TemplateError:
    """Which headings need a person, and how the answer is given; nothing was written."""
    headings = listed([f"“{doubt.heading}”（{doubt.why}）" for doubt in left], 40)
    unit = next(
        (f"{doubt.heading}={doubt.unit}" for doubt in left if doubt.unit and doubt.column), ""
    )
    return TemplateError(
        f"没有写出来源卡：{headings}要由人核对；请在终端运行 python -m etl learn {file} 逐项回答，"
        f"或核对后用 --confirm 写明（如 --confirm {unit or left[0].heading}），再重新运行。"
    )
