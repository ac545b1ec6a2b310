"""Passwords and tokens: only hashes of either are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

__all__ = ["csrf_of", "hashed", "matches", "new_token", "token_hash"]

# scrypt as RFC 7914 has it: 2**14 rounds of 8 blocks take 16 MB and some 40 ms, for whoever guesses as well.
_COST, _BLOCKS, _LANES = 2**14, 8, 1


def hashed(password: str) -> str:
    """Hash a password with a salt of its own."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(password, salt).hex()}"


def matches(password: str, kept: str) -> bool:
    """Say whether a password is the one that was hashed."""
    salt, _, digest = kept.partition("$")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt)).hex(), digest)


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCKS, p=_LANES)


def new_token() -> str:
    """Make a token that nobody guesses."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Give what is kept of a token. It is random and long, so it needs neither salt nor time."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def csrf_of(token: str) -> str:
    """Give what the forms of a session carry: only a page that this house wrote knows it."""
    return hmac.new(token.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()
