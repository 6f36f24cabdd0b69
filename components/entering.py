"""Coming in: the form, its token, and the cookie of a session that has begun."""

import hmac
import os
import secrets

from flask import Response, g, make_response, redirect, request

from components import door, signpage
from data.access import audit, secret, sessions
from data.access.viewer import Viewer

VISIT = "jg-visit"


def label() -> str:
    """What the button of a unified identity says; empty where none is set up."""
    if not os.environ.get("DASHBOARD_OIDC_ISSUER"):
        return ""
    return os.environ.get("DASHBOARD_OIDC_LABEL") or "用统一身份登录"


def entered(token: str, found: Viewer, back: str) -> Response:
    """The answer of a sign-in that went well: the new session's cookie and the way on."""
    audit.write("sign-in", address=request.remote_addr or "", who=found)
    if g.get("session"):
        sessions.drop(g.session)  # the session that was there before is not carried on
    answer = redirect(back, 303)
    answer.set_cookie(
        door.COOKIE, token, max_age=sessions.LONGEST, httponly=True, samesite="Lax",
        secure=request.is_secure, path="/",
    )  # fmt: skip
    return answer


def safe(back: str) -> str:
    """Where to go after signing in: an address of this site, or the start."""
    inside = back.startswith("/") and not back.startswith(("//", "/\\", door.SIGN_IN))
    return back if inside and back.isprintable() and "\\" not in back else "/"


def form(name: str, said: str, status: int) -> Response:
    visit = request.cookies.get(VISIT) or secrets.token_urlsafe(18)
    back = safe(request.values.get("next", "/"))
    page = signpage.sign_in(_token(visit), back, name, said, request.is_secure, label())
    answer = make_response(page, status)
    answer.set_cookie(VISIT, visit, httponly=True, samesite="Strict", secure=request.is_secure)
    return answer


def _token(visit: str) -> str:
    return hmac.new(secret.key("form"), visit.encode(), "sha256").hexdigest()


def fits(given: str) -> bool:
    visit = request.cookies.get(VISIT, "")
    return bool(visit) and hmac.compare_digest(given, _token(visit))
