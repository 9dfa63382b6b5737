"""Rows of «Покупали раньше»: what was bought, how often, when it is due again."""

from dataclasses import dataclass, field
from datetime import date

from b2bdesk.usecases.rows.offers import OfferRow

DUE, TOGETHER, REGULAR = "due", "together", "regular"


@dataclass(frozen=True, slots=True)
class BoughtFilter:
    """Whose purchases: of a legal entity, to an address as the orders wrote it; empty = any."""

    entity_id: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Purchased:
    """One item in one own order; quantity and price in base units (e3, e5)."""

    item_id: str
    order_id: str
    day: date
    quantity_e3: int
    price_e5: int


@dataclass(frozen=True, slots=True)
class BoughtRow:
    """One item ever bought.

    Attributes:
        item_id, article, name: as the catalogue has them, else as the last order wrote them.
        times: in how many orders.
        last: day of the last one.
        price_e5: paid then per base unit.
        typical_e3: the middle quantity of an order, base units.
        total_e3: bought in 12 months, base units.
        every_days: usual days between orders; None = bought on fewer than three days.
        offer: as the contract in use sees it; None = the catalogue has it no more.
        orders: ids of the orders, the latest first.
    """

    item_id: str
    article: str
    name: str
    times: int
    last: date
    price_e5: int
    typical_e3: int
    total_e3: int
    every_days: int | None
    offer: OfferRow | None
    orders: tuple[str, ...] = ()

    def due_in(self, today: date) -> int | None:
        """In how many days it is usually bought again; negative = it is overdue."""
        if self.every_days is None:
            return None
        return self.every_days - (today - self.last).days


@dataclass(frozen=True, slots=True)
class Advice:
    """Something the buyer may want, and why: a code with its figures.

    `due`: days, passed · `together`: name, times, of · `regular`: times, of.
    """

    row: BoughtRow
    reason: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddressCount:
    """An address orders went to, and how many did."""

    address: str
    orders: int
