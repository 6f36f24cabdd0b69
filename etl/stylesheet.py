"""The style sheet of a workbook: a cell's own style with another fill, and those of the notice."""

import re

XF = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)

SIDES = ("left", "right", "top", "bottom")
BOX = "".join(f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>' for side in SIDES)
BOX = f"<border>{BOX}<diagonal/></border>"


class Styles:
    """A style sheet as text to which styles are added. Raises ValueError without cell styles."""

    def __init__(self, text: str):
        self.text = re.sub(r"<(fills|fonts|borders|cellXfs)([^>]*)/>", r"<\1\2></\1>", text)
        self.own = XF.findall(self._inside("cellXfs"))
        self.added: list[str] = []
        self.known: dict[tuple[str, str], int] = {}
        self._inside("fills"), self._inside("fonts"), self._inside("borders")

    def filled(self, style: str, colour: str) -> int:
        """The number of the style that is as `style` (a number, "" for the first) in a colour."""
        if (style, colour) not in self.known:
            fill = self._fill(colour)
            xf = self.own[int(style or 0)] if int(style or 0) < len(self.own) else "<xf/>"
            start, rest = re.match(r"<xf\b([^>]*?)(/?>.*)", xf, re.DOTALL).groups()
            start = re.sub(r'\s(fillId|applyFill)="[^"]*"', "", start)
            self.known[style, colour] = self._add(f'<xf{start} fillId="{fill}" applyFill="1"{rest}')
        return self.known[style, colour]

    def wrapped(self, size: int = 0, colour: str = "", *, boxed: bool = False) -> int:
        """The number of a style whose text is wrapped: bold where a size is given, in a colour, in
        a box."""
        font = self._more("fonts", "font", f'<font><b/><sz val="{size}"/></font>') if size else 0
        fill = self._fill(colour) if colour else 0
        border = self._more("borders", "border", BOX) if boxed else 0
        return self._add(
            f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
            ' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            '<alignment vertical="center" wrapText="1"/></xf>'
        )

    def xml(self) -> str:
        """The style sheet with what was added."""
        inside = "".join([*self.own, *self.added])
        count = len(self.own) + len(self.added)
        new = f'<cellXfs count="{count}">{inside}</cellXfs>'
        return re.sub(r"<cellXfs\b[^>]*>.*?</cellXfs>", lambda _: new, self.text, flags=re.DOTALL)

    def _add(self, xf: str) -> int:
        self.added.append(xf)
        return len(self.own) + len(self.added) - 1

    def _fill(self, colour: str) -> int:
        pattern = f'<patternFill patternType="solid"><fgColor rgb="00{colour}"/></patternFill>'
        new = f"<fill>{pattern}</fill>"
        inside = self._inside("fills")
        if new in inside:
            return inside[: inside.index(new)].count("<fill>")
        return self._more("fills", "fill", new)

    def _more(self, group: str, element: str, new: str) -> int:
        """Adds an element to a group; returns its number."""
        inside = self._inside(group)
        number = len(re.findall(rf"<{element}[\s/>]", inside))
        self.text = re.sub(
            rf"<{group}\b[^>]*>.*?</{group}>",
            lambda _: f'<{group} count="{number + 1}">{inside}{new}</{group}>',
            self.text, count=1, flags=re.DOTALL,
        )  # fmt: skip
        return number

    def _inside(self, group: str) -> str:
        found = re.search(rf"<{group}\b[^>]*>(.*?)</{group}>", self.text, re.DOTALL)
        if not found:
            raise ValueError(group)
        return found[1]
