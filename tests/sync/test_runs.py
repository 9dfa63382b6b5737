"""Synchronisation runs over real stores: what is cached afterwards equals the portal (R6–R9)."""

import pytest

from b2bdesk.sync import plan
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.rows.offers import Query
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, contract, item

FEEDS = (
    ("catalog", "all"), ("prices", "pt"), ("stock", "sv"), ("terms", "c1"),
    ("settlements", "c1"), ("orders", "co1"), ("documents", "co1"),
)  # fmt: skip


def equal(client: Client, portal: FakePortal) -> None:
    """Every scope is row for row that of the portal (invariant I5)."""
    for feed, scope in FEEDS:
        assert client.contents(feed, scope) == portal.contents(feed, scope), feed


def notes(receipt_notes: tuple[dict[str, object], ...]) -> set[object]:
    return {note["code"] for note in receipt_notes}


def test_a_first_run_brings_every_scope_and_the_second_nothing(
    client: Client, portal: FakePortal
) -> None:
    first = client.sync()
    equal(client, portal)
    assert {made.mode for made in first.feeds.values()} == {"full"}
    assert all(first.checks.values())
    assert len(first.checks) == len(FEEDS)
    second = client.sync()
    assert {made.mode for made in second.feeds.values()} == {"delta"}
    assert sum(made.rows for made in second.feeds.values()) == 0
    assert not second.changes.touches("catalogue", "prices", "stock", "orders")


def test_a_delta_brings_only_what_changed(client: Client, portal: FakePortal) -> None:
    client.sync()
    portal.put("catalog", "all", "item", item(3, "Гайка М3 новая"), item(11))
    portal.drop("catalog", "all", "item", 5)
    portal.put("prices", "pt", "price", {"n": 3, "min": 0, "price": 2_500_000})
    portal.put("prices", "pt", "price", {"n": 4, "min": 0, "price": 4_500_000})
    receipt = client.sync()
    equal(client, portal)
    assert receipt.feeds["catalog"].rows == 3
    assert (receipt.risen, receipt.fallen, receipt.appeared) == (1, 1, 1)
    assert all(receipt.checks.values())
    assert client.search.find(Query("новая")).ns.tolist() == [3]
    assert 5 not in client.search.find(Query("Болт М5х50")).ns.tolist()
    assert client.catalogue.offers([3])[0].price_e5 == 2_500_000


def test_one_scope_of_a_feed_is_asked_for_alone(client: Client, portal: FakePortal) -> None:
    other = {"id": "pt2", "name": "Розница", "currency": "RUB", "vat_included": True, "step": "1"}
    portal.contracts[0]["contract"]["price_types"].append(other)
    for kind in ("pt", "pt2"):
        portal.put("prices", kind, "price", {"n": 1, "min": 0, "price": 100_000})
    client.sync()
    for kind in ("pt", "pt2"):
        portal.put("prices", kind, "price", {"n": 1, "min": 0, "price": 200_000})
    portal.seen.clear()
    receipt = client.sync(only=("prices/pt2",))
    assert [each for each in portal.seen if "/feeds/" in each] == ["GET /feeds/prices"]
    assert list(receipt.checks) == ["prices/pt2"]
    kept = client.rows("SELECT price FROM price WHERE n = 1 AND min = 0 ORDER BY price")
    assert [row[0] for row in kept] == [100_000, 200_000]


def test_a_cut_stream_goes_on_after_the_last_page(client: Client, portal: FakePortal) -> None:
    portal.compress = False
    portal.fail("feed", Fault(cut=0.7, broken=True))
    client.sync()
    equal(client, portal)
    asked = [each for each in portal.seen if each == "GET /feeds/catalog"]
    assert len(asked) == 2
    portal.put("catalog", "all", "item", *(item(n, f"Шайба {n}") for n in range(1, 9)))
    portal.fail("feed", Fault(cut=0.6))
    receipt = client.sync()
    equal(client, portal)
    assert all(receipt.checks.values())


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize("cut", [0.1, 0.5, 0.98])
def test_a_body_without_its_proof_is_not_taken_for_whole(
    client: Client, portal: FakePortal, compress: bool, cut: float
) -> None:
    portal.compress = compress
    portal.fail("feed", *[Fault(cut=cut)] * 3)
    client.sync()
    equal(client, portal)


