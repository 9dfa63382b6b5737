"""The file of a snapshot changes while it is fetched, over real connections (PROTOCOL R8)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from b2bdesk.trade.errors import Expected
from b2bdesk.wire.snapshot import Manifest
from tests.support.client import Client
from tests.support.fake_portal import Fault, item
from tests.support.file_client import left, prefer
from tests.support.goods import fill
from tests.support.snapshot_portal import SnapshotPortal
from tests.support.tcp_portal import TcpPortal
from tests.sync.test_runs import equal

FILE = "/snapshots/catalog/"
AFTER = 300


class OneAddress(SnapshotPortal):
    """Gives its newest file under every name: only the ETag tells which one it is."""

    newest, restless = "", False

    def _made(self, feed: str, scope: str) -> Manifest:
        made = super()._made(feed, scope)
        self.newest = made.sha256 if feed == "catalog" else self.newest
        return made

    def _part(self, request: httpx.Request, sha256: str, fault: Fault) -> httpx.Response:
        catalogue = "/catalog/" in request.url.path
        if catalogue and self.restless:
            self.change()
        return super()._part(request, self.newest if catalogue else sha256, fault)

    def change(self) -> None:
        """An item is new, and so is the file of the catalogue."""
        self.put("catalog", "all", "item", item(20 + self.seq))
        self._made("catalog", "all")


@pytest.fixture
def line() -> Iterator[TcpPortal]:
    """Such a portal on a port of this machine."""
    portal = OneAddress()
    fill(portal)
    with TcpPortal(portal) as made:
        yield made


@pytest.fixture
def client(tmp_path: Path, line: TcpPortal) -> Iterator[Client]:
    """A client that prefers files."""
    made = Client(tmp_path, line)  # type: ignore[arg-type] # has what it asks for
    prefer(made)
    yield made
    made.close()


def fetched(line: TcpPortal) -> list[tuple[int, str]]:
    """Status and ETag of each answer that was to bring the catalogue's file."""
    return [
        (status, headers["etag"])
        for path, status, headers in line.answers
        if FILE in path and "etag" in headers
    ]


def test_a_cut_file_that_is_still_the_same_goes_on(client: Client, line: TcpPortal) -> None:
    line.cut(FILE, AFTER, then=list)
    receipt = client.sync()
    equal(client, line.portal)
    (first, etag), (second, again) = fetched(line)
    assert (first, second) == (200, 206)
    assert etag == again
    assert receipt.feeds["catalog"].mode == "snapshot"


def test_a_file_that_became_another_is_begun_anew(client: Client, line: TcpPortal) -> None:
    """No byte of the one joins the other: If-Range asks, and the digest proves."""
    assert isinstance(line.portal, OneAddress)
    line.cut(FILE, AFTER, then=line.portal.change)
    receipt = client.sync()
    equal(client, line.portal)
    statuses, etags = zip(*fetched(line), strict=True)
    assert statuses == (200, 200, 200), "cut; another file; that one by its own manifest"
    assert etags[0] != etags[1] == etags[2]
    assert receipt.feeds["catalog"].mode == "snapshot"
    assert receipt.notes == ()
    assert left(client) == []


def test_a_file_that_changes_all_the_time_gives_way_to_row_pages(
    client: Client, line: TcpPortal
) -> None:
    assert isinstance(line.portal, OneAddress)
    line.portal.restless = True
    receipt = client.sync()
    equal(client, line.portal)
    assert [note["code"] for note in receipt.notes] == ["bad_snapshot"]
    assert len(fetched(line)) == 2
    assert receipt.feeds["catalog"].mode == "full"
    assert all(receipt.checks.values())
    assert left(client) == []


def test_a_part_of_an_earlier_run_is_not_joined_to_another_file(
    client: Client, line: TcpPortal
) -> None:
    assert isinstance(line.portal, OneAddress)
    line.cut(FILE, AFTER, then=partial(setattr, client.pause, "stopped", True))
    with pytest.raises(Expected, match="sync_cancelled"):
        client.sync()
    client.pause.stopped = False
    assert left(client), "what came is kept"
    line.portal.change()
    client.sync()
    equal(client, line.portal)
    assert left(client) == []
