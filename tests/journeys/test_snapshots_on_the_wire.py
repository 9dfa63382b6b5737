"""The first synchronisation over a connection that cuts, shortens, spoils and delays its files.

Whatever happens to a file on its way, the buyer ends up with what the portal has; what came whole
is not fetched twice, and nothing that differs from its digest is taken.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.buyer import Buyer, Shop, served
from tests.support.spoiling_proxy import PART, SpoilingProxy

SIZE = 900
FILE = b"GET /api/v1/snapshots/catalog/"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A portal whose catalogue is large enough for a file."""
    with served(tmp_path_factory.mktemp("large"), SIZE) as made:
        yield made


@pytest.fixture
def proxy(large: Shop) -> Iterator[SpoilingProxy]:
    """A proxy before the portal."""
    with SpoilingProxy(large.port) as made:
        yield made


@pytest.fixture
def behind(large: Shop, proxy: SpoilingProxy, tmp_path: Path) -> Buyer:
    """A buyer behind the proxy who has nothing yet."""
    return Buyer(tmp_path / "home", proxy.url, large.token)


def came_whole(buyer: Buyer, receipt: Any) -> None:
    """Every checksum agrees, every article is there, no piece of a file is left behind."""
    assert receipt["checks"]
    assert all(receipt["checks"].values())
    caches = list(buyer.home.rglob("cache-?.db"))
    counts = []
    for each in caches:
        with closing(sqlite3.connect(f"file:{each}?mode=ro", uri=True)) as cache:
            counts.append(cache.execute("SELECT count(*) FROM item").fetchone()[0])
    assert max(counts) == SIZE
    assert not list(buyer.home.rglob("*.zst"))


def asked(proxy: SpoilingProxy) -> list[bytes]:
    """The requests for the catalogue's file."""
    return [each for each in proxy.requests if each.startswith(FILE)]


def test_a_file_that_is_cut_goes_on_from_its_last_byte(behind: Buyer, proxy: SpoilingProxy) -> None:
    proxy.spoil("cut", FILE)
    receipt = behind.json("sync")
    came_whole(behind, receipt)
    assert receipt["feeds"]["catalog"]["mode"] == "snapshot"
    first, second = asked(proxy)
    assert b"range:" not in first.lower()
    assert f"range: bytes={PART}-".encode() in second.lower()


def test_a_long_cut_is_gone_on_with_by_the_next_run(behind: Buyer, proxy: SpoilingProxy) -> None:
    proxy.spoil("cut", FILE)
    proxy.then_dead()
    assert behind.run("sync")[0] == 3
    (piece,) = behind.home.rglob("*.zst")
    assert piece.stat().st_size == PART
    proxy.alive()
    proxy.requests.clear()
    receipt = behind.json("sync")
    came_whole(behind, receipt)
    (only,) = asked(proxy)
    assert f"range: bytes={PART}-".encode() in only.lower()


def test_a_file_said_to_be_shorter_is_gone_on_with(behind: Buyer, proxy: SpoilingProxy) -> None:
    proxy.spoil("shorten", FILE)
    receipt = behind.json("sync")
    came_whole(behind, receipt)
    assert receipt["feeds"]["catalog"]["mode"] == "snapshot"
    assert f"range: bytes={PART}-".encode() in asked(proxy)[-1].lower()


def test_a_file_with_a_wrong_byte_is_fetched_anew(behind: Buyer, proxy: SpoilingProxy) -> None:
    proxy.spoil("corrupt", FILE)
    receipt = behind.json("sync")
    came_whole(behind, receipt)
    assert receipt["feeds"]["catalog"]["mode"] == "snapshot"
    assert len(asked(proxy)) == 2
    assert b"range:" not in asked(proxy)[1].lower()


def test_files_spoilt_every_time_give_way_to_row_pages(behind: Buyer, proxy: SpoilingProxy) -> None:
    proxy.spoil("corrupt", FILE, times=9)
    receipt = behind.json("sync")
    came_whole(behind, receipt)
    assert receipt["feeds"]["catalog"]["mode"] == "full"


def test_a_late_file_is_waited_for(behind: Buyer, proxy: SpoilingProxy) -> None:
    proxy.spoil("late", FILE)
    receipts: list[Any] = []
    run = threading.Thread(target=lambda: receipts.append(behind.json("sync")))
    run.start()
    assert proxy.answered.wait(60)
    proxy.release()
    run.join(60)
    came_whole(behind, receipts[0])
    assert len(asked(proxy)) == 1
