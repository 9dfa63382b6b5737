"""What the demo's orders hold: each contract buys from a stock of favourites, at its own prices.

Prices come from the same evaluation as live orders. Older ones are a little lower: the supplier
raises them at the turn of a quarter, so that a price history has steps in it.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.accounts.store import terms_of
from b2bdesk.portal.catalog.lookup import CatalogItem, find_items
from b2bdesk.portal.demo.catalogue import Part, identity, plan
from b2bdesk.portal.demo.habits import HABITS, Habit, Planned
from b2bdesk.portal.pricing.store import breaks_of, find_price_types
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade import vat
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.money import Money, Price, exponent
from b2bdesk.trade.pricing import Break, CartLine, Pricer, PriceType, Terms
from b2bdesk.trade.quantity import ONE_E3, Quantity
from b2bdesk.wire.orders import OrderLine

POOL = 150
NAMESPACE = uuid.UUID("3d1c9a54-7a0c-4f6e-8f0f-51a2cf3a6b10")
# Percent of today's price, by how many quarters ago.
_THEN = (100, 97, 95, 93, 90)
_PACK = "778"


@dataclass(frozen=True)
class Basket:
    """Lines of an order with their items, in the same order."""

    lines: list[OrderLine]
    items: list[CatalogItem]


class Baskets:
    """Fills the orders of all contracts; made once per history."""

    def __init__(
        self, work: Work, size: int, seed: int, contracts: Mapping[str, ContractRow]
    ) -> None:
        self._work = work
        self._contracts = contracts
        self._seed = seed
        self._types: Mapping[str, PriceType] = find_price_types(SYSTEM, work.connection)
        self._terms = {key: _terms(work, row) for key, row in contracts.items()}
        self._pools: dict[str, list[CatalogItem]] = {}
        self._breaks: dict[str, Mapping[int, Mapping[str, list[Break]]]] = {}
        parts = plan(size)
        for habit in HABITS:
            self._stock_up(habit, parts)

    def fill(self, order: Planned, free: Mapping[int, int] | None = None) -> Basket:
        """Choose lines for an order and price them on its day.

        Args:
            order: the planned order.
            free: free stock by item number (10^-3) that no line may exceed; None = any quantity.
        """
        rng = random.Random(f"{self._seed}:{order.key}")
        contract = self._contracts[order.habit.contract]
        pricer = Pricer(self._terms[contract.id], self._types, order.day)
        breaks = self._breaks[contract.id]
        wanted = list(self._wanted(order, rng, pricer, free))
        cart = pricer.cart([CartLine(item.facts, qty, breaks[item.n]) for item, qty in wanted])
        lines = []
        for place, ((item, qty), priced) in enumerate(zip(wanted, cart.lines, strict=True)):
            then = _THEN[min((self._work.today - order.day).days // 91, len(_THEN) - 1)]
            step = priced.step_e5
            price_e5 = max(half_up((priced.e5 or 0) * then, 100 * step) * step, step)
            line_id = uuid.uuid5(NAMESPACE, f"{self._seed}:{order.key}:{place}").hex
            lines.append(
                _line(
                    (line_id, item, qty),
                    (price_e5, contract.currency, priced.vat_included),
                    order.day,
                    in_packs=rng.randrange(100) < 35,
                )
            )
        return Basket(lines, [item for item, _ in wanted])

    def pool(self, contract_id: str) -> list[CatalogItem]:
        """Return what a contract buys from."""
        return self._pools[contract_id]

    def _stock_up(self, habit: Habit, parts: tuple[Part, ...]) -> None:
        rng = random.Random(f"{self._seed}:{habit.contract}:pool")
        contract = self._contracts[habit.contract]
        offered = [part for part in parts if part.count and part.family.path[0] in habit.roots]
        offered = offered or [part for part in parts if part.count]
        weights = [part.family.share * habit.roots.get(part.family.path[0], 1) for part in offered]
        ids: dict[str, None] = {}
        for part in rng.choices(offered, weights, k=POOL):
            # the first makes are the ones that a supplier really keeps
            ids[identity(part.family, int(part.count * rng.random() ** 2))] = None
        found = find_items(SYSTEM, self._work.connection, contract.assortment, list(ids))
        items = [found[key] for key in ids if key in found and found[key].status == "active"]
        numbers = [item.n for item in items]
        breaks = breaks_of(SYSTEM, self._work.connection, contract.price_types, numbers)
        self._breaks[contract.id] = breaks
        self._pools[contract.id] = [item for item in items if item.n in breaks]

    def _wanted(
        self,
        order: Planned,
        rng: random.Random,
        pricer: Pricer,
        free: Mapping[int, int] | None,
    ) -> Iterator[tuple[CatalogItem, int]]:
        habit, pool = order.habit, self._pools[order.habit.contract]
        season = 70 + 4 * habit.season[order.day.month - 1]
        left = min(rng.randint(*habit.lines), len(pool))
        for item in _favourites(pool, rng):
            if not left:
                return
            lot = max(item.multiple_e3, ONE_E3)
            priced = pricer.line(item.facts, lot, self._breaks[habit.contract][item.n])
            spend = habit.spend * rng.randint(25, 220) // 100 * season // 100
            if not priced.e5:
                continue
            lots = max(1, spend * 1000 * ONE_E3 // (priced.e5 * lot))
            qty = max(min(lots, 400) * lot, item.minimum_e3)
            if free is not None:
                qty = min(qty, free.get(item.n, 0) // lot * lot)
            if qty >= max(item.minimum_e3, 1):
                left -= 1
                yield item, qty


def _terms(work: Work, contract: ContractRow) -> Terms:
    stored = terms_of(SYSTEM, work.connection, contract.id)
    return Terms.from_dict(
        {"currency": contract.currency, "price_types": list(contract.price_types), **stored}
    )


def _favourites(pool: list[CatalogItem], rng: random.Random) -> Iterator[CatalogItem]:
    """Yield every item of a pool once, those at its head sooner."""
    rest = list(pool)
    while rest:
        yield rest.pop(int(len(rest) * rng.random() ** 2))


def _line(
    what: tuple[str, CatalogItem, int],
    price: tuple[int, str, bool],
    day: dt.date,
    *,
    in_packs: bool,
) -> OrderLine:
    line_id, item, base_e3 = what
    price_e5, currency, included = price
    pack = item.units.get(_PACK, 0)
    packed = in_packs and pack > 0 and base_e3 % pack == 0
    code = vat.effective(item.vat, day)
    amounts = vat.line_amounts(price_e5, base_e3, code, included, exponent(currency))
    return OrderLine(
        line_id=line_id,
        item_id=item.id,
        article=item.article,
        name=item.name,
        quantity=Quantity(base_e3 * ONE_E3 // pack if packed else base_e3).text(),
        unit=_PACK if packed else item.base_unit,
        factor=Quantity(pack if packed else ONE_E3).text(),
        price=Price(price_e5, currency).text(),
        net=Money(amounts.net, currency).text(),
        vat=Money(amounts.vat, currency).text(),
        gross=Money(amounts.gross, currency).text(),
        vat_code=code,
        vat_included=included,
    )
