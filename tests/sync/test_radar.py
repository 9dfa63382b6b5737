"""The log of changes behind the price radar: deltas, full loads, switches, another incarnation."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from b2bdesk.models import offerlog
from b2bdesk.models.queries.radar import RadarQueries
from b2bdesk.models.repos.favourites import Favourites
from b2bdesk.sync.steps import write
from b2bdesk.usecases.radar import Radar, RadarPorts
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.rows.favourites import Favourite
from b2bdesk.usecases.rows.radar import DATE, ORDER, PURCHASE, SYNC, RadarFound, RadarQuery
from tests.support.client import TODAY, Client
from tests.support.fake_portal import FakePortal, contract, item, order_row


def radar(client: Client) -> Radar:
    def context() -> Context | None:
        active = client.account.active()
        return Context(*active) if active else None

    return Radar(
        RadarPorts(
            RadarQueries(client.desk, client.account, lambda: TODAY),
            context,
            client.account.contract,
            lambda: TODAY,
        )
    )


def found(client: Client, since: str = SYNC, **more: Any) -> RadarFound:
    return radar(client).look(RadarQuery(since, **more))


def told(result: RadarFound) -> set[tuple[int, str, int | None, int | None]]:
    return {(change.n, change.kind, change.old, change.new) for change in result.changes}


def price(n: int, e5: int) -> dict[str, Any]:
    return {"n": n, "min": 0, "price": e5}


def buy(portal: FakePortal, number: int, n: int, packs: str, factor: str, cost: str) -> None:
    """An own order of one line."""
    line = {
        "line_id": f"l{number}", "item_id": f"i{n}", "article": "A", "name": "N",
        "quantity": packs, "unit": "778", "factor": factor, "price": cost,
        "net": "1.00", "vat": "0.22", "gross": "1.22", "vat_code": "22",
    }  # fmt: skip
    made = {
        "id": f"o{number}", "client_order_id": f"c{number}", "number": f"{number:06d}",
        "created_at": f"2026-11-{number:02d}T09:00:00+00:00", "entity_id": "e1",
        "contract_id": "c1", "currency": "RUB", "total": "1.22", "net": "1.00", "vat": "0.22",
        "lines": [line], "body_sha256": "",
    }  # fmt: skip
    portal.put("orders", "co1", "order", order_row(made))


@pytest.fixture(params=["delta", "small", "build"])
def again(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, client: Client) -> Any:
    """Every way a change can come: a delta, a small scope replaced, a file built and switched."""
    if request.param == "delta":
        return client.sync
    if request.param == "build":
        monkeypatch.setattr(write, "SMALL", 0)
    return partial(client.sync, full=True)


def moves(portal: FakePortal) -> None:
    """One of each: rises, falls, gone, new, packed otherwise, out of stock, back in stock."""
    portal.put("prices", "pt", "price", price(1, 1_100_000), price(2, 1_500_000))
    portal.drop("catalog", "all", "item", 3)
    portal.put("catalog", "all", "item", item(4, multiple=50_000), item(11))
    portal.put("catalog", "all", "item", item(5, status="deleted"))
    portal.put("prices", "pt", "price", price(11, 7_000))
    portal.put("stock", "sv", "stock", {"n": 6, "place": "m", "qty": 0, "at_least": 0})
    portal.put("stock", "sv", "stock", {"n": 7, "place": "m", "qty": 5_000, "at_least": 0})


EXPECTED = {
    (1, "rose", 1_000_000, 1_100_000),
    (2, "fell", 2_000_000, 1_500_000),
    (3, "went", None, None),
    (4, "pack", 1_000, 50_000),
    (5, "went", None, None),
    (6, "out", 6_000, 0),
    (7, "returned", 0, 5_000),
    (11, "came", None, None),
}


def test_every_way_of_syncing_logs_the_same_changes(
    client: Client, portal: FakePortal, again: Any
) -> None:
    portal.put("stock", "sv", "stock", {"n": 7, "place": "m", "qty": 0, "at_least": 0})
    client.sync()
    assert found(client).since is None
    client.time.move(60)
    moves(portal)
    again()
    assert told(found(client)) == EXPECTED


def test_the_log_survives_switches_and_restarts(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.put("stock", "sv", "stock", {"n": 7, "place": "m", "qty": 0, "at_least": 0})
    client.sync()
    client.time.move(60)
    moves(portal)
    client.sync()
    monkeypatch.setattr(write, "SMALL", 0)
    for _ in range(3):
        before = client.caches.active
        client.time.move(60)
        client.sync(full=True)
        assert client.caches.active != before
        client.restart()
    assert told(found(client)) == EXPECTED


def test_the_log_follows_goods_into_another_incarnation(client: Client, portal: FakePortal) -> None:
    """Numbers mean other goods after the portal was restored: the ids lead."""
    client.sync()
    client.time.move(60)
    portal.put("prices", "pt", "price", price(1, 1_500_000))
    client.sync()
    for number in range(1, 11):
        portal.drop("catalog", "all", "item", number)
        portal.drop("prices", "pt", "price", (number, 0))
        portal.drop("stock", "sv", "stock", (number, "m"))
    portal.drop("catalog", "all", "barcode", (1, "4600000000015"))
    portal.incarnation = "inc-2"
    portal.put("catalog", "all", "item", *(item(n + 20, id=f"i{n}") for n in range(1, 11)))
    portal.put("prices", "pt", "price", *(price(n + 20, n * 1_000_000) for n in range(2, 11)))
    portal.put("prices", "pt", "price", price(21, 1_500_000))
    client.time.move(60)
    client.sync()
    assert told(found(client, DATE, day=date(2026, 11, 21))) == {(21, "rose", 1_000_000, 1_500_000)}


def test_a_first_load_and_a_new_contract_are_no_changes(client: Client, portal: FakePortal) -> None:
    client.sync()
    assert client.rows("SELECT count(*) FROM offer_change") == [(0,)]
    portal.contracts.append(contract("c2", "e1"))
    portal.put("terms", "c2", "terms", {"id": "c2", "body": {"currency": "RUB"}})
    client.time.move(60)
    client.sync()
    assert client.rows("SELECT count(*) FROM offer_change") == [(0,)]


def test_changed_terms_move_the_prices_of_their_contract_only(
    client: Client, portal: FakePortal
) -> None:
    """The radar shows personal prices: a discount that ends is a rise, without a new price."""
    portal.contracts.append(contract("c2", "e1"))
    off = {"kind": "percent_off", "on": "all", "target": "", "value": "10"}
    for name in ("c1", "c2"):
        body = {"currency": "RUB", "price_types": ["pt"], "rules": [off]}
        portal.put("terms", name, "terms", {"id": name, "body": body})
    client.sync()
    client.time.move(60)
    body = {"currency": "RUB", "price_types": ["pt"], "rules": []}
    portal.put("terms", "c1", "terms", {"id": "c1", "body": body})
    client.sync()
    assert (1, "rose", 900_000, 1_000_000) in told(found(client, contract_id="c1"))
    assert found(client, contract_id="c1").counts == {"rose": 10}
    assert found(client, contract_id="c2").changes == ()


def test_what_went_there_and_back_is_no_change(client: Client, portal: FakePortal) -> None:
    client.sync()
    for e5 in (1_500_000, 1_000_000):
        client.time.move(3_600)
        portal.put("prices", "pt", "price", price(1, e5))
        client.sync()
    assert told(found(client, DATE, day=date(2026, 11, 21))) == set()
    assert told(found(client, SYNC)) == {(1, "fell", 1_500_000, 1_000_000)}


def test_the_last_sync_is_the_last_that_changed_something(
    client: Client, portal: FakePortal
) -> None:
    client.sync()
    client.time.move(60)
    portal.put("prices", "pt", "price", price(1, 1_500_000))
    client.sync()
    client.time.move(60)
    client.sync()
    assert told(found(client)) == {(1, "rose", 1_000_000, 1_500_000)}


def test_money_is_the_difference_times_what_a_year_needed(
    client: Client, portal: FakePortal
) -> None:
    """4 packs of 25: 100 pieces at 0.50 more each = 50.00 a year."""
    buy(portal, 1, 1, "4", "25", "10.00")
    client.sync()
    client.time.move(60)
    portal.put("prices", "pt", "price", price(1, 1_050_000), price(2, 2_500_000))
    client.sync()
    result = found(client)
    assert [(c.n, c.bought_e3, c.money_minor) for c in result.changes] == [
        (1, 100_000, 5_000),
        (2, 0, 0),
    ]
    assert result.money_minor == {"rose": 5_000, "fell": 0}
    assert [change.n for change in found(client, bought=True).changes] == [1]


def test_what_was_bought_comes_first_with_all_the_money(client: Client, portal: FakePortal) -> None:
    buy(portal, 3, 2, "10", "1", "20.00")
    buy(portal, 4, 4, "1", "1", "40.00")
    portal.put("stock", "sv", "stock", {"n": 7, "place": "m", "qty": 0, "at_least": 0})
    client.sync()
    client.time.move(60)
    moves(portal)
    client.sync()
    whole, first = found(client), radar(client).first(RadarQuery(SYNC))
    assert first is not None
    assert not first.whole
    assert whole.whole
    assert {change.n for change in first.changes} == {2, 4}
    assert whole.changes[: len(first.changes)] == first.changes
    assert whole.money_minor == first.money_minor
    assert told(whole) == EXPECTED
    assert radar(client).first(RadarQuery(SYNC, bought=True)) is None
    assert radar(client).first(RadarQuery(PURCHASE)) is None


def test_since_the_last_order_counts_from_its_moment(client: Client, portal: FakePortal) -> None:
    client.sync()
    client.time.move(60)
    portal.put("prices", "pt", "price", price(2, 9_000_000))
    client.sync()
    assert found(client, ORDER).since is None
    buy(portal, 20, 1, "1", "1", "10.00")
    client.sync()
    assert told(found(client, ORDER)) == {(2, "rose", 2_000_000, 9_000_000)}


def test_since_each_was_bought_needs_no_log(client: Client, portal: FakePortal) -> None:
    buy(portal, 1, 1, "1", "1", "99.00")
    buy(portal, 5, 1, "2", "10", "9.00")
    buy(portal, 6, 2, "1", "1", "20.00")
    client.sync()
    assert told(found(client, PURCHASE)) == {(1, "rose", 900_000, 1_000_000)}


def test_filters_by_favourites_group_and_brand(client: Client, portal: FakePortal) -> None:
    portal.put("catalog", "all", "group", {"id": "g9", "parent": "g1", "name": "Винты", "ord": 3})
    portal.put("catalog", "all", "item", item(2, group="g9"), item(3, brand="ЕКФ"))
    client.sync()
    client.time.move(60)
    portal.put("prices", "pt", "price", *(price(n, 1) for n in range(1, 5)))
    client.sync()
    repo = Favourites(client.desk)
    repo.keep([Favourite("i4", "АБ-004", "Болт", "", client.time.now())])
    assert {c.n for c in found(client, favourites=True).changes} == {4}
    assert {c.n for c in found(client, group="g9").changes} == {2}
    assert {c.n for c in found(client, group="g0").changes} == {1, 2, 3, 4}
    assert {c.n for c in found(client, brand="ЕКФ").changes} == {3}
    assert radar(client).brands(found(client)) == ("ЕКФ", "Метиз")


def test_goods_that_went_keep_their_names(client: Client, portal: FakePortal) -> None:
    client.sync()
    client.time.move(60)
    portal.drop("catalog", "all", "item", 3)
    client.sync()
    result = found(client)
    (row,) = radar(client).rows(result, result.changes)
    assert (row.item_id, row.article, row.name, row.offer) == ("i3", "АБ-003", "Болт М3х30", None)


def test_what_comes_back_is_told_from_what_is_new(client: Client, portal: FakePortal) -> None:
    client.sync()
    client.time.move(60)
    portal.drop("catalog", "all", "item", 3)
    client.sync()
    client.time.move(60)
    portal.put("catalog", "all", "item", item(3), item(12))
    client.sync()
    assert told(found(client)) == {(3, "back", None, None), (12, "came", None, None)}


def test_the_log_is_ninety_days_long_and_has_a_lid(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sync()
    for e5 in (2_000, 3_000, 4_000):
        client.time.move(86_400)
        portal.put("prices", "pt", "price", *(price(n, e5) for n in range(1, 4)))
        client.sync()
    assert client.rows("SELECT count(*) FROM offer_change") == [(9,)]
    monkeypatch.setattr(offerlog, "KEPT_ROWS", 6)
    client.time.move(86_400)
    client.sync()
    assert client.rows("SELECT DISTINCT new FROM offer_change ORDER BY at") == [(3_000,), (4_000,)]
    client.time.move(90 * 86_400)
    client.sync()
    assert client.rows("SELECT count(*) FROM offer_change") == [(0,)]


def test_own_prices_are_kept_for_good_by_id(client: Client, portal: FakePortal) -> None:
    """Of goods bought, carted or watched; once each, whatever becomes of the cache."""
    buy(portal, 1, 1, "1", "1", "10.00")
    client.sync()
    repo = Favourites(client.desk)
    repo.keep([Favourite("i2", "АБ-002", "Болт", "", client.time.now())])
    client.time.move(60)
    portal.put("prices", "pt", "price", *(price(n, 5_000) for n in range(1, 5)))
    client.sync()
    assert repo.keep_own_prices() == 2
    assert repo.keep_own_prices() == 0
    client.caches.reset()
    kept = client.rows("SELECT contract_id, item_id, old, new FROM own_price ORDER BY item_id")
    assert kept == [("c1", "i1", 1_000_000, 5_000), ("c1", "i2", 2_000_000, 5_000)]
    client.sync()
    own, other = client.catalogue.card(1), client.catalogue.card(3)
    assert own is not None
    assert other is not None
    assert [price_ for _, price_ in own.price_history] == [1_000_000, 5_000]
    assert own.price_history[0][0] < own.price_history[1][0]
    assert own.history_is_own
    assert not other.history_is_own
