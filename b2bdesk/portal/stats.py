"""What the portal holds, in numbers (`b2bdesk-portal stats`)."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.tables import accounts, catalog, orders, pricing, stock


def stats(scope: Scope, connection: Connection) -> dict[str, int]:
    """Count everything; a variant is an item whose id is `good#characteristic` (PROTOCOL §1)."""
    items = catalog.items
    variant = items.c.id.like("%#%")

    def count(table: Any, *where: Any) -> int:
        query = select(func.count()).select_from(table).where(*where)
        return int(connection.execute(query).scalar_one())

    offers = select(func.count(pricing.prices.c.n.distinct()))
    return {
        "goods": count(items, ~variant),
        "variants": count(items, variant),
        "offers": int(connection.execute(offers).scalar_one()),
        "prices": count(pricing.prices),
        "stock_rows": count(stock.stock),
        "price_types": count(pricing.price_types),
        "stores": count(stock.places),
        "groups": count(catalog.groups),
        "properties": len(_properties(connection)),
        "parked": 0,
        "deleted": count(items, items.c.status == "deleted"),
        "companies": count(accounts.companies),
        "users": count(accounts.users),
        "orders": count(orders.orders),
    }


def _properties(connection: Connection) -> set[str]:
    query = select(catalog.items.c.attributes).where(catalog.items.c.attributes != "{}").distinct()
    found: set[str] = set()
    for text in connection.execute(query).scalars():
        found |= msgspec.json.decode(text, type=dict[str, Any]).keys()
    return found
