"""The same document as an editable Word file: real headings, real tables, print-size pictures."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from briefing import document, wordmark, wordtable
from briefing.document import Document
from briefing.wordtable import TEXT_WIDTH

BODY, SANS, KAI = "仿宋", "黑体", "楷体"
"""Faces that Windows and WPS carry."""
STYLES = (
    ("Normal", BODY, 16, 28.95),
    ("Heading 1", SANS, 16, 28.95),
    ("Heading 2", KAI, 16, 28.95),
    ("Heading 3", BODY, 16, 28.95),
    ("Caption", SANS, 10.5, 0),
    ("Table Text", SANS, 10.5, 0),
)
"""Style, face, size, line pitch: 22 lines of 28 signs a page; 0 leaves the pitch to the size."""
RED = RGBColor(0xC8, 0x10, 0x2E)
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}


def docx_file(told: Document, pictures: dict[str, bytes]) -> bytes:
    """The .docx; `pictures` holds each figure's PNG by its id."""
    paper = docx.Document()
    _prepare(paper, told)
    _masthead(paper, told)
    for block, label in _grouped(told):
        _add(paper, block, label, pictures)
    held = BytesIO()
    paper.save(held)
    return _steady(held.getvalue())


def _prepare(paper: docx.document.Document, told: Document) -> None:
    """A4 with the margins of GB/T 9704, faces, running head and page numbers."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGINS.items():
        setattr(section, side, Mm(width))
    paper.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    for name, face, size, pitch in STYLES:
        _face(paper.styles[name], face, size)
        shape = paper.styles[name].paragraph_format
        shape.space_before = shape.space_after = Pt(0 if pitch else 3)
        shape.line_spacing = Pt(pitch) if pitch else 1.0
    paper.styles["Caption"].font.bold = False
    about = paper.core_properties
    about.title, about.author = f"{told.title}（{told.period_label}）", told.issued_by
    about.created = about.modified = told.as_of
    about.last_modified_by, about.comments = told.issued_by, f"数据版本 {told.snapshot}"
    _running(section, told)


def _running(section, told: Document) -> None:
    """The head and foot of every page."""
    running, demo = told.running(), "　演示数据" if told.demo else ""
    head = section.header.paragraphs[0]
    head.style = "Table Text"
    head.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{running['left']}{demo}\t{running['right']}").font.size = Pt(9)
    foot = section.footer.paragraphs[0]
    foot.style = "Table Text"
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ").font.size = Pt(14)
    page = foot.add_run()
    page.font.size = Pt(14)
    _page_number(page)
    foot.add_run(" —").font.size = Pt(14)
    foot.add_run(f"　　{running['foot']}").font.size = Pt(9)
    if running["mark"]:
        head._p.append(wordmark.across(running["mark"]))


def _face(style, face: str, size: float) -> None:
    style.font.name, style.font.size = face, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), face)
    for theme in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _page_number(run) -> None:
    """A PAGE field."""
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)


def _masthead(paper: docx.document.Document, told: Document) -> None:
    day = f"{told.as_of.year}年{told.as_of.month}月{told.as_of.day}日"
    lines = (
        (told.series, 36, True, RED),
        (told.period_label, 16, False, None),
        (f"{told.issued_by}\t{day}", 14, False, None),
        (told.title, 22, True, None),
    )
    for text, size, bold, colour in lines:
        line = paper.add_paragraph(style="Table Text")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_after = Pt(8)
        run = line.add_run(text)
        run.font.size, run.bold = Pt(size), bold
        if colour is not None:
            run.font.color.rgb = colour
        if "\t" in text:
            _ruled(line)
    if told.signed:
        paper.add_paragraph(told.signed).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _ruled(line) -> None:
    """Issuer left, date right, the red line of a masthead below."""
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    borders, under = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", str(RED))):
        under.set(qn(f"w:{name}"), value)
    borders.append(under)
    line._p.get_or_add_pPr().append(borders)


def _grouped(told: Document) -> list[tuple]:
    """Blocks with their labels; half-wide figures in a row together as one list."""
    groups: list[tuple] = []
    for block, label in told.numbered():
        half = isinstance(block, document.Figure) and block.half
        if half and groups and isinstance(groups[-1][0], list) and len(groups[-1][0]) < 2:
            groups[-1][0].append((block, label))
        else:
            groups.append(([(block, label)], "") if half else (block, label))
    return groups


def _add(paper, block, label: str, pictures: dict[str, bytes]) -> None:
    match block:
        case list():
            for cell, (one, name) in zip(wordtable.beside(paper, len(block)), block, strict=True):
                cell.paragraphs[0].style = "Table Text"
                width = TEXT_WIDTH / 2 - 4
                _picture(cell.paragraphs[0], one, pictures, width)
                _caption(cell, one, name)
        case document.Heading(text, level):
            line = paper.add_heading(label + text, level).paragraph_format
            line.keep_with_next, line.first_line_indent = True, Pt(32)
        case document.Paragraph():
            paper.add_paragraph(block.text).paragraph_format.first_line_indent = Pt(32)
        case document.Note(text):
            paper.add_paragraph(text, style="Caption")
        case document.NewPage():
            paper.add_page_break()
        case document.Figure():
            line = paper.add_paragraph(style="Table Text")
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.keep_with_next = True
            _picture(line, block, pictures, TEXT_WIDTH)
            _caption(paper, block, label)
        case document.Table():
            _caption(paper, block, label).paragraph_format.keep_with_next = True
            wordtable.add(paper, block)


def _picture(line, block: document.Figure, pictures: dict[str, bytes], width: float) -> None:
    shown = line.add_run().add_picture(BytesIO(pictures[block.id]), width=Mm(width))
    shown._inline.docPr.set("descr", block.summary)


def _caption(place, block: document.Figure | document.Table, label: str):
    """Number and caption; below a figure also what it rests on."""
    line = place.add_paragraph(f"{label}　{block.caption}", style="Caption")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if isinstance(block, document.Figure) and block.source:
        run = line.add_run(f"\n{block.source}")
        run.font.size = Pt(9)
    return line


def _steady(content: bytes) -> bytes:
    """The same archive with fixed times, so that the same briefing is the same bytes."""
    held = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return held.getvalue()
