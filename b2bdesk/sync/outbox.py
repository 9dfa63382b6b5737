"""What becomes of a sealed command after each answer: pure rules of PROTOCOL R2, R4, R5.

No clock, no network, no chance of its own: `outbox_run` does the asking and writes the moves that
these functions return, and the simulator drives them the same way. Whatever leaves a doubt is
`unknown`; only the portal's own word ends it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from b2bdesk.domain.outbox_states import RETURNED, UNANSWERED
from b2bdesk.sync.ports import Chance
from b2bdesk.sync.refusals import Refused, foreign
from b2bdesk.trade.errors import CodedError, Expected
from b2bdesk.trade.money import Money
from b2bdesk.usecases.ports.outbox import Command, Move
from b2bdesk.wire.codec import decode
from b2bdesk.wire.orders import NewOrder, Order, VoidAnswer

FIRST_PAUSE, LONGEST_PAUSE, LONGEST_TOLD = 2.0, 600.0, 3600.0
_SESSION = {"sign_in_needed", "session_expired", "session_revoked"}
_NOT_SENT = {
    "network_unreachable",
    "network_tls",
    "network_name",
    "network_proxy_kind",
    "network_proxy_login",
    "network_proxy_refused",
    "network_proxy_silent",
}
"""No connection came about, so the portal has seen nothing."""
_NOT_TAKEN_UP = {425, 429}
_RUNNING = 409
_TIMED_OUT = 408
_NOT_SIGNED_IN = 401
_NOT_SHOWN = 404
_FORBIDDEN = 403
MAY_STAND = frozenset(
    {"withdrawn", "voided", "superseded", "dismissed", "missing", "needs_user"}
)  # fmt: skip
"""States of a command whose key may be an order in the portal's present state."""
ELSEWHERE = "ordered_elsewhere"
HIDDEN = "order_out_of_sight"
_VOIDED = "order_voided"
_TAKEN = "idempotency_conflict"


def pause_seconds(attempts: int, chance: Chance, told: float | None = None) -> float:
    """Return how long to wait before the next try: full jitter, the portal's word counts more.

    Args:
        attempts: tries made so far, ≥ 1.
        chance: source of the jitter.
        told: Retry-After of the portal in seconds; no more than an hour is believed.
    """
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(max(attempts - 1, 0), 16))
    own = chance.uniform(FIRST_PAUSE / 2, longest) if longest > FIRST_PAUSE else longest
    return max(own, min(told, LONGEST_TOLD)) if told is not None else own


def after_order(command: Command, body: bytes) -> Move:
    """The portal answered with an order: accepted when it is the one that was sealed (R4)."""
    try:
        return judged(command, decode(body, Order))
    except (Expected, ValueError):
        return Move("unknown", "bad_message", {}, attempted=True)


def found(command: Command, body: bytes) -> Move:
    """A doubt was answered with an order.

    One of other bytes under our key is what a copy of the folder sent (R12): sending ours again
    does nothing, and the portal's answer says which order it is.
    """
    try:
        order = decode(body, Order)
    except Expected:
        return after_order(command, body)
    of_copy = order.body_sha256 not in ("", command.body_sha256)
    if of_copy and order.client_order_id == command.id:
        return Move("ready", params={})
    return after_order(command, body)


def after_command(command: Command, body: bytes) -> tuple[Move, ...]:
    """The portal answered a command on an order: done when it names that order.

    Nothing comes by the feed under the command's key, so it is settled at once.
    """
    try:
        order = decode(body, Order)
    except Expected:
        return (Move("unknown", "bad_message", {}, attempted=True),)
    if order.id != command.order_id:
        return (Move("unknown", "order_differs", {"number": order.number}, attempted=True),)
    return (Move("accepted", params={}), Move("settled", params={}))


