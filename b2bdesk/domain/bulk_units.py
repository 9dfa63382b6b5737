"""Brings the unit a list names to the base unit of the item.

A pack the item is sold in multiplies; a unit of the same kind (км, т, тыс. шт) converts; kits and
pieces count alike but are said; anything else is a bad quantity, never a silent guess.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from b2bdesk.domain.bulk_quantity import ParsedQuantity
from b2bdesk.domain.bulk_rows import ItemState, Reason
from b2bdesk.trade.quantity import Quantity
from b2bdesk.trade.unit import find_unit, is_countable, to_base

# unit → (base unit, base units in one, in thousandths)
_SCALED = {
    "798": ("796", 1_000_000), "797": ("796", 100_000), "641": ("796", 12_000),
    "008": ("006", 1_000_000), "003": ("006", 1), "004": ("006", 10), "018": ("006", 1000),
    "168": ("166", 1_000_000), "163": ("166", 1), "206": ("166", 100_000),
    "111": ("112", 1),
}  # fmt: skip
_ALIKE = frozenset({"796", "642", "657", "839", "704", "698", "625", "715"})
_SAME = ({"006", "018"},)


class BaseQuantity(NamedTuple):
    """A quantity in base units (None: it cannot be told), with what was done to it."""

    e3: int | None
    reasons: tuple[Reason, ...] = ()


def to_base_unit(parsed: ParsedQuantity, unit_cell: str, item: ItemState) -> BaseQuantity:
    """Convert a parsed quantity to the item's base unit.

    Args:
        parsed: what the quantity cell says; its own unit wins over the unit column.
        unit_cell: text of the unit column, or "".
        item: base unit and packs.
    """
    e3 = parsed.e3 or 0
    written = parsed.unit or unit_cell.strip()
    if parsed.each_e3:
        done = to_base(e3, parsed.each_e3)
        return BaseQuantity(done, (_converted(e3, written, done),))
    if not written or written == item.unit or written.casefold() == item.unit.casefold():
        return _whole(e3, item)
    code = unit_code(written)
    if code is None and not parsed.unit:
        return _whole(e3, item)  # a unit column with a word that is no unit: the base unit it is
    if code == item.okei:
        return _whole(e3, item)
    factor = _factor(code, written, item)
    if factor is not None:
        done = to_base(e3, factor)
        whole = _whole(done, item)
        return BaseQuantity(whole.e3, (*whole.reasons, _converted(e3, written, done)))
    if code in _ALIKE and item.okei in _ALIKE:
        whole = _whole(e3, item)
        return BaseQuantity(whole.e3, (*whole.reasons, Reason("unit_differs", {"unit": written})))
    return BaseQuantity(None, (Reason("unit_unknown", {"unit": written}),))


@lru_cache(4096)
def unit_code(text: str) -> str | None:
    """ОКЕИ code of a unit as written; a list repeats a handful of spellings."""
    return find_unit(text)


def _factor(code: str | None, written: str, item: ItemState) -> int | None:
    for pack in item.units:
        if (code and pack.okei == code) or pack.name.casefold() == written.casefold().rstrip("."):
            return pack.factor_e3
    scaled = _SCALED.get(code or "")
    if scaled is not None and (scaled[0] == item.okei or _alike(scaled[0], item.okei)):
        return scaled[1]
    if any(code in pair and item.okei in pair for pair in _SAME):
        return 1000
    return None


def _alike(one: str, other: str) -> bool:
    return one in _ALIKE and other in _ALIKE


def _whole(e3: int, item: ItemState) -> BaseQuantity:
    """Refuse a fraction of what has no fractions."""
    if e3 % 1000 and is_countable(item.okei):
        return BaseQuantity(None, (Reason("fraction", {"quantity": Quantity(e3).text()}),))
    return BaseQuantity(e3)


def _converted(e3: int, written: str, done_e3: int) -> Reason:
    params = {"from": Quantity(e3).text(), "unit": written, "to": Quantity(done_e3).text()}
    return Reason("unit_converted", params)
