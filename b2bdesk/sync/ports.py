"""What the sans-IO parts of synchronisation ask for: time, waiting, chance, feeds.

The program gives the real ones, the simulator virtual ones; no module here reads a clock, sleeps
or draws a random number by itself.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from b2bdesk.sync.feedbody import FeedMessage
from b2bdesk.usecases.ports.cache import ScopeId
from b2bdesk.wire.account import Account
from b2bdesk.wire.session import PortalInfo


class Cancelled(Exception):
    """Somebody stopped the run; what was written so far is whole and stays."""


class Cancel(Protocol):
    """A switch somebody may turn off while work is under way (`threading.Event` is one)."""

    def is_set(self) -> bool:
        """Say whether the work is to stop."""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Wait so many seconds; True when the work is to stop."""
        ...


def stop_at(cancel: Cancel) -> None:
    """Raise `Cancelled` when the work is to stop."""
    if cancel.is_set():
        raise Cancelled


class Clock(Protocol):
    """Time as the core may use it (PROTOCOL R10a): no local wall clock in decisions."""

    def now(self) -> datetime:
        """Return the portal's present time as well as it is known, aware UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only go forward."""
        ...


class Chance(Protocol):
    """A source of random numbers (`random.Random` is one)."""

    def uniform(self, a: float, b: float) -> float:
        """Return a number between the two."""
        ...


class Checker(Protocol):
    """Looks through the cache whether it still holds what it says (PROTOCOL R9)."""

    def check_one(self, now: datetime, idle: bool) -> ScopeId | None:
        """Scan one scope if one is due, sooner when idle; return it when its rows disagree."""
        ...


class FeedSource(Protocol):
    """Where feed bodies come from."""

    def feed(self, feed: str, scope: str, cursor: str) -> Iterator[FeedMessage]:
        """Yield the header, pages and the end of one body, proven by its last line.

        Raises:
            Environment: the body broke off or did not come; pages yielded before are good.
            Gone: the cursor or a mark is stale (410).
        """
        ...

    def received(self) -> int:
        """Return how many bytes of bodies have come so far."""
        ...


class PortalSource(FeedSource, Protocol):
    """What a run asks of the portal."""

    def portal(self) -> PortalInfo:
        """Return marks, clock and capabilities of the portal."""
        ...

    def account(self) -> Account:
        """Return person, entities, contracts and scopes."""
        ...


class OrderCalls(Protocol):
    """What the outbox asks of the portal, each request once."""

    def authorise(self) -> None:
        """Have a token at hand for the next request, so that sending cannot fail for want of it."""
        ...

    def submit(self, body: bytes, key: str) -> bytes:
        """Send a sealed order."""
        ...

    def order_by_client_id(self, key: str) -> bytes:
        """Return the order of a client key; `Refused` 404 when there is none."""
        ...

    def void(self, key: str) -> bytes:
        """Make a client key unusable, or learn its order."""
        ...

    def command(self, order_id: str, command: str, body: bytes, key: str) -> bytes:
        """Send a command on an order."""
        ...


class SeenOrders(Protocol):
    """Orders that came by the feed."""

    def by_client_id(self, client_order_id: str) -> tuple[str, str] | None:
        """Return id and number of the order made from a client key."""
        ...
