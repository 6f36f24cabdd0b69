"""One card file's content turned into a Card, with every contradiction named in Chinese."""

import re

from data.errors import TemplateError
from etl import special, units
from etl.card import ORIGINS, Card, Field, Unpivot
from etl.subjects import SUBJECTS, WHO, Column, Subject
from etl.words import listed, squeeze

KEYS = {
    "card", "version", "subject", "title", "template", "origin", "sheets", "columns",
    "constants", "join", "from_sheet", "from_title", "unpivot", "spread", "values", "null_words",
    *special.KEYS,
}  # fmt: skip


def card_from(stem: str, content: dict, place: str) -> Card:
    """The card a YAML file describes. Raises TemplateError naming the file and the word."""
    reader = _Reader(place, content)
    reader.only("", content, KEYS)
    name = reader.text("card", required=True)
    if name != stem:
        reader.stop(f"名称“{name}”与文件名“{stem}”不同，请改成一致")
    subject = SUBJECTS.get(reader.text("subject", required=True))
    if not subject:
        reader.stop(f"主题“{content['subject']}”不存在，可用：{listed(list(SUBJECTS), 30)}")
    return reader.card(name, subject)


class _Reader:
    """The content of one card file; each method reads one part of it or stops."""

    def __init__(self, place: str, content: dict):
        self.place, self.content = place, content
        self.subject: Subject

    def stop(self, why: str):
        raise TemplateError(f"来源卡 {self.place} 有误：{why}。改正后再装载。")

    def only(self, where: str, mapping: dict, keys: set[str]) -> None:
        """Stops on other keys: a typing error would be silent otherwise."""
        if not isinstance(mapping, dict):
            self.stop(f"{where or '内容'}应写成“名称: 值”")
        if unknown := sorted(str(key) for key in mapping if key not in keys):
            self.stop(f"{where}不认得“{unknown[0]}”，可用：{listed(sorted(keys), 20)}")

    def text(self, key: str, default: str = "", required: bool = False) -> str:
        value = self.content.get(key, default)
        if isinstance(value, dict | list) or (required and not str(value or "").strip()):
            self.stop(f"缺少“{key}”，或它不是一个词")
        return str(default if value is None else value).strip()

    def mapping(self, key: str, within: dict | None = None) -> dict:
        value = (self.content if within is None else within).get(key) or {}
        if not isinstance(value, dict):
            self.stop(f"“{key}”应写成“名称: 值”")
        return value

    def headings(self, where: str, value: object) -> tuple[str, ...]:
        """One heading or a list of them, squeezed; stops when there is none."""
        listing = value if isinstance(value, list) else [value]
        found = tuple(squeeze(heading) for heading in listing if heading is not None)
        if not found or not all(found):
            self.stop(f"{where}没有写表头")
        return found

    def column(self, where: str, name: object) -> Column:
        column = self.subject.column(str(name))
        if not column:
            names = [column.name for column in self.subject.columns]
            self.stop(
                f"{where}的列“{name}”不属于主题 {self.subject.name}，可用：{listed(names, 40)}"
            )
        return column

    def factor(self, column: Column, unit: str) -> float | None:
        """What turns the sender's unit into the base unit; None for what is not a number."""
        if column.kind != "number":
            if unit:
                self.stop(f"列“{column.name}”不是数值，不能有单位“{unit}”")
            return None
        factor = units.factor(unit, column.unit, column.dimension)
        if factor is None:
            known = listed(units.known(column.unit, column.dimension)) or "无"
            self.stop(f"列“{column.name}”的单位“{unit}”不能换算成 {column.unit}，可用：{known}")
        return factor

    def card(self, name: str, subject: Subject) -> Card:
        self.subject, origin = subject, self.text("origin", "reported")
        if origin not in ORIGINS:
            self.stop(f"origin“{origin}”不存在，可用：{listed(ORIGINS)}")
        card = Card(
            name, self.version(), subject, self.text("title", name), self.text("template"), origin,
            self.pattern(), self.fields(), self.constants(), self.joins(), self.sheet_column(),
            self.titles(), self.unpivot(), special.spread(self), self.values(), self.null_words(),
            **special.read(self),
        )  # fmt: skip
        self.complete(card)
        return card

    def version(self) -> int:
        if not isinstance(self.content.get("version", 1), int):
            self.stop("version 应是整数")
        return self.content.get("version", 1)

    def pattern(self) -> re.Pattern:
        try:
            return re.compile(self.text("sheets", ".*"))
        except re.error:
            self.stop(f"sheets“{self.content['sheets']}”不是有效的正则表达式")

    def fields(self) -> tuple[Field, ...]:
        return tuple(self.field(name, spec) for name, spec in self.mapping("columns").items())

    def field(self, name: str, spec: dict) -> Field:
        column, where = self.column("columns", name), f"列“{name}”"
        self.only(where, spec, {"headings", "required", "unit"})
        headings = self.headings(where, spec.get("headings"))
        unit = str(spec.get("unit") or "")
        return Field(column, headings, bool(spec.get("required")), self.factor(column, unit), unit)

    def constants(self) -> dict[str, str]:
        given = self.mapping("constants").items()
        return {self.column("constants", name).name: str(text) for name, text in given}

    def joins(self) -> dict[str, tuple[str, ...]]:
        return {
            self.column("join", name).name: self.headings(f"join“{name}”", headings)
            for name, headings in self.mapping("join").items()
        }

    def sheet_column(self) -> str:
        name = self.text("from_sheet")
        return self.column("from_sheet", name).name if name else ""

    def titles(self) -> dict[str, tuple[str, ...]]:
        return {
            self.column("from_title", name).name: self.headings(f"from_title“{name}”", words)
            for name, words in self.mapping("from_title").items()
        }

    def unpivot(self) -> Unpivot | None:
        if not (spec := self.mapping("unpivot")):
            return None
        self.only("unpivot", spec, {"code", "value", "unit", "units", "codes", "needs"})
        of_code = {str(code): str(unit) for code, unit in self.mapping("units", spec).items()}
        named = ((str(code), self.column("unpivot", name))
                 for code, name in self.mapping("codes", spec).items())  # fmt: skip
        codes = {code: (at, self.factor(at, of_code.get(code, ""))) for code, at in named}
        columns = [column.name for column, _ in codes.values()]
        if not codes or len(set(columns)) < len(columns) or of_code.keys() - codes.keys():
            self.stop("unpivot 的 codes 为空、两个代码指向同一列，或 units 中有 codes 没有的代码")
        code = self.headings("unpivot.code", spec.get("code"))
        value = self.headings("unpivot.value", spec.get("value"))
        unit = self.headings("unpivot.unit", spec["unit"]) if spec.get("unit") else ()
        needs = tuple(map(str, spec.get("needs") or ()))
        return Unpivot(code, value, codes, unit, of_code, needs)

    def values(self) -> dict[str, dict[str, str]]:
        return {
            self.column("values", name).name: {
                str(word): str(ours)
                for word, ours in self.mapping(name, self.mapping("values")).items()
            }
            for name in self.mapping("values")
        }

    def null_words(self) -> tuple[str, ...]:
        words = self.content.get("null_words") or []
        if not isinstance(words, list):
            self.stop("null_words 应是列表")
        return tuple(str(word) for word in words)

    def complete(self, card: Card) -> None:
        """Stops when nothing is required, a column has two sources, or a needed one has none."""
        sources = [field.column.name for field in card.fields]
        sources += [*card.constants, *card.join, *([card.from_sheet] if card.from_sheet else [])]
        if card.spread:
            sources += [card.spread.into.name, card.spread.value.name]
        if card.unpivot:
            sources += [column.name for column, _ in card.unpivot.codes.values()]
        if twice := [name for name in sources if sources.count(name) > 1]:
            self.stop(f"列“{twice[0]}”有两个来源")
        headings = [heading for field in card.fields for heading in field.headings]
        if twice := [heading for heading in headings if headings.count(heading) > 1]:
            self.stop(f"表头“{twice[0]}”写了两次")
        missing = [column.name for column in card.subject.columns
                   if column.required
                   and column.name not in {*sources, *card.from_title}]  # fmt: skip
        nameless = card.subject.column(WHO[0]) and not card.subject.register
        if nameless and not set(WHO) & {*sources, *card.from_title}:
            missing.append(" 或 ".join(WHO))
        if missing:
            self.stop(f"主题 {card.subject.name} 必需的列没有来源：{listed(missing)}")
        if not card.required():
            self.stop("没有任何必需的表头（required: true），会误认别的文件")
