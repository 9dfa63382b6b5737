"""One run: portal, network, machine and the client's real sync core, driven by a schedule.

After the last event faults stop and everything must come to rest; `invariants` looks on at every
commit, after every event and at rest.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import replace
from typing import Any

from b2bdesk.sync.mapping import Encoder
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.ports.cache import ScopeId
from b2bdesk.usecases.ports.orders_out import OrderedLine, OrderToSend
from b2bdesk.usecases.ports.outbox import Command
from b2bdesk.usecases.rows.carts import Checkout
from tests.sim import clones
from tests.sim.client import Client
from tests.sim.files import Folder
from tests.sim.invariants import DIFFERS, Watch
from tests.sim.machine import Endless, Killed, Machine
from tests.sim.net import Network, route_of
from tests.sim.portal import Portal
from tests.sim.portal_events import PortalEvents
from tests.sim.schedule import Schedule
from tests.sim.stores import Cart, Disk

CARTS = 6
ON_THE_WAY = ("ready", "sending", "unknown", "held", "rejected")


class World(PortalEvents):
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
        self.sealed = 0
        for number in range(CARTS):
            self.disk.carts[number] = Cart(number + 1)
        self.kept = clones.Kept(self.disk)
        self._begin()
        self._alive(self._sign_in, {})
        self.kept.note(self.disk)  # no copy is older than the first sign-in

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
            return
        if kind != "late":
            self.watch.asked(call.route)
        key = call.headers.get("Idempotency-Key") or call.values.get("client_order_id", "")
        command = self.disk.commands.get(key)
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
        self._alive(act, event)

    def _alive(self, act: Any, event: dict[str, Any]) -> None:
        self.network.asked = 0
        try:
            act(event)
        except CodedError as error:
            self.tell("error", error.code)
        except Killed:
            self.tell("killed")
            self.restart()
            self.kept.note(self.disk)  # after an end that was no orderly one a copy is made
        except Exception as error:  # noqa: BLE001 - whatever crashes is a finding
            self.watch.violated("crash", f"{type(error).__name__}: {error} at {event}")
            self.restart()

    # the person --------------------------------------------------------------------------------

    def _edit(self, event: dict[str, Any]) -> None:
        number = event["i"] % CARTS
        cart = self.disk.carts[number]
        if cart.state == "draft":
            lines = event["v"] + 1

            def write() -> None:
                cart.lines = self.watch.drafts[number] = lines

            self.machine.commit(write)

    def _seal(self, event: dict[str, Any]) -> None:
        number = event["i"] % CARTS
        cart = self.disk.carts[number]
        if cart.state != "draft":
            return
        self.sealed += 1
        key, entity = f"k{self.sealed:02d}", f"e{1 + number % 2}"
        line = OrderedLine("l1", f"i{cart.lines}", 1000, "796", 1000, cart.lines * 100_000)
        total = cart.lines * 100
        note = Checkout(po_number=f"cart{number}/{cart.seals}")
        order = OrderToSend(key, entity, "c1", "RUB", total, (line,), note)
        body = Encoder().encode_order(order)
        self._add(_command(key, "order", entity, str(number), body, total))

    def _command(self, event: dict[str, Any]) -> None:
        known = [each for each in self.disk.commands.values() if each.state == "settled"]
        known = [each for each in known if each.kind == "order"]
        if known:
            base = known[event["i"] % len(known)]
            self.sealed += 1
            key = f"k{self.sealed:02d}"
            body = Encoder().encode_command(key, "")
            made = _command(key, "cancel", base.entity_id, "", body, 0)
            self._add(replace(made, order_id=base.order_id))

    def _add(self, command: Command) -> None:
        self.watch.sealing(command)
        self.client.outbox.seal(command)
        self.watch.was_sealed(command)
        self.kept.note(self.disk)

    def _push(self, event: dict[str, Any]) -> None:
        if event["now"]:
            self.client.sync.submit_now()
        else:
            self.client.sync._push(now_too=False)

    def _sync(self, event: dict[str, Any]) -> None:
        receipt = self.client.sync.run(
            event["only"], event["full"], accept_deletions=event.get("accept", False)
        )
        self.watch.synced(receipt)

    def _cancel(self, event: dict[str, Any]) -> None:
        self.client.pause.stopped = True
        try:
            self.client.sync.run(cancel=self.client.pause)
        finally:
            self.client.pause.stopped = False

    def _acted(self, event: dict[str, Any], states: tuple[str, ...]) -> str:
        found = [each.id for each in self.disk.commands.values() if each.state in states]
        key = found[event["i"] % len(found)] if found else ""
        if key:
            self.watch.acts.add(key)
        return key

    def _withdraw(self, event: dict[str, Any]) -> None:
        key = self._acted(event, ("ready", "unknown", "held"))
        if key:
            self.tell("withdraw", key, self.client.driver.withdraw(key))
            self.kept.note(self.disk)

    def _retry(self, event: dict[str, Any]) -> None:
        key = self._acted(event, ("ready", "unknown", "held", "missing"))
        if key:
            self.tell("retry", key, self.client.driver.retry(key))

    def _dismiss(self, event: dict[str, Any]) -> None:
        key = self._acted(event, ("needs_user", "missing"))
        if key:
            self.tell("dismiss", key, self.client.driver.dismiss(key))
            self.kept.note(self.disk)

    def _restart(self, event: dict[str, Any]) -> None:
        self.restart()

    def _wait(self, event: dict[str, Any]) -> None:
        self.network.pass_time(event["s"])

    def _sign_in(self, event: dict[str, Any]) -> None:
        self.client.keeper.sign_in("http://127.0.0.1", "anna", "secret", "", "sim")

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

    def _kill(self, event: dict[str, Any]) -> None:
        self.machine.kill_after, self.machine.kill_before = event["n"], event["before"]

    def _full(self, event: dict[str, Any]) -> None:
        self.machine.full_after, self.machine.full_times = event["n"], event.get("times", 1)

    def _clone(self, event: dict[str, Any]) -> None:
        clones.act(self, event)

    def _rot_part(self, event: dict[str, Any]) -> None:
        self.network.spoilt += self.parts.rot(event["n"])

    def _desk_back(self, event: dict[str, Any]) -> None:
        self.kept.restore(self.disk)
        self.watch.desk_restored()
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
        self.network.during.append((event["n"], lambda: self._portal_event(inner)))

    def _portal_event(self, event: dict[str, Any]) -> None:
        self.tell("portal:", *event.values())
        getattr(self, f"_{event['do']}")(event)

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
        self.portal.refuse = self.portal.cheat = 0
        while network.deliver_late():
            pass
        self.machine.heal()
        if self.schedule.rests_in_a_new_process:
            self.restart()
        self._rounds()
        self.watch.lost_orders_listed()
        for _ in range(CARTS):
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
                self.watch.acts.add(key)
                self._alive(lambda event: self.client.driver.withdraw(event["key"]), {"key": key})
        return before != {key: each.state for key, each in self.disk.commands.items()}

    def _rounds(self) -> None:
        before, pages = self.network.requests, self.network.pages
        for _ in range(3):
            if not self.client.keeper.status().signed_in:
                self._alive(self._sign_in, {})
            self._alive(self._sync, {"only": None, "full": False, "accept": True})
            for _ in range(12):
                due = self.client.sync.next_due()
                if due is None:
                    break
                self.network.pass_time(due)
                self._alive(self._push, {"now": False})
            self.network.pass_time(7 * 3600)
        self.watch.quiet(self.network.requests - before, self.network.pages - pages)


def _command(key: str, kind: str, entity: str, cart: str, body: bytes, total: int) -> Command:
    digest = hashlib.sha256(body).hexdigest()
    head = (key, kind, "co", entity, "c1", cart, "RUB", total, body, digest)
    return Command(*head, "ready", 0, None, "", "")
