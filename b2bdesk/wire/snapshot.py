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
FORMAT = 1
APPLICATION_ID = 0x62326470  # "b2dp"
PAGE_SIZE = 4096
MEDIA = "application/zstd"
SMALLEST = 5_000
"""Scopes of fewer rows have no snapshot: their row pages are quicker."""


class Packed(msgspec.Struct, frozen=True):
    """How a table with several rows per item is packed.

    `value` is the column in `body`; `step` > 1: whole numbers in `body` are multiples of it. All
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
    item, because that packs to a third, and a client writes them out with one statement:

        n      the item's number
        rev    revision of its first row, in the order of `body`; the others count on from it
        shape  which rows the item has: their other columns lie in `<table>_shape` by position
        body   JSON array: the packed column of each row
        revs   JSON array of all revisions where they do not count on, else null

    A whole number in `body` is in steps of `Packed.step`, a text the value as in the feed; a
    number in `link` is the target's `n` less the item's own, a text its id. Ids and digests of
    lower-case hex (UUID, SHA-256) are kept as their bytes; `item.rev` is less `n`; `file.title`
    null = the name of the item. The other tables are as in the feed.

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
            " shape INTEGER NOT NULL, body TEXT NOT NULL, revs TEXT) STRICT"
        )
        shape = _any(shape_of(wire, columns))
        made[f"{wire}_shape"] = (
            f'CREATE TABLE "{wire}_shape"(shape INTEGER, pos INTEGER, {shape},'
            " PRIMARY KEY (shape, pos)) STRICT, WITHOUT ROWID"
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
