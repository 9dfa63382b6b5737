"""What the person does: edits, splits and sends carts, answers, signs in and out, starts twice."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from b2bdesk.domain.outbox_states import UNANSWERED
from b2bdesk.sync.mapping import Encoder
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.ports.outbox import Command
from tests.sim import carts, clones
from tests.sim.client import Client

if TYPE_CHECKING:
    from tests.sim.clones import Kept
    from tests.sim.fetching import Fetching
    from tests.sim.invariants import Watch
    from tests.sim.machine import Machine
    from tests.sim.net import Network
    from tests.sim.stores import Disk

CARTS = 6


class Person:
    """Part of `World`."""

    disk: Disk
    client: Client
    machine: Machine
    network: Network
    watch: Watch
    kept: Kept
    fetching: Fetching
    commands: int
    chance: Random

    def tell(self, *words: object) -> None:
        """Add a line to the trace."""

    def restart(self) -> None:
        """The process ends and another begins."""

    # carts -------------------------------------------------------------------------------------

    def _edit(self, event: dict[str, Any]) -> bool:
        name = carts.draft(self.disk, event["i"])
        if not name:
            return False
        cart, lines = self.disk.carts[name], event["v"] + 1

        def write() -> None:
            cart.lines = self.watch.drafts[name] = lines

        self.machine.commit(write, "edit")
        return True

    def _split(self, event: dict[str, Any]) -> bool:
        parts = carts.split(self.disk, event)
        if parts:
            self.machine.commit(lambda: self.disk.carts.update(parts), "split")
            self.tell("split into", *sorted(parts))
        return bool(parts)

    def _seal(self, event: dict[str, Any]) -> bool:
        name = carts.draft(self.disk, event["i"])
        if not name:
            return False
        self._add(carts.command_of(self.disk, name))
        return True

    def _command(self, event: dict[str, Any]) -> bool:
        known = [each for each in self.disk.commands.values() if each.state == "settled"]
        known = [each for each in known if each.kind == "order"]
        if known:
            base = known[event["i"] % len(known)]
            self.commands += 1
            key = f"x{self.commands:02d}"
            body = Encoder().encode_command(key, "")
            made = carts.command(key, "cancel", base.entity_id, "", body, 0)
            self._add(replace(made, order_id=base.order_id))
        return bool(known)

    def _add(self, command: Command) -> None:
        self.watch.sealing(command)
        self.client.outbox.seal(command)
        self.watch.was_sealed(command)
        self.kept.note(self.disk)

    # synchronising -----------------------------------------------------------------------------

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
        """A run is stopped after so many requests."""
        pause = self.client.pause
        running = [True]
        stop = event.get("n", 0)
        if stop:
            self.network.during.append((stop, lambda: setattr(pause, "stopped", running[0])))
        pause.stopped = not stop
        try:
            self.client.sync.run(cancel=pause)
        finally:
            running[0] = pause.stopped = False

    # what waits --------------------------------------------------------------------------------

    def _acted(self, event: dict[str, Any], states: tuple[str, ...]) -> str:
        found = [each.id for each in self.disk.commands.values() if each.state in states]
        key = found[event["i"] % len(found)] if found else ""
        if key:
            self.watch.acts.add(key)
        return key

    def _withdraw(self, event: dict[str, Any]) -> bool:
        key = self._acted(event, ("ready", "unknown", "held"))
        if key:
            self.tell("withdraw", key, self.client.driver.withdraw(key))
            self.kept.note(self.disk)
        return bool(key)

    def _retry(self, event: dict[str, Any]) -> bool:
        key = self._acted(event, ("ready", "unknown", "held", "missing"))
        if key:
            asked = self.disk.commands[key].reason == UNANSWERED
            act = self.client.driver.resend if asked else self.client.driver.retry
            self.tell("retry", key, act(key))
        return bool(key)

    def _dismiss(self, event: dict[str, Any]) -> bool:
        key = self._acted(event, ("needs_user", "missing"))
        if key:
            self.tell("dismiss", key, self.client.driver.dismiss(key))
            self.kept.note(self.disk)
        return bool(key)

    # the program -------------------------------------------------------------------------------

    def _restart(self, event: dict[str, Any]) -> None:
        self.restart()

    def _wait(self, event: dict[str, Any]) -> None:
        self.network.pass_time(event["s"])

    def _sign_in(self, event: dict[str, Any]) -> None:
        self.client.keeper.sign_in("http://127.0.0.1", "anna", "secret", "", "sim")

    def _sign_out(self, event: dict[str, Any]) -> None:
        self.client.keeper.sign_out()
        self.watch.signed_out = self.network.requests

    def _contract(self, event: dict[str, Any]) -> None:
        """Another contract becomes the one in use."""
        self.disk.active = f"c{1 + event['v'] % 2}"

    def _clone(self, event: dict[str, Any]) -> None:
        clones.act(self, event)

    def _second(self, event: dict[str, Any]) -> None:
        """The program is started again over the same folder; the first one is not told."""
        network, known = self.network, self.watch.known
        self.fetching.forget()
        behind, network.behind = network.behind, deque()
        seen, network.seen = network.seen, clones.told(self, "second")
        busy, network.busy = network.busy, True
        try:
            second = Client(self)  # type: ignore[arg-type] # `World`
            second.sync.submit_now() if event["v"] % 2 else second.sync.run()
        except CodedError as error:
            self.tell("second: error", error.code)
        finally:
            network.behind, network.seen, self.watch.known = behind, seen, known
            network.busy = busy
