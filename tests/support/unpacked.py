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
            columns, known = plain_names(announced), FEEDS[manifest.feed].tables[wire]
            # in the order of the feed, whatever that of the file is
            order = [columns.index(name) for name in plain_names(known.columns)]
            rows = (
                _packed(raw, wire, columns, ids)
                if wire in PACKED
                else _plain(raw, wire, columns, names)
            )
            for row in rows:
                ordered = [row[at] for at in order]
                found[(wire, *ordered[: known.key])] = ordered
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
    packed = PACKED[wire]
    shapes = {
        number: dict(zip(shape_of(wire, columns), cells, strict=True))
        for number, *cells in raw.execute(f'SELECT * FROM "{wire}_shape"')
    }
    made = []
    for start, base, step, revs, many, body in raw.execute(f'SELECT * FROM "{wire}"'):
        for n, cells in enumerate(json.loads(body), start):
            whole = cells if isinstance(cells, list) else [cells] * (cells is not None)
            for place, cell in enumerate(whole):
                key, value = _opened(cell, revs * many)
                if wire == "link":
                    value = (
                        ids[n + (-(value // 2) - 1 if value % 2 else value // 2)]
                        if isinstance(value, int)
                        else value
                    )
                elif wire == "barcode":
                    value = str(value)
                elif value is not None:
                    value = value * packed.step if isinstance(value, int) else int(value)
                rev = base + step * (n - start) + place + key // many
                row = {**shapes[key % many], "n": n, packed.value: value, "rev": rev}
                made.append([row[name] for name in columns])
    return made


def _opened(cell: int | str, unit: int) -> tuple[int, int | str | None]:
    """What a cell says beside its value, and the value."""
    if isinstance(cell, int):
        return cell % unit, cell // unit
    key, space, value = cell.partition(" ")
    return int(key), value if space else None


def _text(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    text = value.hex()
    if len(value) == 16:
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
    return text
