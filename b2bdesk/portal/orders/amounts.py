"""Sums of an order made of its lines: confirmed, invoiced, shipped; net, VAT, gross per line."""

from __future__ import annotations

from collections.abc import Iterable

from b2bdesk.portal.orders.quantities import base_of, e3
from b2bdesk.trade import vat
from b2bdesk.trade.money import Money, Price, exponent
from b2bdesk.wire.orders import OrderLine


def amounts_of(line: OrderLine, quantity_e3: int, currency: str) -> vat.Amounts:
    """Amounts of so much of a line (in its unit, 10^-3) at the confirmed price."""
    price = Price.parse(line.confirmed_price or line.price, currency).e5
    base_e3 = base_of(line, quantity_e3)
    return vat.line_amounts(price, base_e3, line.vat_code, line.vat_included, exponent(currency))


def gross_text(lines: Iterable[OrderLine], field: str, currency: str) -> str:
    """Gross of all lines by one of their quantities: confirmed, invoiced, shipped …"""
    total = sum(amounts_of(line, e3(getattr(line, field)), currency).gross for line in lines)
    return Money(total, currency).text()
