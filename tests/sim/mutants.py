"""Seeded bugs: each is switched on around a run and must be caught (RELIABILITY §4.2, S12).

Several are bugs that the simulator found in the core itself; they are kept here so that it goes
on finding them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from b2bdesk.sync import api, calls, feedbody, outbox, outbox_standing, plan, runner
from b2bdesk.sync.api import Api
from b2bdesk.sync.feedbody import Ended, Paged
from b2bdesk.sync.outbox_run import RECONCILED, OutboxRunner
from b2bdesk.sync.plan import Pull
from b2bdesk.sync.refusals import Refused
from b2bdesk.sync.runner import SyncRunner
from b2bdesk.sync.steps.write import ScopeSink
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Batch
from b2bdesk.usecases.ports.outbox import Move
from b2bdesk.wire.codec import decode
from b2bdesk.wire.feeds import End
from tests.sim import clones, mutants_files, mutants_loads, mutants_people, stores
from tests.sim.net import Wire
from tests.sim.stores import Outbox

Mutant = tuple[Any, str, Any]


def _new_key(self: Any, command: Any) -> bytes:
    key = f"{command.id}-{command.attempts}"
    body = command.body.replace(command.id.encode(), key.encode())
    return bytes(self._calls.submit(body, key))


def _new_bytes(self: Any, command: Any) -> bytes:
    if command.kind != "order":
        return bytes(self._calls.command(command.order_id, command.kind, command.body, command.id))
    return bytes(self._calls.submit(command.body + b" " * command.attempts, command.id))


def _ahead(feed: Callable[..., Any]) -> Callable[..., Any]:
    def reading(self: Any, *asked: str) -> Iterator[Any]:
        for message in feed(self, *asked):
            if isinstance(message, Paged):
                mark, _, base = message.cursor.split("|")
                message = Paged(message.batch, f"{mark}|999999|{base}")
            yield message

    return reading


def _no_tombstones(page: Callable[..., Any]) -> Callable[..., Any]:
    def read(*given: Any) -> Any:
        made, told = page(*given)
        return Paged(Batch(made.batch.table, made.batch.put, ()), made.cursor), told

    return read


def _no_digest(end: Callable[..., Ended]) -> Callable[..., Ended]:
    return lambda line, digest, feed, proven: end(line, decode(line, End).sha256, feed, proven)


def _unproven(page: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: (page(*given)[0], "")


def _no_more(end: Callable[..., Ended]) -> Callable[..., Ended]:
    return lambda *given: replace(end(*given), more=False)


def _dropped(self: Any, command: Any) -> Any:
    try:
        return self._calls.submit(command.body, command.id)
    except Environment as error:
        if error.code.startswith("session"):
            del self._repo._disk.commands[command.id]
        raise


def _any_total(command: Any, order: Any) -> Move:
    return Move("accepted", params={}, order_id=order.id, order_number=order.number)


def _no_void(self: Any, command: Any) -> str:
    if command.state == "unknown":
        command = self._move(command, Move("ready"))
    return str(self._move(command, Move("withdrawn")).state)


def _absent_is_void(command: Any, refused: Refused, *_: Any) -> Move:
    return Move("voided" if refused.status in (404, 410) else "unknown", attempted=True)


def _any_410_voids(real: Callable[..., Move]) -> Callable[..., Move]:
    def judge(command: Any, refused: Refused, *rest: Any) -> Move:
        return Move("voided", "x", {}) if refused.status == 410 else real(command, refused, *rest)

    return judge


def _any_answer_voids(real: Callable[..., Move]) -> Callable[..., Move]:
    def judge(command: Any, body: bytes) -> Move:
        try:
            return real(command, body)
        except Expected:
            return Move("voided", params={})

    return judge


def _dismissed_at_once(self: Any, cmd_id: str) -> str:
    return str(self._move(self._get(cmd_id), Move("dismissed", params={})).state)


def _nobody_is_foreign(refused: Refused) -> bool:
    return False


def _lost_is_accepted(command: Any, *_: Any) -> Move:
    return Move("accepted", params={})


def _refused(command: Any, refused: Refused, *_: Any) -> tuple[Move, ...]:
    return Move("rejected", refused.code, attempted=True), Move("needs_user", refused.code)


def _foreign_refuses(real: Callable[..., Any]) -> Callable[..., Any]:
    def judge(command: Any, refused: Refused, *rest: Any) -> Any:
        foreign = refused.code.startswith("http_") and refused.status < 500
        return _refused(command, refused) if foreign else real(command, refused, *rest)

    return judge


def _408_refuses(real: Callable[..., Any]) -> Callable[..., Any]:
    def judge(command: Any, refused: Refused, *rest: Any) -> Any:
        wrong = refused.status == 408
        return _refused(command, refused) if wrong else real(command, refused, *rest)

    return judge


def _server_error_refuses(real: Callable[..., Any]) -> Callable[..., Any]:
    def judge(command: Any, refused: Refused, *rest: Any) -> Any:
        wrong = refused.status >= 500
        return _refused(command, refused) if wrong else real(command, refused, *rest)

    return judge


def _marked_first(real: Callable[..., int]) -> Callable[..., int]:
    def reconcile(self: Any, incarnation: str) -> int:
        if self._settings.get(RECONCILED) == incarnation:
            return 0
        self._settings.set(RECONCILED, incarnation)
        return real(_Unmarked(self), incarnation)

    return reconcile


class _Unmarked:
    """A runner that does not remember having reconciled."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self._settings = _Blank()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class _Blank(dict[str, Any]):
    def set(self, key: str, value: Any) -> None:
        """Forget it."""


