"""What a broken run had of a scope whose pages were coming: kept beside the cache, taken up later.

One file with the rows of one scope as the build held them, its head and the cursor after them; a
stop writes it in one transaction, the next whole load of that scope takes it and deletes it. All
of it was proven by the pages that followed, and after the load count and checksum are compared
with the portal's. Called by `load`.
"""

import json
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from b2bdesk.models.engine import open_finished, uri_of
from b2bdesk.models.rowsql import TABLES
from b2bdesk.models.tables.cache_meta import CACHE_VERSION
from b2bdesk.usecases.ports.cache import Head, Parked, ScopeId
from b2bdesk.wire.feeds import FEEDS

log = logging.getLogger(__name__)
FILE = "parked.db"
_READ = (OSError, sqlite3.Error, ValueError, TypeError, KeyError)


def keep(raw: sqlite3.Connection, path: Path, sid: int, parked: Parked) -> None:
    """Copy the rows of a scope into a file of their own; whatever lay there goes.

    Args:
        raw: connection of the build, outside a transaction.
        path: of the file.
        sid: number of the scope in the build.
        parked: what came of it.
    """
    path.unlink(missing_ok=True)
    _run(raw, "ATTACH ? AS parked", uri_of(path, read_only=False))
    try:
        _run(raw, "BEGIN IMMEDIATE")
        for table in _tables(parked.head.scope):
            rows = _of(table).format(sid)
            _run(raw, f"CREATE TABLE parked.{table} AS SELECT * FROM main.{table} WHERE {rows}")
        _run(raw, "CREATE TABLE parked.parked (told TEXT)")
        _run(raw, "INSERT INTO parked.parked VALUES (?)", _told(parked))
        _run(raw, "COMMIT")
    finally:
        _leave(raw)


def take(raw: sqlite3.Connection, path: Path, scope: ScopeId, sid: int) -> Parked | None:
    """Copy what was kept of a scope into a build and delete it; None = it is not usable.

    Args:
        raw: connection of the build, outside a transaction, without rows of the scope.
        path: of the file.
        scope: which one.
        sid: its number in the build.
    """
    _run(raw, "ATTACH ? AS parked", uri_of(path, read_only=True))
    try:
        (told,) = raw.execute("SELECT told FROM parked.parked").fetchone()
        found = _read(json.loads(told))
        if found is None or found.head.scope != scope:
            return None
        if raw.execute("PRAGMA parked.quick_check(1)").fetchone()[0] != "ok":
            raise ValueError("damaged")
        _run(raw, "BEGIN IMMEDIATE")
        for table in _tables(scope):
            _copy(raw, table, sid)
        _run(raw, "COMMIT")
    except _READ as error:
        log.info("what was kept of %s is not usable: %s", scope, error)
        return None
    finally:
        _leave(raw)
        path.unlink(missing_ok=True)
    return found


def scope_in(path: Path) -> ScopeId | None:
    """Return the scope of which a file holds a part; None = there is none to be read."""
    if not path.is_file():
        return None
    try:
        with closing(open_finished(path)) as raw:
            (told,) = raw.execute("SELECT told FROM parked").fetchone()
        found = _read(json.loads(told))
    except _READ as error:
        log.info("what was kept of a scope cannot be read: %s", error)
        found = None
    return found.head.scope if found else None


def _copy(raw: sqlite3.Connection, table: Table, sid: int) -> None:
    names = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(str(sid) if name == "sid" else f'"{name}"' for name in names)
    source = f"SELECT {values} FROM parked.{table}"
    _run(raw, f"INSERT OR REPLACE INTO main.{table} ({listed}) {source}")


def _run(raw: sqlite3.Connection, statement: str, *values: object) -> None:
    raw.execute(statement, values).close()


def _leave(raw: sqlite3.Connection) -> None:
    if raw.in_transaction:
        raw.rollback()
    _run(raw, "DETACH parked")


def _tables(scope: ScopeId) -> list[Table]:
    """Return the cache tables of a scope; items are shared and have memberships beside them."""
    found = [TABLES[wire] for wire in FEEDS[scope.feed].tables]
    return [*found, *(_MEMBERS for each in found if each.name == "item")]


_MEMBERS = TABLES["item"].metadata.tables["item_member"]


def _of(table: Table) -> str:
    if table.name == "item":
        return "n IN (SELECT n FROM main.item_member WHERE sid = {})"
    return "sid = {}"


def _told(parked: Parked) -> str:
    head = parked.head
    return json.dumps(
        {
            "version": CACHE_VERSION,
            "scope": list(head.scope),
            "columns": {name: list(columns) for name, columns in head.columns.items()},
            "generation": head.generation,
            "incarnation": head.incarnation,
            "fold_version": head.fold_version,
            "count": head.count,
            "cursor": parked.cursor,
            "rows": parked.rows,
        }
    )


def _read(told: dict[str, Any]) -> Parked | None:
    """Return what a file says it holds; None = made by another version."""
    if told["version"] != CACHE_VERSION:
        return None
    head = Head(
        ScopeId(*told["scope"]),
        told["columns"],
        True,
        told["generation"],
        told["incarnation"],
        told["fold_version"],
        told["count"],
    )
    return Parked(head, told["cursor"], told["rows"])
