"""Favourites and conditions over real stores: told once, in their contract, after each sync."""

from __future__ import annotations

from datetime import date

import pytest

from b2bdesk.domain.watching import BATCH, FELL, FRESH, LISTED, PRICE, STOCK, typed_value
from b2bdesk.models.queries.watched import WatchedFacts
from b2bdesk.models.repos.favourites import Favourites as FavouriteRepo
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.favourites import FavouritePorts, Favourites
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.rows.favourites import WAITS, Checked
from tests.support.client import TODAY, Client
from tests.support.fake_portal import FakePortal, contract, item


class Watching:
    """Favourites of a client; `heard` are the change sets told."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.heard: list[ChangeSet] = []
        news = News()
        news.subscribe(self.heard.append)
        repo = FavouriteRepo(client.desk)
        facts = WatchedFacts(client.desk, client.account, repo, lambda: TODAY)
        ports = FavouritePorts(
            repo,
            facts,
            client.catalogue.by_ids,
            self.context,
            client.account.contract,
            client.time.now,
        )  # fmt: skip
        self.use = Favourites(ports, news)

    def context(self) -> Context | None:
        active = self.client.account.active()
        return Context(*active) if active else None

    def sync(self) -> Checked:
        self.client.time.move(60)
        self.client.sync()
        return self.use.check()


@pytest.fixture
def watching(client: Client, portal: FakePortal) -> Watching:
    stock = {"n": 1, "place": "m", "qty": 0, "at_least": 0}
    portal.put("stock", "sv", "stock", stock)
    client.sync()
    return Watching(client)


def set_stock(portal: FakePortal, n: int, quantity: int) -> None:
    portal.put("stock", "sv", "stock", {"n": n, "place": "m", "qty": quantity, "at_least": 0})


def set_price(portal: FakePortal, n: int, e5: int) -> None:
    portal.put("prices", "pt", "price", {"n": n, "min": 0, "price": e5})


def kinds(checked: Checked) -> list[tuple[str, str, str]]:
    return [(event.item_id, event.kind, event.found) for event in checked.events]


def test_a_star_keeps_goods_and_what_is_out_of_stock_is_awaited(watching: Watching) -> None:
    assert watching.use.toggle("i1")
    assert watching.use.toggle("i2")
    rows = {row.kept.item_id: row for row in watching.use.rows()}
    assert set(rows["i1"].rules) == {STOCK}
    assert set(rows["i2"].rules) == set()
    assert rows["i2"].offer is not None
    assert not watching.use.toggle("i2")
    assert watching.use.ids() == {"i1"}
    assert watching.heard[-1].touches("favourites")


def test_back_in_stock_is_told_once_and_again_after_it_ran_out(
    watching: Watching, portal: FakePortal
) -> None:
    watching.use.add(["i1"])
    assert kinds(watching.sync()) == []
    set_stock(portal, 1, 7_000)
    assert kinds(watching.sync()) == [("i1", STOCK, "7000")]
    assert watching.heard[-1].touches("watch_fired")
    set_stock(portal, 1, 9_000)
    assert kinds(watching.sync()) == []
    set_stock(portal, 1, 0)
    assert kinds(watching.sync()) == []
    set_stock(portal, 1, 2_000)
    assert kinds(watching.sync()) == [("i1", STOCK, "2000")]
    assert [event.found for event in watching.use.events()] == ["2000", "7000"]
    assert watching.use.unseen() == 2
    watching.client.time.move(1)
    watching.use.see()
    assert watching.use.unseen() == 0


def test_stock_that_keeps_long_enough(watching: Watching, portal: FakePortal) -> None:
    set_stock(portal, 2, 4_000)
    portal.put("stock", "sv", "batch", {"n": 2, "place": "m", "use_by": "2027-01-10", "qty": None})
    watching.sync()
    with pytest.raises(Expected, match="watch_value_missing"):
        watching.use.set_rule("i2", FRESH)
    assert watching.use.set_rule("i2", FRESH, "2027-06-01").state == WAITS
    assert kinds(watching.sync()) == []
    portal.put("stock", "sv", "batch", {"n": 2, "place": "m", "use_by": "2027-06-01", "qty": 1})
    assert kinds(watching.sync()) == [("i2", FRESH, "2027-06-01")]
    [row] = watching.use.rows()
    assert row.freshest == date(2027, 6, 1)
    set_stock(portal, 2, 0)
    assert kinds(watching.sync()) == []
    assert watching.use.rows()[0].freshest is None, "nothing lies there any more"


def test_a_price_not_above_a_limit(watching: Watching, portal: FakePortal) -> None:
    watching.use.set_rule("i2", PRICE, "1500000")
    set_price(portal, 2, 1_501_000)
    assert kinds(watching.sync()) == []
    set_price(portal, 2, 1_500_000)
    assert kinds(watching.sync()) == [("i2", PRICE, "1500000")]


def test_a_fall_counts_from_the_price_when_it_was_set(
    watching: Watching, portal: FakePortal
) -> None:
    watching.use.set_rule("i2", FELL, "1000")
    set_price(portal, 2, 1_801_000)
    assert kinds(watching.sync()) == []
    set_price(portal, 2, 1_800_000)
    assert kinds(watching.sync()) == [("i2", FELL, "1800000")]


def test_goods_that_went_are_awaited(watching: Watching, portal: FakePortal) -> None:
    watching.use.set_rule("i3", LISTED)
    portal.drop("catalog", "all", "item", 3)
    assert kinds(watching.sync()) == []
    (row,) = watching.use.rows()
    assert (row.offer, row.kept.article, row.holding) == (None, "АБ-003", ())
    portal.put("catalog", "all", "item", item(3))
    set_price(portal, 3, 3_000_000)
    assert kinds(watching.sync()) == [("i3", LISTED, "3000000")]


def test_a_batch_by_a_date(watching: Watching, portal: FakePortal) -> None:
    watching.use.set_rule("i4", BATCH, "2026-12-10")
    portal.put("catalog", "all", "item", item(4, next_batch="2026-12-15"))
    assert kinds(watching.sync()) == []
    portal.put("catalog", "all", "item", item(4, next_batch="2026-12-10"))
    assert kinds(watching.sync()) == [("i4", BATCH, "2026-12-10")]
    (row,) = watching.use.rows()
    assert row.next_batch == date(2026, 12, 10)


def test_what_is_true_when_it_is_set_is_shown_and_not_told(watching: Watching) -> None:
    rule = watching.use.set_rule("i2", PRICE, "9000000")
    assert rule.state == "holds"
    assert kinds(watching.sync()) == []
    (row,) = watching.use.rows()
    assert [each.kind for each in row.holding] == [PRICE]


def test_a_condition_holds_in_the_contract_it_was_set_in(
    watching: Watching, portal: FakePortal
) -> None:
    types = [{"id": "pt2", "name": "Розница", "currency": "RUB", "vat_included": True}]
    portal.contracts.append(contract("c2", "e2", price_types=types))
    portal.put("terms", "c2", "terms", {"id": "c2", "body": {"currency": "RUB"}})
    portal.put("prices", "pt2", "price", {"n": 2, "min": 0, "price": 5_000_000})
    watching.sync()
    watching.use.set_rule("i2", PRICE, "1000000")
    (row,) = watching.use.rows()
    assert row.elsewhere == {}
    watching.client.account.use("e2", "c2")
    (row,) = watching.use.rows()
    assert row.elsewhere == {PRICE: "№ c1"}
    portal.put("prices", "pt2", "price", {"n": 2, "min": 0, "price": 900_000})
    assert kinds(watching.sync()) == []
    set_price(portal, 2, 900_000)
    (event,) = watching.sync().events
    assert (event.contract_id, event.item_id) == ("c1", "i2")


def test_lists_and_taking_out_with_a_way_back(watching: Watching) -> None:
    watching.use.add(["i2", "i3"], "  Склад   2 ")
    watching.use.set_rule("i2", PRICE, "1")
    rows = watching.use.rows()
    assert {row.kept.list_name for row in rows} == {"Склад 2"}
    watching.use.set_list(["i3"], "")
    assert [row.kept.list_name for row in watching.use.rows()] == ["Склад 2", ""]
    gone = watching.use.rows()
    watching.use.remove(["i2", "i3"])
    assert watching.use.rows() == ()
    watching.use.restore(gone)
    assert watching.use.rows() == gone


def test_everything_outlives_a_full_reload_and_a_restart(
    watching: Watching, portal: FakePortal
) -> None:
    watching.use.set_rule("i1", STOCK)
    watching.client.caches.reset()
    watching.client.restart()
    again = Watching(watching.client)
    set_stock(portal, 1, 3_000)
    assert kinds(again.sync()) == [("i1", STOCK, "3000")]


def test_what_cannot_be_watched_is_refused(watching: Watching, portal: FakePortal) -> None:
    with pytest.raises(Expected, match="watch_value_missing"):
        watching.use.set_rule("i2", PRICE)
    portal.drop("prices", "pt", "price", (2, 0))
    watching.sync()
    with pytest.raises(Expected, match="watch_price_unknown"):
        watching.use.set_rule("i2", FELL, "1000")
    with pytest.raises(Expected, match="item_not_found"):
        watching.use.add(["nowhere"])


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (PRICE, "1 234,50 ₽", "123450000"),
        (PRICE, "", ""),
        (PRICE, "дёшево", None),
        (PRICE, "-1", None),
        (FELL, "10 %", "1000"),
        (FELL, "7,5", "750"),
        (FELL, "100", None),
        (BATCH, "5.12.26", "2026-12-05"),
        (BATCH, "2026-12-05", "2026-12-05"),
        (BATCH, "31.02.2026", None),
    ],
)
def test_what_is_typed_into_a_condition(kind: str, text: str, value: str | None) -> None:
    assert typed_value(kind, text) == value
