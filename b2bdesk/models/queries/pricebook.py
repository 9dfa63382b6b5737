"""Prices of one contract for the items of a cart; implements `PriceBook`.

Most lines take the materialised base price (ARCHITECTURE, Personal price). Only those whose
quantity reaches a price row above the first go through the pricer; what it looks at is read when
it is needed. The cart threshold is asked per line only on contracts that have one. Made by
`queries.carts`, kept by an open cart until prices move.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from b2bdesk.domain.cart import Facts
from b2bdesk.domain.cart import Terms as CartTerms
from b2bdesk.models.derive import path_of
from b2bdesk.models.engine import fetch_all
from b2bdesk.models.prices import price_types, read_terms
from b2bdesk.trade.money import exponent
from b2bdesk.trade.pricing import Break, ItemFacts, Priced, Pricer
from b2bdesk.usecases.ports.carts import PriceBook
from b2bdesk.usecases.rows.account import ContractRow

Breaks = Mapping[str, Sequence[Break]]
_KEPT = 50_000
_ONE_BY_ONE = 8


@dataclass(slots=True)
class ContractBook:
    """What prices of one contract are made of, for the items it was loaded with.

    `waiting` are items with quantity breaks that `late` has not been asked for yet; `rules` is all
    that prices follow from besides the price rows of the items.
    """

    terms: CartTerms
    pricer: Pricer
    included: tuple[bool, ...] = ()
    steps: tuple[int, ...] = ()
    items: dict[str, ItemFacts] = field(default_factory=dict)
    breaks: dict[str, Breaks] = field(default_factory=dict)
    priced: dict[tuple[str, int], Priced] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    late: Callable[["ContractBook", Collection[str]], None] | None = None
    asked: int = 0
    rules: tuple[object, ...] = ()

    @property
    def thresholds(self) -> tuple[int, ...]:
        """Cart sums (minor units) at which prices change, ascending; rounded up to a kopeck."""
        unit = 10 ** (5 - self.terms.exponent)
        return tuple(-(-each // unit) for each in self.pricer.threshold_sums())

    def price(self, item_id: str, facts: Facts, base_e3: int) -> int | None:
        """Return the unit price for a quantity before the cart threshold; None = no price."""
        if not facts.step_from_e3 or not facts.stepped(base_e3):
            return facts.price_e5
        priced = self._priced(item_id, base_e3)
        return None if priced is None else priced.e5

    def vat_included(self, item_id: str, facts: Facts, base_e3: int) -> bool:
        """Say whether the price for a quantity contains VAT: price types of a contract differ."""
        if facts.step_from_e3 and facts.stepped(base_e3):
            priced = self._priced(item_id, base_e3)
            if priced is not None:
                return priced.vat_included
        if facts.kind < len(self.included):
            return self.included[facts.kind]
        return self.terms.vat_included

    def final(self, item_id: str, facts: Facts, base_e3: int, measured_minor: int) -> int | None:
        """Return the unit price after the cart threshold for a cart of that sum."""
        sum_e5 = measured_minor * 10 ** (5 - self.terms.exponent)
        item, price = self.items.get(item_id), facts.price_e5
        if not facts.stepped(base_e3):
            if price is None or item is None:
                return price
            step = self.steps[facts.kind] if facts.kind < len(self.steps) else 1000
            return self.pricer.under_threshold(price, step, item, sum_e5)
        priced = self._priced(item_id, base_e3)
        if priced is None:
            return None
        return self.pricer.after_threshold(priced, self.items[item_id], sum_e5).e5

    def finals(self, rows: Iterable[tuple[str, Facts, int, int]], measured_minor: int) -> list[int]:
        """Return `final` of many rows whose price does not depend on their quantity.

        Args:
            rows: item id, facts, base units, price before the threshold.
            measured_minor: sum of the cart.
        """
        usual = dict(enumerate(self.steps)).get
        priced = [
            (price, usual(facts.kind, 1000), self.items.get(item_id))
            for item_id, facts, _, price in rows
        ]
        return self.pricer.under_thresholds(
            priced, measured_minor * 10 ** (5 - self.terms.exponent)
        )

    def prepare(self, wanted: Iterable[tuple[str, int]]) -> None:
        """Read at once what prices of these quantities (item id, base units) are made of."""
        self._read({item_id for item_id, _ in wanted} & self.waiting)

    def _read(self, item_ids: Collection[str]) -> None:
        if self.late is not None and item_ids:
            self.late(self, item_ids)
            self.waiting.difference_update(item_ids)

    def _missed(self, item_id: str) -> None:
        """Read what nobody prepared: the first items alone, then all that wait."""
        if item_id in self.waiting:
            self.asked += 1
            self._read((item_id,) if self.asked <= _ONE_BY_ONE else tuple(self.waiting))

    def _priced(self, item_id: str, base_e3: int) -> Priced | None:
        """Price an item for a quantity, once; None for items the book was not loaded with."""
        breaks = self.breaks.get(item_id)
        if breaks is None:
            self._missed(item_id)
            breaks = self.breaks.get(item_id)
        if breaks is None or item_id not in self.items:
            return None
        known = self.priced.get((item_id, base_e3))
        if known is None:
            if len(self.priced) >= _KEPT:
                self.priced.clear()
            known = self.pricer.line(self.items[item_id], base_e3, breaks)
            self.priced[item_id, base_e3] = known
        return known

    def take_over(self, other: PriceBook) -> None:
        """Learn what another book of the same contract knows about more items."""
        if not isinstance(other, ContractBook):
            raise TypeError("a book of another store")
        self.items.update(other.items)
        self.breaks.update(other.breaks)
        self.priced.update(other.priced)
        self.waiting.update(other.waiting)
        self.waiting.difference_update(self.breaks)

    def counts_like(self, other: PriceBook) -> bool:
        """Say whether another book has the same terms, price types and day."""
        return isinstance(other, ContractBook) and self.rules == other.rules


def contract_book(connection: Connection, contract: ContractRow, on: date) -> ContractBook:
    """Build an empty book out of the contract's cached terms."""
    counted = CartTerms(contract.currency, contract.vat_included, exponent(contract.currency))
    terms, types = read_terms(connection, contract), price_types(contract)
    included = tuple(
        types[name].vat_included if name in types else counted.vat_included
        for name in terms.price_types
    )
    steps = tuple(types[name].step_e5 if name in types else 1000 for name in terms.price_types)
    rules = (counted, terms, types, on, contract.assortment)
    return ContractBook(counted, Pricer(terms, types, on), included, steps, rules=rules)


