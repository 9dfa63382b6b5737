"""What the status bar says: connection, age of prices and stock, outbox, credit."""

from __future__ import annotations

import datetime as dt

from b2bdesk.texts import formats, tr
from b2bdesk.texts.errors import describe
from b2bdesk.ui.frame.context import StatusItem
from b2bdesk.usecases.rows.account import CreditRow
from b2bdesk.usecases.rows.sync import SyncState

CONNECTION, PRICES, STOCK, OUTBOX, CREDIT = "connection", "prices", "stock", "outbox", "credit"
STALE_HOURS = 24
_WAITING = ("ready", "sending", "unknown", "held", "needs_user", "missing")
_OFFLINE_CODES = ("network_unreachable", "network_timeout", "network_broken")


def status_items(
    state: SyncState, credit: CreditRow | None, now: dt.datetime
) -> tuple[StatusItem, ...]:
    """Return the items of the status bar, left to right.

    Args:
        state: of the synchroniser.
        credit: of the contract in use.
        now: present instant, aware.
    """
    items = [_connection(state)]
    for key, feed, words in (
        (PRICES, "prices", tr("Prices {time}")),
        (STOCK, "stock", tr("Stock {time}")),
    ):
        at = state.freshness.get(feed)
        if at is not None:
            old = now - at > dt.timedelta(hours=STALE_HOURS)
            items.append(
                StatusItem(
                    key,
                    words.format(time=formats.ago(at, now)),
                    tone="warn" if old else "",
                    tip=formats.moment(at),
                )
            )
    items.append(_outbox(state))
    if credit is not None and credit.free_minor is not None:
        free = formats.money(credit.free_minor, credit.currency)
        items.append(StatusItem(CREDIT, tr("Credit: {free} free").format(free=free), right=True))
    return tuple(items)


def _connection(state: SyncState) -> StatusItem:
    if state.running:
        return StatusItem(CONNECTION, tr("Synchronising"), state="busy")
    if state.online is False:
        words = tr("Offline")
        if state.offline_since is not None:
            words = tr("Offline since {time}").format(time=formats.clock(state.offline_since))
        return StatusItem(CONNECTION, words, state="offline", tip=_why(state))
    if state.error and state.error not in _OFFLINE_CODES:
        return StatusItem(CONNECTION, tr("Not synchronised"), state="error", tip=_why(state))
    if state.online is None:
        return StatusItem(CONNECTION, tr("Not connected yet"), state="offline")
    if state.live:
        tip = tr("The portal says by itself when prices, stock or orders change.")
        return StatusItem(CONNECTION, tr("Online, live"), state="online", tip=tip)
    tip = tr("Changes are asked for every minute.")
    return StatusItem(CONNECTION, tr("Online"), state="online", tip=tip)


def _why(state: SyncState) -> str:
    return describe(state.error, state.params).one_line() if state.error else ""


def _outbox(state: SyncState) -> StatusItem:
    waiting = sum(state.outbox.get(name, 0) for name in _WAITING)
    asking = state.outbox.get("needs_user", 0) + state.outbox.get("missing", 0)
    return StatusItem(
        OUTBOX,
        tr("In the queue: {n}").format(n=waiting),
        tone="bad" if asking else "warn" if waiting else "",
    )
