"""Whole scopes as files: as good as row pages, resumed, and never trusted (PROTOCOL R8)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.models import interchange
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import ScopeId
from b2bdesk.usecases.rows.offers import Query
from tests.support.client import Client
from tests.support.fake_portal import Fault, contract, item
from tests.support.file_client import left, prefer, stocked
from tests.support.snapshot_portal import SnapshotPortal
from tests.sync.test_runs import equal, notes

FILES = {"catalog", "prices", "stock"}
NEVER = Fault(cut=0.0, broken=True)


@pytest.fixture
def portal() -> SnapshotPortal:
    """A portal with snapshots."""
    return stocked()


@pytest.fixture
def client(tmp_path: Path, portal: SnapshotPortal) -> Iterator[Client]:
    """A client that prefers files."""
    made = Client(tmp_path, portal)
    prefer(made)
    yield made
    made.close()


def same_rows(client: Client, pages: Client) -> None:
    """Two caches hold the same rows, column for column."""
    for table in ("item", "unit", "barcode", "link", "file", "grp", "price", "stock", "incoming",
                  "batch", "place", "item_member", "base_price", "stock_total"):  # fmt: skip
        query = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
        assert client.rows(query) == pages.rows(query), table


def test_files_bring_what_row_pages_would(
    client: Client, portal: SnapshotPortal, tmp_path: Path
) -> None:
    told = prefer(client)
    receipt = client.sync()
    equal(client, portal)
    assert {feed for feed, made in receipt.feeds.items() if made.mode == "snapshot"} == FILES
    assert receipt.feeds["catalog"].rows == len(portal.rows["catalog", "all"])
    assert receipt.feeds["catalog"].bytes > 0
    assert all(receipt.checks.values())
    assert not receipt.notes
    assert told[0].touches("catalogue"), "the catalogue is shown before the run ends"
    assert left(client) == []
    assert client.search.find(Query("елка")).ns.tolist() == [11]
    assert client.search.find(Query("Б-00")).total == 9, "parts of words are indexed by now"
    (tmp_path / "pages").mkdir()
    pages = Client(tmp_path / "pages", portal)
    try:
        pages.sync()
        same_rows(client, pages)
    finally:
        pages.close()
    assert client.data.rescan(ScopeId("catalog", "all"))
    assert client.data.rescan(ScopeId("stock", "sv"))


def test_prices_of_all_contracts_are_there_after_a_first_load(
    client: Client, portal: SnapshotPortal
) -> None:
    portal.contracts.append(contract("c2", "e1"))
    terms = {"currency": "RUB", "price_types": ["pt"], "rules": []}
    portal.put("terms", "c2", "terms", {"id": "c2", "body": terms})
    client.sync()
    counted = client.rows("SELECT cid, count(*) FROM base_price GROUP BY cid")
    assert [count for _, count in counted] == [10, 10]
    assert client.rows("SELECT count(*) FROM offer_change") == [(0,)]
    assert client.rows("SELECT count(*) FROM cache_fact WHERE name = 'later'") == [(0,)]
    late = "SELECT count(*) FROM cache.sqlite_master WHERE name IN (?, ?)"
    assert client.rows(late, "base_price_price", "stock_total_qty") == [(2,)]


def test_what_came_meanwhile_follows_as_a_delta(client: Client, portal: SnapshotPortal) -> None:
    handle = portal.handle

    def change(request: object) -> object:
        answer = handle(request)  # type: ignore[arg-type]
        if portal.seen[-1].startswith("GET /snapshots/prices/") and not changed:
            changed.append(True)
            portal.put("prices", "pt", "price", {"n": 4, "min": 0, "price": 44_000})
            portal.put("catalog", "all", "item", item(12))
            portal.drop("catalog", "all", "item", 5)
        return answer

    changed: list[bool] = []
    portal.handle = change  # type: ignore[method-assign,assignment]
    client.restart()
    prefer(client)
    receipt = client.sync()
    equal(client, portal)
    assert receipt.feeds["catalog"].mode == "snapshot"
    assert client.search.find(Query("М12х120")).ns.tolist() == [12]
    assert client.catalogue.offers([4])[0].price_e5 == 44_000


def test_a_cut_download_goes_on_from_its_last_byte(client: Client, portal: SnapshotPortal) -> None:
    portal.fail("part", Fault(cut=0.4, broken=True), Fault(cut=0.5, broken=True))
    client.sync()
    equal(client, portal)
    assert portal.ranges[0] == ""
    first, second = (int(asked.removeprefix("bytes=").rstrip("-")) for asked in portal.ranges[1:3])
    assert second > first > 0


def test_a_body_that_ends_early_is_gone_on_with(client: Client, portal: SnapshotPortal) -> None:
    portal.fail("part", Fault(cut=0.4))
    client.sync()
    equal(client, portal)


def test_the_next_run_goes_on_where_the_last_one_was_cut(
    client: Client, portal: SnapshotPortal
) -> None:
    portal.fail("part", Fault(cut=0.5, broken=True), *[NEVER] * 9)
    with pytest.raises(Environment):
        client.sync()
    assert [name.endswith(".zst") for name in left(client)] == [True]
    portal.faults.clear()
    portal.ranges.clear()
    client.restart()
    prefer(client)
    client.sync()
    equal(client, portal)
    assert portal.ranges[0].startswith("bytes=")
    assert left(client) == []


def test_a_stopped_run_keeps_what_came(client: Client, portal: SnapshotPortal) -> None:
    def stop(progress: object) -> None:
        if getattr(progress, "bytes", 0):
            client.pause.stopped = True

    with pytest.raises(Expected, match="sync_cancelled"):
        client.runner.run(client.pause, progress=stop)
    assert [name.endswith(".zst") for name in left(client)] == [True]
    client.pause.stopped = False
    client.sync()
    equal(client, portal)


def test_a_run_stopped_while_a_file_is_written_takes_none_of_it(
    client: Client, portal: SnapshotPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    inserts = interchange.inserts

    def stopping(*of: Any) -> Iterator[str]:
        for statement in inserts(*of):
            written.append(statement)
            client.pause.stopped = len(written) == 3
            yield statement

    monkeypatch.setattr(interchange, "inserts", stopping)
    with pytest.raises(Expected, match="sync_cancelled"):
        client.sync()
    assert len(written) == 3
    assert client.rows("SELECT count(*) FROM item") == [(0,)]
    assert [name.endswith(".zst") for name in left(client)] == [True]
    client.pause.stopped = False
    written += [""] * 3
    client.sync()
    equal(client, portal)


def test_a_portal_without_ranges_sends_it_all_again(client: Client, portal: SnapshotPortal) -> None:
    portal.ignores_ranges = True
    portal.fail("part", Fault(cut=0.4, broken=True))
    client.sync()
    equal(client, portal)


def test_a_file_replaced_in_the_middle_is_begun_anew(
    client: Client, portal: SnapshotPortal
) -> None:
    portal.fail("part", Fault(cut=0.5, broken=True), *[NEVER] * 9)
    with pytest.raises(Environment):
        client.sync()
    portal.faults.clear()
    portal.parts.clear()
    portal.put("catalog", "all", "item", item(12))
    receipt = client.sync()
    equal(client, portal)
    assert receipt.feeds["catalog"].mode == "snapshot"
    assert left(client) == []


def test_a_file_that_vanishes_is_asked_for_again(client: Client, portal: SnapshotPortal) -> None:
    gone = portal.handle

    def vanish(request: object) -> object:
        answer = gone(request)  # type: ignore[arg-type]
        if portal.seen[-1] == "GET /snapshots/catalog" and portal.seen.count(portal.seen[-1]) == 1:
            portal.parts.clear()
        return answer

    portal.handle = vanish  # type: ignore[method-assign,assignment]
    client.restart()
    prefer(client)
    receipt = client.sync()
    equal(client, portal)
    assert receipt.feeds["catalog"].mode == "snapshot"


def test_a_file_that_is_being_made_is_waited_for(client: Client, portal: SnapshotPortal) -> None:
    portal.building = 5
    receipt = client.sync()
    assert receipt.feeds["catalog"].mode == "snapshot"
    assert client.pause.waits[:5] == [1.0] * 5


def test_nobody_waits_for_ever(client: Client, portal: SnapshotPortal) -> None:
    portal.building = 10_000
    receipt = client.sync()
    equal(client, portal)
    assert receipt.feeds["catalog"].mode == "full"
    assert not receipt.notes


def test_another_version_of_folding_is_folded_here(client: Client, portal: SnapshotPortal) -> None:
    portal.fold_version = 999
    for name, row in portal.rows["catalog", "all"].items():
        if name[0] == "item":
            row[-3:-1] = ["?", "?"]
    client.sync()
    assert client.search.find(Query("елка")).ns.tolist() == [11]


def test_without_the_capability_there_are_row_pages(client: Client, portal: SnapshotPortal) -> None:
    portal.capabilities.remove("snapshot")
    assert client.sync().feeds["catalog"].mode == "full"
    assert not [path for path in portal.seen if "snapshots" in path]


def test_a_full_disk_is_said_before_anything_is_fetched(
    client: Client, portal: SnapshotPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("b2bdesk.sync.snapshots.shutil.disk_usage", lambda _: free)
    with pytest.raises(Environment, match="disk_full"):
        client.sync()
    assert not portal.ranges
    monkeypatch.undo()
    client.sync()
    equal(client, portal)


def test_a_reload_that_would_lose_much_keeps_the_old_rows(
    client: Client, portal: SnapshotPortal
) -> None:
    portal.page_rows = 1000
    portal.put("catalog", "all", "item", *(item(n) for n in range(100, 2100)))
    client.sync()
    active = client.caches.active
    portal.generation = "gen-2"
    portal.drop("catalog", "all", "item", *range(100, 2000))
    receipt = client.sync()
    assert "mass_deletion" in notes(receipt.notes)
    assert client.caches.active == active
    assert len(client.contents("catalog", "all")) > 2000
    client.sync(accept_deletions=True)
    equal(client, portal)


def test_progress_is_told_in_rows_and_bytes(client: Client, portal: SnapshotPortal) -> None:
    client.sync()
    catalog = [each for each in client.progress if each.code == "sync_catalog"]
    whole = len(portal.rows["catalog", "all"])
    assert max(each.done for each in catalog) == max(each.total for each in catalog) == whole
    assert any(each.bytes > 0 for each in catalog)
