"""The routes of signing in and out, and of one's own account."""

from flask import Flask, Response, abort, g, redirect, request

from components import door, entering, signpage
from data.access import accounts, attempts, audit, passwords, sessions, viewer
from data.errors import AccessError


def register(server: Flask) -> None:
    """GET and POST /sign-in, POST /sign-out, GET and POST /account."""
    server.get(door.SIGN_IN)(show_sign_in)
    server.post(door.SIGN_IN)(sign_in)
    server.post("/sign-out")(sign_out)
    server.get("/account")(show_account)
    server.post("/account")(change_password)


def show_sign_in() -> Response:
    """The form."""
    return entering.form("", "", 200)


def sign_in() -> Response:
    """A session for the right password; the form again, with what was wrong, for any other."""
    name, address = request.form.get("name", "")[:100], request.remote_addr or ""
    if not entering.fits(request.form.get("csrf", "")):
        return entering.form(name, "登录页已过期，请再试一次。", 400)
    try:
        token, found = sessions.sign_in(name, request.form.get("password", ""), address)
    except AccessError as error:
        audit.write("sign-in-failed", {"name": name}, address)
        return entering.form(name, str(error), 401)
    return entering.entered(token, found, entering.safe(request.form.get("next", "/")))


def sign_out() -> Response:
    """Ends every session of the account."""
    if not door.csrf_fits(request.form.get("csrf")):
        abort(400)
    audit.write("sign-out", address=request.remote_addr or "")
    sessions.end(g.session)
    left = redirect(door.SIGN_IN, 303)
    left.delete_cookie(door.COOKIE)
    left.headers["Clear-Site-Data"] = '"cache", "storage"'
    return left


def show_account() -> Response:
    """Who is signed in, and what they may change."""
    return Response(_account("", False))


def change_password() -> Response:
    """A new password, which ends every other session."""
    if not door.csrf_fits(request.form.get("csrf")):
        abort(400)
    found, address = g.session.viewer, request.remote_addr or ""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    try:
        attempts.check(found.name, address)
        if not passwords.fits(old, accounts.known(found.name)["password"]):
            attempts.failed(found.name, address)
            raise AccessError("现在的口令不对。")
        if new != request.form.get("again", ""):
            raise AccessError("两次输入的新口令不同。")
        accounts.set_password(found.name, new)
    except AccessError as error:
        return Response(_account(str(error), True), 400)
    audit.write("password", {"name": found.name}, address)
    return entering.entered(sessions.start(found.name), found, "/account")


def _account(said: str, bad: bool) -> str:
    if not g.get("session"):
        return signpage.signed_out()
    row = accounts.known(g.session.viewer.name) or {}
    return signpage.account(
        viewer.current(), g.session.csrf, said, bad, request.is_secure, bool(row.get("password"))
    )
