"""Prices and availability as an order sent now would get them; nothing is ordered.

Stock is what the contract's view shows, never more: a quote must not tell what the feed hides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.catalog.lookup import CatalogItem, find_items
from b2bdesk.portal.orders import quantities, store
from b2bdesk.portal.orders.check_terms import check_sums, check_terms
from b2bdesk.portal.orders.copies import ordered_by_copies
from b2bdesk.portal.pricing.rules import price_lines
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.settlements.store import balance_of
from b2bdesk.portal.stock.store import Holding, StockView, arrivals, find_views, holdings
from b2bdesk.trade import vat
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import Money, Price, exponent
from b2bdesk.trade.pricing import ASKED, Priced
from b2bdesk.trade.quantity import ONE_E3, fit
from b2bdesk.wire.orders import Quote, QuotedLine, QuoteLine, QuoteRequest
from b2bdesk.wire.problem import FieldError


@dataclass(frozen=True)
class _Shown:
    """What the contract's view shows of the asked goods."""

    view: StockView | None
    stock: Mapping[int, list[Holding]]
    coming: Mapping[int, list[tuple[str, str, int]]]


def quote(scope: Scope, connection: Connection, asked: QuoteRequest, now: dt.datetime) -> Quote:
    """Answer a quote.

    Args:
        scope: who asks.
        connection: to read with.
        asked: as received.
        now: in the supplier's zone.

    Raises:
        Expected: `not_found` (entity or contract), `bad_message` for a date that is none.
    """
    contracts = accounts.find_contracts(scope, connection, contract_id=asked.contract_id)
    if not contracts or contracts[0].entity_id != asked.entity_id:
        raise Expected("not_found")
    contract, today = contracts[0], now.date()
    found = find_items(
        scope, connection, contract.assortment, [line.item_id for line in asked.lines]
    )
    shown = _shown(scope, connection, contract, found)
    wishes = [_wish(line, found) for line in asked.lines]
    sound = [(item, base_e3) for item, base_e3, code in wishes if item is not None and not code]
    priced = iter(price_lines(scope, connection, contract, sound, today).lines)
    lines: list[QuotedLine] = []
    sums: list[vat.Amounts] = []
    for line, (item, base_e3, code) in zip(asked.lines, wishes, strict=True):
        if item is None or code:
            lines.append(QuotedLine(item_id=line.item_id, code=code))
            continue
        price = next(priced)
        amounts = _amounts(price, base_e3, vat.effective(item.vat, today), contract.currency)
        sums.append(amounts)
        lines.append(_quoted(line, item, (base_e3, price, amounts), shown, contract.currency))
    total = vat.total(sums)
    money = _money(scope, connection, asked, contract, total.gross)
    return Quote(
        currency=contract.currency,
        lines=lines,
        net=Money(total.net, contract.currency).text(),
        vat=Money(total.vat, contract.currency).text(),
        gross=Money(total.gross, contract.currency).text(),
        problems=list(dict.fromkeys(each.code for each in money)),
        refusals=[*_terms(scope, connection, asked, contract, now), *money],
    )


def _wish(line: QuoteLine, found: Mapping[str, CatalogItem]) -> tuple[CatalogItem | None, int, str]:
    item = found.get(line.item_id)
    if item is None:
        return None, 0, "item_not_found"
    try:
        quantities.check_unit(item, line.unit, line.factor)
        return item, quantities.to_base(line.quantity, line.factor), ""
    except Expected as error:
        return item, 0, error.code


def _quoted(
    line: QuoteLine,
    item: CatalogItem,
    ours: tuple[int, Priced, vat.Amounts],
    shown: _Shown,
    currency: str,
) -> QuotedLine:
    base_e3, price, amounts = ours
    factor_e3 = quantities.parse(line.factor)
    free = _free(item.n, shown)
    return QuotedLine(
        item_id=item.id,
        price=Price(price.e5, currency).text() if price.e5 is not None else "",
        net=Money(amounts.net, currency).text(),
        vat=Money(amounts.vat, currency).text(),
        gross=Money(amounts.gross, currency).text(),
        stock="" if free is None else quantities.text(free * ONE_E3 // factor_e3),
        available="" if free is None else quantities.text(min(free, base_e3) * ONE_E3 // factor_e3),
        expected=_expected(item.n, shown),
        minimum=quantities.text(item.minimum_e3),
        multiple=quantities.text(item.multiple_e3),
        code=_code(item, base_e3, price),
    )


def _code(item: CatalogItem, base_e3: int, price: Priced) -> str:
    if item.status == "deleted":
        return "item_unavailable"
    if price.e5 is None:
        return "price_asked" if price.state == ASKED else "no_price"
    if base_e3 < item.minimum_e3:
        return "below_minimum"
    return "" if fit(base_e3, item.minimum_e3, item.multiple_e3).ok else "off_multiple"


def _amounts(price: Priced, base_e3: int, code: str, currency: str) -> vat.Amounts:
    if price.e5 is None:
        return vat.Amounts()
    return vat.line_amounts(price.e5, base_e3, code, price.vat_included, exponent(currency))


def _shown(
    scope: Scope, connection: Connection, contract: ContractRow, found: Mapping[str, CatalogItem]
) -> _Shown:
    numbers = [item.n for item in found.values()]
    return _Shown(
        find_views(scope, connection, [contract.stock_view]).get(contract.stock_view),
        holdings(scope, connection, numbers),
        arrivals(scope, connection, numbers),
    )


def _free(n: int, shown: _Shown) -> int | None:
    """What the view shows of an item over all its places; None = unknown."""
    view = shown.view
    if view is None:
        return None
    rows = [row for row in shown.stock.get(n, ()) if not view.places or row.place in view.places]
    return sum(view.shown(row.free_e3)[0] for row in rows) if rows else None


def _expected(n: int, shown: _Shown) -> str:
    view = shown.view
    if view is None or not view.shows_incoming:
        return ""
    days = [
        day for day, place, _ in shown.coming.get(n, ()) if not view.places or place in view.places
    ]
    return days[0] if days else ""


def _terms(
    scope: Scope,
    connection: Connection,
    asked: QuoteRequest,
    contract: ContractRow,
    now: dt.datetime,
) -> list[FieldError]:
    """What is wrong with cart and conditions, as an order would be told."""
    entities = accounts.find_entities(scope, connection, entity_id=asked.entity_id)
    addresses = accounts.find_addresses(scope, connection, asked.entity_id)
    twice = ordered_by_copies(scope, connection, entities[0].company_id, asked)
    return [*twice, *check_terms(asked, entities[0], contract, addresses, now)]


def _money(
    scope: Scope, connection: Connection, asked: QuoteRequest, contract: ContractRow, gross: int
) -> list[FieldError]:
    """What is wrong with the sums, as an order would be told."""
    balance = balance_of(scope, connection, contract.id)
    committed = store.committed(scope, connection, contract.id)
    return check_sums(asked, contract, gross, balance, committed)
