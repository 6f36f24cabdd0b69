"""Cells: every refused and doubtful cell of every file, all that a count of 数据质量 stands for."""

import dash
from dash import html

from components import page

dash.register_page(__name__, path="/cells", name="拒收与存疑的单元格", group=None)


def layout() -> html.Div:
    return page.arrange("拒收与存疑的单元格", ("cells-head", "cells"))
