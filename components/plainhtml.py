"""What a panel says as HTML text, every word and attribute escaped; see assets/panels.js."""

import re
from functools import lru_cache
from html import escape
from urllib.parse import quote, urlencode

from flask import Response, redirect, request

from components import statics

SAFE = re.compile(r"class|title|id|alt|role|scope|lang|colspan|open|aria-[\w-]+")
LINK = re.compile(r"[?#]|/(?!/)")
LEFT_OUT = {"button", "input", "select", "output"}
VOID = {"br", "hr", "img"}
STYLE = "/assets/plain.css"


def frame(title: str) -> tuple[str, str]:
    """What stands before and after the content of a page."""
    top = (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{STYLE}"></head><body><main>'
    )
    return top, "</main></body></html>"


def page(title: str, content: str) -> str:
    """A whole page."""
    top, bottom = frame(title)
    return top + f"<h1>{escape(title)}</h1>" + content + bottom


def head() -> str:
    """What sends a browser without scripts, or too old for ours, to the page without them."""
    asked = request.query_string.decode("utf-8", "replace")
    here = escape(f"/plain{request.path}{'?' if asked else ''}{asked}")
    script = f"/assets/fallback.js?h={statics.stamp(_fallback())}"
    return (
        f'<noscript><meta http-equiv="refresh" content="0;url={here}"></noscript>'
        f'<script src="{script}"></script>'
    )


def waiting(told: dict, files: str) -> Response:
    """A briefing that is being made: asks again by itself, then leads to the file."""
    if told.get("state") == "done":
        return redirect(files + quote(told["files"][0]))
    words = told.get("words") or "正在生成简报，完成后自动下载。"
    if told.get("state") == "failed":
        return Response(page("简报没有生成", f"<p>{escape(words)}</p>"), 500)
    again = '<meta http-equiv="refresh" content="3">'
    return Response(page("正在生成简报", f"{again}<p>{escape(words)}</p>"))


@lru_cache(maxsize=1)
def _fallback() -> bytes:
    return (statics.ASSETS / "fallback.js").read_bytes()


def of(node: object) -> str:
    """A node of components/markup.py as HTML; controls that need a script are left out."""
    if not isinstance(node, list):
        return escape(str(node or ""))
    tag, attributes, *children = node
    if tag in LEFT_OUT:
        return ""
    tag = "p" if tag == "summary" else "div" if tag == "details" else tag
    tag = tag if re.fullmatch(r"[a-z][a-z0-9]*", tag) else "span"
    told = "".join(_attribute(tag, name, value) for name, value in attributes.items())
    if tag in VOID:
        return f"<{tag}{told}>"
    content = _rows(attributes["data-rows"]) if "data-rows" in attributes else ""
    return f"<{tag}{told}>{content}{''.join(of(child) for child in children)}</{tag}>"


def select(name: str, label: str, options: list[dict], chosen: str) -> str:
    """A labelled choice of a form."""
    told = "".join(
        f'<option value="{escape(one["value"])}"{" selected" if one["value"] == chosen else ""}>'
        f"{escape(one['label'])}</option>"
        for one in options
    )
    return f'<label>{escape(label)} <select name="{name}">{told}</select></label> '


def query(**parts: str) -> str:
    """A query string, safe inside an attribute."""
    return escape(urlencode(parts))


def _attribute(tag: str, name: str, value: object) -> str:
    if name == "href" and LINK.match(str(value)):
        return f' href="{escape(_plain(str(value)))}"'
    if name == "src" and str(value).startswith("data:image/svg+xml,"):
        return f' src="{escape(str(value))}"'
    if SAFE.fullmatch(name) and not isinstance(value, dict | list):
        return f' {name}="{escape(str(value))}"'
    return ""


def _plain(href: str) -> str:
    """A link to a page as one to the page without scripts; files stay what they are."""
    inside = href.startswith("/") and not href.startswith(("/export", "/briefings/", "/assets"))
    return f"/plain{href}" if inside else href


def _rows(told: dict) -> str:
    head = "".join(
        f"<th class={side or 'words'}>{escape(words)}</th>" for words, side in told["head"]
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td class={side or 'words'}>{of(cell)}</td>"
            for cell, (_, side) in zip(row, told["head"], strict=True)
        )
        + "</tr>"
        for row in told["body"]
    )
    caption = f"<caption>{escape(told['caption'])}</caption>" if told.get("caption") else ""
    return f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
