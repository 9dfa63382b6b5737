"""Snapshots say what the feed says, are made once for everybody, and leave the disk as it was."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from b2bdesk.models.interchange import check
from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import FileRow, ItemRow, LinkRow
from b2bdesk.portal.feeds import snapshots
from b2bdesk.portal.feeds.handlers import renew_snapshots
from b2bdesk.portal.feeds.snapshots import Shelf, shelf_of
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.changes import new_generation
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.cache import Head, ScopeId
from b2bdesk.wire.snapshot import Manifest
from b2bdesk.wire.zst import unpacker
from tests.portal.test_feeds import body, pulled
from tests.support import world
from tests.support.unpacked import rows_of

BOTH_STORES = True


@pytest.fixture(autouse=True)
def even_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scopes of a test have few rows, and few changes count."""
    monkeypatch.setattr(snapshots, "SMALLEST", 1)
    monkeypatch.setattr(snapshots, "FEW", 0)


def file_of(storage: Storage, manifest: Manifest, folder: Path) -> Path:
    """The unpacked file of a manifest."""
    packed = shelf_of(storage).file(manifest.feed, manifest.scope, manifest.sha256).read_bytes()
    assert len(packed) == manifest.bytes
    assert hashlib.sha256(packed).hexdigest() == manifest.sha256
    plain = folder / "part.db"
    plain.write_bytes(unpacker().decompress(packed))
    assert plain.stat().st_size == manifest.raw_bytes
    return plain


def wait_for(shelf: Shelf, feed: str, key: str) -> Manifest:
    """Ask until the snapshot is ready, as a client does."""
    for _ in range(2):
        manifest = shelf.manifest(feed, key)
        if manifest.ready:
            return manifest
        assert shelf.idle.wait(60)
    raise AssertionError("no snapshot came")


@pytest.mark.parametrize(
    ("feed", "key"),
    [
        ("catalog", "all"),
        ("catalog", "part"),
        ("prices", "opt"),
        ("stock", "exact"),
        ("stock", "rough"),
    ],
)
def test_a_file_holds_what_the_feed_would_send(
    storage: Storage, numbers: dict[str, int], tmp_path: Path, feed: str, key: str
) -> None:
    bolt = numbers["bolt"]
    with storage.writing() as work:
        uuid = "2d462a8b-7b0f-2834-1db9-c7b172f42040"
        catalog.put_items(
            SYSTEM, work, [ItemRow(uuid, "Шайба", "Ш-1"), ItemRow("я-1#х", "", "Ш-2")]
        )
        links = [LinkRow(bolt, "analogue", uuid, 3), LinkRow(bolt, "analogue", "nut", 1)]
        catalog.put_parts(SYSTEM, work, "link", [*links, LinkRow(bolt, "related", "gone", 7)])
        files = [
            FileRow(bolt, "picture", 1, "ab" * 32, 10, "image/png", "Болт М8×40"),
            FileRow(bolt, "passport", 1, "", 0, "application/pdf", "Паспорт"),
        ]
        catalog.put_parts(SYSTEM, work, "file", files)
        pricing.put_prices(SYSTEM, work, [("opt", bolt, 1_000, 1_234_567)])
        stock.put_stock(SYSTEM, work, [(numbers["nut"], "spb", 1_500, 0)])
        # a later revision in the middle of an item's rows
        stock.put_stock(SYSTEM, work, [(bolt, "msk", 4_000_000, 0)])
    manifest = shelf_of(storage).make(feed, key)
    client = pulled(storage, feed, key)
    assert client.end is not None
    assert (manifest.count, manifest.sum64) == (client.end.count, client.end.sum64)
    plain = file_of(storage, manifest, tmp_path)
    check(plain, Head(ScopeId(feed, key), manifest.tables, True, "", ""))
    assert rows_of(plain, manifest) == {name: list(row) for name, row in client.rows.items()}
    client.cursor = manifest.cursor
    before = dict(client.rows)
    with storage.writing() as work:
        pricing.put_prices(SYSTEM, work, [("opt", bolt, 0, 1_000_000)])
        stock.put_stock(SYSTEM, work, [(bolt, "msk", 1_000_000, 0)])
        assortments.set_items(SYSTEM, work, "part", [numbers["nut"], numbers["lamp"]])
    client.pull(body(storage, feed, key, manifest.cursor))
    client.check()
    assert (client.rows != before) == ((feed, key) not in {("catalog", "all")})


