"""The client's stores in memory: what survives a kill, and the ports over it.

Every change goes through `Machine.commit`, so that a process can die between any two of them.
The outbox follows `models/repos/outbox.py`; `domain.outbox_states` is the real one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from b2bdesk.domain import outbox_states
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports import cache as kept
from b2bdesk.usecases.ports.cache import Applied, Batch, CacheBuild, Head, Mark, Repricing, ScopeId
from b2bdesk.usecases.ports.outbox import Command, Move
from b2bdesk.usecases.rows.account import AccountInfo, ContractRow
from b2bdesk.usecases.rows.orders import OutboxRow
from b2bdesk.wire.feeds import sum64_text
from tests.sim.answers import COLUMNS
from tests.sim.machine import Machine, Owner
from tests.sim.portal import MASK, hashed
from tests.sim.portal_data import Row

GUARD_SHARE, GUARD_ROWS = 0.3, 6


@dataclass
class Cart:
    """A cart: its quantities as one number, state, command it is sealed under, goods it holds."""

    lines: int
    state: str = "draft"
    command: str = ""
    seals: int = 0
    goods: str = "abc"

    def copied(self) -> Cart:
        """Return a copy."""
        return Cart(self.lines, self.state, self.command, self.seals, self.goods)


@dataclass
class Disk:
    """Everything that survives the process."""

    commands: dict[str, Command] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    carts: dict[str, Cart] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    account: AccountInfo | None = None
    active: str = "c1"
    epoch: int = 0
    cache: dict[ScopeId, tuple[Mark, dict[Row, Row]]] = field(default_factory=dict)
    parked: dict[ScopeId, tuple[kept.Parked, dict[Row, Row]]] = field(default_factory=dict)

    def resting(self) -> object:
        """Return what differs as long as anything still moves: states, scopes and their rows."""
        states = [(key, each.state) for key, each in self.commands.items()]
        return states, [(scope, mark.cursor, rows) for scope, (mark, rows) in self.cache.items()]

    def copied(self) -> Disk:
        """Return a copy; what is never changed in place is shared."""
        return Disk(
            dict(self.commands),
            dict(self.reasons),
            {number: cart.copied() for number, cart in self.carts.items()},
            dict(self.settings),
            dict(self.secrets),
            self.account,
            self.active,
            self.epoch,
            dict(self.cache),
            dict(self.parked),
        )


class Settings:
    """Settings and the vault of secrets, each write a commit."""

    def __init__(
        self, kept: dict[str, Any], machine: Machine | Owner, what: str = "setting"
    ) -> None:
        self._kept = kept
        self._machine = machine
        self._what = what

    def get(self, key: str) -> Any:
        """Return a value."""
        return self._kept.get(key)

    def set(self, key: str, value: Any) -> None:
        """Store a value; None removes it."""
        if value is None:
            self.delete(key)
        else:
            self._machine.commit(lambda: self._kept.update({key: value}), self._what)

    def delete(self, key: str) -> None:
        """Remove a value."""
        self._machine.commit(lambda: self._kept.pop(key, None) and None, self._what)


class Accounts:
    """The account as it was last told."""

    def __init__(self, disk: Disk, machine: Machine | Owner) -> None:
        self._disk = disk
        self._machine = machine

    def load(self) -> AccountInfo | None:
        """Return the account."""
        return self._disk.account

    def save(self, account: AccountInfo) -> bool:
        """Store the account; says whether it differs."""
        if account == self._disk.account:
            return False
        self._machine.commit(lambda: setattr(self._disk, "account", account), "account")
        return True

    def active_contract(self) -> str:
        """Return the contract in use."""
        return self._disk.active


class Outbox:
    """Sealed commands and the carts that go with them."""

    def __init__(self, disk: Disk, machine: Machine | Owner, moved: Callable[..., None]) -> None:
        self._disk = disk
        self._machine = machine
        self._moved = moved

    def seal(self, command: Command) -> None:
        """Insert a command and lock its cart, in one transaction (R1)."""
        disk = self._disk
        cart = disk.carts[command.cart_id] if command.cart_id else None

        def write() -> None:
            for key, old in disk.commands.items():
                if cart and old.cart_id == command.cart_id and old.state == "needs_user":
                    disk.commands[key] = replace(old, state="superseded")
                    self._moved(key, old.state, "superseded", "")
            disk.commands[command.id] = command
            if cart:
                cart.state, cart.command = "sealed", command.id
                cart.seals += 1

        self._machine.commit(write, "seal")

    def rows(self, states: Sequence[str] = ()) -> tuple[OutboxRow, ...]:
        """No screen is looked at."""
        return ()

    def commands(self, states: Sequence[str]) -> list[Command]:
        """Return commands in the order of sealing."""
        return [each for each in self._disk.commands.values() if each.state in states]

    def of_cart(self, cart_id: str) -> list[Command]:
        """Return the commands a cart was ever sealed under."""
        return [each for each in self._disk.commands.values() if each.cart_id == cart_id]

    def command(self, cmd_id: str) -> Command | None:
        """Return one command."""
        return self._disk.commands.get(cmd_id)

    def counts(self) -> dict[str, int]:
        """Return how many are in each state that is not terminal."""
        states = [each.state for each in self._disk.commands.values()]
        return {each: states.count(each) for each in states if each not in outbox_states.TERMINAL}

    def move(self, cmd_id: str, move: Move, at: datetime, expected: str = "") -> Command:
        """Move a command and its cart, in one transaction."""
        old = self._disk.commands[cmd_id]
        if expected and old.state != expected:
            raise Expected("outbox_state", state=old.state)
        if move.state != old.state and not outbox_states.allowed(old.state, move.state):
            raise ValueError(f"{old.state} -> {move.state} is not a transition of R4")
        made = replace(
            old,
            state=move.state,
            reason=move.reason,
            next_try=move.next_try,
            attempts=old.attempts + move.attempted,
            order_id=old.order_id if move.order_id is None else move.order_id,
            order_number=old.order_number if move.order_number is None else move.order_number,
        )
        what = f"{old.state}>{made.state}"
        self._machine.commit(lambda: self._write(old, made, move.reason), what)
        return made

    def recover(self, at: datetime, flying: Collection[str] = ()) -> int:
        """After a start: what was under way is in doubt, what was refused is shown."""
        stuck = [each for each in self.commands(("sending", "rejected")) if each.id not in flying]

        def write() -> None:
            for old in stuck:
                self._write(old, recovered(old), self._disk.reasons.get(old.id, ""))

        if stuck:
            self._machine.commit(write, "recover")
        return len(stuck)

    def _write(self, old: Command, made: Command, reason: str) -> None:
        self._disk.commands[old.id] = made
        self._disk.reasons[old.id] = reason
        cart = self._disk.carts.get(old.cart_id) if old.cart_id else None
        follows = outbox_states.cart_follows(old.state, made.state)
        if cart and follows and (cart.state, cart.command) == (follows[0], old.id):
            cart.state = follows[1]
            cart.command = "" if cart.state == "draft" else old.id
        self._moved(old.id, old.state, made.state, reason)


def recovered(old: Command) -> Command:
    """Return a command as the repository brings it back after a start."""
    if old.state == "rejected":
        return replace(old, state="needs_user")
    return replace(old, state="unknown", next_try=None, attempts=old.attempts + 1)


class Cache:
    """The cache files behind one pointer."""

    def __init__(
        self, disk: Disk, machine: Machine | Owner, wrote: Callable[[ScopeId, bool], None]
    ) -> None:
        self._disk = disk
        self._machine = machine
        self._wrote = wrote

    def marks(self) -> Mapping[ScopeId, Mark]:
        """Return the marks of all scopes."""
        return {scope: mark for scope, (mark, _) in self._disk.cache.items()}

    def is_empty(self) -> bool:
        """Say whether there is no scope."""
        return not self._disk.cache

    def apply(self, head: Head, batches: Sequence[Batch], mark: Mark, guard: bool) -> Applied:
        """Write a delta and its cursor."""
        old = self._disk.cache.get(head.scope, (Mark(), {}))[1]
        rows = dict(old)
        return self._put(head.scope, old, merged(rows, head.scope, batches), mark, guard)

    def replace(self, head: Head, batches: Sequence[Batch], mark: Mark, guard: bool) -> Applied:
        """Replace a scope whole."""
        old = self._disk.cache.get(head.scope, (Mark(), {}))[1]
        return self._put(head.scope, old, merged({}, head.scope, batches), mark, guard)

    def parked(self, scope: ScopeId) -> bool:
        """Say whether something of a scope was kept."""
        return scope in self._disk.parked

    def build(self, fresh: bool = False) -> Build:
        """Begin the inactive file."""
        return Build(fresh, self._disk, self._machine)

    def switch(
        self,
        build: CacheBuild,
        wanted: Sequence[ScopeId],
        contracts: Sequence[ContractRow],
        today: date,
        guard: bool,
    ) -> Applied:
        """Point to a build; other wanted scopes are copied from the active file."""
        assert isinstance(build, Build)
        active = self._disk.cache
        made = dict(build.whole)
        for scope in wanted:
            if scope in made and guard:
                check_guard(scope, active.get(scope, (Mark(), {}))[1], made[scope][1])
            if scope not in made and not build.fresh and scope in active:
                made[scope] = active[scope]
        self._machine.commit(lambda: setattr(self._disk, "cache", made), "switch")
        for scope, (mark, rows) in build.whole.items():
            self._wrote(scope, sum64_text(checksum(scope, rows)) == mark.sum64)
        return Applied()

    def drop(self, scopes: Sequence[ScopeId]) -> None:
        """Remove scopes."""
        if scopes:
            kept = {scope: each for scope, each in self._disk.cache.items() if scope not in scopes}
            self._machine.commit(lambda: setattr(self._disk, "cache", kept), "drop")

    def forget(self, scope: ScopeId) -> None:
        """Clear a cursor."""
        mark, rows = self._disk.cache[scope]
        self._machine.commit(
            lambda: self._disk.cache.update({scope: (replace(mark, cursor=""), rows)}), "forget"
        )

    def reprice(self, contracts: Sequence[ContractRow], today: date, needed: Repricing) -> bool:
        """Prices are no part of this model."""
        return False

    def log_run(self, started_at: datetime, receipt: Mapping[str, Any]) -> None:
        """The journal is a commit like any other."""
        self._machine.commit(lambda: None, "journal")

    def by_client_id(self, client_order_id: str) -> tuple[str, str] | None:
        """Return id and number of the order made from a client key, as the feed told it."""
        _, rows = self._disk.cache.get(ScopeId("orders", "co"), (Mark(), {}))
        row = rows.get((f"o-{client_order_id}",))
        return (row[0], row[2]) if row else None

    def _put(
        self, scope: ScopeId, old: dict[Row, Row], rows: dict[Row, Row], mark: Mark, guard: bool
    ) -> Applied:
        if guard:
            check_guard(scope, old, rows)
        agrees = (len(rows), sum64_text(checksum(scope, rows))) == (mark.count, mark.sum64)
        self._machine.commit(lambda: self._disk.cache.update({scope: (mark, rows)}), "apply")
        self._wrote(scope, agrees)
        return Applied(upserted=len(rows), sum_ok=agrees)


class Build:
    """The inactive file while it is being filled."""

    def __init__(self, fresh: bool, disk: Disk, machine: Machine | Owner) -> None:
        self.fresh = fresh
        self._disk = disk
        self._machine = machine
        self._resumed: set[ScopeId] = set()
        self.open: dict[ScopeId, dict[Row, Row]] = {}
        self.whole: dict[ScopeId, tuple[Mark, dict[Row, Row]]] = {}

    def begin(self, head: Head) -> None:
        """Start a scope (anew)."""
        self.open[head.scope] = {}

    def put(self, head: Head, batch: Batch) -> None:
        """Write one batch."""
        self._machine.room()
        merged(self.open[head.scope], head.scope, [batch])

    def close(self, scope: ScopeId, mark: Mark) -> None:
        """A scope is whole."""
        rows = self.open.pop(scope)
        sums = sum64_text(checksum(scope, rows)) == mark.sum64 or scope not in self._resumed
        if len(rows) != mark.count or not sums:
            raise Expected("bad_count", feed=scope.feed, scope=scope.key)
        self.whole[scope] = (mark, rows)

    def discard(self, scope: ScopeId) -> None:
        """Remove what is held of a scope."""
        self._resumed.discard(scope)
        self.open.pop(scope, None)
        self.whole.pop(scope, None)

    def park(self, parked: kept.Parked) -> None:
        """Keep the rows of an unfinished scope; one scope at a time."""
        made = {parked.head.scope: (parked, dict(self.open[parked.head.scope]))}
        self._machine.commit(lambda: setattr(self._disk, "parked", made), "park")

    def resume(self, scope: ScopeId) -> kept.Parked | None:
        """Take what was kept of a scope."""
        if scope not in self._disk.parked:
            return None
        parked, rows = self._disk.parked[scope]
        self._machine.commit(lambda: setattr(self._disk, "parked", {}), "park")
        self.open[scope] = dict(rows)
        self._resumed.add(scope)
        return parked

    def abandon(self) -> None:
        """Throw everything away."""


def merged(rows: dict[Row, Row], scope: ScopeId, batches: Sequence[Batch]) -> dict[Row, Row]:
    """Apply batches to rows."""
    width = COLUMNS[scope.feed][2]
    for batch in batches:
        for key in batch.delete:
            rows.pop(tuple(key), None)
        for row in batch.put:
            rows[row[:width]] = row
    return rows


def checksum(scope: ScopeId, rows: dict[Row, Row]) -> int:
    """Return the sum over all rows of a scope."""
    name = COLUMNS[scope.feed][0]
    return sum(hashed(name, key, row[-1]) for key, row in rows.items()) & MASK


def check_guard(scope: ScopeId, old: dict[Row, Row], rows: dict[Row, Row]) -> None:
    """Refuse to lose much of a scope."""
    gone = sum(key not in rows for key in old)
    if gone > GUARD_ROWS and gone > GUARD_SHARE * len(old):
        raise Expected("mass_deletion", feed=scope.feed, scope=scope.key, rows=gone)
