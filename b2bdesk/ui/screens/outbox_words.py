"""What a sealed order waits for, its ways out, and how one ended, in words (PROTOCOL R4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from b2bdesk.domain.outbox_states import DIFFERS, FOR_PERSON, UNANSWERED
from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.texts.statuses import status_text
from b2bdesk.usecases.rows.orders import OutboxRow

WAITING = ("ready", "held", "sending", "unknown")
ASKING = ("needs_user", "rejected", "missing")
SHOWN = (*WAITING, *ASKING)
WITHDRAW, RETRY, DISMISS = "withdraw", "retry", "dismiss"
RESEND, ARRIVED = "resend", "arrived"
OPEN_AGAIN = ("withdrawn", "voided", "dismissed")
_TOLD_DOUBTS = (*FOR_PERSON, "order_out_of_sight")
_BY_REASON = ("needs_user", "rejected", "held", "unknown")
_TAKEN = ("accepted", "settled")


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: its key, the verb, and what it does in a sentence; `harsh` gives something up."""

    key: str
    words: str
    note: str
    harsh: bool = False


def ways_out(row: OutboxRow) -> tuple[Way, ...]:
    """Every way out of a state; the first is the one that the list offers, or Enter."""
    withdraw = Way(
        WITHDRAW,
        tr("Withdraw"),
        tr("The portal is asked to give it up; the cart can be edited again.")
        if row.attempts or row.state == "unknown"
        else tr("It has not left this computer; the cart can be edited again."),
    )
    now = tr("Send now")
    if row.state == "ready":
        return withdraw, Way(RETRY, now, tr("Otherwise it goes by itself."))
    if row.state == "held":
        return withdraw, Way(RETRY, now, tr("When what stopped it is mended."))
    if row.state == "unknown":
        ask = tr("Ask the portal now")
        asks = Way(RETRY, ask, tr("Whether it has the order; it is never sent twice."))
        if row.reason in DIFFERS:
            note = tr("It counts as accepted as the portal has it; cancel it there if it is wrong.")
            return Way(ARRIVED, tr("Accept as it is"), note), asks
        return (asks, *_known_from_the_manager(), withdraw) if unheard(row) else (asks, withdraw)
    if row.state in ("needs_user", "rejected"):
        note = tr("The cart is open again: change it and send it as a new order.")
        return (Way(DISMISS, tr("Back to the cart"), note),)
    if row.state == "missing":
        again = tr("With the same number for the portal: should it turn up again, it is one order.")
        never = tr("The supplier does not get it; the cart can be edited again.")
        return (
            Way(RETRY, tr("Send again"), again),
            Way(DISMISS, tr("Do not send"), never, harsh=True),
        )
    return ()


def _known_from_the_manager() -> tuple[Way, Way]:
    """The ways out of a doubt that only a person can end."""
    return (
        Way(
            ARRIVED,
            tr("It has arrived…"),
            tr("If the manager sees the order: it counts as accepted, nothing more is sent."),
        ),
        Way(
            RESEND,
            tr("Send again"),
            tr("If the manager does not see it: it goes under the same number, so it stays one"
               " order even if it should be there after all."),
        ),
    )  # fmt: skip


def unheard(row: OutboxRow) -> bool:
    """Whether it is a doubt that nobody answers, so that the person is asked."""
    return row.state == "unknown" and row.reason == UNANSWERED


def asks(row: OutboxRow) -> bool:
    """Whether an order waits for the person."""
    return row.state in ASKING or to_decide(row)


def to_decide(row: OutboxRow) -> bool:
    """Whether it is a doubt that the person ends: never with one click in the list."""
    return row.state == "unknown" and row.reason in FOR_PERSON


def outbox_words(row: OutboxRow) -> str:
    """What a sealed order waits for, in a few words."""
    words = status_text("outbox", row.state)
    if row.reason and (row.state == "held" or asks(row)):
        words = errors.describe(row.reason, row.params).title
    elif row.state == "ready" and row.next_try is not None and row.attempts:
        words = tr("next attempt at {time}").format(time=formats.clock(row.next_try.astimezone()))
    return words


def story(row: OutboxRow) -> list[str]:
    """What is so with a sealed order, and what was kept: sentences, the most important first."""
    known = row.state != "unknown" or row.reason in _TOLD_DOUBTS
    if row.reason and known and row.state in _BY_REASON:
        told = errors.describe(row.reason, row.params)
        return [part for part in (told.sentence, told.next_step) if part]
    if row.state == "unknown":
        return [
            tr("The connection broke off while the order was being sent. The portal may have it,"
               " or not; it is asked by the order's own number before anything is sent again.")
        ]  # fmt: skip
    if row.state == "sending":
        return [tr("It is being sent at this moment.")]
    if row.state == "missing":
        return [
            tr("The supplier's portal was put back from a copy that does not know this order yet.")
        ]
    if row.reason:
        told = errors.describe(row.reason, row.params)
        return [f"{told.title}.", tr("It is kept here and goes by itself; the program may be"
                                     " closed.")]  # fmt: skip
    return [tr("It is kept here and goes by itself; the program may be closed.")]


def facts(row: OutboxRow, now: dt.datetime) -> list[tuple[str, str]]:
    """Pairs of words and values: sum, since when, attempts, when the next, the number."""
    found = [
        (tr("Sum"), formats.money(row.gross_minor, row.currency)),
        (tr("In this state since"), _since(row, now)),
    ]
    if row.attempts:
        words = trn("{n} attempt", "{n} attempts", row.attempts)
        title = tr("Sent or asked about") if row.state == "unknown" else tr("Sent")
        found.append((title, words.format(n=formats.number(row.attempts))))
    if row.next_try is not None and row.state in WAITING:
        found.append((tr("Next attempt"), _moment(row.next_try, now)))
    if row.order_number:
        found.append((tr("Order number"), row.order_number))
    found.append((tr("Number for support"), row.id))
    return found


def outcome(row: OutboxRow, key: str) -> tuple[str, str]:
    """How a way out ended: words and tone; empty words = the list shows it."""
    if row.state in _TAKEN:
        number = row.order_number
        if key == WITHDRAW:
            words = tr("Too late: the portal has accepted the order")
            return (f"{words}, № {number}" if number else words), "warn"
        words = tr("The portal has accepted the order")
        return (f"{words}, № {number}" if number else words), "ok"
    if key in (WITHDRAW, DISMISS) and row.state in OPEN_AGAIN:
        return tr("The order is taken back, the cart can be edited again"), "ok"
    if key in (RETRY, RESEND) and asks(row):
        return outbox_words(row), "bad"
    return "", ""


def _since(row: OutboxRow, now: dt.datetime) -> str:
    """Since when, and for one that waits for the person also how long ago that is."""
    moment = _moment(row.since, now)
    if not asks(row):
        return moment
    return f"{moment} · {formats.ago(row.since.astimezone(), now)}"


def _moment(value: dt.datetime, now: dt.datetime) -> str:
    here = value.astimezone()
    return formats.clock(here) if here.date() == now.date() else formats.moment(here)
