"""Opaque tokens: random, prefixed by kind so that logs can hide them, stored only as hashes.

The successor of a refresh token is derived from it and the portal's secret. That is how a lost
reply can be answered with the *same* successor although only hashes are kept (PROTOCOL R11).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

ACCESS, REFRESH, API = "b2a_", "b2r_", "b2t_"


def new_token(prefix: str) -> str:
    """A new random token of a kind (256 bits)."""
    return prefix + secrets.token_urlsafe(32)


def successor(secret: str, token: str) -> str:
    """The one refresh token that follows `token`; needs both the token and the secret."""
    digest = hmac.digest(bytes.fromhex(secret), token.encode(), hashlib.sha256)
    return REFRESH + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def token_hash(token: str) -> str:
    """What is stored of a token: SHA-256, enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
