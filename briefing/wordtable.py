"""Tables of the Word file: three lines, a head that repeats, rows that never split."""

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from briefing import document

TEXT_WIDTH = 156  # mm
SIZE = Pt(10.5)
HEAVY, LIGHT = "12", "6"  # eighths of a point


def add(paper, block: document.Table) -> None:
    """The block as a table of Word, its note below."""
    drawn = paper.add_table(rows=1, cols=len(block.columns))
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    drawn.autofit = False
    _fill(drawn.rows[0], [column.heading for column in block.columns], block.columns, bold=True)
    _mark(drawn.rows[0], "w:tblHeader")
    for row in block.rows:
        _fill(drawn.add_row(), row, block.columns)
    whole = sum(column.share for column in block.columns)
    for at, asked in enumerate(block.columns):
        drawn.columns[at].width = Mm(TEXT_WIDTH * asked.share / whole)
        for row in drawn.rows:
            row.cells[at].width = Mm(TEXT_WIDTH * asked.share / whole)
    for row in drawn.rows:
        _mark(row, "w:cantSplit")
    _lines(drawn)
    if block.note:
        paper.add_paragraph(block.note, style="Caption")


def beside(paper, count: int):
    """A table without lines, for pictures that stand beside each other; returns its cells."""
    drawn = paper.add_table(rows=1, cols=count)
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    _mark(drawn.rows[0], "w:cantSplit")
    _mark(drawn.rows[0], "w:tblHeader")
    return drawn.rows[0].cells


def _fill(row, texts, columns, bold: bool = False) -> None:
    for cell, text, column in zip(row.cells, texts, columns, strict=True):
        line = cell.paragraphs[0]
        line.style = "Table Text"
        run = line.add_run(text)
        run.font.size, run.bold = SIZE, bold
        if column.number:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _lines(drawn) -> None:
    """Heavy lines above and below, a light one under the head."""
    borders = OxmlElement("w:tblBorders")
    for side, width in (("top", HEAVY), ("bottom", HEAVY)):
        borders.append(_line(side, width))
    drawn._tbl.tblPr.append(borders)
    for cell in drawn.rows[0].cells:
        under = OxmlElement("w:tcBorders")
        under.append(_line("bottom", LIGHT))
        cell._tc.get_or_add_tcPr().append(under)


def _line(side: str, width: str):
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", width), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    return line


def _mark(row, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))
