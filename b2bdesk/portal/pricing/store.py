"""Price types and price rows in the database; the scope of the `prices` feed is a price type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks, upsert
from b2bdesk.portal.storage.changes import Tracked, bury, put, remove
from b2bdesk.portal.storage.tables.pricing import price_types, prices
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.pricing import Break, PriceType

PRICES = Tracked(prices, "prices", "price", ("n", "min_e3"), scope="price_type")
PriceRow = tuple[str, int, int, int]


def put_price_types(scope: Scope, work: Work, rows: Iterable[PriceType]) -> None:
    """Store price types; new ones stand after those that are there."""
    known = find_price_types(scope, work.connection)
    order = {name: place for place, name in enumerate(known)}
    values = [
        (
            *(row.id, row.name, row.currency, int(row.vat_included), row.step_e5),
            order.setdefault(row.id, len(order)),
        )
        for row in rows
    ]
    upsert(work.connection, price_types, values)


def find_price_types(
    scope: Scope, connection: Connection, ids: Sequence[str] | None = None
) -> dict[str, PriceType]:
    """Price types by id, in their order; all of them without `ids`."""
    query = select(price_types).order_by(price_types.c.ord, price_types.c.id)
    if ids is not None:
        query = query.where(price_types.c.id.in_(list(ids)))
    return {
        row.id: PriceType(row.id, row.name, row.currency, bool(row.vat_included), row.step_e5)
        for row in connection.execute(query)
    }


def put_prices(scope: Scope, work: Work, rows: Sequence[PriceRow], *, fresh: bool = False) -> int:
    """Store price rows `(price_type, n, min_e3, price_e5)`; equal ones cost nothing.

    `fresh`: none of them exists yet. Returns how many were new or different.
    """
    return len(put(work, PRICES, rows, fresh=fresh))


def drop_prices(scope: Scope, work: Work, keys: Sequence[tuple[str, int, int]]) -> None:
    """Remove price rows by `(price_type, n, min_e3)`."""
    gone: dict[str, list[tuple[int, int]]] = {}
    for price_type, n, min_e3, *_ in remove(work, PRICES, keys):
        gone.setdefault(price_type, []).append((n, min_e3))
    for price_type, keys_gone in gone.items():
        bury(work, "prices", price_type, "price", keys_gone)


def breaks_of(
    scope: Scope, connection: Connection, types: Sequence[str], numbers: Sequence[int]
) -> dict[int, dict[str, list[Break]]]:
    """Price rows by item number and price type, quantities ascending."""
    found: dict[int, dict[str, list[Break]]] = {}
    for part in chunks(numbers):
        query = (
            select(prices.c.price_type, prices.c.n, prices.c.min_e3, prices.c.price_e5)
            .where(prices.c.price_type.in_(list(types)), prices.c.n.in_(part))
            .order_by(prices.c.min_e3)
        )
        for price_type, n, min_e3, price_e5 in connection.execute(query):
            rows = found.setdefault(n, {}).setdefault(price_type, [])
            rows.append(Break(min_e3, price_e5))
    return found
