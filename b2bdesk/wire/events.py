"""Server-sent events of `/events`: which scopes of which feeds moved (PROTOCOL §1).

A nudge only: whoever misses one finds the same by asking the feeds. Every event carries an id; the
portal tells a listener that comes back with it (`Last-Event-ID`) what moved meanwhile.

    event: moved
    id: 3f1c09aa-eyJ…
    data: {"moved":[["prices","pt-7"],["stock","*"]],"within":2.5}

Lines that begin with a colon keep the connection alive.
"""

from collections.abc import Iterable, Iterator

import msgspec

from b2bdesk.trade.errors import Expected
from b2bdesk.wire.codec import decode, encode

CAPABILITY = "events"
MEDIA = "text/event-stream"
KEEP_ALIVE = b":\n\n"
KEEP_ALIVE_SECONDS = 15.0
ANY = "*"
MOVED, READY = "moved", "ready"
MAX_EVENT = 64 * 1024
MAX_PAIRS = 2_000


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What moved: pairs of feed and scope ("*" = any of the listener's).

    `within` are seconds over which listeners should spread their questions, each at a moment of
    its own: the portal knows how many were told.
    """

    moved: list[tuple[str, str]] = []
    within: float = 0.0


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event as read: its name, its id and what it says."""

    name: str
    id: str
    said: Moved


def event_bytes(name: str, mark: str, said: Moved) -> bytes:
    """Write an event."""
    return b"event: %b\nid: %b\ndata: %b\n\n" % (name.encode(), mark.encode(), encode(said))


def read_events(lines: Iterable[bytes]) -> Iterator[Event | None]:
    """Read events from lines without their ends; None for each sign of life between them.

    Raises:
        Expected: `bad_message`: what came is no stream of events.
    """
    fields: dict[str, str] = {}
    size = 0
    for line in lines:
        size += len(line)
        if size > MAX_EVENT:
            raise Expected("bad_message", message="Event", reason="too long")
        if not line:
            size = 0
            yield _event(fields)
            fields = {}
            continue
        name, _, value = line.decode("utf-8", "replace").partition(":")
        if name:
            fields[name] = value.removeprefix(" ")


def _event(fields: dict[str, str]) -> Event | None:
    if "data" not in fields:
        return None
    said = decode(fields["data"].encode(), Moved)
    if len(said.moved) > MAX_PAIRS or not 0 <= said.within < 1e6:
        raise Expected("bad_message", message="Event", reason="out of range")
    return Event(name=fields.get("event", "message"), id=fields.get("id", ""), said=said)
