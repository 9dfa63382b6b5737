"""How long one waits for an answer: seconds for its beginning, a least rate for its body.

httpx waits so many seconds for each single byte, so an answer may drip for ever. Used by `line`,
which counts, and by `transport`, which says what is being waited for.
"""

from typing import Protocol

from b2bdesk.trade.errors import Environment

HEAD_SECONDS, HEAD_BYTES = 60.0, 1 << 20
PACE_SECONDS, LEAST_RATE = 60.0, 512
"""A body that brings less than that many bytes a second, over so many of waiting, is given up.

A line of 64 kbit/s brings sixteen times as much.
"""


class Patience(Protocol):
    """How long and how much one is ready to wait."""

    def took(self, seconds: float, count: int) -> None:
        """So many bytes came after so many seconds of waiting; raises when that is enough."""
        ...


class Heading:
    """For the beginning of an answer: seconds and bytes until its headers are whole."""

    def __init__(self) -> None:
        self._seconds, self._bytes = 0.0, 0

    def took(self, seconds: float, count: int) -> None:
        """Count a wait.

        Raises:
            Environment: `network_timeout` or `body_too_big`.
        """
        self._seconds += seconds
        self._bytes += count
        if self._seconds > HEAD_SECONDS:
            raise Environment("network_timeout", seconds=int(HEAD_SECONDS))
        if self._bytes > HEAD_BYTES:
            raise Environment("body_too_big", bytes=HEAD_BYTES)


class Pace:
    """For a body: a least rate, measured over the seconds that were waited for it."""

    def __init__(self) -> None:
        self._seconds, self._bytes = 0.0, 0

    def took(self, seconds: float, count: int) -> None:
        """Count a wait.

        Raises:
            Environment: `network_slow`.
        """
        self._seconds += seconds
        self._bytes += count
        if self._seconds < PACE_SECONDS:
            return
        if self._bytes < LEAST_RATE * self._seconds:
            raise Environment("network_slow", rate=int(self._bytes / self._seconds))
        self._seconds, self._bytes = 0.0, 0


class _Free:
    def took(self, seconds: float, count: int) -> None:
        """Any wait is right."""


FREE: Patience = _Free()
