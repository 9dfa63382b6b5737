"""Keeping copies of what the buyer made (PROTOCOL R15): after each seal, hourly when changed.

The copies themselves are made by the store; this decides when, on one background thread that
sleeps between. A copy that fails is logged and tried again the next hour; work goes on.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from b2bdesk.trade.errors import Environment

log = logging.getLogger(__name__)
HOUR_SECONDS = 3600
Copy = Callable[[], Path | None]


class Keeping:
    """Makes backups in the background; `start` begins the hourly rhythm."""

    def __init__(
        self, hourly: Copy, sealed: Copy, overdue: Callable[[], bool] = lambda: False
    ) -> None:
        """Take the functions that make a copy when something changed since the last one.

        Args:
            hourly: makes the copy of the hour.
            sealed: makes the one after a seal.
            overdue: whether this run, which ends within the hour, has changed what no copy of the
                last hour holds: commands and short sittings would never be copied otherwise.
        """
        self._overdue = overdue
        self._hourly = hourly
        self._sealed = sealed
        self._wake = Event()
        self._after_seal = False
        self._stopping = False
        self._thread = Thread(target=self._run, name="backups", daemon=True)
        self._thread.start()

    def after_seal(self) -> None:
        """Ask for a copy soon; returns at once."""
        self._after_seal = True
        self._wake.set()

    def now(self) -> Path | None:
        """Make a copy now and wait for it; None when nothing changed since the last one.

        Raises:
            Environment: the copy could not be made.
        """
        return self._hourly()

    def close(self) -> None:
        """Finish the copy under way, make the one that was asked for or is overdue, and end."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._wake.wait(HOUR_SECONDS)
            self._wake.clear()
            asked, self._after_seal = self._after_seal, False
            if asked or not self._stopping or self._overdue():
                self._make(self._sealed if asked else self._hourly)
            if self._stopping:
                return

    def _make(self, copy: Copy) -> None:
        try:
            copy()
        except Environment as error:
            log.warning("no backup was made: %s", error)
