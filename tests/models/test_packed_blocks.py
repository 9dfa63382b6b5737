"""Rows packed in blocks of items come out of the cache and of a second reading as they went in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from b2bdesk.models.load import Build
from b2bdesk.portal.feeds.interchange import arranged, write_part
from b2bdesk.usecases.ports.cache import Head, ScopeId
from b2bdesk.wire.feeds import FEEDS
from b2bdesk.wire.snapshot import Manifest
from tests.support.unpacked import rows_of

PLACES = ["msk", "spb", "Ё-склад"]
QUANTITIES = [0, 1_000, 7_000, 2_500, -3_000, None, 9_223_372_036_854_775_000, 12]
BARCODES = ["4600000000017", "0460", "", "x 1", "-7", "99999999999999999999", "1e3", "5"]


def revisions(draw: Random, kind: str, count: int) -> list[int]:
    """As after a first load, after a year of single changes, or nearly the former."""
    if kind == "scattered":
        return draw.sample(range(1, 10**9), count)
    made = list(range(500, 500 + count))
    if kind == "some":
        for at in draw.sample(range(count), count // 10):
            made[at] += 10**6
    return made


def items(draw: Random, most: int) -> list[int]:
    """Numbers of items with gaps, a whole block of them too."""
    return [n for n in range(1, 400) if not 130 < n < 200 and draw.random() < most / 10]


@pytest.mark.parametrize("kind", ["first", "some", "scattered"])
@pytest.mark.parametrize("seed", range(4))
def test_packed_rows_come_out_as_they_went_in(tmp_path: Path, kind: str, seed: int) -> None:
    draw = Random(f"{seed}/{kind}")
    numbers = items(draw, 10 if seed == 0 else 6)
    pairs = [(n, place) for n in numbers for place in PLACES[: 1 if seed == 1 else 3]]
    stock = [[n, place, draw.choice(QUANTITIES[: 4 if seed < 2 else 8]), n % 2]
             for n, place in pairs if draw.random() < 0.9]  # fmt: skip
    price = [[n, least, draw.choice([1, 1_000, 123_456_000])] for n in numbers
             for least in (0, 10_000, n * 1_000)[: 1 + n % 3]]  # fmt: skip
    took: dict[str, list[list[Any]]] = {"stock": stock, "price": price}
    for feed, table in (("stock", "stock"), ("prices", "price")):
        revs = revisions(draw, kind, len(took[table]))
        proven(
            tmp_path,
            feed,
            {table: [[*row, rev] for row, rev in zip(took[table], revs, strict=True)]},
        )


@pytest.mark.parametrize("kind", ["first", "scattered"])
def test_barcodes_and_links_keep_their_texts(tmp_path: Path, kind: str) -> None:
    draw = Random(kind)
    numbers = items(draw, 7)
    columns = [name.partition(":") for name in FEEDS["catalog"].tables["item"].columns[2:-1]]
    plain = {"attributes": "{}"}
    rest = [0 if scale else plain.get(name, "") for name, scale, _ in columns]
    made: dict[str, list[list[Any]]] = {
        "item": [[n, f"id-{n}", *rest] for n in numbers],
        "unit": [[n, okei, okei, 2_500] for n in numbers for okei in ("796", "778")[: 1 + n % 2]],
        "barcode": [[n, code, "796"] for n in numbers for code in draw.sample(BARCODES, 3)],
        "link": [
            [n, "analogue", f"id-{to}", place]
            for n in numbers for place, to in enumerate(draw.sample(numbers, 3))
        ] + [[numbers[3], "related", "a b  gone", 1]],
    }  # fmt: skip
    rows: dict[str, list[list[Any]]] = {}
    for table, cells in made.items():
        revs = revisions(draw, kind, len(cells))
        rows[table] = [[*row, rev] for row, rev in zip(cells, revs, strict=True)]
    proven(tmp_path, "catalog", rows)


def proven(folder: Path, feed: str, rows: dict[str, list[list[Any]]]) -> None:
    """Pack rows of a feed, read them by both readers and compare."""
    part, cache = folder / "part.db", folder / "cache.db"
    part.unlink(missing_ok=True)
    columns = {table: list(FEEDS[feed].tables[table].columns) for table in rows}
    shown = arranged(columns)
    write_part(
        part,
        columns,
        [(table, [[tuple(row) for row in each]]) for table, each in rows.items()],
        shown,
    )
    manifest = Manifest(ready=True, feed=feed, scope="s", tables=shown)
    wanted = {
        (table, *row[: FEEDS[feed].tables[table].key]): row
        for table, each in rows.items() for row in each
    }  # fmt: skip
    for key, row in rows_of(part, manifest).items():
        assert [cell if cell != {} else "{}" for cell in row] == wanted.pop(key)
    assert not wanted
    build = Build(cache, None, {})
    build.take(Head(ScopeId(feed, "s"), shown, True, "1", "i"), part, lambda: None)
    build._transaction.commit()
    build._connection.close()
    with closing(sqlite3.connect(cache)) as raw:
        for table, each in rows.items():
            names = ", ".join(f'"{name.partition(":")[0]}"' for name in columns[table])
            if table == "item":
                continue
            found = raw.execute(f'SELECT {names} FROM "{table}" ORDER BY rev').fetchall()
            assert list(map(list, found)) == sorted(each, key=lambda row: row[-1])
