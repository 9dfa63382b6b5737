"""Full loads: built beside the active file, guarded against losses, kept when a line breaks."""

from pathlib import Path

import pytest

from b2bdesk.sync.steps import write
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.offers import Query
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, item
from tests.sync.test_runs import FEEDS, equal, notes


def many(portal: FakePortal, count: int) -> None:
    """Enough items for a full load to build the other file."""
    portal.page_rows = 1000
    portal.put("catalog", "all", "item", *(item(n) for n in range(100, 100 + count)))


def test_a_full_load_is_seen_at_once_and_keeps_the_other_scopes(
    client: Client, portal: FakePortal
) -> None:
    many(portal, 5200)
    client.sync()
    active = client.caches.active
    portal.generation = "gen-2"
    portal.put("prices", "pt", "price", {"n": 1, "min": 0, "price": 123_000})
    client.sync(only=("catalog", "prices"))
    equal(client, portal)
    assert client.caches.active != active
    assert not active.exists()
    assert client.catalogue.offers([1])[0].price_e5 == 123_000
    client.restart()
    assert client.catalogue.offers([1])[0].price_e5 == 123_000


def test_rows_can_be_searched_and_are_told_before_the_rest_is_made(
    client: Client, portal: FakePortal
) -> None:
    many(portal, 200)
    found: list[tuple[int, int]] = []

    def told(changes: ChangeSet) -> None:
        assert changes.touches("catalogue")
        parts = client.rows("SELECT count(*) FROM trigrams WHERE trigrams MATCH 'Бол'")
        found.append((client.search.find(Query("болт")).total, parts[0][0]))

    client.runner.listen(told)
    client.sync()
    total = client.search.find(Query("болт")).total
    assert found == [(total, 0)], "told once, searchable, and not after the whole work"
    client.sync()
    assert len(found) == 1, "a delta is told at its end"


def test_a_failed_full_load_leaves_the_cache_as_it_was(client: Client, portal: FakePortal) -> None:
    many(portal, 5200)
    client.sync()
    active, before = client.caches.active, client.contents("catalog", "all")
    portal.put("catalog", "all", "item", item(7000))
    portal.fail("feed", *[Fault(cut=0.5, broken=True)] * 99)
    portal.full_only = True
    with pytest.raises(Environment):
        client.sync(full=True)
    assert client.caches.active == active
    assert client.contents("catalog", "all") == before
    assert not client.caches.inactive.exists()


def test_much_of_a_scope_does_not_vanish_unasked(client: Client, portal: FakePortal) -> None:
    many(portal, 2000)
    client.sync()
    portal.drop("catalog", "all", "item", *range(100, 1100))
    receipt = client.sync()
    told = next(note for note in receipt.notes if note["code"] == "mass_deletion")
    assert (told["feed"], told["removed"], told["total"]) == ("catalog", 1000, 2013)
    assert len(client.contents("catalog", "all")) == 2013
    asked = portal.seen.count("GET /feeds/catalog")
    assert "mass_deletion" in notes(client.sync().notes)
    assert portal.seen.count("GET /feeds/catalog") == asked, "it is not fetched again to be refused"
    client.sync(accept_deletions=True)
    equal(client, portal)


def test_a_full_load_that_would_lose_much_keeps_the_old_file(
    client: Client, portal: FakePortal
) -> None:
    many(portal, 12_000)
    client.sync()
    portal.generation = "gen-2"
    for number in range(100, 2900):
        portal.drop("catalog", "all", "item", number)
    portal.put("catalog", "all", "item", *(item(n) for n in range(20_000, 20_800)))
    assert "mass_deletion" not in notes(client.sync().notes), "24 % is a big change, not a loss"
    portal.generation = "gen-3"
    for number in range(2900, 6500):
        portal.drop("catalog", "all", "item", number)
    active = client.caches.active
    receipt = client.sync()
    assert "mass_deletion" in notes(receipt.notes)
    assert client.caches.active == active
    asked = portal.seen.count("GET /feeds/catalog")
    client.sync()
    assert portal.seen.count("GET /feeds/catalog") == asked
    client.time.move(2 * 3600)
    client.sync(accept_deletions=True)
    equal(client, portal)