def judged(command: Command, order: Order) -> Move:
    """Compare an order of the portal with the sealed command."""
    known = Move("accepted", params={}, order_id=order.id, order_number=order.number)
    theirs = Money.parse(order.total, command.currency).minor
    same_key = order.client_order_id == command.id
    same_body = not order.body_sha256 or order.body_sha256 == command.body_sha256
    if same_key and same_body and _agreed(command, theirs):
        return known
    reason = "total_differs" if same_key and same_body else "order_differs"
    params = {
        "ours_minor": command.gross_minor,
        "theirs_minor": theirs,
        "currency": command.currency,
        "number": order.number,
    }
    return replace(known, state="unknown", reason=reason, params=params, attempted=True)


def _agreed(command: Command, theirs: int) -> bool:
    """The same sum, or a lower one where the buyer named prices as a limit."""
    if theirs >= command.gross_minor:
        return theirs == command.gross_minor
    try:
        return any(line.limit for line in decode(command.body, NewOrder).lines)
    except Expected:
        return False


def after_refusal(
    command: Command, refused: Refused, now: datetime, chance: Chance
) -> tuple[Move, ...]:
    """The portal refused a submission (R5)."""
    wait = timedelta(seconds=pause_seconds(command.attempts + 1, chance, refused.retry_after))
    if refused.status in _NOT_TAKEN_UP:
        return (Move("ready", "portal_busy", {}, now + wait, attempted=True),)
    if refused.status == _NOT_SIGNED_IN and not foreign(refused):
        # also the fresh token was refused: nothing was done there, it waits for a sign-in (R5)
        return (Move("held", "session_expired", {}, attempted=True),)
    if foreign(refused) or refused.status == _TIMED_OUT:
        # not the portal's own word: it may have the order, and only its answer was replaced
        told = {"status": refused.status}
        return (Move("unknown", refused.code, told, now + wait, attempted=True),)
    if refused.status == _RUNNING or refused.status >= 500:
        code = "portal_busy" if refused.status == _RUNNING else "portal_error"
        return (Move("unknown", code, {"status": refused.status}, now + wait, attempted=True),)
    if refused.code == _VOIDED:
        # we asked to withdraw and the answer was lost: the key is dead, as it was meant to be
        return (Move("unknown", attempted=True), Move("voided", _VOIDED, {}))
    if refused.status in _hiding(command) and command.kind == "order" and command.attempts:
        # the firm or contract was taken from this person: an earlier try may stand, out of sight
        return (Move("unknown", HIDDEN, {}, now + wait, attempted=True),)
    params = {**refused.params, "lines": _lines(refused)}
    return (
        Move("rejected", refused.code, params, attempted=True),
        Move("needs_user", refused.code, params),
    )


def _hiding(command: Command) -> set[int]:
    """Statuses that may hide an order; nobody has said that there is none yet, so also 403."""
    return {_NOT_SHOWN, _FORBIDDEN} if command.reason == UNANSWERED else {_NOT_SHOWN}


def ordered_elsewhere(number: str) -> tuple[Move, ...]:
    """The cart was ordered under an earlier key, from another copy of the folder."""
    told = {"number": number}
    refused = Move("rejected", ELSEWHERE, told, order_number=number)
    return refused, replace(refused, state="needs_user")


def ordered_by(old: Command) -> bool:
    """Whether an earlier command says that its cart has an order.

    It was given up and came back with another backup, or a copy of the folder was first and the
    buyer was told so: to order the same once more he copies the cart.
    """
    told = old.state in ("superseded", "needs_user") and bool(old.order_number)
    return told or old.state in ("accepted", "settled")


def taken(command: Command, refused: Refused) -> bool:
    """Whether the key of an order stands for another one: a copy of the folder was first (R12)."""
    return refused.code == _TAKEN and command.kind == "order" and not foreign(refused)


def conflict(refused: Refused, spoilt: CodedError | Refused) -> Refused:
    """The order that the key stands for could not be read: a doubt, unless there is none."""
    if isinstance(spoilt, Refused) and spoilt.status == 404 and not foreign(spoilt):
        return refused
    return Refused(_RUNNING, refused.code)


