"""What today's catalogue says of the items of a cart, in a constant number of queries.

One set query resolves ids to numbers with price, stock and membership for the cart's contract;
units, arrivals and quantity breaks follow for the whole set. Implements `FactsPort`; an open cart
keeps the answer until the cache moves.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection

from b2bdesk.domain.cart import Facts
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import fetch_all
from b2bdesk.models.queries.batches import earliest
from b2bdesk.models.queries.moments import day
from b2bdesk.models.queries.pricebook import (
    ContractBook,
    contract_book,
    load_breaks,
    load_items,
    place_items,
)
from b2bdesk.trade.vat import effective
from b2bdesk.usecases.ports.carts import Situation
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.rows.account import ContractRow

_OF_CART = (
    "(SELECT DISTINCT item_id AS id FROM cart_line WHERE cart_id = ? AND item_id <> '') c"
    " JOIN item i ON i.id = c.id"
)
_OF_ITEMS = "json_each(?) c CROSS JOIN item i ON i.id = c.value"
_OF_NUMBERS = "json_each(?) c CROSS JOIN item i ON i.n = c.value"
_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class _Scopes:
    """Numbers of the scopes a contract is seen through; -1 = not loaded yet."""

    assortment: int
    stock: int
    contract: int
    prices: Mapping[int, str]


class CartFacts:
    """Reads facts of items for a contract."""

    def __init__(self, store: DeskStore, account: AccountPort, today: Callable[[], date]) -> None:
        self._store = store
        self._account = account
        self._today = today

    def of_cart(self, cart_id: str, contract_id: str) -> Situation:
        """Return the facts of all items of a stored cart.

        A contract that the account names no more has no scopes: no prices, no assortment.
        """
        return self._read(_OF_CART, cart_id, contract_id)

    def of_items(
        self, item_ids: Sequence[str], contract_id: str, numbers: Sequence[int] = ()
    ) -> Situation:
        """Return the facts of the named items; unknown ones are missing.

        `numbers` are those of the same items as a match named them: quicker than ids. Should the
        cache be another file since then, the ids decide.
        """
        if numbers:
            found = self._read(_OF_NUMBERS, json.dumps(list(numbers)), contract_id)
            if found.facts.keys() == set(item_ids):
                return found
        return self._read(_OF_ITEMS, json.dumps(list(item_ids)), contract_id)

    def elsewhere(self, known: Mapping[str, Facts], contracts: tuple[str, str]) -> Situation:
        """Return known items as another contract has them, enough to count with.

        Args:
            known: facts of the items under the first contract.
            contracts: ids of that contract and of the other one.
        """
        here, there = (self._account.contract(each) or _gone(each) for each in contracts)
        today = self._today()
        with self._store.reading() as connection:
            scopes = _scopes(connection, there)
            facts = _moved(connection, known, scopes)
            if here.assortment != there.assortment:
                numbers = json.dumps([each.n for each in facts.values()])
                units = _units(connection, scopes.assortment, numbers)
                facts = {
                    item_id: each._replace(units=tuple(units.get(each.n, ())))
                    for item_id, each in facts.items()
                }
            book = self._book(connection, there, today, facts)
            if book.thresholds:
                ns = {item_id: each.n for item_id, each in facts.items()}
                load_items(connection, book, scopes.assortment, ns)
        return Situation(facts, book)

    def _read(self, source: str, argument: str, contract_id: str) -> Situation:
        contract = self._account.contract(contract_id) or _gone(contract_id)
        today = self._today()
        with self._store.reading() as connection:
            scopes = _scopes(connection, contract)
            rows = _fetched(connection, source, argument, scopes)
            facts = _facts(connection, rows, scopes, today)
            book = self._book(connection, contract, today, facts)
            if book.thresholds:
                places = ((row[0], row[19], row[4], row[20]) for row in rows)
                place_items(connection, book, scopes.assortment, places)
        return Situation(facts, book)

    def _book(
        self, connection: Connection, contract: ContractRow, on: date, facts: Mapping[str, Facts]
    ) -> ContractBook:
        """A book for these items; quantity breaks are read when a quantity reaches one."""
        book = contract_book(connection, contract, on)
        book.waiting.update(item_id for item_id, each in facts.items() if each.step_from_e3)
        book.late = partial(self._late, contract)
        return book

    def _late(self, contract: ContractRow, book: ContractBook, item_ids: Collection[str]) -> None:
        """Read quantity breaks of items; the cache may be another file than before."""
        with self._store.reading() as connection:
            scopes = _scopes(connection, contract)
            found = fetch_all(
                connection,
                "SELECT i.id, i.n FROM json_each(?) j CROSS JOIN item i ON i.id = j.value",
                (json.dumps(list(item_ids)),),
            )
            ns: dict[str, int] = dict(found)
            missing = {item_id: n for item_id, n in ns.items() if item_id not in book.items}
            load_items(connection, book, scopes.assortment, missing)
            load_breaks(connection, book, scopes.prices, ns)


def _gone(contract_id: str) -> ContractRow:
    return ContractRow(contract_id, "", "", None, "RUB", "", (), "")


def _scopes(connection: Connection, contract: ContractRow) -> _Scopes:
    found = {
        (feed, key): sid
        for feed, key, sid in connection.exec_driver_sql("SELECT feed, key, sid FROM scope")
    }
    return _Scopes(
        found.get(("catalog", contract.assortment), _NOWHERE),
        found.get(("stock", contract.stock_view), _NOWHERE),
        found.get(("terms", contract.id), _NOWHERE),
        {
            found["prices", each.id]: each.id
            for each in contract.price_types
            if ("prices", each.id) in found
        },
    )


def _fetched(
    connection: Connection, source: str, argument: str, scopes: _Scopes
) -> list[tuple[Any, ...]]:
    return fetch_all(
        connection,
        "SELECT i.id, i.n, i.article, i.name, i.brand, i.base_unit, i.minimum, i.multiple, i.vat,"
        " b.price, t.qty, t.at_least, i.weight, i.volume, i.status, i.replaced_by,"
        f" m.n IS NOT NULL, b.kind, {_step_from(scopes, 'i.n')}, i.grp, i.segment"
        f" FROM {source}"
        f" LEFT JOIN base_price b ON b.cid = {scopes.contract} AND b.n = i.n"
        f" LEFT JOIN stock_total t ON t.sid = {scopes.stock} AND t.n = i.n"
        f" LEFT JOIN item_member m ON m.sid = {scopes.assortment} AND m.n = i.n",
        (argument,),
    )


def _step_from(scopes: _Scopes, n: str) -> str:
    """SQL of the smallest quantity above nothing that a price row of the contract begins with."""
    prices = ", ".join(map(str, scopes.prices)) or str(_NOWHERE)
    return f"(SELECT min(p.min) FROM price p WHERE p.sid IN ({prices}) AND p.n = {n} AND p.min > 0)"


def _facts(
    connection: Connection, rows: Sequence[Sequence[Any]], scopes: _Scopes, today: date
) -> dict[str, Facts]:
    numbers = json.dumps([row[1] for row in rows])
    units = _units(connection, scopes.assortment, numbers)
    arrivals = _arrivals(connection, scopes.stock, numbers, today)
    dated = earliest(connection, scopes.stock, [row[1] for row in rows])
    rates: dict[str | None, str] = {}
    sets: dict[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]] = {}
    facts: dict[str, Facts] = {}
    for row in rows:
        n, vat = row[1], row[8]
        if vat not in rates:
            rates[vat] = effective(vat or "none", today)
        packs: tuple[tuple[str, int], ...] = ()
        if n in units:
            packs = tuple(units[n])
            packs = sets.setdefault(packs, packs)
        made = _fact(row, rates[vat], packs, arrivals.get(n))
        facts[row[0]] = made._replace(use_by=dated[n]) if n in dated else made
    return facts


def _moved(connection: Connection, known: Mapping[str, Facts], scopes: _Scopes) -> dict[str, Facts]:
    """Known items with price, stock and membership of other scopes; arrivals are left out."""
    ids = {each.n: item_id for item_id, each in known.items()}
    rows = fetch_all(
        connection,
        "SELECT j.value, b.price, t.qty, t.at_least, m.n, b.kind,"
        f" {_step_from(scopes, 'j.value')}"
        " FROM json_each(?) j"
        f" LEFT JOIN base_price b ON b.cid = {scopes.contract} AND b.n = j.value"
        f" LEFT JOIN stock_total t ON t.sid = {scopes.stock} AND t.n = j.value"
        f" LEFT JOIN item_member m ON m.sid = {scopes.assortment} AND m.n = j.value",
        (json.dumps(list(ids)),),
    )
    found: dict[str, Facts] = {}
    for n, price, stock, at_least, member, kind, step_from in rows:
        item_id = ids[n]
        was = known[item_id]
        found[item_id] = Facts(
            *was[:8], price, stock, bool(at_least), *was[11:15], member is not None,
            0, None, step_from or 0, was.units, kind or 0,
        )  # fmt: skip
    return found


def _fact(
    row: Sequence[Any],
    vat: str,
    units: tuple[tuple[str, int], ...],
    arrival: tuple[date, int] | None,
) -> Facts:
    _id, n, article, name, brand, okei, minimum, multiple, _vat, price, stock, at_least = row[:12]
    weight, volume, status, replaced_by, member, kind, step_from = row[12:19]
    incoming_date, incoming_e3 = arrival or (None, 0)
    return Facts(
        n, article, name, brand or "", okei or "", minimum or 0, multiple or 0, vat, price, stock,
        bool(at_least), weight or 0, volume or 0, status or "active", replaced_by or "",
        bool(member), incoming_e3, incoming_date, step_from or 0, units, kind or 0,
    )  # fmt: skip


def _units(
    connection: Connection, assortment: int, numbers: str
) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for n, okei, factor in fetch_all(
        connection,
        "SELECT u.n, u.okei, u.factor FROM json_each(?) j"
        " CROSS JOIN unit u ON u.sid = ? AND u.n = j.value",
        (numbers, assortment),
    ):
        found[n].append((okei, factor))
    return found


def _arrivals(
    connection: Connection, stock: int, numbers: str, today: date
) -> dict[int, tuple[date, int]]:
    """The next arrival of each item: its date and how much comes that day."""
    found: dict[int, tuple[date, int]] = {}
    for n, text, quantity in connection.exec_driver_sql(
        "SELECT a.n, a.date, sum(a.qty) FROM json_each(?) j"
        " CROSS JOIN incoming a ON a.sid = ? AND a.n = j.value WHERE a.date >= ?"
        " GROUP BY a.n, a.date ORDER BY a.n, a.date",
        (numbers, stock, today.isoformat()),
    ):
        if n not in found:
            arrival = day(text)
            if arrival:
                found[n] = (arrival, quantity or 0)
    return found
