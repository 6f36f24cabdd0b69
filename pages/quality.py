"""Data quality: what arrived and from whom, what was refused, who is late, what has changed."""

import dash
from dash import MATCH, Input, Output, State, html

from components import page, upload

dash.register_page(__name__, path="/quality", name="数据质量", order=80, group="底数")

PANELS = (
    "quality-headline",
    "quality-tiles",
    "quality-coverage",
    "quality-owing",
    "quality-changes",
    "quality-totals",
    "quality-cells",
    "quality-files",
)


def layout() -> html.Div:
    return html.Div([page.arrange("数据质量", PANELS), upload.box()])


@dash.callback(
    Output({"type": upload.SAID, "index": MATCH}, "children"),
    Input({"type": upload.BOX, "index": MATCH}, "contents"),
    State({"type": upload.BOX, "index": MATCH}, "filename"),
    running=[(Output({"type": upload.WAIT, "index": MATCH}, "children"), upload.BUSY, "")],
    prevent_initial_call=True,
)
def put_files_from_upload(contents, names):
    """Puts what was dropped into the inbox and says of each that it is there."""
    return upload.take(contents, names)
