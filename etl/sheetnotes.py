"""Comments added to a sheet: their text, the yellow boxes that show them, and the links to both."""

import re
from xml.sax.saxutils import escape

from etl.unseen import column_of

AUTHOR = "数据核验"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
LATER = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
         "tableParts", "extLst", "mc:AlternateContent")  # fmt: skip
EMPTY = f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
    'office" xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}"'
    ' type="#_x0000_t202" style="position:absolute;visibility:hidden;width:240pt;height:90pt"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:textbox/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15,'
    " {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row>"
    "<x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
BOX = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" id="_x0000_t202" coordsize="21600,21600"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/></v:shapetype>'
)
MOST = 20_000  # comments on a sheet; beyond them a cell has its colour alone


def add(book, part: str, content: bytes, notes: dict[str, str]) -> bytes:
    """The sheet with a link to its comments, which are put into the book."""
    if not notes:
        return content
    some = dict(list(notes.items())[:MOST])
    related = dict(book.related(part).values())
    number = len(book.parts)
    comments = related.get("comments")
    if comments not in book.parts:
        comments = f"{book.folder}/commentsCheck{number}.xml".lstrip("/")
        book.put(comments, EMPTY)
        book.declare(comments, KIND)
        book.relate(part, "comments", comments)
    text, new = _with(book.text(comments), some)
    book.put(comments, text)
    drawing = related.get("vmlDrawing")
    if drawing not in book.parts:
        drawing = f"{book.folder}/drawings/vmlDrawingCheck{number}.vml".lstrip("/")
        book.put(drawing, DRAWING)
        book.declare(drawing, VML)
        content = _linked(content, book.relate(part, "vmlDrawing", drawing))
    book.put(drawing, _boxes(book.text(drawing), new))
    return content


def _with(text: str, notes: dict[str, str]) -> tuple[str, list[str]]:
    """The comments with the new ones, and the cells that had none before."""
    text = re.sub(r"<(authors|commentList)\s*/>", r"<\1></\1>", text)
    author = len(re.findall(r"<author[\s/>]", text))
    text = text.replace("</authors>", f"<author>{AUTHOR}</author></authors>")
    made, new, there = [], [], set(re.findall(r'<comment\b[^>]*\bref="([A-Z]+\d+)"', text))
    for cell, said in notes.items():
        run = f'<r><t xml:space="preserve">{escape(said)}</t></r>'
        if cell in there:
            text = _longer(text, cell, run.replace('preserve">', 'preserve">\n'))
        else:
            made.append(f'<comment ref="{cell}" authorId="{author}"><text>{run}</text></comment>')
            new.append(cell)
    return text.replace("</commentList>", "".join(made) + "</commentList>"), new


def _longer(text: str, cell: str, run: str) -> str:
    """The comments with more said on a cell that has one."""
    found = re.search(rf'<comment\b[^>]*\bref="{cell}".*?</comment>', text, re.DOTALL)
    old = re.sub(r"<text>\s*(<t\b.*?</t>)", r"<text><r>\1</r>", found[0], flags=re.DOTALL)
    return text.replace(found[0], old.replace("</text>", f"{run}</text>"), 1)


def _boxes(text: str, cells: list[str]) -> str:
    """The drawing with a box for each of the cells."""
    made = [] if "_x0000_t202" in text else [BOX]
    first = 100_000 + text.count("<v:shape ")
    for at, cell in enumerate(cells):
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
        column, row = column_of(letters.encode()), int(row) - 1
        box = {"left": column + 1, "right": column + 5, "top": max(row - 1, 0), "bottom": row + 5}
        made.append(SHAPE.format(id=first + at, row=row, column=column, **box))
    return text.replace("</xml>", "".join(made) + "</xml>")


def _linked(content: bytes, id_: str) -> bytes:
    """The sheet with its link to the boxes, where the order of its parts wants it."""
    end = content.rfind(b"</sheetData>")
    places = [content.find(f"<{name}".encode(), end) for name in LATER]
    at = min([*(place for place in places if place > 0), content.rfind(b"</worksheet>")])
    link = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="{id_}"/>'
    return content[:at] + link.encode() + content[at:]
