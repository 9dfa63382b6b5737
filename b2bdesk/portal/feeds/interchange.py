"""Writes the rows of a scope into the interchange file of a snapshot (`wire.snapshot`).

Rows go as they come into scratch tables keyed by item and revision; SQLite itself then packs them,
so nothing of the size of a catalogue is ever in memory.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from b2bdesk.portal.feeds.blocks import block
from b2bdesk.wire.snapshot import (
    APPLICATION_ID,
    BLOCK,
    FORMAT,
    PACKED,
    PAGE_SIZE,
    plain_names,
    shape_of,
    statements,
)

_HEX = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CACHE_KIB = 32 * 1024
_PARAMETERS = 1_000
Batches = Iterable[list[tuple[Any, ...]]]


def write_part(
    path: Path,
    columns: Mapping[str, Sequence[str]],
    tables: Iterable[tuple[str, Batches]],
    announced: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write the file of a scope.

    Args:
        path: of the file; it must not exist. A scratch file is made beside it and removed.
        columns: what each wire table has, `rev` last.
        tables: wire tables in the feed's order with their rows in the order of `columns`.
        announced: the columns as the file is to have them, if in another order (`arranged`).
    """
    shown = announced or columns
    scratch = path.with_name(path.name + ".rows")
    # one may be left of a process that was killed
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            for pragma in (
                f"page_size={PAGE_SIZE}",
                "journal_mode=OFF",
                "synchronous=OFF",
                "trusted_schema=OFF",
                f"cache_size=-{_CACHE_KIB}",
                "temp_store=FILE",
            ):
                raw.execute(f"PRAGMA {pragma}").close()
            raw.create_function("packed", 1, _packed, deterministic=True)
            raw.execute("ATTACH ? AS rows", (str(scratch),))
            for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                raw.execute(f"PRAGMA rows.{pragma}").close()
            raw.execute("BEGIN")
            for statement in statements(shown).values():
                raw.execute(statement)
            for wire, batches in tables:
                _stage(raw, wire, plain_names(columns[wire]), batches)
                _pack(raw, wire, plain_names(shown[wire]))
            raw.execute("COMMIT")
            raw.execute("DETACH rows")
            raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
            raw.execute(f"PRAGMA user_version={FORMAT}")
    finally:
        scratch.unlink(missing_ok=True)


def arranged(columns: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the columns of a file so that those which change together stand side by side."""
    return {
        wire: sorted(names, key=_place) if wire == "item" else list(names)
        for wire, names in columns.items()
    }


def _place(column: str) -> int:
    name = column.partition(":")[0]
    return _CHANGING.index(name) if name in _CHANGING else len(_CHANGING)


_CHANGING = (
    "n id code article article_fold weight volume name name_fold attributes variant replaced_by"
).split()


def _stage(raw: sqlite3.Connection, wire: str, names: Sequence[str], batches: Batches) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    by_item = wire in PACKED or wire in ("file", "incoming", "batch")
    key = "n, rev" if by_item else f'"{names[0]}"'
    raw.execute(f'CREATE TABLE rows."{wire}"({listed}, PRIMARY KEY ({key})) WITHOUT ROWID')
    width = len(names)
    place = f"({', '.join('?' * width)})"
    into = f'INSERT INTO rows."{wire}" VALUES'
    # many rows to a step: each step costs as much as a row
    at_once = _PARAMETERS // width
    many = f"{into} {', '.join([place] * at_once)}"
    for batch in batches:
        cells = chain.from_iterable(batch)
        raw.executemany(many, zip(*[cells] * (width * at_once), strict=False))
        whole = len(batch) - len(batch) % at_once
        raw.executemany(f"{into} {place}", batch[whole:])


def _pack(raw: sqlite3.Connection, wire: str, names: Sequence[str]) -> None:
    packed = PACKED.get(wire)
    if packed is None:
        taken = ", ".join(_SHORTER.get((wire, name), f'r."{name}"') for name in names)
        raw.execute(f'INSERT INTO main."{wire}" SELECT {taken} FROM rows."{wire}" r{_joined(wire)}')
        return
    value = _VALUES.get(wire) or _in_steps(f'r."{packed.value}"', packed.step)
    origin = f'rows."{wire}" r'
    if wire == "link":
        raw.execute("CREATE INDEX rows.item_id ON item(id)")
        origin += ' LEFT JOIN rows.item i ON i.id = r."to"'
    others = shape_of(wire, names)
    listed = ", ".join(f'r."{name}"' for name in others)
    found = raw.execute(
        f"SELECT r.n / {BLOCK}, r.n, r.rev, {value}, {listed} FROM {origin} ORDER BY r.n, r.rev"
    )
    shapes: dict[tuple[Any, ...], int] = {}
    blocks = (block(list(rows), shapes, packed.step) for _, rows in groupby(found, itemgetter(0)))
    raw.executemany(f'INSERT INTO main."{wire}" VALUES (?, ?, ?, ?, ?, ?)', blocks)
    raw.executemany(
        f'INSERT INTO main."{wire}_shape" VALUES (?{", ?" * len(others)})',
        ((number, *cells) for cells, number in shapes.items()),
    )


def _in_steps(value: str, step: int) -> str:
    return f"CASE WHEN {value} % {step} = 0 THEN {value} / {step} ELSE CAST({value} AS TEXT) END"


_VALUES = {
    "barcode": "CASE WHEN r.barcode = CAST(CAST(r.barcode AS INTEGER) AS TEXT)"
    " THEN CAST(r.barcode AS INTEGER) ELSE r.barcode END",
    "link": "coalesce(CASE WHEN i.n >= r.n THEN 2 * (i.n - r.n) ELSE 2 * (r.n - i.n) - 1 END,"
    ' r."to")',
}
_SHORTER = {
    ("item", "id"): "packed(r.id)",
    ("item", "rev"): "r.rev - r.n",
    ("file", "sha256"): "packed(r.sha256)",
    ("file", "title"): "nullif(r.title, i.name)",
}


def _joined(wire: str) -> str:
    return " LEFT JOIN rows.item i ON i.n = r.n ORDER BY r.n, r.rev" if wire == "file" else ""


def _packed(text: str | None) -> str | bytes | None:
    if text is None:
        return None
    if _UUID.fullmatch(text) or _HEX.fullmatch(text):
        return bytes.fromhex(text.replace("-", ""))
    return text
