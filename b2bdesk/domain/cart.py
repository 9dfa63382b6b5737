"""A cart line: what is kept of it, what today's catalogue says of it, what that means.

`Line` is exactly what desk.db stores; `Facts` is what the cache knows of its item for this
contract; `marks` says how the two disagree, by codes without prose. Nothing here changes a line:
prices and stock move beside it, never in it (PROTOCOL §2.1, class B).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.quantity import ONE_E3, fit
from b2bdesk.trade.vat import Amounts, line_amounts

BLOCKING = frozenset(
    {"not_found", "no_price", "out_of_assortment", "discontinued", "no_quantity", "foreign_unit"}
)

ACCEPT, KEEP, LATER = "accept", "keep", "later"
"""Answers to a price that moved."""


class Line(NamedTuple):
    """A stored cart line (a named tuple, because carts of 10,000 lines open at once).

    Attributes:
        rank: place among the lines of the cart, with gaps.
        item_id: the portal's id, empty while the typed article is not found.
        quantity_e3: in the line's unit; `factor_e3` base units per unit, as valid when added.
        wish_e3: what was typed before it was rounded to the multiple, None = nothing rounded.
        kept: the buyer wants the quantity as typed although it misses the multiple.
        price_at_add_e5: per base unit for the quantity, before cart thresholds, as the buyer saw
            it when he added the line.
        typed: what the buyer's list or keyboard said.
        source: how the item was found (article, barcode, own_code …), empty = chosen itself.
        answer: what the buyer said to a price that moved (`domain.repricing`), `answered_e5` = the
            price it was said of.
    """

    line_id: str
    rank: int
    item_id: str
    article: str
    name: str
    okei: str
    factor_e3: int
    quantity_e3: int
    wish_e3: int | None = None
    kept: int = 0
    price_at_add_e5: int | None = None
    stock_at_add_e3: int | None = None
    typed: str = ""
    comment: str = ""
    place: str = ""
    address_id: str = ""
    source: str = ""
    answer: str = ""
    answered_e5: int | None = None

    @property
    def base_e3(self) -> int:
        """Quantity in base units."""
        if self.factor_e3 == ONE_E3:
            return self.quantity_e3
        return half_up(self.quantity_e3 * self.factor_e3, ONE_E3)

    def keyed_as(self, other: "Line") -> bool:
        """Say whether another state of this line has the same merge key."""
        return (
            self.item_id == other.item_id
            and self.okei == other.okei
            and self.address_id == other.address_id
            and self.place == other.place
        )

    def seen_at(self, price_e5: int | None) -> "Line":
        """Return the line with a price that the buyer sees; an answer to another one is gone."""
        return self._replace(price_at_add_e5=price_e5, answer="", answered_e5=None)

    @property
    def key(self) -> tuple[str, ...]:
        """The merge key: lines of one key are summed by bulk adds (ARCHITECTURE, Cart)."""
        if not self.item_id:
            return ("", self.line_id)
        return (self.item_id, self.okei, self.address_id, self.place)


LINE_FIELDS = Line._fields


def lines_reader(names: Sequence[str]) -> Callable[[Sequence[Any]], Line]:
    """Return what makes lines out of stored values of the named fields.

    Fields this program does not know are left out, missing ones get their defaults, so that a
    journal outlives an upgrade.
    """
    if tuple(names) == LINE_FIELDS:
        return lambda values: Line(*values)
    known = [(at, name) for at, name in enumerate(names) if name in LINE_FIELDS]
    return lambda values: Line(**{name: values[at] for at, name in known})


class Facts(NamedTuple):
    """What the cache says of an item for one contract today; None = not known.

    `step_from_e3` = from which quantity its price is another one (0 = never), `kind` = which of
    the contract's price types gives the price of one, `use_by` = until when what is in stock may
    be used at the earliest.
    """

    n: int
    article: str
    name: str
    brand: str
    okei: str
    minimum_e3: int
    multiple_e3: int
    vat_code: str
    price_e5: int | None
    stock_e3: int | None
    at_least: bool = False
    weight_g: int = 0
    volume_cm3: int = 0
    status: str = "active"
    replaced_by: str = ""
    in_assortment: bool = True
    incoming_e3: int = 0
    incoming_date: date | None = None
    step_from_e3: int = 0
    units: tuple[tuple[str, int], ...] = ()
    kind: int = 0
    use_by: date | None = None

    def stepped(self, base_e3: int) -> bool:
        """Say whether the price of one is not the price of a quantity in base units."""
        step = self.step_from_e3
        return step > 0 and (base_e3 >= step or step <= ONE_E3)

    def factor(self, okei: str) -> int | None:
        """Return base units per unit in thousandths, None when it is not sold in that unit."""
        if okei in ("", self.okei):
            return ONE_E3
        return next((factor for code, factor in self.units if code == okei), None)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a cart is counted: VAT in prices or not, decimals of the currency."""

    currency: str
    vat_included: bool
    exponent: int = 2


