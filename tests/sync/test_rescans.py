"""The cache is scanned once a week, and deltas touch what they must and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from b2bdesk.models.health import StoreHealthCheck
from tests.support.client import Client
from tests.support.fake_portal import NOW, FakePortal, item, order_row
from tests.sync.test_runs import equal, notes

DAY = 86_400.0
SHORT = ("prices", "stock")


def made_order() -> dict[str, Any]:
    """An order as the portal keeps it."""
    return {
        "id": "o1", "client_order_id": "k1", "number": "000001", "created_at": NOW,
        "entity_id": "e1", "contract_id": "c1", "currency": "RUB", "total": "12.20", "lines": [],
    }  # fmt: skip


def test_a_scope_that_has_rotted_is_found_within_the_week_and_healed(
    client: Client, portal: FakePortal
) -> None:
    client.sync()
    client.time.move(60)
    client.runner.check_with(client.data)
    scopes = len(client.data.marks())
    for _ in range(scopes):
        assert not client.sync(only=SHORT).notes
    client.caches.write(
        lambda connection: connection.exec_driver_sql("DELETE FROM price WHERE n = 7")
    )
    client.time.move(6 * DAY)
    for _ in range(scopes):
        assert not client.sync(only=SHORT).notes, "each was scanned less than a week ago"
    client.time.move(2 * DAY)
    told: set[object] = set()
    for _ in range(scopes):
        told |= notes(client.sync(only=SHORT).notes)
    assert told == {"scope_healed"}
    equal(client, portal)


@pytest.mark.parametrize(
    ("spoil", "scope"),
    [
        ("DELETE FROM price WHERE n = 7", "prices/pt"),
        ("UPDATE price SET rev = rev + 1 WHERE n = 7", "prices/pt"),
        ("UPDATE price SET n = 70 WHERE n = 7", "prices/pt"),
        ("DELETE FROM stock WHERE n < 5", "stock/sv"),
        ("UPDATE item_member SET rev = 1 WHERE n = 3", "catalog/all"),
        ("INSERT INTO item_member SELECT sid, 77, 5 FROM item_member WHERE n = 3", "catalog/all"),
        ("DELETE FROM barcode", "catalog/all"),
        ("DELETE FROM terms", "terms/c1"),
        ("DELETE FROM orders WHERE 1", "orders/co1"),
    ],
)
def test_a_check_on_demand_finds_the_scope_and_the_next_run_heals_it_alone(
    client: Client, portal: FakePortal, spoil: str, scope: str
) -> None:
    portal.put("orders", "co1", "order", order_row(made_order()))
    client.sync()
    client.caches.write(lambda connection: connection.exec_driver_sql(spoil))
    health = StoreHealthCheck(client.desk, client.caches)
    found = health.health(thorough=True).checks
    assert [name for name, good in found.items() if not good] == [scope]
    feeds = client.sync().feeds
    assert {f for f, made in feeds.items() if made.mode == "full"} == {scope.split("/")[0]}
    equal(client, portal)
    assert all(health.health(thorough=True).checks.values())


@pytest.mark.parametrize(
    ("spoil", "seen", "kind"),
    [
        ("UPDATE price SET price = 1", "SELECT n, price FROM price", "prices"),
        ("UPDATE stock SET qty = 1", "SELECT n, qty FROM stock", "stock"),
        ("UPDATE item SET name = 'x'", "SELECT n, name FROM item", "catalogue"),
    ],
)
def test_values_that_no_sum_covers_come_right_with_a_whole_load(
    client: Client, spoil: str, seen: str, kind: str
) -> None:
    """R9 sums keys and revisions: a value spoilt in the file alone shows only in a whole load."""
    client.sync()
    before = sorted(client.rows(seen))
    client.caches.write(lambda connection: connection.exec_driver_sql(spoil))
    assert sorted(client.rows(seen)) != before
    receipt = client.sync(full=True)
    assert sorted(client.rows(seen)) == before
    assert receipt.changes.touches(kind)


def test_nobody_who_waits_waits_for_a_scan(client: Client) -> None:
    client.sync()
    client.runner.check_with(client.data)
    client.sync()
    client.time.move(60)
    assert client.data.check_one(client.time.now(), idle=False) is None
    now = client.time.now().isoformat()
    recent = "SELECT count(*) FROM cache_fact WHERE name LIKE 'checked:%' AND value >= ?"
    assert client.rows(recent, now) == [(0,)]
    assert client.data.check_one(client.time.now(), idle=True) is None
    assert client.rows(recent, now) == [(1,)], "the one just made by hand"
    assert client.data.check_one(client.time.now() + timedelta(days=9), idle=False) is None


def texts(client: Client) -> list[tuple[object, ...]]:
    """The stored blocks of both full-text indexes."""
    return [
        row
        for name in ("words_data", "trigrams_data")
        for row in client.rows(f"SELECT id, block FROM {name} ORDER BY id")
    ]


def test_full_text_is_written_only_when_a_text_changes(client: Client, portal: FakePortal) -> None:
    client.sync()
    before = texts(client)
    portal.put("catalog", "all", "item", item(3, minimum=7_000, weight=99, status="ending"))
    portal.put("catalog", "all", "barcode", {"n": 3, "barcode": "4600000000039", "okei": ""})
    portal.put("prices", "pt", "price", {"n": 3, "min": 0, "price": 5_000})
    portal.put("stock", "sv", "stock", {"n": 3, "place": "m", "qty": 1, "at_least": 0})
    client.sync()
    equal(client, portal)
    assert texts(client) == before
    portal.put("catalog", "all", "item", item(3, "Шпилька"))
    client.sync()
    assert texts(client) != before


def test_a_change_is_told_as_what_it_is(client: Client, portal: FakePortal) -> None:
    client.sync()
    assert client.sync().changes.kinds == {"sync"}
    portal.put("stock", "sv", "stock", {"n": 3, "place": "m", "qty": 1, "at_least": 0})
    assert client.sync().changes.kinds == {"sync", "stock"}
    portal.put("prices", "pt", "price", {"n": 3, "min": 0, "price": 5_000})
    assert client.sync().changes.kinds == {"sync", "prices"}
    portal.put("catalog", "all", "item", item(3, minimum=7_000))
    assert "stock" not in client.sync().changes.kinds
