"""Listening to the portal's events (PROTOCOL §1 `/events`): a nudge, never data.

What the portal says is believed as far as a nudge may be: unknown feeds are passed over, and the
worst a lying portal gets is questions at its own feeds. Used by `usecases.nudges`, in its thread.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator

from b2bdesk.sync.calls import Call
from b2bdesk.sync.refusals import Refused, as_coded, foreign
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.unpack import lines
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.wire.events import ANY, CAPABILITY, MAX_EVENT, MOVED, READY, read_events
from b2bdesk.wire.feeds import FEEDS

log = logging.getLogger(__name__)
MANY_SCOPES = 20
"""A feed of which more scopes moved at once is asked for whole."""
FLOOD_BYTES, FLOOD_A_SECOND = 4 << 20, 64 << 10
"""What a stream may bring at once, and every second: events are of a hundred bytes."""


class Ear:
    """One listener at the portal of the signed-in person."""

    def __init__(self, keeper: TokenKeeper, seconds: Callable[[], float] = time.monotonic) -> None:
        """Listen for this person; `seconds` only go forward."""
        self._keeper = keeper
        self._seconds = seconds
        self._lock = threading.Lock()
        self._cut: Callable[[], None] | None = None
        self._last = ("", "")

    def offered(self) -> bool:
        """Say whether one is signed in at a portal that tells of changes."""
        return self._keeper.status().signed_in and self._keeper.has(CAPABILITY)

    def listen(self, told: Callable[[Collection[str], float], None]) -> None:
        """Listen until the portal ends it or `cut`; the arguments are those of the port.

        Raises:
            Environment: not reached, not signed in, cut.
            Expected: refused.
        """
        token = self._keeper.access()
        try:
            self._listen(token, told)
        except Refused as error:
            if error.status != 401:
                raise as_coded(error) from error
            token = self._keeper.refused(token, foreign(error))
            try:
                self._listen(token, told)
            except Refused as again:
                raise as_coded(again) from again

    def _calm(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Pass on what comes as long as it is not a flood, of comments or of anything else."""
        begun, came = self._seconds(), 0
        for piece in pieces:
            came += len(piece)
            if came > FLOOD_BYTES + FLOOD_A_SECOND * (self._seconds() - begun):
                raise Expected("bad_message", message="Event", reason="too much")
            yield piece

    def cut(self) -> None:
        """End a listening that is under way, from another thread."""
        with self._lock:
            cut = self._cut
        if cut is not None:
            cut()

    def _listen(self, token: str, told: Callable[[Collection[str], float], None]) -> None:
        transport = self._keeper.transport()
        address, last = self._last
        known = last if address == transport.address else ""
        headers = {"Last-Event-ID": known} if known else {}
        try:
            with transport.listen(Call("events", token=token, headers=headers)) as (pieces, cut):
                with self._lock:
                    self._cut = cut
                heard = False
                for event in read_events(_bare(self._calm(pieces))):
                    if event is None or event.name not in (READY, MOVED):
                        continue
                    if not heard:
                        # until now it may have been the page of a proxy
                        heard = True
                        told((), 0.0)
                    if event.id.isascii() and len(event.id) < 2_000:
                        self._last = (transport.address, event.id)
                    if event.name == MOVED:
                        told(_names(event.said.moved), event.said.within)
        finally:
            with self._lock:
                self._cut = None


def _names(moved: Collection[tuple[str, str]]) -> set[str]:
    """Return what to ask for: feeds, or `feed/scope` where a few scopes are named."""
    scopes: dict[str, set[str]] = {}
    for feed, scope in moved:
        if feed in FEEDS:
            scopes.setdefault(feed, set()).add(scope)
    names = set()
    for feed, named in scopes.items():
        whole = ANY in named or len(named) > MANY_SCOPES
        names |= {feed} if whole else {f"{feed}/{scope}" for scope in named}
    return names


def _bare(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines without their ends; one without an end is no event."""
    try:
        for line in lines(pieces, 2 * MAX_EVENT):
            yield line.rstrip(b"\r\n")
    except Environment as error:
        if error.code != "body_too_big":
            raise
        raise Expected("bad_message", message="Event", reason="too long") from error
