"""Reads an interchange file row by row in Python: an independent second reading of its format."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from b2bdesk.wire.feeds import FEEDS
from b2bdesk.wire.snapshot import PACKED, Manifest, plain_names, shape_of

Rows = dict[tuple[Any, ...], list[Any]]


def rows_of(path: Path, manifest: Manifest) -> Rows:
    """Every row of a file by wire table and key, as `FeedClient` has them."""
    found: Rows = {}
    with closing(sqlite3.connect(path)) as raw:
        ids = {
            n: _text(value) for n, value in _all(raw, "catalog", manifest, "SELECT n, id FROM item")
        }
        names = dict(_all(raw, "catalog", manifest, "SELECT n, name FROM item"))
        for wire, announced in manifest.tables.items():
            columns = plain_names(announced)
            rows = (
                _packed(raw, wire, columns, ids)
                if wire in PACKED
                else _plain(raw, wire, columns, names)
            )
            width = FEEDS[manifest.feed].tables[wire].key
            for row in rows:
                found[(wire, *row[:width])] = row
    return found


def _all(raw: sqlite3.Connection, feed: str, manifest: Manifest, query: str) -> list[Any]:
    return raw.execute(query).fetchall() if manifest.feed == feed else []


def _plain(
    raw: sqlite3.Connection, wire: str, columns: list[str], names: dict[int, str]
) -> list[list[Any]]:
    made = []
    for cells in raw.execute(f'SELECT * FROM "{wire}"'):
        row = dict(zip(columns, map(_text, cells), strict=True))
        if wire == "item":
            row["rev"] += row["n"]
            row["attributes"] = json.loads(row["attributes"])
        if wire == "file" and row["title"] is None:
            row["title"] = names[row["n"]]
        made.append([row[name] for name in columns])
    return made


def _packed(
    raw: sqlite3.Connection, wire: str, columns: list[str], ids: dict[int, Any]
) -> list[list[Any]]:
    packed, shapes = PACKED[wire], {}
    for shape, pos, *cells in raw.execute(f'SELECT * FROM "{wire}_shape"'):
        shapes[shape, pos] = dict(zip(shape_of(wire, columns), cells, strict=True))
    made = []
    for n, first, shape, body, revs in raw.execute(f'SELECT * FROM "{wire}"'):
        for at, value in enumerate(json.loads(body)):
            if wire == "link":
                value = ids[n + value] if isinstance(value, int) else value
            elif packed.step > 1 and value is not None:
                value = value * packed.step if isinstance(value, int) else int(value)
            rev = json.loads(revs)[at] if revs else first + at
            row = {**shapes[shape, at], "n": n, packed.value: value, "rev": rev}
            made.append([row[name] for name in columns])
    return made


def _text(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    text = value.hex()
    if len(value) == 16:
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
    return text
