"""When to synchronise what: prices and stock often, the rest rarely; pure, asked by the shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from b2bdesk.usecases.rows.sync import SyncState

# Seconds between pulls: deltas of prices and stock cost next to nothing (PERFORMANCE §2).
RHYTHM: Mapping[str, int] = {
    "prices": 60,
    "stock": 60,
    "orders": 30,
    "documents": 60,
    "settlements": 300,
    "terms": 600,
    "catalog": 600,
}
PATIENCE_OFFLINE = 30
_OPEN = ("accepted",)


def due_feeds(state: SyncState, now: dt.datetime) -> tuple[str, ...]:
    """Return the feeds whose time has come, none while a run is under way.

    Args:
        state: of the synchroniser, freshness by feed.
        now: present instant, aware.
    """
    if state.running:
        return ()
    return tuple(feed for feed, seconds in RHYTHM.items() if _old(state, feed, seconds, now))


def _old(state: SyncState, feed: str, seconds: int, now: dt.datetime) -> bool:
    at = state.freshness.get(feed)
    return at is None or (now - at).total_seconds() >= seconds
