"""The client's machine: its clocks, its disk that may die or fill up at any commit.

`Killed` is no `Exception`: nothing in the program may catch a process's death.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from b2bdesk.trade.errors import Environment
from tests.sim.portal import BASE


class Killed(BaseException):
    """The process died here."""


class Endless(BaseException):
    """The program asks and asks; the run is given up."""


class Machine:
    """Time and commits of one computer."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.shift = 0.0
        self.kill_after = -1
        self.kill_before = False
        self.full_after = -1
        self.full_times = 1
        self.dead = False
        self.commits = 0

    def monotonic(self) -> float:
        """Return seconds that only go forward."""
        return self.seconds + 1000.0

    def wall(self) -> datetime:
        """Return what the computer's clock shows, years off after a jump."""
        return BASE + timedelta(seconds=self.seconds + self.shift)

    def die(self) -> None:
        """End the process: nothing is written any more."""
        self.dead = True
        raise Killed

    def commit(self, write: Callable[[], None]) -> None:
        """Make a change durable, unless the process dies before or the disk is full.

        Raises:
            Killed: the process died before or right after.
            Environment: `disk_full`; nothing was written.
        """
        if self.dead:
            raise Killed
        self.commits += 1
        if self.full_after == 0:
            self.full_times -= 1
            if self.full_times <= 0:
                self.heal()
            raise Environment("disk_full")
        self.full_after -= self.full_after > 0
        dying = self.kill_after == 0
        self.kill_after -= self.kill_after >= 0
        if dying and self.kill_before:
            self.die()
        write()
        if dying:
            self.die()

    def start(self) -> None:
        """A new process begins."""
        self.dead = False
        self.kill_after = -1

    def heal(self) -> None:
        """There is room on the disk, and nobody is about to die."""
        self.kill_after = self.full_after = -1


class Pause:
    """A cancel switch on which waiting moves the machine's time."""

    def __init__(self, wait: Callable[[float], None]) -> None:
        self._wait = wait
        self.stopped = False

    def is_set(self) -> bool:
        """Say whether the work is to stop."""
        return self.stopped

    def wait(self, timeout: float | None = None) -> bool:
        """Let so much time pass."""
        self._wait(timeout or 0.0)
        return self.stopped
