"""«Покупали раньше»: own purchases by item, and what they suggest for the cart at hand.

Everything is counted from the cached orders, nothing is asked of the portal; each suggestion
carries the figures it rests on (`domain.habits`). Called on the readers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from b2bdesk.domain.habits import REGULAR_OF, every_days, is_due, middle, regular, together
from b2bdesk.usecases.ports.bought import PurchasesPort
from b2bdesk.usecases.rows.bought import (
    DUE,
    REGULAR,
    TOGETHER,
    AddressCount,
    Advice,
    BoughtFilter,
    BoughtRow,
    Purchased,
)
from b2bdesk.usecases.rows.offers import OfferRow

_YEAR = timedelta(days=365)
_ORDERS_KEPT = 50


@dataclass(frozen=True, slots=True)
class BoughtPorts:
    """What own purchases stand on."""

    purchases: PurchasesPort
    offers: Callable[[Sequence[str]], Mapping[str, OfferRow]]
    carted: Callable[[], Mapping[str, int]]
    today: Callable[[], date]


class Bought:
    """What was bought before."""

    def __init__(self, ports: BoughtPorts) -> None:
        self._ports = ports

    def rows(self, wanted: BoughtFilter) -> tuple[BoughtRow, ...]:
        """Return every item ever bought, the latest bought first."""
        return self._rows(self._ports.purchases.lines(wanted))

    def addresses(self, entity_id: str) -> tuple[AddressCount, ...]:
        """Return the addresses orders of an entity went to, the most used first."""
        return self._ports.purchases.addresses(entity_id)

    def advice(self, wanted: BoughtFilter) -> tuple[Advice, ...]:
        """Return what one may want besides the active cart, with reasons; one per item.

        What goes with the goods in the cart first, then what is due, then what stands in most
        orders and not in this cart. Goods that cannot be ordered now are left out.
        """
        lines = self._ports.purchases.lines(wanted)
        rows = {row.item_id: row for row in self._rows(lines) if _orderable(row)}
        carted = {item for item, quantity in self._ports.carted().items() if quantity}
        orders: dict[str, set[str]] = {}
        for line in lines:
            orders.setdefault(line.order_id, set()).add(line.item_id)
        found: dict[str, Advice] = {}
        for item, (with_item, times, of) in together(carted, orders).items():
            if item in rows:
                name = rows[with_item].name if with_item in rows else ""
                found[item] = Advice(rows[item], TOGETHER, {"name": name, "times": times, "of": of})
        for row in self._due(rows.values(), carted):
            found.setdefault(row.row.item_id, row)
        latest = [orders[key] for key in list(orders)[:REGULAR_OF]]
        missing = regular(carted, latest) if carted else {}
        for item, times in missing.items():
            if item in rows and not self._just_bought(rows[item]):
                found.setdefault(
                    item, Advice(rows[item], REGULAR, {"times": times, "of": len(latest)})
                )
        return tuple(sorted(found.values(), key=_rank))

    def _due(self, rows: Iterable[BoughtRow], carted: set[str]) -> list[Advice]:
        today = self._ports.today()
        made = []
        for row in rows:
            passed = (today - row.last).days
            if row.item_id in carted or row.every_days is None:
                continue
            if is_due(row.every_days, passed):
                made.append(Advice(row, DUE, {"days": row.every_days, "passed": passed}))
        return made

    def _just_bought(self, row: BoughtRow) -> bool:
        due = row.due_in(self._ports.today())
        return due is not None and row.every_days is not None and due * 2 > row.every_days

    def _rows(self, lines: Sequence[Purchased]) -> tuple[BoughtRow, ...]:
        by_item: dict[str, list[Purchased]] = {}
        for line in lines:
            by_item.setdefault(line.item_id, []).append(line)
        offers = self._ports.offers(list(by_item)) if by_item else {}
        missing = [item_id for item_id in by_item if item_id not in offers]
        names = self._ports.purchases.names(missing) if missing else {}
        year = self._ports.today() - _YEAR
        made = []
        for item_id, some in by_item.items():
            offer = offers.get(item_id)
            article, name = (offer.article, offer.name) if offer else names.get(item_id, ("", ""))
            made.append(_row(item_id, article, name, some, offer, year))
        return tuple(made)


def _row(
    item_id: str,
    article: str,
    name: str,
    lines: Sequence[Purchased],
    offer: OfferRow | None,
    year: date,
) -> BoughtRow:
    per_order: dict[str, int] = {}
    for line in lines:
        per_order[line.order_id] = per_order.get(line.order_id, 0) + line.quantity_e3
    return BoughtRow(
        item_id,
        article,
        name,
        len(per_order),
        lines[0].day,
        lines[0].price_e5,
        middle(list(per_order.values())),
        sum(line.quantity_e3 for line in lines if line.day >= year),
        every_days(line.day for line in lines),
        offer,
        tuple(per_order)[:_ORDERS_KEPT],
    )


def _orderable(row: BoughtRow) -> bool:
    offer = row.offer
    return offer is not None and offer.in_assortment and offer.status != "deleted"


def _rank(advice: Advice) -> tuple[int, int, str]:
    order = (TOGETHER, DUE, REGULAR).index(advice.reason)
    return order, -advice.row.times, advice.row.name