def test_a_thousand_clients_cost_one_build(storage: Storage, numbers: dict[str, int]) -> None:
    shelf = shelf_of(storage)
    answers: list[Manifest] = []
    threads = [
        threading.Thread(target=lambda: answers.append(wait_for(shelf, "prices", "opt")))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.built == 1
    assert len({answer.sha256 for answer in answers}) == 1
    for _ in range(100):
        assert shelf.manifest("prices", "opt").ready
    shelf._ask_for("prices", "opt", 1)  # by one who looked before it was there
    assert shelf.idle.wait(60)
    assert shelf.built == 1
    assert Shelf(storage, storage.blobs.beside("snapshots")).manifest("prices", "opt").ready


def test_few_changes_keep_the_file_many_replace_it(
    storage: Storage, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "FEW", 3)
    shelf = shelf_of(storage)
    first = wait_for(shelf, "prices", "opt")

    def move(price: int) -> None:
        with storage.writing() as work:
            pricing.put_prices(SYSTEM, work, [("opt", numbers["nut"], 0, price)])

    move(1_000)
    assert shelf.manifest("prices", "opt") == first
    assert shelf.built == 1
    for price in range(2_000, 6_000, 1_000):
        move(price)
    assert not shelf.manifest("prices", "opt").ready
    second = wait_for(shelf, "prices", "opt")
    assert second.sha256 != first.sha256
    assert shelf.file("prices", "opt", first.sha256).is_file(), "somebody may still be reading it"


def test_large_files_are_made_ahead_and_kept_ones_renewed(
    storage: Storage, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch,
    clock: world.TestClock,
) -> None:  # fmt: skip
    shelf = shelf_of(storage)

    def looked_after() -> int:
        renew_snapshots(storage)
        assert shelf.idle.wait(60)
        return shelf.built

    assert looked_after() == 0, "small ones wait for a buyer"
    first = wait_for(shelf, "prices", "opt")
    with storage.writing() as work:
        pricing.put_prices(SYSTEM, work, [("opt", numbers["nut"], 0, 1_000)])
    clock.move(days=3)
    assert looked_after() == 2
    assert shelf.manifest("prices", "opt").sha256 != first.sha256
    monkeypatch.setattr(snapshots, "AHEAD", 9)
    assert looked_after() == 4, "both assortments; prices of retail and stock have fewer rows"
    clock.move(days=6)
    shelf.prune()
    assert shelf.manifest("prices", "opt").ready, "asked for 6 days ago"
    with storage.writing() as work:
        pricing.put_prices(SYSTEM, work, [("opt", numbers["nut"], 0, 2_000)])
    clock.move(days=6)
    assert looked_after() == 5
    clock.move(days=2)
    shelf.prune()
    assert not list(storage.blobs.beside("snapshots").glob("prices-*.zst")), "renewing is no asking"


def test_what_a_killed_maker_left_is_no_obstacle(storage: Storage, numbers: dict[str, int]) -> None:
    shelf = shelf_of(storage)
    shelf.make("prices", "opt")
    folder = storage.blobs.beside("snapshots")
    (kept,) = folder.glob("*.json")
    for end in (".db", ".db.rows", ".zst.part", ".json.part"):
        kept.with_suffix(end).write_bytes(b"torn")
    lock = kept.with_suffix(".lock")
    lock.touch()
    os.utime(lock, (1, 1))
    with storage.writing() as work:
        pricing.put_prices(SYSTEM, work, [("opt", numbers["nut"], 0, 1_000)])
    assert shelf.manifest("prices", "opt").ready
    assert shelf.idle.wait(60)
    assert shelf.built == 2
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".zst", ".zst"]


