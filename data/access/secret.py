"""The secret of this deployment: from DASHBOARD_SECRET, else a file only its owner may read.

Never in the repository. It signs wall links and the audit log's chain, and salts masked plates.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from data import paths
from data.errors import AccessError

SHORTEST = 32


def folder() -> Path:
    """Where accounts, sessions and the audit log live; nobody else may look in."""
    path = paths.var() / "access"
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def key(purpose: str) -> bytes:
    """A key for one purpose. Raises AccessError when the secret is short or open to others."""
    return hmac.new(_secret(), purpose.encode(), hashlib.sha256).digest()


def salt() -> str:
    """What masked plates are salted with, as hexadecimal."""
    return key("mask").hex()[:32]


def _secret() -> bytes:
    given = os.environ.get("DASHBOARD_SECRET", "")
    if given:
        if len(given) < SHORTEST:
            raise AccessError(
                f"环境变量 DASHBOARD_SECRET 只有 {len(given)} 个字符，至少要 {SHORTEST} 个。"
                "可用 python -c 'import secrets; print(secrets.token_hex(32))' 生成。"
            )
        return given.encode()
    path = folder() / "secret"
    try:
        _check_mode(path)
        return path.read_bytes()
    except FileNotFoundError:
        return _made(path)


def _check_mode(path: Path) -> None:
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise AccessError(
            f"密钥文件 {path} 的权限是 {mode:o}，别人也能读。请运行 chmod 600 {path} 后重试；"
            "如怀疑已泄露，删除它会作废全部会话和大屏链接。"
        )


def _made(path: Path) -> bytes:
    """A new secret, written whole; the first of several processes wins."""
    part = path.with_name(f"secret.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return path.read_bytes()