def test_a_portal_that_breaks_for_good_ends_the_run_and_keeps_what_is_whole(
    client: Client, portal: FakePortal
) -> None:
    client.sync()
    portal.put("catalog", "all", "item", item(12))
    portal.put("prices", "pt", "price", {"n": 1, "min": 0, "price": 5})
    portal.fail("feed", Fault(), *[Fault(cut=0.3, broken=True)] * 9)
    with pytest.raises(Environment) as caught:
        client.sync()
    assert caught.value.code == "network_broken"
    assert client.search.find(Query("М12х120")).ns.tolist() == [12]
    portal.faults.clear()
    client.sync()
    equal(client, portal)


def test_a_stale_cursor_reloads_its_scope_only(client: Client, portal: FakePortal) -> None:
    client.sync()
    portal.generation = "gen-2"
    receipt = client.sync(only=("prices",))
    assert receipt.feeds["prices"].mode == "full"
    assert notes(receipt.notes) == {"scope_reloaded"}
    equal(client, portal)


def test_a_restored_portal_is_loaded_anew(client: Client, portal: FakePortal) -> None:
    client.sync()
    portal.incarnation = "inc-2"
    portal.drop("catalog", "all", "item", 9)
    receipt = client.sync(only=("stock",))
    assert "portal_restored" in notes(receipt.notes)
    assert set(receipt.feeds) == set(plan.FEED_ORDER)
    equal(client, portal)


def test_scopes_no_longer_named_are_dropped(client: Client, portal: FakePortal) -> None:
    portal.contracts.append(contract("c2", "e2", assortment="part", company="co2"))
    portal.put("catalog", "part", "item", item(2), item(20))
    client.sync()
    assert client.rows("SELECT count(*) FROM item WHERE n IN (2, 20)") == [(2,)]
    assert client.rows("SELECT count(*) FROM item_member WHERE n = 2") == [(2,)]
    portal.contracts.pop()
    client.sync()
    equal(client, portal)
    assert client.rows("SELECT n FROM item WHERE n IN (2, 20)") == [(2,)]
    assert client.rows("SELECT count(*) FROM scope WHERE key IN ('part', 'co2')") == [(0,)]
    assert client.search.find(Query("М20х200")).total == 0


def test_an_item_of_two_assortments_leaves_with_the_last(
    client: Client, portal: FakePortal
) -> None:
    portal.contracts.append(contract("c2", "e2", assortment="part"))
    portal.put("catalog", "part", "item", item(2))
    client.sync()
    portal.drop("catalog", "all", "item", 2)
    client.sync()
    assert client.rows("SELECT n FROM item WHERE n = 2") == [(2,)]
    assert client.search.find(Query("АБ-002")).total == 0
    portal.drop("catalog", "part", "item", 2)
    client.sync()
    assert client.rows("SELECT n FROM item WHERE n = 2") == []


def test_a_checksum_that_differs_heals_the_scope_and_says_so(
    client: Client, portal: FakePortal
) -> None:
    client.sync()
    client.caches.write(
        lambda connection: connection.exec_driver_sql(
            "UPDATE scope SET sum64 = '0000000000000001' WHERE feed = 'prices'"
        )
    )
    portal.put("prices", "pt", "price", {"n": 2, "min": 0, "price": 7})
    receipt = client.sync()
    assert "scope_healed" in notes(receipt.notes)
    assert receipt.checks["prices/pt"]
    equal(client, portal)