class Mark(NamedTuple):
    """Why a line is marked: code, tone (info, warn, bad), values of its sentence."""

    code: str
    tone: str
    params: dict[str, Any]


class Figures(NamedTuple):
    """What a line comes to now."""

    price_e5: int | None
    amounts: Amounts
    weight_g: int
    volume_cm3: int
    vat_code: str


NOTHING = Figures(None, Amounts(0, 0, 0), 0, 0, "")


def figures(
    line: Line,
    facts: Facts | None,
    price_e5: int | None,
    terms: Terms,
    vat_included: bool | None = None,
) -> Figures:
    """Count a line at a price per base unit (None = no price: nothing is added to the sum).

    `vat_included` tells it of this very price; None = as most prices of the contract.
    """
    if facts is None:
        return NOTHING
    base = line.base_e3
    included = terms.vat_included if vat_included is None else vat_included
    counted = (
        Amounts(0, 0, 0)
        if price_e5 is None
        else line_amounts(price_e5, base, facts.vat_code, included, terms.exponent)
    )
    return Figures(
        price_e5,
        counted,
        facts.weight_g * base // ONE_E3 if facts.weight_g else 0,
        facts.volume_cm3 * base // ONE_E3 if facts.volume_cm3 else 0,
        facts.vat_code,
    )


def marks(line: Line, facts: Facts | None, price_e5: int | None) -> tuple[Mark, ...]:
    """Say how a line disagrees with today's catalogue, worst first.

    Args:
        line: as stored.
        facts: what the cache knows of its item.
        price_e5: today's unit price for the quantity before cart thresholds.
    """
    if facts is None:
        return (Mark("not_found", "bad", {"typed": line.typed or line.article}),)
    if _plain(line, facts, price_e5):
        return ()
    found: list[Mark] = []
    if not facts.in_assortment:
        found.append(Mark("out_of_assortment", "bad", {}))
    elif facts.status == "deleted":
        found.append(Mark("discontinued", "bad", {"replaced_by": facts.replaced_by}))
    elif price_e5 is None:
        found.append(Mark("no_price", "bad", {}))
    if line.quantity_e3 <= 0:
        found.append(Mark("no_quantity", "bad", {}))
    found += _stock_marks(line, facts)
    found += _quantity_marks(line, facts)
    if price_e5 is not None and line.price_at_add_e5 not in (None, price_e5):
        found += _price_marks(line, price_e5)
    if line.source == "own_code":
        found.append(Mark("own_code", "info", {"typed": line.typed}))
    if facts.status == "ending":
        found.append(Mark("ending", "info", {"replaced_by": facts.replaced_by}))
    return tuple(found)


def _plain(line: Line, facts: Facts, price_e5: int | None) -> bool:
    """Say at once that nothing is to be said: true of most lines of a big cart."""
    if price_e5 is None or line.price_at_add_e5 != price_e5 or line.wish_e3 is not None:
        return False
    if line.factor_e3 != ONE_E3 or line.okei != facts.okei or line.source == "own_code":
        return False
    if facts.status != "active" or not facts.in_assortment:
        return False
    quantity, stock = line.quantity_e3, facts.stock_e3
    if stock is not None and stock < quantity:
        return False
    fits = facts.multiple_e3 <= 0 or quantity % facts.multiple_e3 == 0
    return fits and quantity > 0 and quantity >= facts.minimum_e3


def _stock_marks(line: Line, facts: Facts) -> list[Mark]:
    stock = facts.stock_e3
    if stock is None or stock >= line.base_e3 or facts.at_least:
        return []
    params = {
        "stock_e3": stock,
        "wanted_e3": line.base_e3,
        "incoming_e3": facts.incoming_e3,
        "incoming_date": facts.incoming_date,
    }
    return [Mark("short", "warn", params) if stock > 0 else Mark("none_left", "bad", params)]


