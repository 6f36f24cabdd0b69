"""The door of the wall: a link's token goes from the address into a cookie and opens /wall."""

from urllib.parse import urlencode

from flask import Response, g, redirect, request

from components.wall import document
from data.access import audit, viewer, walls
from data.access.viewer import Viewer

COOKIE, WALL = "jg-wall", "/wall"
KIOSK = f"{WALL}/kiosk.sh"
"""What sets up a wall PC: a program that holds nothing, for who has no link yet."""
ENDED = "这个大屏链接已收回、已到期或不完整，不再显示数据。请管理员用 wall-link 重新生成链接，\
在大屏主机上用新链接再装一次。"


def is_inside() -> bool:
    """Whether the request is for the wall."""
    return request.path == WALL or request.path.startswith(f"{WALL}/")


def found() -> Viewer | None:
    """The wall that the link or the cookie of the request opens."""
    token = request.args.get("token", "") if request.path == WALL else ""
    known = walls.find(token or request.cookies.get(COOKIE, ""))
    g.wall_token = token if known else ""
    return known


def enter(known: Viewer) -> Response | None:
    """None lets a wall in; with a link, the same address without its token, kept in a cookie."""
    viewer.become(known)
    if not g.wall_token:
        return None
    audit.write("wall-open", address=request.remote_addr or "")
    rest = {name: value for name, value in request.args.items() if name != "token"}
    answer = redirect(f"{WALL}?{urlencode(rest)}" if rest else WALL, 303)
    answer.set_cookie(
        COOKIE, g.wall_token, httponly=True, samesite="Lax", secure=request.is_secure, path=WALL
    )
    return answer


def ended() -> Response | None:
    """What somebody sees who came with a link that opens nothing; None for who has no link."""
    if request.path != WALL or not (request.args.get("token") or request.cookies.get(COOKIE)):
        return None
    return Response(document.refused(ENDED, back=False), 403, mimetype="text/html")