def test_a_portal_without_change_tracking_is_taken_whole_each_time(
    client: Client, portal: FakePortal
) -> None:
    portal.full_only = True
    client.sync()
    portal.drop("catalog", "all", "item", 3)
    receipt = client.sync()
    assert receipt.feeds["catalog"].mode == "full"
    equal(client, portal)
    assert client.search.find(Query("М3х30")).total == 0


def test_another_version_of_folding_is_folded_here(client: Client, portal: FakePortal) -> None:
    portal.fold_version = 999
    portal.put("catalog", "all", "item", item(4, "Ёлка", "Ё-4", article_fold="?", name_fold="?"))
    rows = portal.rows["catalog", "all"]
    rows["item", (4,)][-3:-1] = ["?", "?"]
    client.sync()
    assert client.search.find(Query("елка")).ns.tolist() == [4]
    assert client.search.find(Query("е4")).ns.tolist() == [4]


def test_a_damaged_cache_file_is_loaded_anew(
    client: Client, portal: FakePortal, tmp_path: Path
) -> None:
    client.sync()
    active = client.caches.active
    client.close()
    active.write_bytes(b"not a database" * 100)
    again = Client(tmp_path, portal)
    try:
        assert again.data.is_empty()
        again.sync()
        equal(again, portal)
    finally:
        again.close()
        client.restart()


def test_a_first_run_that_breaks_off_keeps_the_scopes_that_came_whole(
    client: Client, portal: FakePortal
) -> None:
    portal.fail("feed", Fault(), Fault(cut=0.6, broken=True), *[Fault(cut=0.2, broken=True)] * 9)
    with pytest.raises(Environment):
        client.sync()
    assert client.contents("catalog", "all") == portal.contents("catalog", "all")
    assert client.rows("SELECT count(*) FROM price") == [(0,)]
    assert client.search.find(Query("болт")).total == 10
    assert client.runner.unfinished().touches("catalogue")
    assert not client.runner.unfinished().kinds
    portal.faults.clear()
    receipt = client.sync()
    assert receipt.feeds["catalog"].mode == "delta"
    equal(client, portal)
    assert client.catalogue.offers([1])[0].price_e5 == 1_000_000


def test_a_restored_portal_that_breaks_off_leaves_the_old_cache(
    client: Client, portal: FakePortal
) -> None:
    client.sync()
    before = {scope: client.contents(*scope) for scope in FEEDS}
    portal.incarnation = "inc-2"
    portal.put("catalog", "all", "item", item(30))
    portal.fail("feed", Fault(), *[Fault(cut=0.2, broken=True)] * 9)
    with pytest.raises(Environment):
        client.sync()
    assert {scope: client.contents(*scope) for scope in FEEDS} == before
    portal.faults.clear()
    client.sync()
    equal(client, portal)


def test_a_scope_whose_count_is_wrong_is_left_alone_and_told(
    client: Client, portal: FakePortal
) -> None:
    portal.miscount = {"prices": 1}
    receipt = client.sync()
    assert notes(receipt.notes) == {"bad_count"}
    assert receipt.checks["prices/pt"] is False
    assert client.contents("catalog", "all") == portal.contents("catalog", "all")
    portal.miscount = {}
    client.sync()
    equal(client, portal)


def test_a_delta_too_large_to_hold_becomes_a_full_load(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sync()
    monkeypatch.setattr(write, "LARGE", 6)
    portal.put("catalog", "all", "item", *(item(n, f"Шайба {n}") for n in range(1, 9)))
    receipt = client.sync()
    assert notes(receipt.notes) == {"scope_reloaded"}
    assert receipt.feeds["catalog"].mode == "full"
    equal(client, portal)
