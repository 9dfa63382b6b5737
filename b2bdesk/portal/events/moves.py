"""Which scopes moved between two readings of the change counters.

The counters are the one thing that all processes on one database see alike, on SQLite and on
PostgreSQL; so nobody has to send notices between them, and none can be lost.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from b2bdesk.portal.accounts.store import find_contracts
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.tables import (
    accounts,
    documents,
    feeds,
    orders,
    own_codes,
    pricing,
    settlements,
)
from b2bdesk.wire.codec import encode
from b2bdesk.wire.events import ANY

Counts = Mapping[str, int]
Pair = tuple[str, str]
# tables with the column that names the scope; of other feeds any row may concern any scope
_SCOPED: Mapping[str, tuple[Any, Any]] = {
    "terms": (accounts.terms.c.rev, accounts.terms.c.contract_id),
    "settlements": (settlements.balances.c.rev, settlements.balances.c.contract_id),
    "orders": (orders.orders.c.rev, orders.orders.c.company_id),
    "documents": (documents.documents.c.rev, documents.documents.c.company_id),
    "own_codes": (own_codes.own_codes.c.rev, own_codes.own_codes.c.company_id),
}


def moved_between(connection: Connection, before: Counts, now: Counts) -> set[Pair]:
    """Pairs of feed and scope that moved; a feed that moved without a trace is told for all."""
    found: set[Pair] = set()
    for feed, reached in now.items():
        since = before.get(feed, 0)
        if reached > since:
            scopes = _scopes(connection, feed, since)
            found |= {(feed, scope) for scope in scopes or (ANY,)}
    return found


def visible(scope: Scope, connection: Connection) -> dict[str, frozenset[str]]:
    """The keys of all scopes that a principal's contracts and companies give it, by feed."""
    contracts = find_contracts(scope, connection)
    own = frozenset(scope.company_ids)
    ids = frozenset(row.id for row in contracts)
    return {
        "catalog": frozenset(row.assortment for row in contracts),
        "prices": frozenset(each for row in contracts for each in row.price_types),
        "stock": frozenset(row.stock_view for row in contracts),
        "terms": ids,
        "settlements": ids,
        "orders": own,
        "documents": own,
        "own_codes": own,
    }


def concerning(moved: Collection[Pair], seen: Mapping[str, Collection[str]]) -> set[Pair]:
    """Those of the pairs that a listener may know of."""
    return {
        (feed, key)
        for feed, key in moved
        if key in seen.get(feed, ()) or (key == ANY and seen.get(feed))
    }


def write_mark(incarnation: str, counts: Counts) -> str:
    """The id of an event: how far the counters were when it was sent."""
    plain = encode(dict(sorted(counts.items())))
    return f"{incarnation[:8]}-{base64.urlsafe_b64encode(plain).decode().rstrip('=')}"


def read_mark(text: str, incarnation: str, now: Counts) -> dict[str, int] | None:
    """Read the id of an event; None when it is not of this portal."""
    mark, _, packed = text.partition("-")
    if mark != incarnation[:8] or len(packed) > 1_000:
        return None
    try:
        plain = base64.urlsafe_b64decode(packed.encode() + b"=" * (-len(packed) % 4))
        counts = msgspec.json.decode(plain, type=dict[str, int])
    except (ValueError, binascii.Error, msgspec.DecodeError):
        return None
    return counts if all(0 <= seq <= now.get(feed, 0) for feed, seq in counts.items()) else None


def _scopes(connection: Connection, feed: str, since: int) -> set[str]:
    if feed == "prices":
        found = _price_types(connection, since)
    elif feed in _SCOPED:
        rev, column = _SCOPED[feed]
        found = set(connection.execute(select(column).where(rev > since).distinct()).scalars())
    else:
        return {ANY}
    gone = feeds.tombstones
    query = select(gone.c.scope).where(gone.c.feed == feed, gone.c.rev > since).distinct()
    return found | set(connection.execute(query).scalars())


def _price_types(connection: Connection, since: int) -> set[str]:
    """Price types with newer rows: the index starts with the price type, so each is asked."""
    prices = pricing.prices
    ids = list(connection.execute(select(pricing.price_types.c.id)).scalars())
    return {
        each
        for each in ids
        if connection.execute(
            select(prices.c.rev).where(prices.c.price_type == each, prices.c.rev > since).limit(1)
        ).first()
    }
