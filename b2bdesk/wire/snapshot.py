"""Snapshots: one scope as a compact SQLite file (PROTOCOL R8), instead of its row pages.

A capability (`snapshot`) of feeds with many rows. `GET /snapshots/{feed}?scope=S` answers a
`Manifest` (202 and `ready: false` while the file is made); `GET /snapshots/{feed}/{sha256}?scope=S`
is the file itself, packed with zstd, with ETag, Range and If-Range. The file holds the scope as it
was at `cursor`; what came since is fetched as a delta from there.

The form of the file stands at `statements`.
"""

from collections.abc import Mapping, Sequence

import msgspec

CAPABILITY = "snapshot"
FORMAT = 2
APPLICATION_ID = 0x62326470  # "b2dp"
PAGE_SIZE = 16384
MEDIA = "application/zstd"
BLOCK = 64
"""Items whose rows share one row of a packed table."""
SMALLEST = 5_000
"""Scopes of fewer rows have no snapshot: their row pages are quicker."""


class Packed(msgspec.Struct, frozen=True):
    """How a table with several rows per item is packed.

    `value` is the column in the cells; `step` > 1: whole numbers there are multiples of it. All
    other columns but `n` and `rev` are kept by shape.
    """

    value: str
    step: int = 1


PACKED: Mapping[str, Packed] = {
    "unit": Packed("factor", 1_000),
    "barcode": Packed("barcode"),
    "link": Packed("to"),
    "price": Packed("price", 1_000),
    "stock": Packed("qty", 1_000),
}
SNAPSHOT_FEEDS = ("catalog", "prices", "stock")


def statements(tables: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the tables of a file: name to the statement that makes it.

    The file is an *interchange* form, never opened as a cache: exactly these tables with exactly
    these statements, `application_id` and `user_version`. Tables of `PACKED` hold one row per
    `BLOCK` of item numbers, because numbers and revisions that count on take most of the room
    otherwise, and a client writes them out with one statement:

        n       the first number of the block
        rev     its least revision, less what the formula below adds
        step    how many revisions there usually are from one item to the next
        revs    digits of revisions in a cell (a power of ten, 1 = they all count on)
        shapes  digits of shapes in a cell (a power of ten)
        body    JSON array: of item `n`, of `n + 1`, … null, one cell, or an array of cells

    A cell is a number c, or a text "k v" where v is no whole number from 0 (a text "k": v is null):

        c = v * revs * shapes + k
        k = late * shapes + shape
        revision = rev + step * (number - n) + place among the item's cells + late

    The columns beside `n`, the value v and `rev` are the row `shape` of `<table>_shape`. A number v
    is in steps of `Packed.step`; in `barcode` it is the text of its digits; in `link` the target's
    `n` less the item's own, d, as 2d or, below 0, as -2d - 1. A text v is the value as in the feed,
    in `link` an id. Ids and digests of lower-case hex (UUID, SHA-256) are kept as their bytes;
    `item.rev` is less `n`; `file.title` null = the name of the item. The other tables are as in the
    feed. Columns stand in the order of the manifest, which a portal is free to choose.

    Args:
        tables: wire tables with the columns that the manifest announces for them.
    """
    made: dict[str, str] = {}
    for wire, columns in tables.items():
        names = plain_names(columns)
        packed = PACKED.get(wire)
        if packed is None:
            first = "n INTEGER PRIMARY KEY" if wire == "item" else _any(names[:1])
            made[wire] = f'CREATE TABLE "{wire}"({first}, {_any(names[1:])}) STRICT'
            continue
        made[wire] = (
            f'CREATE TABLE "{wire}"(n INTEGER PRIMARY KEY, rev INTEGER NOT NULL,'
            " step INTEGER NOT NULL, revs INTEGER NOT NULL, shapes INTEGER NOT NULL,"
            " body TEXT NOT NULL) STRICT"
        )
        shape = _any(shape_of(wire, columns))
        made[f"{wire}_shape"] = (
            f'CREATE TABLE "{wire}_shape"(shape INTEGER PRIMARY KEY, {shape}) STRICT'
        )
    return made


def plain_names(columns: Sequence[str]) -> list[str]:
    """Return column names without their scales."""
    return [column.partition(":")[0] for column in columns]


def shape_of(wire: str, columns: Sequence[str]) -> list[str]:
    """Return the columns of a packed table that are kept by shape, in the feed's order."""
    return [name for name in plain_names(columns) if name not in ("n", PACKED[wire].value, "rev")]


def _any(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}" ANY' for name in names)


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the newest snapshot of a scope is.

    Attributes:
        ready: whether there is one; while it is made, ask again after `retry_after` seconds.
        format: version of the file's form (`FORMAT`).
        cursor: from which a delta brings the scope to now; marks and proof as in a feed.
        tables: columns per wire table, as in a feed's header; the file has these tables.
        count: rows of the scope at `cursor`.
        bytes: of the packed file, `raw_bytes` of the unpacked one.
        sha256: of the packed file; also its name and its ETag.
    """

    ready: bool
    feed: str
    scope: str
    retry_after: float = 0.0
    format: int = 0
    incarnation: str = ""
    generation: str = ""
    cursor: str = ""
    tables: dict[str, list[str]] = {}
    count: int = 0
    sum64: str = ""
    fold_version: int = 0
    bytes: int = 0
    raw_bytes: int = 0
    sha256: str = ""
