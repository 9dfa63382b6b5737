"""Server-side prices of lines: the same `trade.pricing` the desk uses, over the stored terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection

from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.accounts.store import terms_of
from b2bdesk.portal.catalog.lookup import CatalogItem
from b2bdesk.portal.pricing.store import breaks_of, find_price_types
from b2bdesk.portal.scope import Scope
from b2bdesk.trade.pricing import CartLine, CartPriced, Pricer, Terms


def price_lines(
    scope: Scope,
    connection: Connection,
    contract: ContractRow,
    lines: Sequence[tuple[CatalogItem, int]],
    on: dt.date,
) -> CartPriced:
    """Price the lines of a cart under a contract.

    Args:
        scope: on whose behalf.
        connection: a reading snapshot or the transaction of an order.
        contract: whose terms count.
        lines: items with their quantities in thousandths of the base unit.
        on: the supplier's date.
    """
    stored = terms_of(scope, connection, contract.id)
    terms = Terms.from_dict(
        {"currency": contract.currency, "price_types": list(contract.price_types), **stored}
    )
    types = find_price_types(scope, connection)
    found = breaks_of(scope, connection, terms.price_types, sorted({item.n for item, _ in lines}))
    cart = [CartLine(item.facts, quantity, found.get(item.n, {})) for item, quantity in lines]
    return Pricer(terms, types, on).cart(cart)
