"""Checks the lines of a new order: goods, units, quantities, places, then prices (T9).

Nothing of the client's arithmetic is believed. The price it saw is only a guard: where ours is
another one, the line is refused with both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.catalog.lookup import CatalogItem, find_items
from b2bdesk.portal.orders import quantities
from b2bdesk.portal.pricing.rules import price_lines
from b2bdesk.portal.scope import Scope
from b2bdesk.trade import vat
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import Price, exponent
from b2bdesk.trade.pricing import ASKED, Priced
from b2bdesk.trade.quantity import fit
from b2bdesk.wire.orders import NewLine
from b2bdesk.wire.problem import FieldError


@dataclass(frozen=True)
class Checked:
    """A line that may be ordered: its item, quantity in base units, our price and amounts.

    `promised` is what the buyer counted it at: our amounts, or those of a limit he named.
    """

    wish: NewLine
    item: CatalogItem
    base_e3: int
    priced: Priced
    price_e5: int
    vat_code: str
    amounts: vat.Amounts
    promised: vat.Amounts


@dataclass(frozen=True)
class Lines:
    """Checked lines, or what is wrong with them; `repriced` are price differences."""

    lines: tuple[Checked, ...] = ()
    wrong: tuple[FieldError, ...] = ()
    repriced: tuple[FieldError, ...] = ()


def check_lines(
    scope: Scope,
    connection: Connection,
    contract: ContractRow,
    wishes: list[NewLine],
    known: tuple[Collection[str], Collection[str], dt.date],
) -> Lines:
    """Check the lines of a new order.

    Args:
        scope: on whose behalf.
        connection: the transaction of the order.
        contract: of the order.
        wishes: lines as received.
        known: all assortments the buyer may see, places it may name, the supplier's date.
    """
    seen, places, today = known
    ids = [wish.item_id for wish in wishes]
    found = find_items(scope, connection, contract.assortment, ids)
    elsewhere: set[str] = set()
    for assortment in sorted(set(seen) - {contract.assortment}):
        elsewhere |= find_items(scope, connection, assortment, ids).keys()
    wrong = list(_repeated(wishes))
    sound: list[tuple[int, NewLine, CatalogItem, int]] = []
    for place, wish in enumerate(wishes):
        try:
            item, base_e3 = _line(wish, found, elsewhere, places)
        except Expected as error:
            wrong.append(_error(place, wish, error))
        else:
            sound.append((place, wish, item, base_e3))
    wrong += _misfits(sound)
    if wrong:
        return Lines(wrong=tuple(wrong))
    return _priced(scope, connection, contract, sound, today)


def _line(
    wish: NewLine,
    found: Mapping[str, CatalogItem],
    elsewhere: Collection[str],
    places: Collection[str],
) -> tuple[CatalogItem, int]:
    item = found.get(wish.item_id)
    if item is None:
        code = "out_of_assortment" if wish.item_id in elsewhere else "item_not_found"
        raise Expected(code, text=wish.item_id[:80])
    if item.status == "deleted":
        raise Expected("item_unavailable", article=item.article)
    quantities.check_unit(item, wish.unit, wish.factor)
    base_e3 = quantities.to_base(wish.quantity, wish.factor)
    if wish.place and wish.place not in places:
        raise Expected("place_unknown", article=item.article, text=wish.place[:80])
    return item, base_e3


def _repeated(wishes: Iterable[NewLine]) -> Iterable[FieldError]:
    seen: set[str] = set()
    for place, wish in enumerate(wishes):
        if not wish.line_id or wish.line_id in seen:
            yield FieldError(
                pointer=f"/lines/{place}/line_id",
                code="line_repeated",
                params={"line_id": wish.line_id},
            )
        seen.add(wish.line_id)


def _misfits(sound: Iterable[tuple[int, NewLine, CatalogItem, int]]) -> Iterable[FieldError]:
    for place, wish, item, base_e3 in sound:
        params: dict[str, object] = {"line_id": wish.line_id, "article": item.article}
        pointer = f"/lines/{place}/quantity"
        if base_e3 < item.minimum_e3:
            params["minimum_e3"] = item.minimum_e3
            yield FieldError(pointer=pointer, code="below_minimum", params=params)
        elif not fit(base_e3, item.minimum_e3, item.multiple_e3).ok:
            params["multiple_e3"] = item.multiple_e3
            yield FieldError(pointer=pointer, code="off_multiple", params=params)


def _priced(
    scope: Scope,
    connection: Connection,
    contract: ContractRow,
    sound: list[tuple[int, NewLine, CatalogItem, int]],
    today: dt.date,
) -> Lines:
    pairs = [(item, base_e3) for _, _, item, base_e3 in sound]
    cart = price_lines(scope, connection, contract, pairs, today)
    lines: list[Checked] = []
    wrong: list[FieldError] = []
    repriced: list[FieldError] = []
    places = exponent(contract.currency)
    for (place, wish, item, base_e3), priced in zip(sound, cart.lines, strict=True):
        if priced.e5 is None:
            code = "price_asked" if priced.state == ASKED else "no_price"
            wrong.append(_error(place, wish, Expected(code, article=item.article)))
            continue
        ours = Price(priced.e5, contract.currency).text()
        guard = _guard(wish, contract.currency)
        below = wish.limit and guard is not None and priced.e5 < guard
        if guard != priced.e5 and not below:
            repriced.append(
                FieldError(
                    pointer=f"/lines/{place}/price",
                    code="price_changed",
                    params={
                        "line_id": wish.line_id,
                        "article": item.article,
                        "old": wish.price[:40],
                        "new": ours,
                    },
                )
            )
        code = vat.effective(item.vat, today)
        amounts = vat.line_amounts(priced.e5, base_e3, code, priced.vat_included, places)
        agreed = amounts
        if below and guard is not None:
            agreed = vat.line_amounts(guard, base_e3, code, priced.vat_included, places)
        lines.append(Checked(wish, item, base_e3, priced, priced.e5, code, amounts, agreed))
    return Lines(tuple(lines), tuple(wrong), tuple(repriced))


def _guard(wish: NewLine, currency: str) -> int | None:
    """The price the buyer saw; None when it does not read."""
    try:
        return Price.parse(wish.price, currency).e5
    except ValueError:
        return None


_FIELDS: Mapping[str, str] = {
    "item_not_found": "item_id",
    "item_unavailable": "item_id",
    "out_of_assortment": "item_id",
    "place_unknown": "place",
    "price_asked": "price",
    "no_price": "price",
    "quantity_range": "quantity",
    "unit_unknown": "unit",
}


def _error(place: int, wish: NewLine, error: Expected) -> FieldError:
    return FieldError(
        pointer=f"/lines/{place}/{_FIELDS[error.code]}",
        code=error.code,
        params={"line_id": wish.line_id, **error.params},
    )


def total(lines: Iterable[Checked]) -> vat.Amounts:
    """The sum of checked lines."""
    return vat.total(line.amounts for line in lines)


def promised(lines: Iterable[Checked]) -> int:
    """What the buyer's total has to be, minor units: lines with a limit at that limit."""
    return sum(line.promised.gross for line in lines)
