"""The page of the wall: an empty frame without menu or filters; assets/wall.js fills it."""

from html import escape
from pathlib import Path

import orjson
import plotly
from flask import Response, send_file

from components import statics, theme
from components.shell import TITLE
from components.wall.asked import Asked
from components.wall.scenes import BY_ID

SLIM = statics.ASSETS / "plotly" / "cartesian.min.js"
KIOSK = Path(__file__).resolve().parents[2] / "deploy" / "kiosk.sh"
WHOLE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
HEAD = """<!DOCTYPE html>
<html lang="zh-CN" data-theme="dark"{mode}>
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/theme.css?h={theme}">
<link rel="stylesheet" href="/assets/wall.css?m=0">
"""
PAGE = """{scripts}</head>
<body data-settings="{settings}">
<header class="wall-head">
<p class="place" id="place"></p>
<h1>{title}</h1>
<p class="state"><time id="clock"></time><span id="pill" role="status"></span></p>
</header>
<div class="lead"><p id="lead" aria-live="polite">正在读取数据……</p><div id="case"></div></div>
<main id="stage"></main>
<aside id="notes" hidden></aside>
<footer class="wall-foot">
<div id="foot"></div>
<div class="turn"><p id="next"></p><ol id="dots"></ol></div>
</footer>
<noscript>大屏需要浏览器启用 JavaScript。</noscript>
</body></html>
"""
REFUSED = """</head><body class="refused"><main><h1>{title}</h1><p role="alert">{words}</p>
{back}</main></body></html>
"""
SCRIPTS = ("panels.js", "wall-figures.js", "wall-words.js", "wall.js")


def page(asked: Asked) -> str:
    """The wall that was asked for."""
    slim = "/assets/plotly/cartesian.min.js?m=0" if SLIM.exists() else "/wall/drawing.js"
    sources = [slim, *(f"/assets/{name}?m=0" for name in SCRIPTS)]
    scripts = "".join(f'<script defer src="{source}"></script>\n' for source in sources)
    settings = {
        "scenes": [_scene(id) for id in asked.scenes],
        "seconds": asked.seconds,
        "present": asked.present,
        "search": asked.search,
    }
    told = escape(orjson.dumps(settings).decode(), quote=True)
    mode = ' class="present"' if asked.present else ""
    made = _head(mode) + PAGE.format(scripts=scripts, settings=told, title=TITLE)
    return statics.named_by_content(made)


def refused(words: str, back: bool = True) -> str:
    """A page that says what is wrong with the address, legible from afar."""
    link = '<p><a href="/wall">打开默认大屏</a></p>' if back else ""
    told = REFUSED.format(title=TITLE, words=escape(words), back=link)
    return statics.named_by_content(_head("") + told)


def kiosk_script() -> Response:
    """What sets up a wall PC; see deploy/wall.md."""
    return send_file(KIOSK, mimetype="text/plain; charset=utf-8")


def drawing_script() -> Response:
    """What draws the figures where the slim part of it was not to be had: the wheel's own."""
    return send_file(WHOLE, mimetype="text/javascript", max_age=86400)


def _head(mode: str) -> str:
    return HEAD.format(title=TITLE, theme=statics.stamp(theme.css().encode()), mode=mode)


def _scene(id: str) -> dict:
    one = BY_ID[id]
    slots = [{"area": slot.area, "title": slot.title} for slot in one.slots]
    return {"id": id, "title": one.title, "slots": slots}
