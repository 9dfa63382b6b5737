"""Quantities of order lines: from wire strings in the line's unit to base units and back."""

from __future__ import annotations

from b2bdesk.portal.catalog.lookup import CatalogItem
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.quantity import ONE_E3, Quantity
from b2bdesk.wire.orders import OrderLine

LARGEST_E3 = 10**12


def parse(text: str) -> int:
    """Read a quantity above zero, in thousandths.

    Raises:
        Expected: `quantity_range` with the text.
    """
    try:
        value = Quantity.parse(text).e3
    except ValueError:
        value = 0
    if not 0 < value <= LARGEST_E3:
        raise Expected("quantity_range", text=text[:40])
    return value


def to_base(quantity: str, factor: str) -> int:
    """A quantity in base units (10^-3); it must come out exactly.

    Raises:
        Expected: `quantity_range`.
    """
    product = parse(quantity) * parse(factor)
    if product % ONE_E3 or product // ONE_E3 > LARGEST_E3:
        raise Expected("quantity_range", text=quantity[:40])
    return product // ONE_E3


def check_unit(item: CatalogItem, unit: str, factor: str) -> None:
    """Refuse a unit that the item is not sold in, or another factor than the portal's.

    Raises:
        Expected: `unit_unknown`.
    """
    factor_e3 = parse(factor)
    if item.units.get(unit) == factor_e3:
        return
    if unit in ("", item.base_unit) and factor_e3 == ONE_E3:
        return
    raise Expected("unit_unknown", article=item.article, text=unit[:40])


def e3(text: str) -> int:
    """A stored quantity in thousandths; empty = 0."""
    return Quantity.parse(text or "0").e3


def text(value_e3: int) -> str:
    """A quantity as the wire carries it."""
    return Quantity(value_e3).text()


def base_of(line: OrderLine, quantity_e3: int) -> int:
    """A quantity of a stored line in base units."""
    return quantity_e3 * e3(line.factor) // ONE_E3


def whole_units(line: OrderLine, base_e3: int) -> int:
    """How much of a line's unit fits into so many base units; packs are not broken."""
    factor = e3(line.factor)
    if factor == ONE_E3:
        return base_e3
    return base_e3 * ONE_E3 // (factor * ONE_E3) * ONE_E3
