"""A profile's stores for tests of the buyer's own side: real desk.db, a small cache, carts.

The cache rows are written directly, as a load would leave them; the account is a value. Time is
given by the test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from b2bdesk.files.price_table import PriceTables
from b2bdesk.models.caches import Caches
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.prices import reprice
from b2bdesk.models.queries.carts import CartFacts
from b2bdesk.models.queries.habits import own_purchases
from b2bdesk.models.queries.price_log import PriceLog
from b2bdesk.models.queries.shares import ordered_shares
from b2bdesk.models.queries.supplies import Supplies
from b2bdesk.models.repos import carts as cart_repo
from b2bdesk.models.repos.cells import Cells
from b2bdesk.models.repos.outbox import Outbox
from b2bdesk.models.repos.settings import Settings
from b2bdesk.models.repos.splits import Splits
from b2bdesk.trade.fold import fold_article
from b2bdesk.trade.unit import short
from b2bdesk.usecases.cart_prices import CartPrices
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.cart_warnings import CartWarnings
from b2bdesk.usecases.carts import CartNames, Carts
from b2bdesk.usecases.cautions import Cautions
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.distributing import Distributing
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.rows.account import (
    AddressRow,
    Context,
    ContractRow,
    CreditRow,
    EntityRow,
    MethodRow,
    PartyRow,
    PriceTypeRow,
)
from b2bdesk.usecases.splitting import SplitPorts, Splitting

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PIECE, PACK = "796", "778"
PLACES = (
    ("himki", "Химки", "Москва"),
    ("dmitrov", "Дмитров", "Москва"),
    ("spb", "СПб", "Петербург"),
)


def contract(contract_id: str = "c1", entity_id: str = "e1", **changes: Any) -> ContractRow:
    """A contract on price type `pt` (VAT included), stock view `sv`, assortment `as`."""
    made = ContractRow(
        contract_id,
        entity_id,
        "15",
        date(2026, 1, 1),
        "RUB",
        "as",
        (PriceTypeRow("pt", "Опт", "RUB", True, 1000),),
        "sv",
        delivery_methods=(MethodRow("d1", "Доставка", "delivery"),),
        payment_methods=(MethodRow("p1", "Перевод", "transfer"),),
    )
    return replace(made, **changes)


def entity(entity_id: str = "e1", *contracts: ContractRow) -> EntityRow:
    """A firm with an address."""
    party = PartyRow("ООО «Ромашка»", "7707083893")
    address = AddressRow("a1", "Химки", "Химки, ул. Складская, 1", default=True)
    return EntityRow(entity_id, "co1", party, contracts or (contract(),), (address,))


@dataclass
class Account(AccountPort):
    """A given account."""

    firms: tuple[EntityRow, ...] = field(default_factory=lambda: (entity(),))
    credits: dict[str, CreditRow] = field(default_factory=dict)

    def entities(self) -> tuple[EntityRow, ...]:
        return self.firms

    def contract(self, contract_id: str) -> ContractRow | None:
        found = (each for firm in self.firms for each in firm.contracts if each.id == contract_id)
        return next(found, None)

    def credit(self, contract_id: str) -> CreditRow | None:
        return self.credits.get(contract_id)


@dataclass(frozen=True)
class Good:
    """An item of the test catalogue; quantities in thousandths, prices in 10^-5."""

    id: str
    price_e5: int | None = 1_000_000
    stock_e3: int | None = 1_000_000
    minimum_e3: int = 1000
    multiple_e3: int = 1000
    vat: str = "22"
    breaks: tuple[tuple[int, int], ...] = ()
    units: tuple[tuple[str, int], ...] = ()
    status: str = "active"
    member: bool = True
    weight_g: int = 100
    group: str = "g1"
    brand: str = "Б"
    held: tuple[tuple[str, int], ...] = ()
    coming: tuple[tuple[str, str, int], ...] = ()


class Clock:
    """Time that moves one second at every look."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


