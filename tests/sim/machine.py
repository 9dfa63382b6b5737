"""The client's machine: its clocks, its disk that may die or fill up at any commit.

`Killed` is no `Exception`: nothing in the program may catch a process's death.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from b2bdesk.trade.errors import Environment
from tests.sim.portal_people import BASE

if TYPE_CHECKING:
    from tests.sim.stores import Disk


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
        self.dead = self.crowded = False
        self.strikes: dict[str, str] = {}
        self.struck: Callable[[str, str], None] = lambda how, what: None

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

    def commit(self, write: Callable[[], None], what: str = "") -> None:
        """Make a change durable, unless the process dies before or the disk is full.

        Args:
            write: the change.
            what: its kind; strikes wait for it.

        Raises:
            Killed: the process died before or right after.
            Environment: `disk_full`; nothing was written.
        """
        if self.dead:
            raise Killed
        how = self.strikes.pop(what, "") or self._counted()
        if how:
            self.struck(how, what)
        if how == "full":
            raise Environment("disk_full")
        if how == "before":
            self.die()
        write()
        if how == "after":
            self.die()

    def room(self) -> None:
        """Look for room for a page of a load; raises Environment `disk_full`."""
        if self.crowded:
            raise Environment("disk_full")

    def _counted(self) -> str:
        """What happens to this commit, by number."""
        if self.full_after == 0:
            self.full_times -= 1
            if self.full_times <= 0:
                self.full_after = -1
            return "full"
        self.full_after -= self.full_after > 0
        dying = self.kill_after == 0
        self.kill_after -= self.kill_after >= 0
        return ("before" if self.kill_before else "after") if dying else ""

    def start(self) -> None:
        """A new process begins."""
        self.dead = False
        self.kill_after = -1

    def heal(self) -> None:
        """There is room on the disk, and nobody is about to die."""
        self.kill_after = self.full_after = -1
        self.strikes.clear()


class Owner:
    """Commits of one program to desk.db: refused when another has opened it since (R12)."""

    def __init__(self, machine: Machine, disk: Disk) -> None:
        """Take the store over; a reserve keeps room for that on a full disk (R17)."""
        self._machine, self._disk = machine, disk
        self._epoch = disk.epoch = disk.epoch + 1

    def commit(self, write: Callable[[], None], what: str = "") -> None:
        """Make a change durable.

        Raises:
            Killed, Environment: as `Machine.commit`; `store_taken`.
        """
        if self._disk.epoch != self._epoch:
            raise Environment("store_taken", file="desk.db")
        self._machine.commit(write, what)

    def room(self) -> None:
        """Look for room, as `Machine.room`."""
        self._machine.room()


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
