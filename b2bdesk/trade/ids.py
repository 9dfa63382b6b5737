"""New identifiers of this machine: UUID version 7 (RFC 9562), ordered by time of creation.

Order commands use them as idempotency keys (PROTOCOL R1); carts and lines use `new_id`. Within a
process every id is greater than the one before, also when the clock stands or steps back.
"""

from __future__ import annotations

import secrets
import threading
import time

_RANDOM_BITS = 74


class Sequence:
    """Ever greater 122-bit numbers: milliseconds above, random bits below."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self, now_ms: int) -> int:
        """A number greater than all before, carrying `now_ms` unless the clock stepped back."""
        with self._lock:
            candidate = (now_ms << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
            if candidate <= self._last:
                candidate = self._last + 1 + secrets.randbits(32)
            self._last = candidate
            return candidate


_process = Sequence()


def uuid7() -> str:
    """A new UUIDv7 in its usual form with hyphens, greater than all before it in this process."""
    digits = new_id()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def new_id() -> str:
    """A new id for an object of this device (cart, line, template): a UUIDv7 without hyphens."""
    number = _process.next(time.time_ns() // 1_000_000)
    stamp, rest = number >> _RANDOM_BITS, number & ((1 << _RANDOM_BITS) - 1)
    rand_a, rand_b = rest >> 62, rest & ((1 << 62) - 1)
    value = (stamp & ((1 << 48) - 1)) << 80 | 7 << 76 | rand_a << 64 | 2 << 62 | rand_b
    return f"{value:032x}"
