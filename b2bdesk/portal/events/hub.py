"""Who listens, and the one thread of a process that watches the change counters for all of them.

A listener costs an idle task of the server's event loop, no thread and no query. The watcher reads
the counters once a second, and at once after a commit of its own process; it runs only while
somebody listens.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from b2bdesk.portal.events.moves import (
    Pair,
    concerning,
    moved_between,
    read_mark,
    visible,
    write_mark,
)
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.facts import read_facts
from b2bdesk.portal.storage.marks import counted
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.wire.events import (
    ANY,
    KEEP_ALIVE,
    KEEP_ALIVE_SECONDS,
    MOVED,
    READY,
    Moved,
    event_bytes,
)

LOOK_SECONDS, REST_SECONDS = 1.0, 0.2
LIFE_SECONDS = 300.0
PER_PRINCIPAL, PER_PROCESS = 16, 5_000
# so many listeners a second are let to ask the feeds after one change
ASKING_A_SECOND = 50
_logger = logging.getLogger("b2bdesk.portal")


@dataclass(frozen=True)
class Position:
    """How far the counters were, and the incarnation they belong to."""

    incarnation: str
    counts: Mapping[str, int]

    def mark(self) -> str:
        """The id of an event sent at this position."""
        return write_mark(self.incarnation, self.counts)


class Listener:
    """One stream of events. Its queue is a set, so however slow its reader, it stays small."""

    def __init__(
        self, principal: str, seen: Mapping[str, frozenset[str]], at: Position, missed: set[Pair]
    ) -> None:
        self.principal = principal
        self.seen = seen
        self.at = at
        self._pending = set(missed)
        self._within = 0.0
        self._ended = False
        self._wake = asyncio.Event()

    def tell(self, moved: set[Pair], at: Position, within: float) -> None:
        """Queue what moved; on the event loop."""
        self.at = at
        self._within = max(self._within, within)
        if moved:
            self._pending |= moved
            self._wake.set()

    def end(self) -> None:
        """Finish the stream; on the event loop."""
        self._ended = True
        self._wake.set()

    async def lines(self, seconds: float, once: bool) -> AsyncIterator[bytes]:
        """Yield events and signs of life for so long; `once` ends after the first news."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        yield event_bytes(READY, self.at.mark(), Moved())
        while not self._ended:
            if self._pending:
                said = Moved(moved=sorted(self._pending), within=round(self._within, 1))
                self._pending, self._within = set(), 0.0
                yield event_bytes(MOVED, self.at.mark(), said)
                if once:
                    return
                continue
            self._wake.clear()
            left = until - loop.time()
            if left <= 0:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), min(left, KEEP_ALIVE_SECONDS))
            if not self._wake.is_set():
                yield KEEP_ALIVE


def hub_of(storage: Storage) -> Hub:
    """The hub of a portal in this process, made when first asked for."""
    hub = storage.memory.setdefault("events", Hub(storage))
    assert isinstance(hub, Hub)
    return hub


class Hub:
    """The listeners of one process of the portal."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._position: Position | None = None
        self._watcher: threading.Thread | None = None
        self._closed = threading.Event()

    def count(self) -> int:
        """How many listen to this process."""
        return len(self._listeners)

    def open(self, scope: Scope, last_id: str) -> Listener:
        """Make a listener for a principal; in a thread of the pool.

        Args:
            scope: who listens.
            last_id: the id of the last event it saw, "" for the first time.

        Raises:
            Expected: `too_many_attempts`: this person listens too many times already.
            Environment: `portal_busy`: too many listen here.
        """
        mine = sum(1 for each in list(self._listeners) if each.principal == scope.principal_id)
        if mine >= PER_PRINCIPAL:
            raise Expected("too_many_attempts", seconds=60)
        if len(self._listeners) >= PER_PROCESS or self._closed.is_set():
            raise Environment("portal_busy")
        with self._storage.reading() as connection:
            seen = visible(scope, connection)
            at = Position(read_facts(connection).incarnation, counted(connection))
            missed: set[Pair] = set()
            if last_id:
                known = read_mark(last_id, at.incarnation, at.counts)
                everything = {(feed, ANY) for feed in at.counts}
                missed = (
                    everything if known is None else moved_between(connection, known, at.counts)
                )
        return Listener(scope.principal_id, seen, at, concerning(missed, seen))

    async def stream(self, listener: Listener, wait: float | None) -> AsyncIterator[bytes]:
        """The bytes of a listener's answer, until its time is over or it goes away."""
        # lives end at different moments, so that listeners do not come back all at once
        seconds = LIFE_SECONDS * random.uniform(0.8, 1.2) if wait is None else wait
        self._enter(listener)
        try:
            async for line in listener.lines(seconds, once=wait is not None):
                yield line
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def close(self) -> None:
        """End all streams and the watcher; from any thread, at once."""
        self._closed.set()
        self._storage.moved.set()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end_all)

    def _enter(self, listener: Listener) -> None:
        with self._lock:
            self._loop = asyncio.get_running_loop()
            now = self._position
            if now is not None and now != listener.at:
                # something moved since it was made: which scopes is not known any more
                moved = {
                    (feed, ANY)
                    for feed, seq in now.counts.items()
                    if seq > listener.at.counts.get(feed, 0)
                }
                listener.tell(concerning(moved, listener.seen), now, 0.0)
            self._listeners.add(listener)
            if self._watcher is None:
                self._position = listener.at
                self._watcher = threading.Thread(target=self._watch, name="events", daemon=True)
                self._watcher.start()

    def _watch(self) -> None:
        while True:
            self._storage.moved.wait(LOOK_SECONDS)
            self._storage.moved.clear()
            with self._lock:
                if self._closed.is_set() or not self._listeners:
                    self._watcher = self._position = None
                    return
            try:
                self._look()
            except Environment as error:
                _logger.info("events wait: %s", error.code)
            except Exception:
                _logger.exception("events failed")
            # many commits in a row are told together
            self._closed.wait(REST_SECONDS)

    def _look(self) -> None:
        before = self._position
        assert before is not None
        with self._storage.reading() as connection:
            counts = counted(connection)
            if counts == before.counts:
                return
            now = Position(read_facts(connection).incarnation, counts)
            if now.incarnation == before.incarnation:
                moved = moved_between(connection, before.counts, counts)
            else:
                moved = {(feed, ANY) for feed in counts}
        with self._lock:
            self._position = now
            loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._deliver, moved, now)

    def _deliver(self, moved: set[Pair], now: Position) -> None:
        listeners = list(self._listeners)
        told = {each: concerning(moved, each.seen) for each in listeners}
        within = sum(1 for pairs in told.values() if pairs) / ASKING_A_SECOND
        for each, pairs in told.items():
            each.tell(pairs, now, within if within >= 1 else 0.0)

    def _end_all(self) -> None:
        for each in list(self._listeners):
            each.end()
