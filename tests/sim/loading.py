"""Whole loads that break off at a page of rows or at a part of a file, and what is kept of them."""

from __future__ import annotations

from errno import ENOSPC
from typing import TYPE_CHECKING, Any

from b2bdesk.trade.errors import CodedError, Environment
from tests.sim.answers import COLUMNS
from tests.sim.fetching import LOAD, Fetching
from tests.sim.machine import Machine

if TYPE_CHECKING:
    from collections import Counter

    from tests.sim.client import Client
    from tests.sim.invariants import Watch
    from tests.sim.net import Network
    from tests.sim.stores import Disk

KEEPING = ("stop", "cut", "full", "spoil")
"""Ways to break off after which what came is kept."""
PAGING = "paging"
"""Second name of cells about what happens in the middle of a load."""


class Loading:
    """Part of `World`."""

    client: Client
    disk: Disk
    machine: Machine
    network: Network
    watch: Watch
    fetching: Fetching
    coverage: Counter[tuple[str, str, str]]
    broke: bool

    def tell(self, *words: object) -> None:
        """Add a line to the trace."""

    def _load(self, event: dict[str, Any]) -> None:
        """Load feeds whole; at the n-th page or part it breaks off, or something happens there."""
        how, network = event.get("how", ""), self.network
        broken = self.broke = False
        steps = [(event.get("n", 0), lambda place: self._break(how, place))] if how else []
        if "theirs" in event:
            steps.append((event["at"], lambda place: self._paging(event["theirs"], place)))
        self.fetching.begin(steps)
        network.load = self.fetching
        try:
            run = self.client.sync.run
            self.watch.synced(run(event["only"], True, None, self.client.pause, True))
        except CodedError:
            broken = self.broke and how in KEEPING
            raise
        finally:
            network.load, network.down = None, False
            self.client.pause.stopped = self.machine.crowded = False
            self.fetching.over(broken)

    def _break(self, how: str, place: str) -> None:
        self.tell("load:", how, "at", place)
        self.coverage[how, LOAD, place] += 1
        self.broke = True
        if how == "stop":
            self.client.pause.stopped = True
        elif how == "kill":
            self.machine.die()
        elif how == "full":
            self.machine.crowded = True
            if place.startswith("part"):
                raise OSError(ENOSPC, "no room")
        else:
            if how == "gap":
                self.fetching.gap()
            self.network.down = how in ("cut", "spoil")
            self.fetching.spoilt = how == "spoil" and place.startswith("page")
            if self.fetching.spoilt:
                return
            raise Environment("network_broken")

    def _paging(self, event: dict[str, Any], place: str) -> None:
        self.tell("load:", *event.values(), "at", place)
        if getattr(self, f"_{event['do']}")(event) is not False:
            self.coverage[event["do"], LOAD, PAGING] += 1

    def _rot_parked(self, event: dict[str, Any]) -> bool:
        """A row of what was kept is lost, or is another."""
        for scope, (parked, rows) in self.disk.parked.items():
            if rows:
                spoilt = dict(rows)
                row = spoilt.pop(sorted(rows)[event["n"] % len(rows)])
                if event["n"] % 2:
                    spoilt[row[: COLUMNS[scope.feed][2]]] = (*row[:-1], row[-1] + 1)
                self.disk.parked[scope] = (parked, spoilt)
                self.watch.lost_rows += 1
                return True
        return False
