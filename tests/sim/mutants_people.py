"""Seeded bugs of copies, of sign-outs, rights, clocks and answers that are another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from b2bdesk.domain import outbox_states
from b2bdesk.sync import feedbody, outbox, session
from b2bdesk.sync.calls import Call
from b2bdesk.sync.feedbody import Ended, Paged
from b2bdesk.sync.outbox_run import RECONCILED, OutboxRunner
from b2bdesk.sync.outbox_unheard import Unheard
from b2bdesk.sync.refusals import Refused
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.transport import Transport
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.trade.lineage import same_goods
from b2bdesk.usecases.ports.orders_out import Descent
from b2bdesk.usecases.ports.outbox import Move
from b2bdesk.wire.routes import NONCE_HEADER
from tests.sim import carts, leads
from tests.sim.stores import Disk


def _any_nonce(real: Callable[..., None]) -> Callable[..., None]:
    return lambda self, answer, nonce: real(self, answer, answer.headers.get(NONCE_HEADER, nonce))


def _in_name_only(self: Any, reason: str) -> None:
    self._save(replace(self._known, reason=reason))


def _told_whoever(self: Any) -> None:
    if self._access and self._transport:
        with suppress(Refused, Environment):
            self._transport.ask(Call("sign_out", token=self._access))
    self._end("")


def _own_key(real: Callable[..., str]) -> Callable[..., str]:
    return lambda disk, name: f"{real(disk, name)}.{disk.epoch}"


def _forbidden_is_done(real: Callable[..., Any]) -> Callable[..., Any]:
    def judge(command: Any, refused: Refused, *rest: Any) -> Any:
        done = refused.status == 403 and refused.code == "forbidden"
        return (Move("accepted", params={}),) if done else real(command, refused, *rest)

    return judge


def _sane(text: str) -> datetime:
    found = datetime.fromisoformat(text).astimezone(UTC)
    if found.year != leads.YEAR:
        raise Expected("bad_message", message="server_time", reason=text)
    return found


def _once_for_ever(real: Callable[..., int]) -> Callable[..., int]:
    def reconcile(self: Any, incarnation: str) -> int:
        return 0 if self._settings.get(RECONCILED) else real(self, incarnation)

    return reconcile


def ended_by(read: Callable[..., Any], only: str = "") -> Callable[..., Any]:
    """Take whatever breaks a body off, or one error only, for its end."""

    def reading(*given: Any) -> Iterator[Any]:
        last = ""
        try:
            for message in read(*given):
                last = message.cursor if isinstance(message, Paged) else last
                yield message
        except Environment as error:
            if only not in ("", error.code):
                raise
            yield Ended(0, "", last, False)

    return reading


def _left_alone(real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda old, new: None if old == "missing" and new == "ready" else real(old, new)


def _gives_up(real: Callable[..., Move]) -> Callable[..., Move]:
    def after(*given: Any) -> Move:
        move = real(*given)
        return Move("voided") if move.reason == outbox_states.UNANSWERED else move

    return after


def _with_lost(disk: Disk, name: str) -> Descent:
    every = {each.cart_id for each in disk.commands.values() if each.state in outbox_states.ORDERED}
    return Descent(name, tuple(sorted(each for each in every if same_goods(name, each))))


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "answers of others are taken": (Transport, "_check", _any_nonce(Transport._check)),
    "signed out in name only": (TokenKeeper, "_end", _in_name_only),
    "whoever is there is told of a sign-out": (TokenKeeper, "sign_out", _told_whoever),
    "each copy has keys of its own": (carts, "key_of", _own_key(carts.key_of)),
    "lost orders count as known": (carts, "descent", _with_lost),
    "kinship is not told": (carts, "descent", lambda disk, name: Descent("", ())),
    "a copy's order stays a doubt": (outbox, "found", outbox.after_order),
    "forbidden taken for accepted": (
        outbox, "after_refusal", _forbidden_is_done(outbox.after_refusal),
    ),
    "refused keys stay usable": (outbox, "MAY_STAND", {"withdrawn", "voided"}),
    "refused orders stay refused": (
        outbox_states, "GIVEN_UP", ("voided", "withdrawn", "dismissed"),
    ),
    "a clock that is years off is refused": (session, "told", _sane),
    "reconciled once for ever": (
        OutboxRunner, "reconcile", _once_for_ever(OutboxRunner.reconcile),
    ),
    "a lost order offered again leaves its cart": (
        outbox_states, "cart_follows", _left_alone(outbox_states.cart_follows),
    ),
    "a doubt nobody answers is given up": (Unheard, "after", _gives_up(Unheard.after)),
    "a timeout is an end": (feedbody, "read", ended_by(feedbody.read, "network_timeout")),
}  # fmt: skip
