"""The cache is scanned once a week, and deltas touch what they must and nothing else."""

from __future__ import annotations

from datetime import timedelta

from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item
from tests.sync.test_runs import equal, notes

DAY = 86_400.0
SHORT = ("prices", "stock")


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
