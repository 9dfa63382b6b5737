"""When to synchronise what: prices and stock often, the rest rarely; pure, asked by the shell.

A person may make a group of feeds slower, or ask for it by hand only (`Schedule`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

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

STALE_HOURS = 24
"""From which age prices and stock count as old, unless a person chose another."""
# a portal that says what moved is asked by itself so much more seldom
LIVE_FACTOR = 5
GROUPS: Mapping[str, tuple[str, ...]] = {
    "prices": ("prices", "stock"),
    "catalog": ("catalog", "terms", OWN_CODES),
    "orders": ("orders", "documents", "settlements"),
}
SETTING = "sync.every."
"""Settings are named by this and a group: seconds, 0 = as often as it makes sense, or BY_HAND."""
BY_HAND = -1
CHOICES = (0, 300, 900, 3600, 14_400, BY_HAND)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often each group is asked for: seconds, 0 = `RHYTHM`, BY_HAND = never by itself."""

    every: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, setting: Callable[[str, object], object]) -> Self:
        """Read it from the settings; what does not read counts as not set."""
        found = {}
        for group in GROUPS:
            value = setting(SETTING + group, 0)
            found[group] = value if isinstance(value, int) and value in CHOICES else 0
        return cls(found)

    def seconds(self, feed: str) -> int:
        """Pause between two pulls of a feed; BY_HAND = none by itself."""
        chosen = self.every.get(_GROUP_OF.get(feed, ""), 0)
        return chosen if chosen == BY_HAND else max(chosen, RHYTHM[feed])

    def nudged(self, name: str) -> bool:
        """Whether a feed (or a scope of one, `feed/key`) is asked for when the portal says so."""
        return not self.every.get(_GROUP_OF.get(name.partition("/")[0], ""), 0)


_GROUP_OF = {feed: group for group, feeds in GROUPS.items() for feed in feeds}
_USUAL = Schedule()


def due_feeds(
    state: SyncState,
    tried: Mapping[str, dt.datetime],
    now: dt.datetime,
    schedule: Schedule = _USUAL,
) -> tuple[str, ...]:
    """Return the feeds whose time has come, none while a run is under way.

    Args:
        state: of the synchroniser, freshness by feed.
        tried: when each feed was last asked for here; one that fails waits as long as one that
            came, so that a portal in trouble is not stormed.
        now: present instant, aware.
        schedule: what the person chose.
    """
    if state.running:
        return ()
    factor = LIVE_FACTOR if state.live else 1
    return tuple(
        feed
        for feed in RHYTHM
        if (seconds := schedule.seconds(feed)) != BY_HAND
        and all(
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
