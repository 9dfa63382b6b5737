"""What the status bar says: connection, age of prices and stock, outbox, credit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from b2bdesk.texts import formats, tr
from b2bdesk.texts.errors import describe
from b2bdesk.ui.frame.context import StatusItem
from b2bdesk.ui.shell.rhythm import STALE_HOURS
from b2bdesk.ui.shell.sync_watch import percent
from b2bdesk.ui.tasks import Progress as Step
from b2bdesk.usecases.rows.account import CreditRow
from b2bdesk.usecases.rows.sync import SyncState

CONNECTION, PRICES, STOCK, OUTBOX, CREDIT = "connection", "prices", "stock", "outbox", "credit"
_WAITING = ("ready", "sending", "unknown", "held", "needs_user", "missing")
SIGN_IN = ("sign_in_needed", "session_expired", "session_revoked")
_STOPPED = "sync_cancelled"  # by the person: no trouble
_OFFLINE_CODES = ("network_unreachable", "network_timeout", "network_broken", "network_slow")


def status_items(
    state: SyncState,
    credit: CreditRow | None,
    now: dt.datetime,
    first: StatusItem | None = None,
    stale_hours: int = STALE_HOURS,
) -> tuple[StatusItem, ...]:
    """Return the items of the status bar, left to right.

    Args:
        state: of the synchroniser.
        credit: of the contract in use.
        now: present instant, aware.
        first: how the connection is (`connection`), when it is known better than by the state.
        stale_hours: from which age prices and stock count as old.
    """
    items = [first or connection(state)]
    for key, feed, words in (
        (PRICES, "prices", tr("Prices {time}")),
        (STOCK, "stock", tr("Stock {time}")),
    ):
        at = state.freshness.get(feed)
        if at is not None:
            old = now - at > dt.timedelta(hours=stale_hours)
            items.append(
                StatusItem(
                    key,
                    words.format(time=formats.ago(at.astimezone(), now)),
                    tone="warn" if old else "",
                    tip=formats.moment(at.astimezone()),
                )
            )
    items.append(_outbox(state))
    if credit is not None and credit.free_minor is not None:
        free = formats.money(credit.free_minor, credit.currency)
        items.append(StatusItem(CREDIT, tr("Credit: {free} free").format(free=free), right=True))
    return tuple(items)


def with_asking(items: tuple[StatusItem, ...], asking: int) -> tuple[StatusItem, ...]:
    """Return the items with the queue in red when orders wait for the person."""
    return tuple(
        replace(item, tone="bad") if item.key == OUTBOX and asking else item for item in items
    )


def connection(state: SyncState, step: Step | None = None) -> StatusItem:
    """How the connection is, or how far the run under way is."""
    if state.running or step is not None:
        words = tr("Synchronising")
        share = percent(step) if step is not None else ""
        if step is not None and share:
            words = tr("Synchronising: {what} {share}").format(what=step.what, share=share)
        return StatusItem(CONNECTION, words, state="busy")
    if state.error in SIGN_IN:
        told = describe(state.error, state.params).sentence
        return StatusItem(CONNECTION, tr("Sign-in needed"), state="error", tip=told)
    if state.online is False:
        words = tr("Offline")
        if state.offline_since is not None:
            words = tr("Offline since {time}").format(time=_since(state.offline_since))
        return StatusItem(CONNECTION, words, state="offline", tip=_why(state))
    if state.error and state.error not in (*_OFFLINE_CODES, _STOPPED):
        return StatusItem(CONNECTION, tr("Not synchronised"), state="error", tip=_why(state))
    if state.online is None:
        return StatusItem(CONNECTION, tr("Not connected yet"), state="offline")
    if state.live:
        tip = tr("The portal says by itself when prices, stock or orders change.")
        return StatusItem(CONNECTION, tr("Online, live"), state="online", tip=tip)
    tip = tr("Changes are asked for every minute.")
    return StatusItem(CONNECTION, tr("Online"), state="online", tip=tip)


def _since(moment: dt.datetime) -> str:
    """A time of today, or a day and a time."""
    here = moment.astimezone()
    today = dt.datetime.now().astimezone().date()
    return formats.clock(here) if here.date() == today else formats.moment(here)


def _why(state: SyncState) -> str:
    return describe(state.error, state.params).one_line() if state.error else ""


def _outbox(state: SyncState) -> StatusItem:
    waiting = sum(state.outbox.get(name, 0) for name in _WAITING)
    return StatusItem(
        OUTBOX,
        tr("In the queue: {n}").format(n=waiting),
        tone="warn" if waiting else "",
    )