Place = tuple[str, str | None, str | None, str | None]


def load_items(
    connection: Connection, book: ContractBook, assortment: int, ns: Mapping[str, int]
) -> None:
    """Load what rules look at for the given items (id to number)."""
    if not ns:
        return
    found = fetch_all(
        connection,
        "SELECT i.id, i.grp, i.brand, i.segment FROM json_each(?) j"
        " CROSS JOIN item i ON i.n = j.value",
        (json.dumps(list(ns.values())),),
    )
    place_items(connection, book, assortment, found)


def place_items(
    connection: Connection, book: ContractBook, assortment: int, found: Iterable[Place]
) -> None:
    """Give a book items (id, group, brand, segment) with their groups from the root on."""
    rows = connection.exec_driver_sql("SELECT id, parent FROM grp WHERE sid = ?", (assortment,))
    parents: dict[str, str | None] = {row[0]: row[1] for row in rows}
    paths: dict[str, tuple[str, ...]] = {}
    for item_id, group, brand, segment in found:
        key = group or ""
        if key not in paths:
            paths[key] = tuple(reversed(path_of(key, parents)))
        segments = (segment,) if segment else ()
        book.items[item_id] = ItemFacts(item_id, paths[key], brand or "", segments)


def load_breaks(
    connection: Connection, book: ContractBook, price_sids: Mapping[int, str], ns: Mapping[str, int]
) -> None:
    """Load the price rows of items that have quantity breaks."""
    if not ns or not price_sids:
        return
    ids = {n: item_id for item_id, n in ns.items()}
    found: dict[str, dict[str, list[Break]]] = {item_id: {} for item_id in ns}
    marks = ", ".join(map(str, price_sids))
    for sid, n, minimum, price in fetch_all(
        connection,
        "SELECT p.sid, p.n, p.min, p.price FROM json_each(?) j"
        f" CROSS JOIN price p ON p.sid IN ({marks}) AND p.n = j.value",
        (json.dumps(list(ids)),),
    ):
        found[ids[n]].setdefault(price_sids[sid], []).append(Break(minimum, price))
    book.breaks.update(found)
