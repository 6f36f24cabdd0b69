"""Unified identity by OpenID Connect (Authlib): who somebody is; what they may see stays here.

Set by DASHBOARD_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _LABEL. The identity (issuer and
subject) must be bound to an account: python -m data.access add-user … --issuer … --subject ….
"""

import os


def label() -> str:
    """What the button of the unified identity says; empty where none is set up."""
    if not os.environ.get("DASHBOARD_OIDC_ISSUER"):
        return ""
    return os.environ.get("DASHBOARD_OIDC_LABEL") or "用统一身份登录"
