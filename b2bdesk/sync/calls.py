"""A request to the portal and its answer: what `session` and `api` say to any transport.

Apart from `transport`, so that the HTTP library is read only when the portal is first spoken to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_ANSWER = 64 << 20
MAX_FEED = 4 << 30
MAX_FILE = 512 << 20
MAX_PART = 2 << 30
PASSING = frozenset({"network_broken", "network_timeout", "network_slow"})
"""Troubles under way that another try may not have; reading is tried again then."""
ALONE = frozenset(
    {
        "events",
        "submit_order",
        "order_by_client_id",
        "void_order",
        "order_command",
        "own_codes",
        "sign_in",
        "refresh",
    }
)
"""Routes whose requests get a connection of their own.

`events` is one that stays open.

A proxy that doubles an answer leaves the copy on the connection, and the next request reads it as
its own: the void of one order would be taken for that of another.
"""


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the route's name with the values of its path, query, body and headers."""

    route: str
    values: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    token: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of the portal."""

    status: int
    body: bytes
    headers: Mapping[str, str]
