"""The script that draws figures and its settings, as parts of the page every visit begins with."""

import orjson

from components import statics
from components.figures import base

SLIM = "cartesian.min.js"
"""The small bundle of deploy/setup.sh; Dash must not name it among the scripts it waits for."""
FULL = "/_dash-component-suites/plotly/package_data/plotly.min.js"


def parts() -> str:
    """Settings and script, loaded beside Dash's own: words and tiles do not wait for it."""
    settings = orjson.dumps(base.CONFIG).decode().replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="plotly-config">{settings}</script>'
        f'<script defer id="plotly-script" src="{script()}"></script>'
    )


def script() -> str:
    """The address of the slim bundle where it was set up, of the full one elsewhere."""
    path = statics.ASSETS / "plotly" / SLIM
    if path.exists():
        return f"/assets/plotly/{SLIM}?h={statics.stamp(path.read_bytes())}"
    return FULL