def of_other(body: bytes) -> tuple[Move, ...]:
    """The portal answered with the order that a copy of the folder sent under the same key.

    Raises:
        Expected: it is no order.
    """
    return ordered_elsewhere(decode(body, Order).number)


def returned(order_id: str, number: str) -> Move:
    """The portal has an order again that was given up while it had lost it."""
    told = {"number": number}
    return Move("settled", RETURNED, told, order_id=order_id, order_number=number)


def before_sending(command: Command, error: CodedError, now: datetime, chance: Chance) -> Move:
    """No token was to be had for a submission, so nothing was sent and no try is counted."""
    if error.code in _SESSION:
        return Move("held", error.code, {})
    wait = timedelta(seconds=pause_seconds(command.attempts + 1, chance, _told_seconds(error)))
    return Move("ready", error.code, dict(error.params), now + wait)


def _told_seconds(error: CodedError) -> float | None:
    seconds = error.params.get("seconds")
    if error.code == "too_many_attempts" and isinstance(seconds, int | float):
        return float(seconds)
    return None


def after_trouble(command: Command, error: CodedError, now: datetime, chance: Chance) -> Move:
    """A submission met the world.

    Without a session it is held. Without a connection nothing was sent: it is ready as before, no
    try is counted, and it can be withdrawn on the spot. Anything else is a doubt.
    """
    if error.code in _SESSION:
        return Move("held", error.code, {})
    wait = timedelta(seconds=pause_seconds(command.attempts + 1, chance))
    if error.code in _NOT_SENT:
        return Move("ready", error.code, dict(error.params), now + wait)
    return Move("unknown", error.code, dict(error.params), now + wait, attempted=True)


def after_lookup_refusal(command: Command, refused: Refused, now: datetime, chance: Chance) -> Move:
    """GET by client id was refused: absent allows a resend of the same bytes, no more (R2)."""
    if refused.status == 404 and not foreign(refused):
        return Move("ready", params={})
    if refused.status == 410 and not foreign(refused):
        return Move("voided", _VOIDED, {})
    wait = timedelta(seconds=pause_seconds(command.attempts + 1, chance, refused.retry_after))
    return Move("unknown", refused.code, {"status": refused.status}, now + wait, attempted=True)


def after_lookup_trouble(
    command: Command, error: CodedError, now: datetime, chance: Chance
) -> Move:
    """GET by client id did not get through: the doubt stays."""
    if error.code in _SESSION:
        return Move("held", error.code, {})
    wait = timedelta(seconds=pause_seconds(command.attempts + 1, chance))
    return Move("unknown", error.code, dict(error.params), now + wait, attempted=True)


def later(move: Move, now: datetime, seconds: float) -> Move:
    """Return the move with a time for the next try."""
    return replace(move, next_try=now + timedelta(seconds=seconds))


def after_void(command: Command, body: bytes) -> Move:
    """The portal answered a void: the key is dead, or the order exists and is accepted.

    An order that differs from what was sealed is accepted here, too: the person asked, and it
    exists; its card shows what the portal made of it.

    Raises:
        Expected: `bad_message`; the doubt stays.
    """
    answer = decode(body, VoidAnswer)
    if answer.order is None:
        if answer.state != "voided":
            raise Expected("bad_message", message="VoidAnswer", reason=answer.state)
        return Move("voided", params={})
    move = judged(command, answer.order)
    return replace(move, state="accepted")


def _lines(refused: Refused) -> list[dict[str, object]]:
    """Return the portal's words on single lines: index, code, values."""
    found: list[dict[str, object]] = []
    for pointer, code, params in refused.errors:
        parts = pointer.split("/")
        if len(parts) > 2 and parts[1] == "lines" and parts[2].isdigit():
            found.append({"index": int(parts[2]), "code": code, "params": params})
    return found
