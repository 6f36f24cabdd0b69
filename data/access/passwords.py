"""Passwords: argon2id by argon2-cffi, and what a password has to be."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import AccessError

SHORTEST, LONGEST = 10, 256
_hasher = PasswordHasher()
# 64 MiB each: no more than two at once, or sign-ins alone could fill the memory
_turn = threading.BoundedSemaphore(2)
_nobody = _hasher.hash("nobody has this password")


def hashed(password: str, name: str) -> str:
    """The hash to keep. Raises AccessError when the password is too weak."""
    _check(password, name)
    with _turn:
        return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password; takes as long when there is none to compare with."""
    with _turn:
        try:
            return _hasher.verify(kept or _nobody, password[:LONGEST]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def _check(password: str, name: str) -> None:
    kinds = [str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum()]
    used = sum(any(kind(sign) for sign in password) for kind in kinds)
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccessError(f"口令要 {SHORTEST}—{LONGEST} 个字符，现为 {len(password)} 个。")
    if used < 3 and len(password) < 20:
        raise AccessError("口令要含大写、小写、数字、符号中的三种，或不少于 20 个字符。")
    if name.lower() in password.lower() or len(set(password)) < 5:
        raise AccessError("口令不能含账号名，也不能只由几个字符重复。")
