"""The invariants of RELIABILITY §3, by name, as far as this model shows them.

Three are ours: I21 – a remark about a file or about lost rows has a cause; I22 – nothing of ours
is taken by another portal, and nothing of it is kept; I23 – what was proven is not fetched twice.

`Watch` is told of every commit, move and receipt, and looks at everything at rest.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import TYPE_CHECKING

from b2bdesk.domain.outbox_states import RETURNED
from b2bdesk.sync.outbox import ELSEWHERE
from b2bdesk.trade.lineage import root_of
from b2bdesk.usecases.ports.cache import ScopeId
from b2bdesk.usecases.ports.outbox import Command
from b2bdesk.usecases.rows.sync import Receipt
from tests.sim.stores import checksum

if TYPE_CHECKING:
    from tests.sim.world import World

NO_ORDER = {"withdrawn", "voided", "dismissed", "superseded", "needs_user", "missing"}
DIFFERS = {"total_differs", "order_differs"}
ORDERING = {"submit_order", "order_command", "void_order"}
MOST_REQUESTS = 1000
ROUNDS, PUSHES = 4, 12
"""Runs until rest, and how often what waits is looked at between two of them."""
TELL_WHO = {"portal_info", "sign_in", "refresh"}
USER_ENDS = {"withdrawn", "dismissed"}
EXPLAINED = {
    "scope_reloaded", "mass_deletion", "portal_restored", "sync_cancelled"
}  # fmt: skip
CHECKED = (
    "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I11", "I12", "I13", "I14", "I15", "I16", "I18",
    "I20", "I21", "I22", "I23",
)  # fmt: skip


class Watch:
    """Looks on while a schedule runs."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.violations: list[str] = []
        self.drafts: dict[str, int] = {}
        self.acts: set[str] = set()
        self.sealed: dict[str, Command] = {}
        self.rotten: set[ScopeId] = set()
        self.cloned = self.restored = self.aged = False
        self.signed_out = 0
        self.elsewhere: set[str] = set()
        self.late: set[str] = set()
        self._pending: Command | None = None
        self._lost: set[str] = set()
        self._idle = 0
        self._bad_files = self._bad_counts = self.lost_rows = 0
        self.known = False

    def violated(self, name: str, words: str) -> None:
        """Note a violation."""
        self.violations.append(f"{name}: {words}")
        self.world.tell("VIOLATION", name, words)

    # told while it runs ------------------------------------------------------------------------

    def sealing(self, command: Command) -> None:
        """A command is about to be sealed; a kill decides whether it is."""
        self._pending = command

    def was_sealed(self, command: Command) -> None:
        """A command was acknowledged as sealed (I10): it must stay."""
        self.sealed[command.id] = command
        self._pending = None

    def moved(self, key: str, old: str, new: str, reason: str) -> None:
        """A command went from one state to another."""
        if old != new:
            self.world.tell("outbox:", key, old, "->", new, reason)
        if reason in (ELSEWHERE, "forbidden"):
            self.elsewhere.add(key)
        if new in USER_ENDS and key not in self.acts:
            self.violated("I2", f"{key} {old} -> {new} without an act of the person")
        if new == "voided" and key not in self.world.portal.data.voided:
            self.violated("I2", f"{key} voided, but the portal never heard of it")
        twice = self.restored or self.cloned or self.aged or key in self.late
        if reason == RETURNED and not twice:
            self.violated("I1", f"{key} was {old}, the portal had the order all the time")
        if new == "accepted":
            self._accepted(key)

    def _accepted(self, key: str) -> None:
        data, command = self.world.portal.data, self.world.disk.commands[key]
        if command.kind != "order" or key not in data.orders:
            return
        theirs = data.orders[key]["total"].replace(".", "")
        if int(theirs) != command.gross_minor and key not in self.acts:
            self.violated("I3", f"{key} accepted for {theirs}, sealed for {command.gross_minor}")
        if data.raw[key] != self.sealed_body(key) and key not in self.acts:
            self.violated("I3", f"{key} is not what was sealed")

    def sealed_body(self, key: str) -> bytes:
        """Return the bytes as they were sealed."""
        known = self.sealed.get(key) or self._pending
        return known.body if known else b""

    def cache_written(self, scope: ScopeId, agrees: bool) -> None:
        """A scope was committed: it is one state of the portal, and its cursor's."""
        mark, rows = self.world.disk.cache[scope]
        if mark.incarnation and mark.incarnation not in self.world.portal.incarnations():
            self.violated("I22", f"{scope} is another portal's")
        if scope in self.rotten:
            if agrees:
                self.rotten.discard(scope)
            return
        if not agrees:
            self.violated("I6", f"{scope} does not agree with its checksum")
            return
        now = (len(rows), checksum(scope, rows))
        was = self.world.portal.state_at(scope, mark.cursor)
        if was is None or was == now:
            return
        known = now in self.world.portal.table(scope).sums
        self.violated("I6" if known else "I7", f"{scope} is not the state at {mark.cursor}")

    def synced(self, receipt: Receipt) -> None:
        """A run ended well; its remarks must have a cause."""
        for note in receipt.notes:
            if note["code"] == "bad_snapshot":
                self._bad_files += 2  # tried twice
            self._bad_counts += note["code"] == "bad_count"
            if note["code"] == "scope_healed" or note["code"] == "checksum_differs":
                self.world.tell("healed", note["feed"])
        causes = self.world.network.spoilt + self.world.portal.shelf.moved
        if self._bad_files > causes:
            self.violated("I21", f"{self._bad_files} files refused, {causes} were spoilt")
        causes = self.lost_rows + self.world.network.misread
        if self._bad_counts > causes:
            words = f"{self._bad_counts} loads did not agree, {causes} had a cause"
            self.violated("I21", words)

    def answered(self, route: str, status: int) -> None:
        """The portal at the address has said who it is."""
        if route == "sign_in" and status < 400:
            self.signed_out = 0
        if route in TELL_WHO and status < 400:
            self.known = self.known or self.world.network.stranger is None

    def asked(self, route: str) -> None:
        """Something goes out: a stranger is asked who he is first, after each start (I22)."""
        if self.signed_out and route in ORDERING and self.world.network.requests > self.signed_out:
            self.violated("I13", f"{route} after the person has signed out")
        strange = self.world.network.stranger is not None and not self.known
        if strange and route not in ("portal_info", "sign_in"):  # a sign-in has asked just before
            self.violated("I22", f"{route} went to another portal")

    def desk_restored(self, age: int) -> None:
        """Carts and commands are those of a backup; only the newest has all that was sealed."""
        carts = self.world.disk.carts
        if age or self.aged:
            self.aged = True
            self.sealed = dict(self.world.disk.commands)
        self.drafts = {at: cart.lines for at, cart in carts.items() if cart.state == "draft"}
        self._pending = None

    def portal_restored(self) -> None:
        """Orders that only the lost state had are gone, others may come back."""
        self.restored = True
        self.world.tell("portal restored")

    def busy_loop(self, due: float, requests: int, sum_of_requests: int) -> bool:
        """What is due at once must lead to a request, not to the same question again (I15)."""
        if sum_of_requests > MOST_REQUESTS:
            self.violated("I16", f"{sum_of_requests} requests while nothing is reached")
            return True
        if due > 0 or requests:
            self._idle = 0
            return False
        self._idle += 1
        if self._idle > 2:
            self.violated("I15", "busy loop: due at once, and nothing was asked")
        return self._idle > 2

    def storm(self, after: Counter[str] | dict[str, int], before: Counter[str], s: int) -> None:
        """Requests per command during an outage (I16); full jitter halves the mean pause."""
        bound = 5 + 2 * math.ceil(math.log2(max(s / 2, 2))) + math.ceil(s / 150)
        for key, count in after.items():
            if count - before[key] > bound:
                self.violated("I16", f"{key}: {count - before[key]} requests in {s} s")

    # looked at ---------------------------------------------------------------------------------

    def after_event(self) -> None:
        """What holds at any instant: I1, I2, I4."""
        disk = self.world.disk
        if self._pending is not None and self._pending.id in disk.commands:
            self.was_sealed(self._pending)  # killed after the commit
        self._pending = None
        missing = [key for key in self.sealed if key not in disk.commands]
        if missing:
            self.violated("I2", f"{missing} left the outbox")
        for key, command in disk.commands.items():
            if key in self.sealed and command.body != self.sealed[key].body:
                self.violated("I3", f"{key} was changed after sealing")
            cart = disk.carts.get(command.cart_id)
            refused = command.state == "needs_user"
            if cart and refused and (cart.state, cart.command) == ("archived", key):
                self.violated("I4", f"{key} was refused, its cart is in no list")
        self._once()
        stranger = self.world.network.stranger
        if stranger is not None and stranger.taken:
            self.violated("I22", f"{sorted(set(stranger.taken))} taken by another portal")
            stranger.taken.clear()
        for number, cart in disk.carts.items():
            if number in self.drafts and cart.lines != self.drafts[number]:
                self.violated("I4", f"cart {number} was changed")

    def _once(self) -> None:
        goods: Counter[tuple[str, str]] = Counter()
        portal = self.world.portal
        for order in portal.data.orders.values():
            cart, held, _ = order["po_number"].split("/")
            # a portal that knows nothing of kinship cannot tell parts that copies have ordered
            cart = root_of(cart) if portal.kin else cart
            if self.aged and self.restored and not portal.kin:
                continue  # the portal forgot what was void, the desk what was sent
            goods.update((cart, each) for each in held)
        for (cart, good), count in goods.items():
            if count > 1 and cart not in self._lost:
                self._lost.add(cart)
                self.violated("I1", f"{count} orders of {good} in {cart}")

    def lost_orders_listed(self) -> None:
        """After a restore every lost accepted order is listed (I11)."""
        world = self.world
        for key, command in world.disk.commands.items():
            delivered = command.kind == "order" and command.state in ("accepted", "settled")
            if delivered and key not in world.portal.data.orders:
                self.violated("I11", f"{key} is {command.state}, the portal has lost it")

    def quiet(self, requests: int, pages: int) -> None:
        """Rest comes within bounds (I15)."""
        disk = self.world.disk
        bound = (
            3 * (len(disk.commands) + pages) + 20 + 3 * (4 + 3 * len(self.world.portal.scopes()))
        )
        asks = [key for key, each in disk.commands.items() if each.state == "unknown"]
        if any(disk.reasons.get(key) in DIFFERS for key in asks):
            bound += 2 * PUSHES * ROUNDS  # it is looked at again and again until the person decides
        if requests > bound:
            self.violated("I15", f"{requests} requests until rest, {bound} allowed")

    def at_rest(self) -> None:
        """Everything agrees: I1, I2, I4, I5, I12, I15."""
        self.after_event()
        self._orders_agree()
        self._cache_agrees()

    def _orders_agree(self) -> None:
        world = self.world
        for key, command in world.disk.commands.items():
            there = key in world.portal.data.orders
            reason = world.disk.reasons.get(key, "")
            state = command.state
            if state in ("ready", "held", "sending", "unknown", "rejected", "accepted"):
                self.violated("I15", f"{key} is {state} ({reason}) at rest")
            elif state == "settled" and command.kind == "order" and not there:
                self.violated("I1", f"{key} is settled, the portal has no such order")
            elif state == "withdrawn" and there and (self.cloned or self.aged):
                continue  # sent by the clone or before the backup; see `clones`
            elif there and key in self.elsewhere:
                continue  # the order of a copy, and the person was told; see `_ordered_before`
            elif state in NO_ORDER and there:
                self.violated("I1", f"{key} is {state}, the portal has the order")

    def _cache_agrees(self) -> None:
        world = self.world
        named = {ScopeId(*each) for each in world.portal.scopes()}
        if set(world.disk.cache) != named:
            extra = sorted(set(world.disk.cache) - named)
            self.violated("I12" if extra else "I5", f"scopes {extra or 'missing'}")
        for scope in sorted(named & set(world.disk.cache)):
            rows = {key: tuple(row) for key, row in world.disk.cache[scope][1].items()}
            if rows != world.portal.table(scope).rows:
                self.violated("I5", f"{scope} is not what the portal has")


def names(violations: list[str]) -> list[str]:
    """Return the invariants that were violated, each once."""
    return sorted({each.partition(":")[0] for each in violations})


def told(violations: list[str]) -> str:
    """Return violations as JSON for a report."""
    return json.dumps(violations, ensure_ascii=False)
