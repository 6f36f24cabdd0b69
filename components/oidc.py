"""Unified identity by OpenID Connect (Authlib): who somebody is; what they may see stays here.

Set by DASHBOARD_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _LABEL. The identity (issuer and
subject) must be bound to an account: python -m data.access add-user … --issuer … --subject ….
"""

import hmac
import json
import os
import secrets
from functools import lru_cache

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException, Session

from components import door, entering
from data.access import accounts, audit, sessions, store
from data.errors import AccessError

STATE = "jg-oidc"
WAIT, ANSWER = 600, 8  # seconds somebody may take to sign in, and the provider to answer
SIGNED = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
NEXT = "请重试，或改用账号口令登录；如仍出现，请告知管理员。"


def register(server: Flask) -> None:
    """GET /oidc/start goes to the provider, GET /oidc/callback comes back from it."""
    server.get("/oidc/start")(start)
    server.get("/oidc/callback")(callback)


def start() -> Response:
    """Sends the browser to the provider, with what must come back kept on the server."""
    try:
        found = provider(_issuer())
    except AccessError as error:
        return entering.form("", str(error), 502)
    kept = {"nonce": secrets.token_urlsafe(24), "verifier": secrets.token_urlsafe(48),
            "back": entering.safe(request.args.get("next", "/"))}  # fmt: skip
    address, state = _client().create_authorization_url(
        found["authorization_endpoint"], nonce=kept["nonce"], code_verifier=kept["verifier"]
    )
    with store.change() as held:
        held.execute("delete from pending where at < ?", [store.now() - WAIT])
        held.execute("insert into pending values (?, ?, ?)", [state, json.dumps(kept), store.now()])
    answer = redirect(address, 303)
    answer.set_cookie(
        STATE, state, max_age=WAIT, httponly=True, samesite="Lax", secure=request.is_secure,
        path="/oidc/",
    )  # fmt: skip
    return answer


def callback() -> Response:
    """A session for the account the identity is bound to; the sign-in page with why not."""
    try:
        kept = _kept(request.args.get("state", ""))
        issuer, subject = _identity(kept)
        row = accounts.by_identity(issuer, subject)
        if row is None:
            raise AccessError(
                f"统一身份“{subject[:60]}”没有绑定账号。请管理员用 python -m data.access add-user "
                "--issuer … --subject … 建立账号。"
            )
    except AccessError as error:
        audit.write("sign-in-failed", {"name": "统一身份", "why": str(error)[:200]},
                    request.remote_addr or "")  # fmt: skip
        return entering.form("", str(error), 401)
    return entering.entered(sessions.start(row["name"]), accounts.seen_as(row), kept["back"])


def _kept(state: str) -> dict:
    """What was kept when this browser was sent away; only once, and not for long."""
    if not state or not hmac.compare_digest(state, request.cookies.get(STATE, "")):
        raise AccessError("统一身份登录不是从本浏览器发起的。请从登录页重新开始。")
    with store.change() as held:
        row = held.execute("select * from pending where state = ?", [state]).fetchone()
        held.execute("delete from pending where state = ?", [state])
    if row is None or store.now() - row["at"] > WAIT:
        raise AccessError("统一身份登录已过期。请从登录页重新开始。")
    return json.loads(row["value"])


def _identity(kept: dict) -> tuple[str, str]:
    """Issuer and subject of the token the provider gives for the code, checked."""
    found = provider(_issuer())
    try:
        token = _client().fetch_token(
            found["token_endpoint"], authorization_response=request.url,
            code_verifier=kept["verifier"], timeout=ANSWER,
        )  # fmt: skip
        keys = KeySet.import_key_set(_asked(found["jwks_uri"]))
        claims = jwt.decode(token["id_token"], keys, algorithms=SIGNED).claims
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": found["issuer"]},
            aud={"essential": True, "value": os.environ.get("DASHBOARD_OIDC_CLIENT_ID", "")},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": kept["nonce"]},
        ).validate(claims)
    except (OAuthError, JoseError, RequestException, KeyError, ValueError) as error:
        raise AccessError(f"统一身份没有确认登录（{type(error).__name__}）。{NEXT}") from None
    return found["issuer"], str(claims["sub"])


@lru_cache(maxsize=4)
def provider(issuer: str) -> dict:
    """What the provider says of itself. Raises AccessError when it cannot be asked."""
    try:
        found = _asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found["issuer"].rstrip("/") != issuer.rstrip("/"):
            raise KeyError("issuer")
        return found
    except (RequestException, ValueError, KeyError) as error:
        raise AccessError(
            f"统一身份服务 {issuer} 没有答复（{type(error).__name__}）。{NEXT}"
        ) from None


def _asked(address: str) -> dict:
    with Session() as asking:
        answer = asking.get(address, timeout=ANSWER)
        answer.raise_for_status()
        return answer.json()


def _client() -> OAuth2Session:
    return OAuth2Session(
        os.environ.get("DASHBOARD_OIDC_CLIENT_ID", ""),
        os.environ.get("DASHBOARD_OIDC_CLIENT_SECRET", ""),
        scope="openid profile",
        redirect_uri=f"{request.host_url.rstrip('/')}{door.OIDC}callback",
        code_challenge_method="S256",
    )


def _issuer() -> str:
    found = os.environ.get("DASHBOARD_OIDC_ISSUER", "")
    if not found:
        raise AccessError("没有设置统一身份服务（DASHBOARD_OIDC_ISSUER）。请用账号口令登录。")
    return found
