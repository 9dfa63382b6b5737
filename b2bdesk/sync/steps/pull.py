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

from b2bdesk.sync.feedbody import Ended, Paged
from b2bdesk.sync.plan import Pull
from b2bdesk.sync.ports import Cancel, Chance, FeedSource
from b2bdesk.sync.refusals import Gone
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.ports.cache import Batch, Head

log = logging.getLogger(__name__)
_CUTS_IN_A_ROW = 4
_PAUSE = 1.0
_RETRIED = {"network_broken", "network_timeout", "body_damaged", "network_unreachable"}


class Cancelled(Exception):
    """Somebody stopped the run; what was written so far is whole and stays."""


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
    """What came: the head of the first body, the end of the last, how many rows and cuts."""

    head: Head
    end: Ended
    rows: int
    cuts: int


@dataclass(slots=True)
class _State:
    cursor: str
    head: Head | None = None
    rows: int = 0
    furthest: int = 0
    cuts: int = 0
    cuts_in_a_row: int = 0


def pull(source: FeedSource, wanted: Pull, sink: Sink, cancel: Cancel, chance: Chance) -> Pulled:
    """Pull one scope into a sink.

    Raises:
        Gone: the portal asks for a reload of the scope or of everything.
        Environment: the connection broke too often in a row, or for good.
        Cancelled: `cancel` was set.
    """
    state = _State(wanted.cursor)
    while True:
        try:
            end = _body(source, wanted, sink, state, cancel)
        except Environment as error:
            state.cuts += 1
            state.cuts_in_a_row += 1
            if error.code not in _RETRIED or state.cuts_in_a_row >= _CUTS_IN_A_ROW:
                raise
            if error.code == "body_damaged" and not error.params.get("pages_whole"):
                # its pages came, but not as they were sent: none of them counts
                state.cursor, state.head, state.rows = wanted.cursor, None, 0
            log.info("%s broke off after %s rows: %s", wanted.scope, state.rows, error.code)
            if cancel.wait(chance.uniform(0, _PAUSE * 2**state.cuts_in_a_row)):
                raise Cancelled from error
            continue
        if state.head is not None and not end.more:
            return Pulled(state.head, end, state.rows, state.cuts)
        state.cursor = end.cursor


def _body(source: FeedSource, wanted: Pull, sink: Sink, state: _State, cancel: Cancel) -> Ended:
    """Read one body to its end; the state keeps what came if it breaks off."""
    for message in source.feed(wanted.scope.feed, wanted.scope.key, state.cursor):
        if cancel.is_set():
            raise Cancelled
        if isinstance(message, Head):
            _take_head(message, sink, state)
        elif isinstance(message, Paged):
            sink.put(message.batch)
            state.rows += len(message.batch.put) + len(message.batch.delete)
            if state.rows > state.furthest:
                state.furthest = state.rows
                state.cuts_in_a_row = 0
            state.cursor = message.cursor or state.cursor
        else:
            return message
    raise Environment("network_broken", feed=wanted.scope.feed)


def _take_head(head: Head, sink: Sink, state: _State) -> None:
    first = state.head
    if first is None or head.full:
        state.head = head
        state.rows = 0
        sink.begin(head)
        return
    if (head.generation, head.incarnation) != (first.generation, first.incarnation):
        raise Gone("generation", head.incarnation, head.generation)
