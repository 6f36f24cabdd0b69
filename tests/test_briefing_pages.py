"""Rendered pages of a briefing: every figure has ink where it stands, nothing leaves the text area."""

import re
import subprocess

import pytest
from PIL import Image

from briefing import build, compose
from data.scope import Scope

DPI = 60
MM = DPI / 25.4
DARK = 200  # below this a pixel is ink; the watermark is paler
WORD = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<')


@pytest.fixture(scope="module")
def pages(small, tmp_path_factory):
    """The document, the words of each page with their boxes in pixels, and each page's picture."""
    folder = tmp_path_factory.mktemp("pages")
    told = compose.compose(Scope.parse("?period=2026M10", small), signed_off="审核员")
    pdf = build.write(told, folder)[0]
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", pdf, folder / "p"], check=True)
    listed = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    words = []
    for page in listed.stdout.decode().split("<page ")[1:]:
        found = WORD.findall(page)
        words.append([(*(float(at) * DPI / 72 for at in box), text) for *box, text in found])
    return told, words, [Image.open(path) for path in sorted(folder.glob("p-*.png"))]


def test_every_figure_has_ink_above_its_caption(pages):
    told, words, pictures = pages
    captions = {}
    for number, page in enumerate(words):
        for at, (x0, y0, _, _, text) in enumerate(page[:-1]):
            if text == "图" and page[at + 1][4].isdigit():
                captions[int(page[at + 1][4])] = (number, x0, y0)
    assert sorted(captions) == list(range(1, len(told.figures) + 1))
    for figure, (number, x, y) in zip(
        told.figures, (captions[one] for one in sorted(captions)), strict=True
    ):
        high = figure.height / 96 * 25.4 * MM
        box = (int(x - 12 * MM), int(y - high), int(x + 30 * MM), int(y - 1))
        shown = pictures[number].convert("L").crop(box)
        ink = sum(shown.histogram()[:DARK]) / (shown.width * shown.height)
        assert ink > 0.005, f"{figure.caption}: {ink:.4f}"


def test_pages_are_a4_and_nothing_is_printed_outside_the_margins(pages):
    _, _, pictures = pages
    for number, picture in enumerate(pictures, 1):
        assert picture.size == (pytest.approx(210 * MM, abs=1), pytest.approx(297 * MM, abs=1))
        grey = picture.convert("L")
        left = grey.crop((0, 0, int(27 * MM), grey.height))
        right = grey.crop((int(185.5 * MM), 0, grey.width, grey.height))
        for side in (left, right):
            assert not sum(side.histogram()[:DARK]), f"page {number}"


def test_a_page_number_stands_on_the_outer_side(pages):
    _, words, pictures = pages
    for number, page in enumerate(words, 1):
        feet = [box for box in page if box[1] > 262 * MM and box[4] == str(number)]
        assert len(feet) == 1, number
        assert (feet[0][0] > pictures[0].width / 2) == bool(number % 2)
