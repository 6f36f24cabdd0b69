"""The same document as an editable Word file: real headings, real tables, print-size pictures."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from briefing import document
from briefing.document import Document

BODY, SANS = "仿宋_GB2312", "黑体"
RED = RGBColor(0xC8, 0x10, 0x2E)
TEXT_WIDTH = 156  # mm
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}


def docx_file(told: Document, pictures: dict[str, bytes]) -> bytes:
    """The .docx; `pictures` holds each figure's PNG by its id."""
    paper = docx.Document()
    _prepare(paper, told)
    _masthead(paper, told)
    for block, label in told.numbered():
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
    for name, face, size in (
        ("Normal", BODY, 16), ("Heading 1", SANS, 16), ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", BODY, 16), ("Caption", SANS, 10.5),
    ):  # fmt: skip
        _face(paper.styles[name], face, size)
    about = paper.core_properties
    about.title, about.author = f"{told.title}（{told.period_label}）", told.issued_by
    about.created = about.modified = told.as_of
    about.last_modified_by, about.comments = told.issued_by, f"数据版本 {told.snapshot}"
    demo = "　演示数据" if told.demo else ""
    head = f"{told.region_name}　{told.period_label}　数据版本 {told.snapshot}{demo}"
    section.header.paragraphs[0].text = head
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    _page_number(foot.add_run())
    foot.add_run(f" —　　核验码 {told.code}　不含涉密")


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
    lines = (
        (told.series, 36, True, RED),
        (told.period_label, 16, False, None),
        (f"{told.issued_by}　　{told.as_of:%Y-%m-%d}", 14, False, None),
        (told.title, 22, True, None),
    )
    for text, size, bold, colour in lines:
        line = paper.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.font.size, run.bold = Pt(size), bold
        if colour is not None:
            run.font.color.rgb = colour
    if told.signed:
        paper.add_paragraph(told.signed).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add(paper, block: document.Block, label: str, pictures: dict[str, bytes]) -> None:
    match block:
        case document.Heading(text, level):
            paper.add_heading(label + text, level).paragraph_format.keep_with_next = True
        case document.Paragraph():
            paper.add_paragraph(block.text).paragraph_format.first_line_indent = Pt(32)
        case document.Note(text):
            paper.add_paragraph(text, style="Caption")
        case document.NewPage():
            paper.add_page_break()
        case document.Figure():
            shown = paper.add_picture(BytesIO(pictures[block.id]), width=Mm(TEXT_WIDTH))
            shown._inline.docPr.set("descr", block.summary)
            _caption(paper, f"{label}　{block.caption}")
        case document.Table():
            _caption(paper, f"{label}　{block.caption}").paragraph_format.keep_with_next = True
            _table(paper, block)


def _caption(paper, text: str):
    line = paper.add_paragraph(text, style="Caption")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line


def _table(paper, block: document.Table) -> None:
    """A table whose head repeats on each page and whose rows never split."""
    drawn = paper.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fill(drawn.rows[0], [column.heading for column in block.columns], block.columns)
    _mark(drawn.rows[0], "w:tblHeader")
    for row in block.rows:
        _fill(drawn.add_row(), row, block.columns)
    for row in drawn.rows:
        _mark(row, "w:cantSplit")
    whole = sum(column.share for column in block.columns)
    for column, asked in zip(drawn.columns, block.columns, strict=True):
        column.width = Mm(TEXT_WIDTH * asked.share / whole)
    if block.note:
        paper.add_paragraph(block.note, style="Caption")


def _fill(row, texts, columns) -> None:
    for cell, text, column in zip(row.cells, texts, columns, strict=True):
        line = cell.paragraphs[0]
        line.add_run(text).font.size = Pt(10.5)
        if column.number:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(row, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _steady(content: bytes) -> bytes:
    """The same archive with fixed times, so that the same briefing is the same bytes."""
    held = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return held.getvalue()