def test_one_who_works_on_keeps_his_lock(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "x.lock"
    with snapshots._alone(lock) as mine:
        assert mine
        monkeypatch.setattr(snapshots, "LOCK_SECONDS", 0.06)
        os.utime(lock, (1, 1))
        done = threading.Event()
        threading.Timer(0.1, done.set).start()
        snapshots._touch_until(lock, done)
        monkeypatch.setattr(snapshots, "LOCK_SECONDS", 60)
        with snapshots._alone(lock) as second:
            assert not second
    assert not lock.exists()


def test_a_new_generation_has_a_new_file(storage: Storage, numbers: dict[str, int]) -> None:
    shelf = shelf_of(storage)
    first = wait_for(shelf, "prices", "opt")
    with storage.writing() as work:
        new_generation(work, "prices", "opt")
    assert not shelf.manifest("prices", "opt").ready
    assert wait_for(shelf, "prices", "opt").generation != first.generation


def test_a_file_of_an_older_program_with_fewer_tables_is_made_anew(
    storage: Storage, numbers: dict[str, int]
) -> None:
    shelf = shelf_of(storage)
    wait_for(shelf, "stock", "exact")
    (kept,) = storage.blobs.beside("snapshots").glob("stock-*.json")
    said = json.loads(kept.read_bytes())
    del said["manifest"]["tables"]["batch"]
    kept.write_text(json.dumps(said))
    assert not shelf.manifest("stock", "exact").ready
    assert "batch" in wait_for(shelf, "stock", "exact").tables


def test_old_and_surplus_files_go(
    storage: Storage, numbers: dict[str, int], clock: world.TestClock
) -> None:
    shelf = shelf_of(storage)
    first = shelf.make("prices", "opt")
    clock.move(minutes=10)
    second = shelf.make("prices", "retail")
    shelf.prune(max_bytes=second.bytes + 1)
    with pytest.raises(Expected):
        shelf.file("prices", "opt", first.sha256)
    assert shelf.file("prices", "retail", second.sha256).is_file()
    clock.move(days=6)
    assert shelf.manifest("prices", "retail").ready
    clock.move(days=6)
    shelf.prune()
    assert shelf.file("prices", "retail", second.sha256).is_file(), "it was asked for"
    clock.move(days=8)
    shelf.prune()
    folder = storage.blobs.beside("snapshots")
    assert not list(folder.glob("*.zst"))
    assert not list(folder.glob("*.db*"))


@pytest.mark.expect_log("no snapshot of prices/opt: no room")
def test_what_cannot_be_made_is_said_and_not_tried_at_once_again(
    storage: Storage, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = shelf_of(storage)
    tried = []

    def fail(feed: str, key: str) -> Manifest:
        tried.append(feed)
        raise OSError("no room")

    monkeypatch.setattr(shelf, "make", fail)
    with pytest.raises(Expected, match="snapshot_unavailable"):
        wait_for(shelf, "prices", "opt")
    with pytest.raises(Expected, match="snapshot_unavailable"):
        shelf.manifest("prices", "opt")
    assert tried == ["prices"]


def test_small_scopes_and_other_feeds_have_none(
    storage: Storage, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SMALLEST", 5_000)
    for feed, key in (("prices", "opt"), ("orders", "alfa")):
        with pytest.raises(Expected, match="snapshot_unavailable"):
            shelf_of(storage).manifest(feed, key)


def test_a_file_is_fetched_in_parts_while_it_is_the_same(
    storage: Storage, url: str, alfa: httpx.Client, beta: httpx.Client
) -> None:
    first = alfa.get("/snapshots/prices", params={"scope": "opt"})
    assert (first.status_code, first.json()["ready"]) == (202, False)
    assert shelf_of(storage).idle.wait(60)
    manifest = alfa.get("/snapshots/prices", params={"scope": "opt"}).json()
    path, params = f"/snapshots/prices/{manifest['sha256']}", {"scope": "opt"}
    whole = alfa.get(path, params=params)
    tag = whole.headers["etag"]
    assert tag == f'"{manifest["sha256"]}"'
    assert len(whole.content) == manifest["bytes"]
    rest = alfa.get(path, params=params, headers={"Range": "bytes=100-", "If-Range": tag})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert (
        rest.headers["content-range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    )
    changed = alfa.get(path, params=params, headers={"Range": "bytes=100-", "If-Range": '"x"'})
    assert (changed.status_code, changed.content) == (200, whole.content)
    assert beta.get(path, params=params).status_code == 404
    assert beta.get("/snapshots/prices", params=params).status_code == 404
    assert alfa.get("/snapshots/prices/..%2f..%2fx", params=params).status_code == 404


def test_a_file_holds_tables_and_nothing_else(
    storage: Storage, numbers: dict[str, int], tmp_path: Path
) -> None:
    plain = file_of(storage, shelf_of(storage).make("catalog", "all"), tmp_path)
    with closing(sqlite3.connect(plain)) as raw:
        kinds = {row[0] for row in raw.execute("SELECT type FROM sqlite_schema")}
    assert kinds == {"table"}