def _quantity_marks(line: Line, facts: Facts) -> list[Mark]:
    if facts.factor(line.okei) != line.factor_e3:
        return [Mark("foreign_unit", "bad", {"okei": line.okei, "factor_e3": line.factor_e3})]
    if line.quantity_e3 <= 0:
        return []
    if line.wish_e3 is not None and line.wish_e3 != line.quantity_e3:
        params = {"typed_e3": line.wish_e3, "quantity_e3": line.quantity_e3}
        return [Mark("rounded", "info", {**params, "multiple_e3": facts.multiple_e3})]
    base = line.base_e3
    if base < facts.minimum_e3:
        return [Mark("below_minimum", "warn", {"minimum_e3": facts.minimum_e3})]
    fitted = fit(base, facts.minimum_e3, facts.multiple_e3)
    if fitted.ok:
        return []
    params = {"multiple_e3": facts.multiple_e3, "up_e3": fitted.up_e3, "down_e3": fitted.down_e3}
    return [Mark("off_multiple", "warn", params)]


def _price_marks(line: Line, new: int) -> list[Mark]:
    old = line.price_at_add_e5 or 0
    answer = line.answer if line.answered_e5 == new or line.answer == KEEP else ""
    if answer == ACCEPT:
        return []
    percent_e2 = half_up((new - old) * 10_000, old) if old else 0
    params = {"old_e5": old, "new_e5": new, "percent_e2": percent_e2}
    if answer == KEEP and new > old:
        return [Mark("price_kept", "info", params)]
    if answer == LATER:
        return [Mark("price_later", "info", params)]
    return [Mark("price_up", "warn", params) if new > old else Mark("price_down", "info", params)]


def rounded_up(quantity_e3: int, facts: Facts, factor_e3: int) -> int:
    """Return the quantity in the line's unit raised to minimum and multiple of the item.

    A unit whose packs never hit the multiple (a box of 10, a multiple of 4) is raised to the next
    whole number of units that does, when there is one within the least common multiple.
    """
    if quantity_e3 <= 0:
        return quantity_e3
    if factor_e3 == ONE_E3 and quantity_e3 >= facts.minimum_e3:
        if facts.multiple_e3 <= 0 or not quantity_e3 % facts.multiple_e3:
            return quantity_e3
    base = half_up(quantity_e3 * factor_e3, ONE_E3)
    fitted = fit(base, facts.minimum_e3, facts.multiple_e3)
    if fitted.ok:
        return quantity_e3
    if factor_e3 == ONE_E3:
        return fitted.up_e3
    units = -(-quantity_e3 // ONE_E3)
    for count in range(units, units + max(1, facts.multiple_e3 // ONE_E3) + 1):
        if fit(count * factor_e3, facts.minimum_e3, facts.multiple_e3).ok:
            return count * ONE_E3
    return max(quantity_e3, -(-facts.minimum_e3 // factor_e3) * ONE_E3)


@dataclass(slots=True)
class Sums:
    """Running totals of a cart: lines go in and out one by one, whatever the cart's size."""

    terms: Terms
    lines: int = 0
    net: int = 0
    vat: int = 0
    gross: int = 0
    weight_g: int = 0
    volume_cm3: int = 0
    blocked: int = 0
    by_code: dict[str, int] = field(default_factory=dict)

    def add(self, counted: Figures, blocked: bool, sign: int = 1) -> None:
        """Count one line in (`sign` 1) or out (-1)."""
        self.add_all(((counted, blocked),), sign)

    def add_all(self, lines: Iterable[tuple[Figures, bool]], sign: int = 1) -> None:
        """Count many lines in (`sign` 1) or out (-1): figures, and whether a line may be sent."""
        net = vat = weight = volume = count = stopped = 0
        by_code: dict[str, int] = {}
        for (price, amounts, weight_g, volume_cm3, code), blocked in lines:
            count += 1
            net += amounts.net
            vat += amounts.vat
            weight += weight_g
            volume += volume_cm3
            stopped += blocked
            if code and price is not None:
                by_code[code] = by_code.get(code, 0) + amounts.vat
        self.lines += sign * count
        self.net += sign * net
        self.vat += sign * vat
        self.gross += sign * (net + vat)
        self.weight_g += sign * weight
        self.volume_cm3 += sign * volume
        self.blocked += sign * stopped
        for code, more in by_code.items():
            self.by_code[code] = self.by_code.get(code, 0) + sign * more


def blocks(found: tuple[Mark, ...]) -> bool:
    """Say whether a line with these marks may not be sent."""
    return any(mark.code in BLOCKING for mark in found)