class DeskFixture:
    """Stores and use cases of carts over one folder; `reopen` is a restart of the program."""

    def __init__(
        self,
        folder: Path,
        account: Account | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.folder = folder
        self.account = account or Account()
        self.clock = clock or Clock()
        self.heard: list[ChangeSet] = []
        self._start()

    def _start(self) -> None:
        self.store = DeskStore(self.folder)
        self.caches = Caches(self.store)
        self.news = News()
        self.news.subscribe(self.heard.append)
        self.settings = Settings(self.store)
        self.repo = cart_repo.Carts(self.store)
        self.outbox = Outbox(self.store)
        facts = CartFacts(self.store, self.account, lambda: TODAY)
        self.sessions = CartSessions(self.repo, facts, self.news, self.clock, short)
        cautions = Cautions(own_purchases(self.store, self.account), self.settings, self.news)
        self.sessions.watch(cautions)
        self.prices = CartPrices(self.sessions, PriceLog(self.store), PriceTables())
        self.warnings = CartWarnings(self.sessions, cautions)
        first = self.account.firms[0]
        self.context: Context | None = Context(first, first.contracts[0])
        self.carts = Carts(
            self.sessions,
            CartNames(lambda: self.context, self.account, self.settings, "Корзина {}".format),
        )
        self.cells = Cells(self.store)
        ports = SplitPorts(
            self.account,
            Splits(self.store),
            self.cells,
            Supplies(self.store, self.account, lambda: TODAY),
            lambda: NOON,
        )
        self.splitting = Splitting(self.sessions, self.carts, ports)
        self.distributing = Distributing(
            self.sessions, self.carts, self.account, self.cells, ordered_shares(self.store)
        )

    def reopen(self) -> None:
        """Close everything and start again."""
        self.close()
        self._start()

    def close(self) -> None:
        """Close the stores."""
        self.caches.close()
        self.store.close()

    def stock_up(self, goods: Sequence[Good], terms: str = "") -> None:
        """Replace the cache's rows with these goods and compute base prices."""
        self.caches.write(lambda connection: _fill(connection, goods, terms, self.account))
        self.news.publish(ChangeSet.of("catalogue", "prices", "stock"))


def _fill(connection: Connection, goods: Sequence[Good], terms: str, account: Account) -> None:
    for table in (
        "item", "item_member", "price", "stock", "stock_total", "unit", "terms", "grp", "incoming",
        "place",
    ):  # fmt: skip
        connection.exec_driver_sql(f"DELETE FROM {table}")
    contracts = [each for firm in account.firms for each in firm.contracts]
    scopes = {("catalog", "as"): 1, ("prices", "pt"): 2, ("stock", "sv"): 3}
    for sid, each in enumerate(contracts, 10):
        scopes["terms", each.id] = sid
        if terms:
            connection.exec_driver_sql(
                "INSERT INTO terms (sid, id, body) VALUES (?, ?, ?)", (sid, each.id, terms)
            )
    for (feed, key), sid in scopes.items():
        connection.exec_driver_sql(
            'INSERT OR REPLACE INTO scope (sid, feed, "key", pulled_at) VALUES (?, ?, ?, ?)',
            (sid, feed, key, NOON.isoformat()),
        )
    connection.exec_driver_sql("INSERT INTO grp (sid, id, name) VALUES (1, 'g1', 'Болты')")
    connection.exec_driver_sql(
        "INSERT INTO place (sid, id, name, city, ord) VALUES (3, ?, ?, ?, ?)",
        [(place, name, city, at) for at, (place, name, city) in enumerate(PLACES)],
    )
    for n, good in enumerate(goods, 1):
        _put(connection, n, good)
    reprice(connection, contracts, TODAY)


def _put(connection: Connection, n: int, good: Good) -> None:
    connection.exec_driver_sql(
        "INSERT INTO item (n, id, article, name, brand, grp, base_unit, minimum, multiple, vat,"
        " weight, volume, status, article_fold) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
        (n, good.id, f"АРТ-{good.id}", f"Товар {good.id}", good.brand, good.group, PIECE,
         good.minimum_e3, good.multiple_e3, good.vat, good.weight_g, good.status,
         fold_article(f"АРТ-{good.id}")),
    )  # fmt: skip
    if good.member:
        connection.exec_driver_sql("INSERT INTO item_member (sid, n) VALUES (1, ?)", (n,))
    rows = [(0, good.price_e5)] if good.price_e5 is not None else []
    for minimum, price in [*rows, *good.breaks]:
        connection.exec_driver_sql(
            "INSERT INTO price (sid, n, min, price) VALUES (2, ?, ?, ?)", (n, minimum, price)
        )
    if good.stock_e3 is not None:
        connection.exec_driver_sql(
            "INSERT INTO stock_total (sid, n, qty, at_least) VALUES (3, ?, ?, 0)",
            (n, good.stock_e3),
        )
    for place, quantity in good.held:
        connection.exec_driver_sql(
            "INSERT INTO stock (sid, n, place, qty, at_least) VALUES (3, ?, ?, ?, 0)",
            (n, place, quantity),
        )
    for place, day, quantity in good.coming:
        connection.exec_driver_sql(
            "INSERT INTO incoming (sid, n, place, date, qty) VALUES (3, ?, ?, ?, ?)",
            (n, place, day, quantity),
        )
    for okei, factor in good.units:
        connection.exec_driver_sql(
            "INSERT INTO unit (sid, n, okei, factor) VALUES (1, ?, ?, ?)", (n, okei, factor)
        )
