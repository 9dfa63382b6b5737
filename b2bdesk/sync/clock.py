"""The portal's time on this machine: last time heard plus what has passed since (PROTOCOL R10a).

A wrong clock of the PC changes no decision: until the portal has been heard the local clock is
used and `approximate` says so.
"""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from b2bdesk.trade.errors import Expected

_FIRST_YEAR, _LAST_YEAR = 1980, 2900


def awake_or_asleep() -> float:
    """Return seconds that only go forward, those included in which the computer slept.

    On Linux the usual monotonic clock stands while the computer sleeps: a window opened again in
    the morning would take last night for the present.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def told(text: str) -> datetime:
    """Read an instant that the portal told.

    Raises:
        Expected: `bad_message` when it is none.
    """
    try:
        found = datetime.fromisoformat(text)
        # an offset is part of the form; without one it is UTC as all instants of the wire
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Expected("bad_message", message="server_time", reason=text[:60]) from error
    if not _plausible(found):
        raise Expected("bad_message", message="server_time", reason=text[:60])
    return found


def _plausible(instant: datetime) -> bool:
    """Say whether dates can be reckoned from an instant; a clock may be wrong by decades."""
    return _FIRST_YEAR <= instant.year <= _LAST_YEAR


class PortalClock:
    """Server time by monotonic seconds."""

    def __init__(
        self,
        seconds: Callable[[], float] = awake_or_asleep,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Start without the portal's time; other clocks are for the simulator.

        Args:
            seconds: seconds that only go forward.
            wall: the local clock, aware; used until the portal is heard.
        """
        self._seconds = seconds
        self._wall = wall
        self._lock = threading.Lock()
        self._heard: tuple[datetime, float] | None = None

    @property
    def approximate(self) -> bool:
        """Say whether only the local clock is known."""
        return self._heard is None

    def note(self, server_time: datetime) -> None:
        """Take the portal's time as heard right now."""
        with self._lock:
            self._heard = (server_time.astimezone(UTC), self._seconds())

    def hear(self, headers: Mapping[str, str]) -> None:
        """Take the time from the headers of an answer, to the second."""
        if self._heard is not None:
            return
        try:
            heard = parsedate_to_datetime(headers.get("date", ""))
        except (ValueError, TypeError):
            return
        if heard.tzinfo is not None and _plausible(heard):
            self.note(heard)

    def now(self) -> datetime:
        """Return the portal's present time as well as it is known."""
        heard = self._heard
        if heard is None:
            return self._wall()
        return heard[0] + timedelta(seconds=self._seconds() - heard[1])

    def monotonic(self) -> float:
        """Return seconds that only go forward."""
        return self._seconds()
