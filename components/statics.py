"""What a browser downloads: gzipped ahead and kept on disk, named by content, cached for good.

gzip only: on plain http to another machine Chromium offers gzip and deflate, never brotli.
"""

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from data import paths

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SUITES = "/_dash-component-suites/"
FILES = (SUITES, "/assets/", "/theme.css")
FOREVER = "public, max-age=31536000, immutable"
TEXTS = ("text/", "application/json", "application/javascript", "image/svg")
NOT_AT_FIRST = r"^(wall.*|cartesian\.min\.js|fallback\.js|plain\.css)$"
"""Files of assets/ that Dash must not name among those every page waits for."""
SMALL = 1024  # bytes below which a packet is not saved
STAMPED = re.compile(r'(/assets/([^"?]+))\?m=[\d.]+')


def register(server: Flask) -> None:
    """Compress what is sent to browsers that take it."""

    @server.after_request
    def compress(response: Response) -> Response:
        return _compressed(response)


def named_by_content(index: str) -> str:
    """The page's HTML with each asset's address ending in a hash of what is in it."""
    return STAMPED.sub(lambda found: f"{found[1]}?h={stamp(_content(found[2]))}", index)


def stamp(content: bytes) -> str:
    """A short name of a content."""
    return hashlib.sha256(content).hexdigest()[:16]


@lru_cache(maxsize=64)
def _content(name: str) -> bytes:
    return (ASSETS / name).read_bytes()


def _compressed(response: Response) -> Response:
    is_file = request.path.startswith(FILES)
    if is_file and "h" in request.args:
        response.headers["Cache-Control"] = FOREVER
    if not _is_text(response) or (response.is_streamed and not is_file):
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) >= SMALL:
        response.set_data(_kept(content) if is_file else gzip.compress(content, 2, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _is_text(response: Response) -> bool:
    return (
        response.status_code == 200
        and "gzip" in request.headers.get("Accept-Encoding", "")
        and "Content-Encoding" not in response.headers
        and response.mimetype.startswith(TEXTS)
    )


def _kept(content: bytes) -> bytes:
    """The gzip of a file, made once and kept under the hash of what is in it."""
    path = paths.var() / "static" / f"{stamp(content)}.gz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{id(content)}.part")
        part.write_bytes(gzip.compress(content, 9, mtime=0))
        part.replace(path)
    return path.read_bytes()
