"""The door: who a request reads as, before anything else looks at it.

Without accounts the app opens to a demo viewer, on this machine and with demo and published data
only. With the bureau's own data, or asked from elsewhere, it says what to do and gives nothing.
"""

import hmac
import ipaddress
import os
import threading
import time
from collections import OrderedDict
from contextvars import copy_context
from functools import lru_cache
from urllib.parse import quote, urlsplit

from flask import Flask, Response, abort, g, jsonify, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix

from components import monitoring, rights, signpage, walldoor
from data import inbox, warehouse
from data.access import accounts, roles, sessions, viewer
from data.access.viewer import DEMO, NOBODY, OPERATOR, Viewer
from data.errors import DashboardError, EmptyWarehouseError

COOKIE = "jg-session"
PROGRAM = ("/assets/", "/_dash-component-suites/", "/theme.css", "/_favicon.ico", "/favicon.ico",
           walldoor.KIOSK)  # fmt: skip
SIGN_IN, OIDC = "/sign-in", "/oidc/"
CALLBACK = "/_dash-update-component"
SMALL, LARGE = 1 << 20, 72 << 20  # bytes of a request; an upload is 50 MB in base 64
PER_SECOND, BURST = 60, 900
_buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
_lock = threading.Lock()


def register(server: Flask) -> None:
    """Every request enters here, as nobody."""
    inner = server.wsgi_app

    def as_nobody(environ, start_response):
        """The request in a context of its own, so that no viewer stays behind on the thread."""
        context = copy_context()
        context.run(viewer.become, NOBODY)
        parts = context.run(inner, environ, start_response)
        return _Within(context, parts)

    server.wsgi_app = ProxyFix(as_nobody) if proxied() else as_nobody
    server.before_request(_enter)


class _Within:
    """The parts of an answer, each made in the context of its request."""

    def __init__(self, context, parts) -> None:
        self.context, self.inner, self.parts = context, parts, iter(parts)

    def __iter__(self):
        return self

    def __next__(self):
        return self.context.run(next, self.parts)

    def close(self) -> None:
        if hasattr(self.inner, "close"):
            self.context.run(self.inner.close)


def _enter() -> Response | None:
    """None lets the request in; anything else is the answer."""
    request.max_content_length = SMALL
    g.entered = time.perf_counter()
    _check_same_site()
    if request.path in monitoring.OPEN:
        viewer.become(OPERATOR)  # tells how the server is, and nothing of what it holds
        return None
    if request.path.startswith(PROGRAM):
        return None
    found = _who()
    if found and found.role == roles.WALL:
        inside = walldoor.is_inside()
        if not inside:
            return _refused()
        return rights.refusal(found) or walldoor.enter(found) or _slowed(found)
    if found:
        viewer.become(found)
        if found.may(roles.UPLOAD) and request.path == CALLBACK:
            request.max_content_length = LARGE
        return rights.refusal(found) or _slowed(found)
    if request.path == SIGN_IN or request.path.startswith(OIDC):
        return _slowed(NOBODY) if accounts.exist() else _closed()
    return _refused()


def _who() -> Viewer | None:
    """Whoever the cookie says, a wall by its link, the demo viewer; None for nobody."""
    g.session = sessions.find(request.cookies.get(COOKIE, ""))
    if g.session:
        return g.session.viewer
    if found := walldoor.found():
        return found
    return DEMO if not accounts.exist() and is_local() and only_open_data() else None


def _refused() -> Response | tuple:
    if not accounts.exist():
        return _closed()
    if ended := walldoor.ended():
        return ended
    if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
        back = request.full_path if request.query_string else request.path
        return redirect(f"{SIGN_IN}?next={quote(back)}", 303)
    return jsonify(error="请先登录。刷新页面即到登录页。"), 401


def _closed() -> tuple[str, int]:
    own = "已装载本单位数据" if not only_open_data() else "请求来自本机以外的地址"
    return signpage.closed(own), 503


def is_local() -> bool:
    """Asked from this machine, by its own name, and through no proxy."""
    if "HTTP_X_FORWARDED_FOR" in request.environ or "HTTP_FORWARDED" in request.environ:
        return False
    named = request.host.rsplit(":", 1)[0].strip("[]")
    return _is_loopback(request.remote_addr or "") and (named == "localhost" or _is_loopback(named))


@lru_cache(maxsize=256)
def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def only_open_data() -> bool:
    """Whether nothing but demo and published data is shown."""
    with viewer.acting(OPERATOR):
        try:
            return _is_open(str(warehouse.folder()), warehouse.current_id())
        except EmptyWarehouseError:
            return True
        except DashboardError:
            return False


@lru_cache(maxsize=8)
def _is_open(_folder: str, _snapshot: str) -> bool:
    return inbox.only_open_data()


def _check_same_site() -> None:
    """Only our own pages may change anything."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    origin = request.environ.get("HTTP_ORIGIN")
    if origin and urlsplit(origin).netloc != request.host:
        abort(403)
    site = request.environ.get("HTTP_SEC_FETCH_SITE", "same-origin")
    if site not in ("same-origin", "none"):
        abort(403)


def _slowed(found: Viewer) -> Response | tuple | None:
    """An answer 429 for who asks more than a person can look at."""
    key = g.session.digest if g.get("session") else f"{found.name} {request.remote_addr}"
    now = time.monotonic()
    with _lock:
        left, at = _buckets.pop(key, (BURST, now))
        left = min(BURST, left + (now - at) * PER_SECOND)
        _buckets[key] = (max(left - 1, 0), now)
        while len(_buckets) > 10_000:
            _buckets.popitem(last=False)
    if left < 1:
        return Response("请求太多，请稍后再试。", 429, {"Retry-After": "5"}, mimetype="text/plain")
    return None


def csrf_fits(given: str | None) -> bool:
    """Whether a form carries the token of the session it comes from."""
    return bool(g.get("session") and given and hmac.compare_digest(given, g.session.csrf))


def proxied() -> bool:
    """Whether a proxy before us tells the real address and scheme (DASHBOARD_PROXY=1)."""
    return os.environ.get("DASHBOARD_PROXY") == "1"
