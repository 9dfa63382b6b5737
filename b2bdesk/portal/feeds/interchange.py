"""Writes the rows of a scope into the interchange file of a snapshot (`wire.snapshot`).

Rows go as they come into scratch tables keyed by item and revision; SQLite itself then packs them,
so nothing of the size of a catalogue is ever in memory.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

from b2bdesk.wire.snapshot import (
    APPLICATION_ID,
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
    path: Path, columns: Mapping[str, Sequence[str]], tables: Iterable[tuple[str, Batches]]
) -> None:
    """Write the file of a scope.

    Args:
        path: of the file; it must not exist. A scratch file is made beside it and removed.
        columns: what each wire table has, `rev` last.
        tables: wire tables in the feed's order with their rows in the order of `columns`.
    """
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
            for statement in statements(columns).values():
                raw.execute(statement)
            for wire, batches in tables:
                names = plain_names(columns[wire])
                _stage(raw, wire, names, batches)
                _pack(raw, wire, names)
            raw.execute("COMMIT")
            raw.execute("DETACH rows")
            raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
            raw.execute(f"PRAGMA user_version={FORMAT}")
    finally:
        scratch.unlink(missing_ok=True)


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
    shape = shape_of(wire, names)
    origin, value = f'rows."{wire}" r', f'r."{packed.value}"'
    if packed.step > 1:
        value = (
            f"CASE WHEN {value} % {packed.step} = 0 THEN {value} / {packed.step}"
            f" ELSE CAST({value} AS TEXT) END"
        )
    if wire == "link":
        raw.execute("CREATE INDEX rows.item_id ON item(id)")
        origin += ' LEFT JOIN rows.item i ON i.id = r."to"'
        value = 'coalesce(i.n - r.n, CAST(r."to" AS TEXT))'
    columns = ", ".join(f'r."{name}"' for name in shape)
    raw.execute(
        "CREATE TABLE rows.grouped AS SELECT r.n AS n, min(r.rev) AS rev,"
        f" json_group_array(json_array({columns})) AS form, json_group_array({value}) AS body,"
        " CASE WHEN max(r.rev) - min(r.rev) + 1 = count(*) THEN NULL"
        f" ELSE json_group_array(r.rev) END AS revs FROM {origin} GROUP BY r.n"
    )
    raw.execute("CREATE TABLE rows.forms(shape INTEGER PRIMARY KEY, form UNIQUE)")
    raw.execute("INSERT OR IGNORE INTO rows.forms(form) SELECT form FROM rows.grouped")
    taken = ", ".join(f"json_extract(j.value, '$[{at}]')" for at in range(len(shape)))
    raw.execute(
        f'INSERT INTO main."{wire}_shape" SELECT f.shape, j.key, {taken}'
        " FROM rows.forms f, json_each(f.form) j"
    )
    raw.execute(
        f'INSERT INTO main."{wire}" SELECT g.n, g.rev, f.shape, g.body, g.revs'
        " FROM rows.grouped g CROSS JOIN rows.forms f ON f.form = g.form"
    )
    raw.execute("DROP TABLE rows.grouped")
    raw.execute("DROP TABLE rows.forms")


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
