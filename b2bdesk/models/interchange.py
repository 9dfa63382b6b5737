"""Reads a snapshot part into a cache file: checks it, then INSERT … SELECT (PROTOCOL R8).

The part is a stranger's database: it is opened read-only and immutable, with limits, and refused
when it holds anything but the tables and statements of its format. What it says is then written
into our own STRICT tables, so a value that does not belong there is refused as well. Called by
`load`.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from b2bdesk.models.engine import open_finished
from b2bdesk.models.rowsql import Layout, wire_name
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.fold import FOLD_VERSION, fold_article, fold_name
from b2bdesk.usecases.ports.cache import Head
from b2bdesk.wire.feeds import JSON_COLUMNS
from b2bdesk.wire.snapshot import APPLICATION_ID, FORMAT, PACKED, statements

MAX_VALUE = 16 << 20
_FOLDS = {"article_fold": "fold_article(t.article)", "name_fold": "fold_name(t.name)"}
_PLAIN_ID = (
    "CASE typeof({0}) WHEN 'blob' THEN CASE length({0}) WHEN 16 THEN"
    " lower(hex(substr({0}, 1, 4)) || '-' || hex(substr({0}, 5, 2)) || '-'"
    " || hex(substr({0}, 7, 2)) || '-' || hex(substr({0}, 9, 2)) || '-' || hex(substr({0}, 11)))"
    " ELSE lower(hex({0})) END ELSE {0} END"
)


def bad(head: Head, reason: str) -> Expected:
    """Return the refusal of a part."""
    return Expected("bad_snapshot", feed=head.scope.feed, scope=head.scope.key, reason=reason)


def check(path: Path, head: Head) -> None:
    """Look into a part before anything of it is used.

    Raises:
        Expected: `bad_snapshot` with the reason.
    """
    try:
        with closing(open_finished(path)) as raw:
            limit(raw)
            for pragma in ("mmap_size=0", "cell_size_check=ON"):
                raw.execute(f"PRAGMA {pragma}").close()
            marks = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in _MARKS]
            if marks != [APPLICATION_ID, FORMAT]:
                raise bad(head, "another format")
            if _schema(raw) != statements(head.columns):
                raise bad(head, "other tables")
            found = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
    except (sqlite3.Error, OverflowError, ValueError) as error:
        raise bad(head, f"{type(error).__name__}: {error}"[:200]) from error
    if found != "ok":
        raise bad(head, str(found)[:200])


_MARKS = ("application_id", "user_version")


def limit(raw: sqlite3.Connection) -> int:
    """Set the greatest value a statement takes; returns what it was."""
    return raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)


def add_functions(raw: sqlite3.Connection) -> None:
    """Give the statements of `inserts` what they call."""
    raw.create_function("fold_article", 1, fold_article, deterministic=True)
    raw.create_function("fold_name", 1, fold_name, deterministic=True)


def inserts(head: Head, layouts: Mapping[str, Layout], sid: int) -> list[str]:
    """Return the statements that write an attached part `part` into the cache file.

    Args:
        head: of the part.
        layouts: wire tables this version knows, in the feed's order.
        sid: number of the scope.
    """
    made: list[str] = []
    for wire, shape in layouts.items():
        if wire in PACKED:
            made += [*(_IDS if wire == "link" else ()), _packed(shape, sid)]
        else:
            made += _plain(head, shape, sid)
    return made


# the ids of items close together: looking them up in the wide rows of `item` is twice as slow
_IDS = (
    "DROP TABLE IF EXISTS temp.item_id",
    "CREATE TEMP TABLE item_id (n INTEGER PRIMARY KEY, id TEXT)",
    "INSERT INTO temp.item_id SELECT n, id FROM main.item",
)


def _schema(raw: sqlite3.Connection) -> dict[str, str]:
    found = raw.execute("SELECT type, name, sql FROM sqlite_schema").fetchmany(100)
    return {name if kind == "table" else f"{kind} {name}": sql for kind, name, sql in found}


def _insert(shape: Layout, sid: int | None, sources: Sequence[str], tail: str) -> str:
    names = list(shape.columns)
    values = [
        scaled.replace("?", f"({source})")
        for scaled, source in zip(shape.values, sources, strict=True)
    ]
    if sid is not None:
        names.insert(0, "sid")
        values.insert(0, str(sid))
    listed = ", ".join(f'"{name}"' for name in names)
    verb = "INSERT OR REPLACE" if sid is None else "INSERT"
    return f"{verb} INTO main.{shape.name} ({listed}) SELECT {', '.join(values)} FROM {tail}"


def _plain(head: Head, shape: Layout, sid: int) -> list[str]:
    folded = head.fold_version == FOLD_VERSION and "article_fold" in head.columns.get("item", ())
    sources = [_column(shape.wire, column, folded) for column in shape.columns]
    tail = f'part."{shape.wire}" t'
    if shape.wire == "file":
        tail += " LEFT JOIN part.item i ON i.n = t.n"
    if shape.wire != "item":
        return [_insert(shape, sid, sources, tail)]
    member = f"INSERT INTO main.item_member (sid, n, rev) SELECT {sid}, n, rev + n FROM part.item"
    return [_insert(shape, None, sources, tail), member]


def _column(wire: str, column: str, folded: bool) -> str:
    source = f't."{wire_name(wire, column)}"'
    if wire == "item" and column in _FOLDS and not folded:
        return _FOLDS[column]
    if (wire, column) in (("item", "id"), ("file", "sha256")):
        return _PLAIN_ID.format(source)
    if (wire, column) == ("item", "rev"):
        return "t.rev + t.n"
    if (wire, column) == ("file", "title"):
        return "coalesce(t.title, i.name)"
    if column in JSON_COLUMNS:
        return (
            f"CASE WHEN {source} IS NULL OR json_valid({source}) THEN {source}"
            f" ELSE json_quote({source}) END"
        )
    return source


# what `wire.snapshot.statements` calls v, k, late and shape
_CELL = {
    "whole": "j.value / (t.revs * t.shapes)",
    "text": "CASE instr(j.value, ' ') WHEN 0 THEN NULL"
    " ELSE substr(j.value, instr(j.value, ' ') + 1) END",
    "late": "CASE j.type WHEN 'integer' THEN j.value / t.shapes % t.revs"
    " ELSE CAST(j.value AS INTEGER) / t.shapes END",
    "shape": "CASE j.type WHEN 'integer' THEN j.value ELSE CAST(j.value AS INTEGER) END % t.shapes",
}


def _packed(shape: Layout, sid: int) -> str:
    """The rows of a table that lies in blocks of items, in the order of their numbers."""
    packed = PACKED[shape.wire]
    whole, text = _CELL["whole"], _CELL["text"]
    tail = (
        f'part."{shape.wire}" t CROSS JOIN json_each(t.body) i CROSS JOIN json_each(i.value) j'
        f' CROSS JOIN part."{shape.wire}_shape" s ON s.shape = {_CELL["shape"]}'
    )
    if shape.wire == "link":
        # `n` of another item, or an id where the feed shows no such item
        target = (
            f"t.n + i.key + CASE {whole} % 2 WHEN 0 THEN {whole} / 2 ELSE -({whole} + 1) / 2 END"
        )
        tail += f" LEFT JOIN temp.item_id o ON j.type = 'integer' AND o.n = {target}"
        whole = "o.id"
    elif shape.wire == "barcode":
        whole = f"CAST({whole} AS TEXT)"
    else:
        whole, text = f"{whole} * {packed.step}", f"CAST({text} AS INTEGER)"
    known = {
        "n": "t.n + i.key",
        packed.value: f"CASE j.type WHEN 'integer' THEN {whole} WHEN 'text' THEN {text} END",
        "rev": f"t.rev + t.step * i.key + coalesce(j.key, 0) + {_CELL['late']}",
    }
    sources = [
        known.get(name) or f's."{name}"'
        for name in (wire_name(shape.wire, column) for column in shape.columns)
    ]
    return _insert(shape, sid, sources, tail)
