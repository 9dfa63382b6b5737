"""Hashes of passwords: argon2id with m = 19,456 KiB, t = 2, p = 1 (RELIABILITY T6).

At most four are computed at once, so that a flood of sign-ins cannot eat the machine. An unknown
login is verified against a dummy hash: the time of the answer tells nothing.
"""

from __future__ import annotations

import functools
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from b2bdesk.trade.errors import Expected

MINIMUM_LENGTH = 8
MAXIMUM_LENGTH = 1024
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_gate = threading.BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password with its parameters and salt."""
    with _gate:
        return _hasher.hash(password)


def verify(password_hash: str, password: str) -> bool:
    """Whether a password fits a hash; an empty hash fits nothing and takes as long."""
    if len(password) > MAXIMUM_LENGTH:
        return False
    with _gate:
        try:
            _hasher.verify(password_hash or _dummy(), password)
        except (VerificationError, InvalidHashError):
            return False
    return bool(password_hash)


def check_strength(password: str) -> None:
    """Refuse a new password that is too short or absurdly long.

    Raises:
        Expected: `password_weak`.
    """
    if not MINIMUM_LENGTH <= len(password) <= MAXIMUM_LENGTH:
        raise Expected("password_weak", length=MINIMUM_LENGTH)


@functools.cache
def _dummy() -> str:
    return _hasher.hash("nobody's password")
