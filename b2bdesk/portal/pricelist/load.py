"""Puts the goods of a price list into the portal through the ordinary stores.

Makes what is missing: an assortment, one price type (₽, VAT included), one place and a stock view.
An item's id follows from its article, so that the next list updates the same items; goods that are
absent from a later list stay as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.portal.accounts.defaults import MAIN, ground
from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import BarcodeRow, GroupRow, ItemRow, UnitRow
from b2bdesk.portal.pricelist.goods import Goods
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.work import Work
from b2bdesk.texts import tr
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.vat import general_rate

PACK, PACK_NAME = "778", "упак"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many items, prices and stock rows the portal now has from this list."""

    items: int
    prices: int
    stock_rows: int
    groups: int


def load_goods(work: Work, goods: Sequence[Goods], price_type: str = "") -> Loaded:
    """Store the goods of a list in one transaction.

    Args:
        work: the transaction.
        goods: of the list.
        price_type: whose prices the list holds, "" = the portal's default.

    Raises:
        Expected: `bad_arguments` for a price type that is not there.
    """
    base = ground(SYSTEM, work).price_type
    known = pricing.find_price_types(SYSTEM, work.connection)
    if price_type and price_type not in known:
        words = tr("“{name}” is not in this portal. There are: {known}.")
        text = words.format(name=price_type, known=", ".join(sorted(known)))
        raise Expected("bad_arguments", text=text)
    price_type = price_type or base
    place = _place(work)
    groups = {
        name: f"group-{_mark(name)}" for name in dict.fromkeys(g.group for g in goods) if name
    }
    catalog.put_groups(
        SYSTEM,
        work,
        [GroupRow(key, "", name, order) for order, (name, key) in enumerate(groups.items(), 1)],
    )
    vat = general_rate(work.today)
    numbers = catalog.put_items(
        SYSTEM, work, [_item(each, groups.get(each.group, ""), vat) for each in goods]
    )
    placed = [(each, numbers[_identity(each)]) for each in goods]
    packs = [UnitRow(n, PACK, PACK_NAME, each.pack_e3) for each, n in placed if each.pack_e3]
    catalog.put_parts(SYSTEM, work, "unit", packs)
    barcodes = [BarcodeRow(n, each.barcode) for each, n in placed if each.barcode]
    catalog.put_parts(SYSTEM, work, "barcode", barcodes)
    priced = [(price_type, n, 0, each.price_e5) for each, n in placed if each.price_e5 is not None]
    pricing.put_prices(SYSTEM, work, priced)
    held = [(n, place, each.stock_e3) for each, n in placed if each.stock_e3 is not None]
    stock.put_counted(SYSTEM, work, held)
    _put_batches(work, place, placed)
    return Loaded(len(numbers), len(priced), len(held), len(groups))


def _put_batches(work: Work, place: str, placed: Sequence[tuple[Goods, int]]) -> None:
    """Say until when what was counted may be used; the list says it anew for its goods.

    A list without such days leaves what is known.
    """
    told = [(n, each.use_by.isoformat(), each.stock_e3) for each, n in placed if each.use_by]
    if not told:
        return
    known = stock.find_batches(SYSTEM, work.connection, place, [n for _, n in placed])
    kept = [(n, place, day, qty) for n, day, qty in told if qty]
    wanted = {key[:3] for key in kept}
    stock.drop_batches(SYSTEM, work, [key for key in known if key not in wanted])
    stock.put_batches(SYSTEM, work, kept)


def _place(work: Work) -> str:
    """Return the supplier's first place; make one where there is none."""
    known = stock.find_places(SYSTEM, work.connection)
    if known:
        return known[0].id
    stock.put_places(SYSTEM, work, [stock.PlaceRow(MAIN, "Основной склад")])
    return MAIN


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _identity(goods: Goods) -> str:
    return f"list-{_mark(goods.article)}"


def _item(goods: Goods, group: str, vat: str) -> ItemRow:
    return ItemRow(
        id=_identity(goods),
        name=goods.name,
        article=goods.article,
        brand=goods.brand,
        group_id=group,
        base_unit=goods.okei,
        minimum_e3=goods.multiple_e3,
        multiple_e3=goods.multiple_e3,
        vat=vat,
    )
