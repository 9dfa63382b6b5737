"""Cursors: how far a client has come in each table of a scope (PROTOCOL R6).

A cursor is the list of the last revisions sent, one per table, never the head of the server. It
names its scope and marks, so one of another scope, generation or incarnation is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

import msgspec

from b2bdesk.portal.http.problems import Stale
from b2bdesk.wire.codec import encode


class Mark(msgspec.Struct, frozen=True):
    """What a cursor holds for: feed and scope, and the marks of R7."""

    feed: str
    scope: str
    incarnation: str
    generation: int
    fold_version: int = 0

    def seal(self, positions: list[int]) -> str:
        """Write a cursor."""
        plain = encode([self._digest(), self.incarnation[:8], self.generation, *positions])
        return base64.urlsafe_b64encode(plain).decode().rstrip("=")

    def open(self, cursor: str, tables: int, head: int) -> list[int]:
        """Read a cursor of this scope.

        Args:
            cursor: as sent by a client.
            tables: how many tables the feed has.
            head: the feed's counter; no position can be beyond it.

        Raises:
            Stale: not of this scope and marks.
        """
        try:
            plain = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
            digest, incarnation, generation, *positions = msgspec.json.decode(
                plain, type=list[str | int]
            )
        except (ValueError, binascii.Error, msgspec.DecodeError) as error:
            raise self.stale("cursor") from error
        if digest != self._digest():
            raise self.stale("cursor")
        if incarnation != self.incarnation[:8]:
            raise self.stale("incarnation")
        if generation != self.generation:
            raise self.stale("generation")
        numbers = [each for each in positions if isinstance(each, int) and 0 <= each <= head]
        if len(numbers) != tables or len(positions) != tables:
            raise self.stale("cursor")
        return numbers

    def stale(self, reason: str) -> Stale:
        """The refusal of a cursor: what holds now, and why the cursor does not."""
        return Stale(reason, self.incarnation, str(self.generation))

    def _digest(self) -> str:
        return hashlib.sha256(f"{self.feed}\x1f{self.scope}".encode()).hexdigest()[:12]
