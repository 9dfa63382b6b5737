"""Rows of ways to split a cart: plans, their orders, what each would cost and when it ships."""

from dataclasses import dataclass, field
from datetime import date

from b2bdesk.domain.splitting import Part
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import CartRow, Checkout, CheckProblem, Totals

FEWEST, EARLIEST, CHEAPEST = "fewest", "earliest", "cheapest"


@dataclass(frozen=True, slots=True)
class PartRow:
    """One order of a plan.

    Attributes:
        part: its pieces.
        name: of the warehouse, city, brand or address; empty when it stands for none.
        totals: as an order of its own, thresholds and breaks counted anew.
        ships: the first day it can leave, None = nobody knows.
        delivery_minor: what its delivery costs.
        checkout: conditions that fit it, as near to those chosen as the contract allows.
        problems: what stands against sending it.
    """

    part: Part
    name: str
    totals: Totals
    ships: date | None
    delivery_minor: int
    checkout: Checkout
    problems: tuple[CheckProblem, ...] = ()

    @property
    def key(self) -> str:
        """The key of its part."""
        return self.part.key

    @property
    def blocked(self) -> bool:
        """Say whether it cannot be sent as it is."""
        return any(each.blocking for each in self.problems)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A way to send a cart.

    Attributes:
        way: one, availability, warehouse, warehouse-early, branch, brand, address.
        parts: its orders.
        dearer_minor: what the goods cost more than in one order (discounts lost), may be negative.
        badges: fewest, earliest, cheapest – where it is the best one.
    """

    way: str
    parts: tuple[PartRow, ...]
    currency: str
    dearer_minor: int = 0
    badges: tuple[str, ...] = ()

    @property
    def goods_minor(self) -> int:
        """What the goods come to, VAT included."""
        return sum(part.totals.gross_minor for part in self.parts)

    @property
    def delivery_minor(self) -> int:
        """What the deliveries cost together."""
        return sum(part.delivery_minor for part in self.parts)

    @property
    def total_minor(self) -> int:
        """Goods and deliveries."""
        return self.goods_minor + self.delivery_minor

    @property
    def first(self) -> date | None:
        """When the first goods leave."""
        days = [part.ships for part in self.parts if part.ships is not None]
        return min(days, default=None)

    @property
    def last(self) -> date | None:
        """When everything has left; None when nobody knows."""
        days = [part.ships for part in self.parts]
        return None if None in days else max((day for day in days if day), default=None)

    @property
    def unknown(self) -> int:
        """Lines nobody has told a date for."""
        return sum(part.part.unknown for part in self.parts)


@dataclass(frozen=True, slots=True)
class SplitView:
    """A cart with the ways to send it; `left` counts lines that are not wholly distributed."""

    cart: CartRow
    plans: tuple[PlanRow, ...]
    left: int = 0

    def plan(self, way: str) -> PlanRow | None:
        """The plan of a way."""
        return next((each for each in self.plans if each.way == way), None)


@dataclass(frozen=True, slots=True)
class SplitDone:
    """What a split made: the carts in the order of the plan, with conditions for each."""

    source_id: str
    carts: tuple[CartRow, ...]
    checkouts: tuple[Checkout, ...]
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Joined:
    """A cart that was put together again out of its parts.

    `changed` counts lines that are not as they were before the split; `sent` names parts that
    stay apart because they have been sent.
    """

    cart: CartRow
    changed: int
    changes: ChangeSet
    sent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """What a cart is to a split: its part, or the cart it was; parts as (id, state, title)."""

    source_id: str
    way: str
    parts: tuple[tuple[str, str, str], ...] = field(default=())
