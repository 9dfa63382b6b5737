"""Seeded bugs of loads that break off and are gone on with; joined to `MUTANTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from b2bdesk.sync import feedbody, snapshots
from b2bdesk.sync.api import Api
from b2bdesk.sync.feedbody import Paged
from b2bdesk.sync.steps import resuming
from b2bdesk.sync.steps.write import ScopeSink
from b2bdesk.trade.errors import Environment
from tests.sim.stores import Build


def _any_kept(self: Any, scope: Any) -> Any:
    """Take up what was kept, of whatever scope it is."""
    kept = next(iter(self._writing.store._disk.parked), None)
    if kept is None:
        return None
    build = self._writing.building()
    parked = build.resume(kept)
    build.open[scope] = build.open.pop(kept)
    self._head, self.spilled = replace(parked.head, scope=scope), True
    return replace(parked, head=self._head)


def _begun_on_top(real: Callable[..., None]) -> Callable[..., None]:
    """Begin anew over what another generation has left there."""

    def begin(self: Any, head: Any) -> None:
        if self.spilled and head.full:
            self._head = head
        else:
            real(self, head)

    return begin


def _a_page_ahead(feed: Callable[..., Any]) -> Callable[..., Any]:
    """Give each page the cursor after the next one."""

    def reading(self: Any, *asked: str) -> Iterator[Any]:
        held: Any = None
        try:
            for message in feed(self, *asked):
                both = isinstance(held, Paged) and isinstance(message, Paged)
                if held is not None:
                    yield replace(held, cursor=message.cursor) if both else held
                held = message
        except Environment:
            if held is not None:
                yield held
            raise
        yield held

    return reading


def _at_once(real: Callable[..., Any]) -> Callable[..., Any]:
    """Give a page away when it comes; what follows proves it too late."""

    def take(self: Any, line: bytes) -> Iterator[Any]:
        yield from real(self, line)
        if self._page is not None:
            yield replace(self._page, sealed=True)

    return take


def _no_room_no_page(real: Callable[..., None]) -> Callable[..., None]:
    def put(self: Any, batch: Any) -> None:
        with suppress(Environment):
            real(self, batch)

    return put


def _unsummed(real: Callable[..., Any]) -> Callable[..., Any]:
    def resume(self: Any, scope: Any) -> Any:
        found = real(self, scope)
        self._resumed.discard(scope)
        return found

    return resume


def _from_the_first_byte(real: Callable[..., Any]) -> Callable[..., Any]:
    def fetched(self: Any, manifest: Any, waiting: Any) -> Any:
        self._packed(manifest).unlink(missing_ok=True)
        return real(self, manifest, waiting)

    return fetched


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "what was kept of another scope is used": (ScopeSink, "resume", _any_kept),
    "another generation's pages stay": (ScopeSink, "begin", _begun_on_top(ScopeSink.begin)),
    "kept a page ahead": (Api, "feed", _a_page_ahead(Api.feed)),
    "kept before it is proven": (feedbody._Body, "take", _at_once(feedbody._Body.take)),
    "a page without room is left out": (ScopeSink, "put", _no_room_no_page(ScopeSink.put)),
    "what was kept is not summed": (Build, "resume", _unsummed(Build.resume)),
    "what was kept is not taken up": (ScopeSink, "resume", lambda self, scope: None),
    "a stop keeps nothing": (resuming, "Cancelled", ZeroDivisionError),
    "a begun file is fetched anew": (
        snapshots.Snapshots, "_fetched", _from_the_first_byte(snapshots.Snapshots._fetched),
    ),
}  # fmt: skip
