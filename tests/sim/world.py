"""One run: portal, network, machine and the client's real sync core, driven by a schedule.

After the last event faults stop and everything must come to rest; `invariants` looks on at every
commit, after every event and at rest.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from typing import Any

from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.ports.cache import ScopeId
from tests.sim import clones
from tests.sim.alphabet import MEANWHILE
from tests.sim.client import Client
from tests.sim.coverage import EVENT, WRITE
from tests.sim.fetching import Fetching
from tests.sim.files import Folder
from tests.sim.invariants import DIFFERS, PUSHES, ROUNDS, Watch
from tests.sim.loading import Loading
from tests.sim.machine import Endless, Killed, Machine
from tests.sim.net import Network, route_of
from tests.sim.person import CARTS, Person
from tests.sim.portal import Portal
from tests.sim.portal_events import PortalEvents
from tests.sim.schedule import Schedule
from tests.sim.stores import Cart, Disk

LOCKED = {"refresh", "sign_in", "portal_info", "account"}
"""Requests that are made under the lock of the sign-in, or that a sign-out waits for."""
ALONE = {"sign_out", "sign_in"}


class World(Person, PortalEvents, Loading):
    """Runs a schedule; what went wrong is in `watch.violations`."""

    def __init__(self, schedule: Schedule, shifts: bool = True, story: bool = False) -> None:
        self.schedule = schedule
        self.shifts = shifts
        self.story: list[str] | None = [] if story else None
        self.proof = hashlib.sha256()
        self.coverage: Counter[tuple[str, str, str]] = Counter()
        self.chance = random.Random(f"{schedule.seed}/chance")
        self.machine = Machine()
        self.portal = Portal()
        self.network = Network(self.portal, self.machine, self._carried)
        self.disk = Disk()
        self.parts = Folder()
        self.watch = Watch(self)
        self.fetching = Fetching(self)
        self.commands = 0
        self.mixed = False
        self.machine.struck = self._struck
        for number in range(CARTS):
            self.disk.carts[str(number)] = Cart(number + 1)
        self.kept = clones.Kept(self.disk)
        self._begin()
        self._alive(self._sign_in, {})
        self.kept = clones.Kept(self.disk)  # no copy is older than the first sign-in

    # telling -----------------------------------------------------------------------------------

    def tell(self, *words: object) -> None:
        """Add a line to the trace."""
        line = " ".join(map(str, words))
        self.proof.update(line.encode())
        if self.story is not None:
            self.story.append(f"{self.machine.seconds:10.2f}  {line}")

    def _carried(self, kind: str, call: Any, status: int) -> None:
        name = route_of(call)
        if kind == "answer":
            self.tell("portal -> net:", status, name)
            self.watch.answered(call.route, status)
            self.fetching.answered(call, status)
            return
        key = call.headers.get("Idempotency-Key") or call.values.get("client_order_id", "")
        if kind == "late":
            self.watch.late.add(key)
        else:
            self.watch.asked(call.route)
            self.fetching.asks(call)
        command = self.disk.commands.get(key)
        if not (self.mixed and command):  # a state that somebody else has changed meanwhile
            self.coverage[kind, call.route, command.state if command else "-"] += 1
        self.tell("client -> net:" if kind != "late" else "late copy -> portal:", name, kind)

    # life --------------------------------------------------------------------------------------

    def _begin(self) -> None:
        while True:
            try:
                self.client = Client(self)
                return
            except Killed:
                self.tell("killed while starting")

    def restart(self) -> None:
        """The process ends and another begins; its connections are gone."""
        self.tell("restart")
        self.network.behind.clear()
        self.watch.known = False
        self._begin()

    def run(self) -> Watch:
        """Run all events, stop the faults, come to rest, look at everything."""
        try:
            for event in self.schedule.events:
                self.happen(event)
                self.watch.after_event()
            self.settle()
        except Endless:
            self.watch.violated("I15", f"{self.network.asked} requests, and no end")
        finally:
            self.parts.remove()
        return self.watch

    def happen(self, event: dict[str, Any]) -> None:
        """Let one event happen."""
        act = getattr(self, f"_{event['do']}")
        if event["do"] != "clock":  # a shifted clock must leave no trace (I14)
            self.tell("*", *event.values())
        self.fetching.happens(event["do"])
        self._alive(act, event)

    def _alive(self, act: Any, event: dict[str, Any]) -> bool:
        """Let the program do something; says whether it came to its end."""
        self.network.asked = 0
        self.mixed = False
        try:
            if act(event) is not False and "do" in event:
                self.coverage[EVENT, event["do"], "between"] += 1
            return True
        except CodedError as error:
            self.tell("error", error.code)
            if "do" in event:
                self.coverage[EVENT, event["do"], "between"] += 1
            if error.code == "store_taken":
                self.restart()
        except Killed:
            self.tell("killed")
            self.restart()
            self.kept.note(self.disk)  # after an end that was no orderly one a copy is made
        except Exception as error:  # noqa: BLE001 - whatever crashes is a finding
            self.watch.violated("crash", f"{type(error).__name__}: {error} at {event}")
            self.restart()
        return False

    # network, disk, clock ----------------------------------------------------------------------

    def _fault(self, event: dict[str, Any]) -> None:
        entry = (event["kind"], event["share"])
        self.network.faults[event["route"]].extend([entry] * event["n"])

    def _deliver(self, event: dict[str, Any]) -> None:
        self.network.deliver_late()

    def _outage(self, event: dict[str, Any]) -> None:
        """Nothing is reached for a while; the program's own rhythm goes on."""
        self.network.down = True
        before = Counter(self.network.per_key)
        end = self.machine.seconds + event["s"]
        begun = self.network.requests
        try:
            while self.machine.seconds < end:
                due = self.client.sync.next_due()
                if due is None:
                    break
                self.network.pass_time(min(due, end - self.machine.seconds))
                asked = self.network.requests
                self.client.sync._push(now_too=False)
                asked = self.network.requests - asked
                if self.watch.busy_loop(due, asked, self.network.requests - begun):
                    break
        finally:
            self.network.down = False
            self.watch.storm(self.network.per_key, before, event["s"])
            self.network.pass_time(max(end - self.machine.seconds, 0.0))

    def _strike(self, event: dict[str, Any]) -> None:
        """Something happens to the next commit of a kind: death before or after, a full disk."""
        self.machine.strikes[event["what"]] = event["how"]

    def _struck(self, how: str, what: str) -> None:
        self.coverage[how, WRITE, what] += 1
        self.fetching.lost |= what == "park"

    def _kill(self, event: dict[str, Any]) -> None:
        self.machine.kill_after, self.machine.kill_before = event["n"], event["before"]

    def _full(self, event: dict[str, Any]) -> None:
        self.machine.full_after, self.machine.full_times = event["n"], event.get("times", 1)

    def _rot_part(self, event: dict[str, Any]) -> None:
        self.network.spoilt += self.parts.rot(event["n"])

    def _desk_back(self, event: dict[str, Any]) -> None:
        self.kept.restore(self.disk, event.get("n", 0))
        self.watch.desk_restored(event.get("n", 0))
        self.restart()

    def _rot(self, event: dict[str, Any]) -> None:
        scope = ScopeId(*event["scope"])
        mark, rows = self.disk.cache.get(scope, (None, {}))
        if mark is not None and rows:
            key = sorted(rows)[event["n"] % len(rows)]
            self.watch.rotten.add(scope)
            self.disk.cache[scope] = (mark, {at: row for at, row in rows.items() if at != key})

    def _clock(self, event: dict[str, Any]) -> None:
        if self.shifts:
            self.machine.shift += event["s"]

    # the portal --------------------------------------------------------------------------------

    def _during(self, event: dict[str, Any]) -> None:
        inner = event["event"]
        self.network.during.append((event["n"], lambda: self._meanwhile(inner)))

    def _meanwhile(self, event: dict[str, Any]) -> None:
        """Something happens while a request is under way."""
        if event["do"] in ALONE and self.network.route in LOCKED:
            self.network.during.append((0, lambda: self._meanwhile(event)))  # it waits for a lock
            return
        self.tell("meanwhile:", *event.values())
        self.mixed |= event["do"] in MEANWHILE
        try:
            if getattr(self, f"_{event['do']}")(event) is not False:
                self.coverage[EVENT, event["do"], "during"] += 1
        except CodedError as error:
            self.tell("meanwhile: error", error.code)

    # rest --------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Faults stop; the program's own rhythm brings everything to rest."""
        self.tell("* faults stop")
        network = self.network
        network.faults.clear()
        network.during.clear()
        if network.stranger is not None:
            network.stranger = None
            network.behind.clear()  # its connections are others
        self.portal.heal()
        while network.deliver_late():
            pass
        self.machine.heal()
        if self.schedule.rests_in_a_new_process:
            self.restart()
        self._rounds()
        self.watch.lost_orders_listed()
        for _ in range(2 * CARTS):
            if not self._person_decides():
                break
            self._rounds()
        self.watch.at_rest()

    def _person_decides(self) -> bool:
        """Send lost orders again, take back what the portal made something else of."""
        before = {key: each.state for key, each in self.disk.commands.items()}
        for key, command in list(self.disk.commands.items()):
            if command.state == "missing":
                self._alive(lambda event: self.client.driver.retry(event["key"]), {"key": key})
            elif self.disk.reasons.get(key) in DIFFERS and command.state == "unknown":
                if self.disk.reasons[key] == "order_differs":
                    self.watch.violated("I18", f"{key}: the order of a copy stays a doubt")
                self.watch.acts.add(key)
                self._alive(lambda event: self.client.driver.withdraw(event["key"]), {"key": key})
        return before != {key: each.state for key, each in self.disk.commands.items()}

    def _rounds(self) -> None:
        before, pages = self.network.requests, self.network.pages
        for number in range(ROUNDS):
            found = self.disk.resting()
            if not self.client.keeper.status().signed_in:
                self._alive(self._sign_in, {})
            whole = self._alive(self._sync, {"only": None, "full": False, "accept": True})
            for _ in range(PUSHES):
                due = self.client.sync.next_due()
                if due is None:
                    break
                self.network.pass_time(due)
                self._alive(self._push, {"now": False})
            self.network.pass_time(7 * 3600)  # what is healed once in six hours may be again
            if number and whole and self.disk.resting() == found:
                break
        self.watch.quiet(self.network.requests - before, self.network.pages - pages)