def test_a_checksum_that_always_differs_is_told_and_not_reloaded_for_ever(
    client: Client, portal: FakePortal
) -> None:
    client.sync()
    portal.lie = 1
    first = client.sync(only=("prices",))
    assert "scope_healed" in notes(first.notes)
    before = len(portal.seen)
    second = client.sync(only=("prices",))
    assert notes(second.notes) == {"checksum_differs"}
    assert second.checks["prices/pt"] is False
    asked = [each for each in portal.seen[before:] if each == "GET /feeds/prices"]
    assert len(asked) == 1


def test_a_cancelled_run_stops_and_the_next_goes_on(client: Client, portal: FakePortal) -> None:
    client.sync()
    portal.put("stock", "sv", "stock", {"n": 1, "place": "m", "qty": 5, "at_least": 1})
    client.pause.stopped = True
    with pytest.raises(Expected) as caught:
        client.sync()
    assert caught.value.code == "sync_cancelled"
    client.pause.stopped = False
    client.sync()
    equal(client, portal)


def test_progress_counts_rows_and_ends_with_the_number_there_are(
    client: Client, portal: FakePortal
) -> None:
    client.sync()
    catalog = [each for each in client.progress if each.code == "sync_catalog"]
    assert catalog[-1].done == len(portal.contents("catalog", "all"))
    assert {each.total for each in catalog} == {catalog[-1].done}, "known from the first page on"
    assert [each.done for each in catalog] == sorted(each.done for each in catalog)


def test_the_journal_keeps_receipts(client: Client) -> None:
    client.sync()
    client.sync()
    assert len(client.rows("SELECT receipt FROM sync_run")) == 2


def test_prices_follow_although_a_run_broke_off_before_pricing(
    client: Client, portal: FakePortal
) -> None:
    client.sync()
    portal.put("prices", "pt", "price", {"n": 1, "min": 0, "price": 7_700_000})
    portal.fail("feed", Fault(), Fault(), *[Fault(cut=0.2, broken=True)] * 9)
    with pytest.raises(Environment):
        client.sync()
    portal.faults.clear()
    client.restart()
    client.sync()
    assert client.catalogue.offers([1])[0].price_e5 == 7_700_000


def test_a_rule_that_begins_tomorrow_prices_tomorrow(client: Client, portal: FakePortal) -> None:
    rule = {"id": "r", "kind": "percent_off", "on": {"kind": "all"}, "value": "10",
            "from": "2026-11-22", "text": "Скидка"}  # fmt: skip
    terms = {"currency": "RUB", "price_types": ["pt"], "rules": [rule]}
    portal.put("terms", "c1", "terms", {"id": "c1", "body": terms})
    client.sync()
    assert client.catalogue.offers([2])[0].price_e5 == 2_000_000
    client.time.move(24 * 3600)
    receipt = client.sync()
    assert client.catalogue.offers([2])[0].price_e5 == 1_800_000
    assert receipt.changes.touches("prices")


def test_another_order_of_price_types_prices_anew(client: Client, portal: FakePortal) -> None:
    other = {"id": "pt2", "name": "Акция", "currency": "RUB", "vat_included": True, "step": "0.01"}
    types = portal.contracts[0]["contract"]["price_types"]
    types.append(other)
    portal.put("prices", "pt2", "price", {"n": 1, "min": 0, "price": 111_000})
    portal.put("terms", "c1", "terms", {"id": "c1", "body": {"currency": "RUB"}})
    client.sync()
    assert client.catalogue.offers([1])[0].price_e5 == 1_000_000
    types.reverse()
    receipt = client.sync()
    assert client.catalogue.offers([1])[0].price_e5 == 111_000
    assert receipt.changes.touches("prices")


def test_logs_are_kept_for_ninety_days(client: Client, portal: FakePortal) -> None:
    client.sync()
    portal.put("prices", "pt", "price", {"n": 1, "min": 0, "price": 5})
    client.sync()
    assert client.rows("SELECT count(*) FROM price_change") == [(1,)]
    client.time.move(89 * 86_400)
    client.sync()
    assert client.rows("SELECT count(*) FROM price_change") == [(1,)]
    client.time.move(3 * 86_400)
    client.sync()
    assert client.rows("SELECT count(*) FROM price_change") == [(0,)]
