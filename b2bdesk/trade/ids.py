"""New identifiers of this machine: UUID version 7 (RFC 9562), ordered by time of creation.

Commands use them as idempotency keys (PROTOCOL R1); carts and lines use `new_id`. Within a
process every id is greater than the one before, also when the clock stands or steps back. The key
of an order follows from its cart, so that copies of a data folder say the same (R12).
"""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_RANDOM_BITS = 74
_STEP_BITS = 32
_ORDERS = uuid.UUID("0d6f1f0c-7c55-4f0b-9a41-52f3a1f4b7de")
_RANDOM, _RAND_B, _STAMP = (1 << _RANDOM_BITS) - 1, (1 << 62) - 1, (1 << 48) - 1


class Sequence:
    """Ever greater 122-bit numbers: milliseconds above, random bits below."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self, now_ms: int) -> int:
        """A number greater than all before, carrying `now_ms` unless the clock stepped back."""
        return self.block(now_ms, 1)[0]

    def block(self, now_ms: int, count: int) -> range:
        """As many numbers, each greater than all before it, drawn together."""
        with self._lock:
            first = (now_ms << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
            if first <= self._last:
                first = self._last + 1 + secrets.randbits(_STEP_BITS)
            step = 1 + secrets.randbits(_STEP_BITS) if count > 1 else 1
            found = range(first, first + step * count, step)
            self._last = found[-1]
            return found


_process = Sequence()


def uuid7() -> str:
    """A new UUIDv7 in its usual form with hyphens, greater than all before it in this process."""
    digits = new_id()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def order_key(cart_id: str, sealed_before: int) -> str:
    """The key of a cart's next order: the same in every copy of the cart, another after each."""
    return str(uuid.uuid5(_ORDERS, f"{cart_id}\x1f{sealed_before}"))


def new_id() -> str:
    """A new id for an object of this device (cart, line, template): a UUIDv7 without hyphens."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """So many new ids in ascending order, at least one: the lines of a list are made together."""
    return list(map(_hex, _process.block(time.time_ns() // 1_000_000, count)))


def _hex(number: int) -> str:
    stamp, rest = number >> _RANDOM_BITS, number & _RANDOM
    rand_a, rand_b = rest >> 62, rest & _RAND_B
    return f"{(stamp & _STAMP) << 80 | 7 << 76 | rand_a << 64 | 2 << 62 | rand_b:032x}"
