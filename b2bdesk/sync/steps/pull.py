"""Pulling one scope: read bodies until the portal has no more, go on after a cut (PROTOCOL R6).

Pages go to a `Sink`. A cut stream is asked for again from the cursor of the last page that came; a
portal that answers such a request with the whole scope starts the sink anew, and so does a body
whose digest differs. Cuts count only until
the pull has come further than ever before. Nothing here knows whether rows end up in memory or in
the inactive cache file.
"""

import logging
from dataclasses import dataclass
from typing import Protocol

from b2bdesk.sync.calls import MAX_FEED, PASSING
from b2bdesk.sync.feedbody import Ended, Paged
from b2bdesk.sync.plan import Pull
from b2bdesk.sync.ports import Cancel, Cancelled, Chance, FeedSource
from b2bdesk.sync.refusals import Gone
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Batch, Head

log = logging.getLogger(__name__)
_CUTS_IN_A_ROW, _CUTS = 4, 1_000
_PAUSE = 1.0
_RETRIED = {*PASSING, "body_damaged", "network_unreachable"}
MAX_ROWS, MAX_BYTES = 50_000_000, MAX_FEED
"""Of one scope, however many bodies it comes in."""
MAX_IDLE, MAX_RESTARTS = 1_000, 50
"""Pages and bodies without a row, one after the other; how often a scope may begin anew."""


class Sink(Protocol):
    """Takes the pages of one scope."""

    def begin(self, head: Head) -> None:
        """A body begins that starts the scope (anew)."""
        ...

    def put(self, batch: Batch) -> None:
        """Take one page."""
        ...


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came: the head of the first body, the end of the last, how many rows and cuts.

    `kept` of the rows came with an earlier run.
    """

    head: Head
    end: Ended
    rows: int
    cuts: int
    kept: int = 0


@dataclass(slots=True)
class Reached:
    """How far a pull is.

    `sealed`: every page so far was proven by what followed it; `kept` rows are of an earlier run.
    """

    cursor: str
    head: Head | None = None
    rows: int = 0
    kept: int = 0
    sealed: bool = True
    bytes: int = 0
    idle: int = 0
    restarts: int = 0
    furthest: int = 0
    cuts: int = 0
    cuts_in_a_row: int = 0

    def count(self, batch: Batch) -> None:
        """Count a page.

        Raises:
            Environment: `body_too_big` when the scope is larger than any.
            Expected: `bad_message` when pages come and bring nothing.
        """
        rows = len(batch.put) + len(batch.delete)
        self.rows += rows
        self.bytes += batch.size
        if self.rows > MAX_ROWS or self.bytes > MAX_BYTES:
            raise Environment("body_too_big", bytes=self.bytes, rows=self.rows)
        if rows:
            self.idle = 0
        else:
            self.rest(batch.table)

    def rest(self, what: str) -> None:
        """Count a page or body that brought nothing.

        Raises:
            Expected: `bad_message` when there are too many of them.
        """
        self.idle += 1
        if self.idle > MAX_IDLE:
            raise Expected("bad_message", message=what, reason="it never ends")


def pull(
    source: FeedSource,
    wanted: Pull,
    sink: Sink,
    cancel: Cancel,
    chance: Chance,
    reached: Reached | None = None,
) -> Pulled:
    """Pull one scope into a sink, from where `reached` says; it tells where a pull broke off.

    Raises:
        Gone: the portal asks for a reload of the scope or of everything.
        Environment: the connection broke too often in a row, or for good.
        Cancelled: `cancel` was set.
    """
    state = reached or Reached(wanted.cursor)
    while True:
        begun = state.cursor
        try:
            end = _body(source, wanted, sink, state, cancel)
        except Environment as error:
            state.cuts += 1
            state.cuts_in_a_row += 1
            often = state.cuts_in_a_row >= _CUTS_IN_A_ROW or state.cuts >= _CUTS
            if error.code not in _RETRIED or often:
                raise
            if error.code == "body_damaged" and not error.params.get("pages_whole"):
                # its pages came, but not as they were sent: none of them counts
                state.cursor, state.head, state.rows, state.kept = wanted.cursor, None, 0, 0
            log.info("%s broke off after %s rows: %s", wanted.scope, state.rows, error.code)
            if cancel.wait(chance.uniform(0, _PAUSE * 2**state.cuts_in_a_row)):
                raise Cancelled from error
            continue
        if state.head is not None and not end.more:
            return Pulled(state.head, end, state.rows, state.cuts, state.kept)
        if end.cursor in ("", begun):
            raise Expected("bad_message", message=wanted.scope.feed, reason="the cursor stands")
        state.rest(wanted.scope.feed)
        state.cursor = end.cursor


def _body(source: FeedSource, wanted: Pull, sink: Sink, state: Reached, cancel: Cancel) -> Ended:
    """Read one body to its end; the state keeps what came if it breaks off."""
    for message in source.feed(wanted.scope.feed, wanted.scope.key, state.cursor):
        if cancel.is_set():
            raise Cancelled
        if isinstance(message, Head):
            _take_head(message, sink, state)
        elif isinstance(message, Paged):
            state.count(message.batch)
            sink.put(message.batch)
            if state.rows > state.furthest:
                state.furthest = state.rows
                state.cuts_in_a_row = 0
            state.cursor = message.cursor or state.cursor
            state.sealed = state.sealed and message.sealed
        else:
            return message
    raise Environment("network_broken", feed=wanted.scope.feed)


def _take_head(head: Head, sink: Sink, state: Reached) -> None:
    first = state.head
    if first is None or head.full:
        state.head = head
        state.rows = state.bytes = state.kept = 0
        state.sealed = True
        state.restarts += 1
        if state.restarts > MAX_RESTARTS:
            raise Expected("bad_message", message=head.scope.feed, reason="it begins ever anew")
        sink.begin(head)
        return
    if (head.generation, head.incarnation) != (first.generation, first.incarnation):
        raise Gone("generation", head.incarnation, head.generation)
    if any(first.columns.get(table, columns) != columns for table, columns in head.columns.items()):
        raise Gone("columns", head.incarnation, head.generation)
