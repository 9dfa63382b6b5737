"""Snapshots of a hostile or broken portal: refused with a word, and row pages take their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.usecases.ports.cache import ScopeId
from b2bdesk.usecases.rows.offers import Query
from tests.support.client import Client
from tests.support.file_client import left, prefer, stocked
from tests.support.snapshot_portal import SnapshotPortal, with_statements
from tests.sync.test_runs import equal, notes

FILES = {"catalog", "prices", "stock"}


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


def flip(path: Path) -> None:
    """Damage pages in the middle of a file."""
    raw = bytearray(path.read_bytes())
    for page in range(2 * 4096, len(raw), 4096):
        raw[page : page + 64] = b"\xff" * 64
    path.write_bytes(bytes(raw))


HOSTILE: dict[str, Callable[[Path], object]] = {
    "another program's file": with_statements("PRAGMA application_id=1"),
    "a later format": with_statements("PRAGMA user_version=99"),
    "a table more": with_statements("CREATE TABLE evil(x)"),
    "a view": with_statements("CREATE VIEW evil AS SELECT 1"),
    "a trigger": with_statements("CREATE TRIGGER evil AFTER INSERT ON item BEGIN SELECT 1; END"),
    "a view for a table": with_statements(
        "ALTER TABLE item RENAME TO hidden", "CREATE VIEW item AS SELECT * FROM hidden"
    ),
    "an index": with_statements("CREATE INDEX evil ON item(name)"),
    "a column more": with_statements("ALTER TABLE item ADD COLUMN evil"),
    "a generated column": with_statements(
        "ALTER TABLE barcode ADD COLUMN evil TEXT AS (upper(body))"
    ),
    "a table less": with_statements("DROP TABLE barcode"),
    "damaged pages": flip,
    "no database": lambda path: path.write_bytes(b"x" * 5000),
    "a text for a number": with_statements("UPDATE item SET minimum = 'many'"),
    "no name": with_statements("UPDATE item SET name = NULL"),
    "body is no JSON": with_statements("UPDATE barcode SET body = '{'"),
    "a bomb of rows": with_statements(
        "UPDATE unit SET body = (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
        " WHERE x < 90000) SELECT json_group_array(7 * 100000 + x) FROM c), revs = 1,"
        " shapes = 100000",
        "DELETE FROM unit_shape",
        "INSERT INTO unit_shape WITH RECURSIVE c(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM c"
        " WHERE x < 90000) SELECT x, CAST(x AS TEXT), '' FROM c",
    ),
    "rows less": with_statements("DELETE FROM item WHERE n = 7"),
    "a shape that is not there": with_statements("UPDATE unit_shape SET shape = shape + 77"),
    "no room for shapes": with_statements("UPDATE unit SET shapes = 0"),
    "a target that is not there": with_statements("UPDATE link SET body = '[[5000,1,2]]'"),
    "the same row twice": with_statements("UPDATE unit_shape SET okei = '796'"),
    "a huge value": with_statements("UPDATE item SET description = zeroblob(20000000) WHERE n = 1"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_nothing_but_its_advantage(
    client: Client, portal: SnapshotPortal, name: str
) -> None:
    def spoil(path: Path) -> None:
        # only the catalogue has items
        if b'CREATE TABLE "item"' in path.read_bytes()[:20_000]:
            HOSTILE[name](path)

    portal.spoil = spoil
    receipt = client.sync()
    equal(client, portal)
    assert receipt.feeds["catalog"].mode == "full"
    assert receipt.feeds["prices"].mode == "snapshot"
    assert notes(receipt.notes) == {"bad_snapshot"}
    assert client.search.find(Query("болт")).total == 10
    assert left(client) == []
    asked = portal.seen.count("GET /snapshots/catalog")
    client.sync(full=True)
    assert portal.seen.count("GET /snapshots/catalog") == asked, "it is not tried again and again"


LIES: dict[str, dict[str, Any]] = {
    "digest": {"sha256": "0" * 64},
    "no digest": {"sha256": "../../evil"},
    "packed size": {"bytes": 10},
    "greater packed size": {"bytes": 10_000_000},
    "raw size": {"raw_bytes": 100},
    "greater raw size": {"raw_bytes": 100_000_000},
    "no size": {"raw_bytes": 0},
    "format": {"format": 1},
    "tables": {"tables": {"item": ["n", "id", "rev"]}},
    "columns": {"tables": {"item": ['n" INTEGER); DROP TABLE x; --']}},
    "other tables": {"tables": {"evil": ["n"]}},
    "count": {"count": 3},
    "scope": {"scope": "other"},
}


@pytest.mark.parametrize("name", LIES)
def test_a_lying_manifest_costs_nothing_but_its_advantage(
    client: Client, portal: SnapshotPortal, name: str
) -> None:
    portal.lies = LIES[name]
    receipt = client.sync()
    equal(client, portal)
    assert {receipt.feeds[feed].mode for feed in FILES} == {"full"}
    assert client.search.find(Query("болт")).total == 10


def test_a_wrong_checksum_is_found_by_the_delta_and_healed_by_pages(
    client: Client, portal: SnapshotPortal
) -> None:
    portal.lies = {"sum64": "00000000000000aa"}
    receipt = client.sync()
    assert notes(receipt.notes) == {"scope_healed"}
    equal(client, portal)
    assert client.data.rescan(ScopeId("catalog", "all"))
    assert client.data.rescan(ScopeId("prices", "pt"))
