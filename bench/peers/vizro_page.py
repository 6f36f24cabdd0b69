"""The overview page in Vizro."""

import os

import shared
import vizro.models as vm
from dash import html
from vizro import Vizro
from vizro.models.types import capture

FIRST = next(iter(shared.NAMES))
COUNT = len(shared.REGIONS[FIRST]["charts"])


@capture("figure")
def tile(data_frame, region: str = FIRST, at: int = 0):
    """One tile."""
    label, value = shared.tile(shared.REGIONS[region]["tiles"][at])
    return html.Div([html.P(label), html.H3(value)])


@capture("graph")
def chart(data_frame, region: str = FIRST, at: int = 0):
    """One chart."""
    return shared.figure(region, at)


TILES = [vm.Figure(id=f"tile-{at}", figure=tile("none", at=at)) for at in range(6)]
CHARTS = [vm.Graph(id=f"chart-{at}", figure=chart("none", at=at)) for at in range(COUNT)]
PARTS = [*TILES, *CHARTS]
choice = vm.Dropdown(
    options=[{"label": name, "value": code} for code, name in shared.NAMES.items()],
    value=FIRST, multi=False, title="地区",
)  # fmt: skip
page = vm.Page(
    title="总览",
    components=PARTS,
    controls=[vm.Parameter(targets=[f"{one.id}.region" for one in PARTS], selector=choice)],
)


def main() -> None:
    """Serves the page with waitress' equal, two processes being gunicorn's business."""
    import pandas as pd  # noqa: PLC0415 (Vizro's data manager wants a frame)
    from vizro.managers import data_manager  # noqa: PLC0415

    data_manager["none"] = pd.DataFrame({"x": [1]})
    global server
    server = Vizro().build(vm.Dashboard(pages=[page])).dash.server


main()
if __name__ == "__main__":
    server.run(port=int(os.environ["PORT"]))