def _wall_clock(self: Any, command: Any) -> float:
    if command.next_try is None:
        return 0.0
    return max(float((command.next_try - self._clock.now()).total_seconds()), 0.0)


def _all_due(self: Any) -> float | None:
    return min(map(self._wait, self._repo.commands(("ready", "unknown"))), default=None)


def _uncaught_gone(self: Any, run: Any, scope: Any) -> Any:
    return self._pull_and_write(run, Pull(scope, ""))


def _two_commits(self: Any, command: Any) -> None:
    disk, machine = self._disk, self._machine
    machine.commit(lambda: disk.commands.update({command.id: command}))
    cart = disk.carts.get(command.cart_id) if command.cart_id else None
    if cart:
        machine.commit(lambda: cart.__dict__.update(state="sealed", command=command.id))


def _edits_carts(self: Any, run: Any) -> None:
    for cart in self._store._disk.carts.values():
        cart.lines += cart.state == "draft"


def _kept_pages(self: Any, head: Any) -> None:
    self._head = head
    self.spilled = False


def _uncounted(real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda old: replace(real(old), attempts=old.attempts)


def _lost_is_untried(real: Callable[..., Any]) -> Callable[..., Any]:
    def moving(self: Any, command: Any, move: Any, **more: Any) -> Any:
        lost = command.state == "missing" and move.state == "ready"
        return real(self, command, replace(move, attempted=False) if lost else move, **more)

    return moving


def _stays_rejected(real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda old: old if old.state == "rejected" else real(old)


def _unlocked(self: Any, commands: Any, now_too: bool) -> int:
    return sum(self._step(command) is not None for command in commands)


def _system_chance(attempts: int, chance: Any, told: float | None = None) -> float:
    return random.SystemRandom().uniform(2, 600)


_make_plan = plan.make_plan


def _undropped(*given: Any) -> Any:
    return replace(_make_plan(*given), drops=())


MUTANTS: dict[str, Mutant] = {
    "new key per retry": (OutboxRunner, "_send", _new_key),
    "new bytes per retry": (OutboxRunner, "_send", _new_bytes),
    "cursor is the server's head": (Api, "feed", _ahead(Api.feed)),
    "tombstones ignored": (feedbody, "_page", _no_tombstones(feedbody._page)),
    "digest not compared": (feedbody, "_end", _no_digest(feedbody._end)),
    "pages not proven": (feedbody, "_page", _unproven(feedbody._page)),
    "a shifted connection is kept": (Wire, "start_anew", lambda self: None),
    "returned orders stay given up": (outbox_standing.Standing, "_returned", lambda self: 0),
    "more ignored": (feedbody, "_end", _no_more(feedbody._end)),
    "a cut body is an end": (feedbody, "read", mutants_people.ended_by(feedbody.read)),
    "401 drops the command": (OutboxRunner, "_send", _dropped),
    "total not compared": (outbox, "judged", _any_total),
    "withdrawn without void": (OutboxRunner, "_void", _no_void),
    "sending stays after a death": (Outbox, "recover", lambda self, *given: 0),
    "a death is no try": (stores, "recovered", _uncounted(stores.recovered)),
    "a lost order is untried": (OutboxRunner, "_move", _lost_is_untried(OutboxRunner._move)),
    "rejected stays after a death": (stores, "recovered", _stays_rejected(stores.recovered)),
    "absent taken for void": (outbox, "after_lookup_refusal", _absent_is_void),
    "lost reply taken for accepted": (outbox, "after_trouble", _lost_is_accepted),
    "any refusal final": (outbox, "after_refusal", _refused),
    "5xx final": (outbox, "after_refusal", _server_error_refuses(outbox.after_refusal)),
    "408 final": (outbox, "after_refusal", _408_refuses(outbox.after_refusal)),
    "a proxy's 4xx final": (outbox, "after_refusal", _foreign_refuses(outbox.after_refusal)),
    "restored portal not reconciled": (OutboxRunner, "reconcile", lambda self, mark: 0),
    "reconciled marked too early": (
        OutboxRunner, "reconcile", _marked_first(OutboxRunner.reconcile),
    ),
    "back-off by the wall clock": (OutboxRunner, "_wait", _wall_clock),
    "no back-off": (OutboxRunner, "_wait", lambda self, command: 0.0),
    "all of a lane due": (OutboxRunner, "next_due", _all_due),
    "lanes do not keep order": (OutboxRunner, "_lane", _unlocked),
    "renewed twice is a crash": (SyncRunner, "_whole", _uncaught_gone),
    "never healed": (SyncRunner, "_heal", lambda self, run, scope: None),
    "old scopes stay": (runner, "make_plan", _undropped),
    "key outside the transaction": (Outbox, "seal", _two_commits),
    "sync edits carts": (SyncRunner, "_reprice", _edits_carts),
    "pages of a broken body kept": (ScopeSink, "begin", _kept_pages),
    "halfway is left alone": (OutboxRunner, "_halfway", lambda self: False),
    "connections shared": (calls, "ALONE", frozenset()),
    "a stranger's 410 voids": (
        outbox, "after_lookup_refusal", _any_410_voids(outbox.after_lookup_refusal),
    ),
    "a stranger's 401 is repeated": (api, "foreign", _nobody_is_foreign),
    "any answer to a void kills": (outbox, "after_void", _any_answer_voids(outbox.after_void)),
    "a dead key stops the run": (outbox_standing, "_ABSENT", {404}),
    "dismissed without void": (OutboxRunner, "dismiss", _dismissed_at_once),
    "a restored desk forgets its tries": (clones, "doubted", lambda old: old),
    "chance of the system": (outbox, "pause_seconds", _system_chance),
    **mutants_files.MUTANTS,
    **mutants_people.MUTANTS,
    **mutants_loads.MUTANTS,
}  # fmt: skip


@contextmanager
def switched_on(name: str) -> Iterator[None]:
    """Run with one seeded bug; an empty name = none."""
    if not name:
        yield
        return
    owner, attribute, wrong = MUTANTS[name]
    with patch.object(owner, attribute, wrong):
        yield
