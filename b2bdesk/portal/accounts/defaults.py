"""What a portal needs before its first buyer can order: assortment, price type, stock view, place.

Made by `init`; demo and `load` bring their own and name them in the facts.
"""

from __future__ import annotations

from b2bdesk.portal.catalog.assortments import Assortment, put_assortment
from b2bdesk.portal.pricing.store import put_price_types
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.stock.store import PlaceRow, StockView, put_places, put_view
from b2bdesk.portal.storage.facts import Facts, read_facts, write_facts
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.pricing import PriceType

MAIN, BASE = "main", "base"


def ground(scope: Scope, work: Work) -> Facts:
    """Make what is missing of the defaults; returns the facts that name them."""
    facts = read_facts(work.connection)
    missing: dict[str, str] = {}
    if not facts.assortment:
        put_assortment(scope, work, Assortment(MAIN, "Каталог"))
        missing["assortment"] = MAIN
    if not facts.price_type:
        put_price_types(scope, work, [PriceType(BASE, "Прайс-лист")])
        missing["price_type"] = BASE
    if not facts.stock_view:
        put_places(scope, work, [PlaceRow(MAIN, "Основной склад")])
        put_view(scope, work, StockView(MAIN, "Все склады"))
        missing["stock_view"] = MAIN
    if missing:
        write_facts(work.connection, missing)
    return read_facts(work.connection)
