"""Wall links: a signed address that opens /wall of one region for a while, or until revoked."""

import secrets

from itsdangerous import BadSignature, URLSafeSerializer

from data.access import roles, secret, store, viewer
from data.access.viewer import Viewer
from data.errors import AccessError

LONGEST_DAYS = 400


def make(region: str, days: float, note: str = "") -> tuple[str, str]:
    """The id and the token of a new link. Raises AccessError for a wrong region or time."""
    if region not in viewer.region_names():
        raise AccessError(f"地区代码“{region[:20]}”不存在。请用六位代码，如 640100 银川市。")
    if not 0 < days <= LONGEST_DAYS:
        raise AccessError(f"有效期 {days} 天不合规则，应在 0—{LONGEST_DAYS} 天之间。")
    id_ = secrets.token_hex(6)
    with store.change() as held:
        held.execute(
            "insert into wall values (?, ?, ?, 0, ?, ?)",
            [id_, region, store.now() + days * 86400, store.now(), note],
        )
    return id_, _signer().dumps(id_)


def find(token: str) -> Viewer | None:
    """The wall that a token opens; None when it is forged, expired or taken back."""
    if not token:
        return None
    try:
        id_ = _signer().loads(token)
    except BadSignature:
        return None
    row = store.connection().execute("select * from wall where id = ?", [str(id_)]).fetchone()
    if row is None or row["revoked"] or row["expires_at"] < store.now():
        return None
    return Viewer(f"wall:{id_}", roles.WALL, row["region"], shown=row["note"] or f"大屏 {id_}")


def revoke(id_: str) -> None:
    """Takes a link back. Raises AccessError when there is none."""
    with store.change() as held:
        changed = held.execute("update wall set revoked = 1 where id = ?", [id_]).rowcount
    if not changed:
        raise AccessError(f"没有大屏链接“{id_[:20]}”。可用 python -m data.access list 查看。")


def listing() -> list[dict]:
    """One row per link, newest first: id, region, expires_at, revoked, note."""
    found = store.connection().execute("select * from wall order by created_at desc")
    return [dict(row) for row in found]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(secret.key("wall"))
