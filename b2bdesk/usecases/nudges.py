"""The portal says what moved: feeds that are asked for before their rhythm.

One thread listens; when it cannot, the rhythm of the window goes on as ever. After a nudge every
listener waits a moment of its own, so that a thousand of them do not ask at once; nudges of a feed
that is due already are one, and a feed is not asked for more often than every few seconds, however
often it is named.
"""

import logging
import threading
from collections.abc import Callable, Collection
from typing import Protocol

from b2bdesk.trade.errors import CodedError, Environment, Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.portal import Cancel, EventsPort

log = logging.getLogger(__name__)
KIND = "nudge"
"""The kind of change that is published when feeds became due."""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
AGAIN = (1.0, 6.0)
REST_SECONDS = 4.0
LONGEST_SPREAD = 120.0
FLOOD_A_SECOND = 10.0
MOST_DUE = 200
_JOIN_SECONDS = 5.0


class _Chance(Protocol):
    def uniform(self, a: float, b: float) -> float: ...


class Nudges:
    """What the portal said moved, until it is asked for."""

    def __init__(
        self,
        events: EventsPort,
        news: News,
        stopping: Cancel,
        chance: _Chance,
        monotonic: Callable[[], float],
    ) -> None:
        """Nothing is listened to before `start`.

        Args:
            events: the portal's events.
            news: told when feeds became due, and when listening begins or ends.
            stopping: set when the program ends.
            chance: for pauses.
            monotonic: seconds that only go forward.
        """
        self._events = events
        self._news = news
        self._stopping = stopping
        self._chance = chance
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._due: dict[str, float] = {}
        self._asked: dict[str, float] = {}
        self._live = False
        self._said, self._since = 0, 0.0
        self._closed = threading.Event()
        self._changed = threading.Event()
        self._thread: threading.Thread | None = None
        self._deaf = news.subscribe(self._on_news)

    def start(self) -> None:
        """Listen in a thread of its own, as long as the program runs."""
        with self._lock:
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._run, name="nudges", daemon=True)
                self._thread.start()

    def live(self) -> bool:
        """Say whether the portal is listened to right now."""
        return self._live

    def take(self) -> tuple[str, ...]:
        """Return the feeds and scopes whose moment has come; they count as asked for."""
        now = self._monotonic()
        with self._lock:
            self._asked = {n: at for n, at in self._asked.items() if at + REST_SECONDS > now}
            found = tuple(sorted(feed for feed, at in self._due.items() if at <= now))
            for feed in found:
                del self._due[feed]
                self._asked[feed] = now
        return found

    def close(self) -> None:
        """Stop listening; returns when the thread has ended."""
        self._closed.set()
        self._changed.set()
        self._deaf()
        self._events.cut()
        if self._thread is not None:
            self._thread.join(_JOIN_SECONDS)

    def told(self, feeds: Collection[str], within: float) -> None:
        """Note that feeds, or scopes as `feed/key`, moved; called by the listening thread."""
        if self._closed.is_set():
            self._events.cut()
            return
        if not self._live:
            self._set_live(True)
        if not feeds:
            self._said = 0
            self._since = self._monotonic()
            return
        self._said += 1
        if self._said > FLOOD_A_SECOND * (10.0 + self._monotonic() - self._since):
            raise Expected("bad_message", message="Event", reason="too many")
        moment = self._monotonic() + self._chance.uniform(0.0, min(within, LONGEST_SPREAD))
        with self._lock:
            for named in feeds:
                # beyond that many scopes all of the feed is asked for
                name = named if len(self._due) < MOST_DUE else named.partition("/")[0]
                rested = self._asked.get(name, moment - REST_SECONDS) + REST_SECONDS
                self._due.setdefault(name, max(moment, rested))
        self._news.publish(ChangeSet.of(KIND))

    def _run(self) -> None:
        failures = 0
        while not self._closed.is_set() and not self._stopping.is_set():
            self._changed.clear()
            if not self._events.offered():
                self._changed.wait(LONGEST_PAUSE)
                continue
            heard = False
            try:
                self._events.listen(self.told)
                heard = self._live
            except CodedError as error:
                # a cut stream was heard; one that talks nonsense is avoided longer and longer
                heard = self._live and isinstance(error, Environment)
                log.info("not listening to the portal: %s", error.code)
            finally:
                self._set_live(False)
            failures = 0 if heard else failures + 1
            self._closed.wait(self._pause(failures))

    def _pause(self, failures: int) -> float:
        """Seconds before the next try: a moment of its own for each, longer with each failure."""
        if failures == 0:
            return self._chance.uniform(*AGAIN)
        longest = min(FIRST_PAUSE * 2.0 ** min(failures, 12), LONGEST_PAUSE)
        return self._chance.uniform(longest / 2, longest)

    def _on_news(self, changes: ChangeSet) -> None:
        if changes.touches("session"):
            # another person or portal: what is listened to now is not his
            with self._lock:
                self._due.clear()
            self._changed.set()
            self._events.cut()
        elif not self._live and changes.touches("sync"):
            self._changed.set()

    def _set_live(self, live: bool) -> None:
        if self._live != live:
            self._live = live
            self._news.publish(ChangeSet.of("sync"))
