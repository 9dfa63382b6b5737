"""When to synchronise what: prices and stock often, the rest rarely; pure, asked by the shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from b2bdesk.usecases.rows.sync import SyncState

OWN_CODES = "own_codes"
# Seconds between pulls: deltas of prices and stock cost next to nothing (PERFORMANCE §2).
RHYTHM: Mapping[str, int] = {
    "prices": 60,
    "stock": 60,
    "orders": 30,
    "documents": 60,
    "settlements": 300,
    "terms": 600,
    "catalog": 600,
    OWN_CODES: 600,
}


# a portal that says what moved is asked by itself so much more seldom
LIVE_FACTOR = 5


def due_feeds(
    state: SyncState, tried: Mapping[str, dt.datetime], now: dt.datetime
) -> tuple[str, ...]:
    """Return the feeds whose time has come, none while a run is under way.

    Args:
        state: of the synchroniser, freshness by feed.
        tried: when each feed was last asked for here; one that fails waits as long as one that
            came, so that a portal in trouble is not stormed.
        now: present instant, aware.
    """
    if state.running:
        return ()
    factor = LIVE_FACTOR if state.live else 1
    return tuple(
        feed
        for feed, seconds in RHYTHM.items()
        if all(
            at is None or _passed(now - at, seconds * factor)
            for at in (state.freshness.get(feed), tried.get(feed))
        )
    )


def _passed(since: dt.timedelta, seconds: int) -> bool:
    """Say whether a rhythm's time has passed; what lies in the future says nothing.

    Freshness is told in the portal's time and the computer's clock may be set back by years: that
    must not keep the window from synchronising.
    """
    return not -seconds <= since.total_seconds() < seconds
