"""Builds an inactive cache file out of row pages (PROTOCOL R6, R8).

Journal off, keys only; what was not reloaded is copied from the active file, then indexes, texts,
counts and ANALYZE. Nobody reads the file before `caches` points to it, so a failure anywhere
leaves the old cache as it was. Made by `Caches.build`, driven by the sync runner.
"""

import logging
import shutil
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Transaction
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from b2bdesk.models import derive, interchange, marks, offerlog, replaced
from b2bdesk.models import parked as parking
from b2bdesk.models.engine import MACHINE, Opening, coded, driver, open_file, uri_of
from b2bdesk.models.prices import reprice
from b2bdesk.models.rowsql import TABLES, Layout, layout, readable
from b2bdesk.models.rowwrite import write_rows
from b2bdesk.models.scopesums import count_rows, rescan
from b2bdesk.models.tables.base import cache_metadata
from b2bdesk.models.tables.cache_meta import APPLICATION_ID, CACHE_VERSION
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Applied, Batch, Head, Mark, Parked, ScopeId
from b2bdesk.usecases.rows.account import ContractRow
from b2bdesk.wire.feeds import FEEDS

log = logging.getLogger(__name__)
PAGE_CACHE_KIB = 64 * 1024
ANALYSED = 1_000
"""Rows per index that ANALYZE looks at; all of them cost as much as the index itself."""
LATE_INDEXES = frozenset(
    {
        "base_price_price",
        "stock_total_qty",
        "item_brand",
        "item_variant",
        "item_added",
        "item_deleted",
    }
)
"""Neither the tree of groups nor a search asks for them: each is a pass over all items."""
LEAST_FREE = 64 << 20
"""Bytes of the disk that are left to drafts and to others: pages may come without end."""
_ADDED = "INSERT INTO main."
"""How the statements begin that write what a scope counts: none of them replaces another row."""
_UNSEEN = "DELETE FROM item WHERE n NOT IN (SELECT n FROM item_member)"
LATER = "later"
"""Fact of a file that is in use and not complete: what is still to be made."""


class Build:
    """One inactive cache file being filled."""

    def __init__(
        self,
        path: Path,
        active: Path | None,
        known: Mapping[ScopeId, int],
        anew: bool = False,
    ) -> None:
        """Create the file anew.

        Args:
            path: of the inactive file.
            active: the file whose other scopes are kept, None = nothing is kept. It is attached
                only at the end: a read transaction on it would not see deltas written meanwhile.
            known: numbers of its scopes, which this file shares.
            anew: numbers of `active` mean other things here: only its log is kept, by id.
        """
        self.path = path
        remove_file(path)
        self._active = active
        self._anew = anew
        self._connection = open_file(
            Opening(path, synchronous="OFF", journal="OFF", page_cache_kib=PAGE_CACHE_KIB)
        )
        self._known = dict(known)
        self._layouts: dict[tuple[ScopeId, str], Layout | None] = {}
        self.loaded: dict[ScopeId, Mark] = {}
        self._begun: set[ScopeId] = set()
        self._written: dict[ScopeId, int] = {}
        self._resumed: set[ScopeId] = set()
        self._left = False  # items that no assortment shows any more
        self._transaction: Transaction = self._connection.begin()
        create_tables(self._connection)

    def sid(self, scope: ScopeId) -> int:
        """Return the number of a scope in this file."""
        if scope not in self._known:
            self._known[scope] = max(self._known.values(), default=0) + 1
        return self._known[scope]

    def begin(self, head: Head) -> None:
        """Start (or start anew) a scope."""
        self.discard(head.scope)
        self._open(head)

    def _open(self, head: Head) -> None:
        self._begun.add(head.scope)
        with readable(head):
            for wire in head.columns:
                self._layouts[head.scope, wire] = layout(head, wire)

    def discard(self, scope: ScopeId) -> None:
        """Remove what the build holds of a scope; the old file's rows will be kept instead."""
        self._left |= scope.feed == "catalog" and scope in {*self.loaded, *self._begun}
        self.loaded.pop(scope, None)
        self._begun.discard(scope)
        self._written.pop(scope, None)
        self._resumed.discard(scope)
        clear_scope(self._connection, scope.feed, self.sid(scope))

    def put(self, head: Head, batch: Batch) -> None:
        """Write one batch."""
        shape = self._layouts.get((head.scope, batch.table))
        if shape is None:
            return
        sid = self.sid(head.scope)
        if shutil.disk_usage(self.path.parent).free < LEAST_FREE:
            raise Environment("disk_full", file=self.path.name, place=str(self.path.parent))
        with coded(self.path), readable(head):
            if batch.delete:
                delete_keys(self._connection, shape, sid, batch.delete)
                self._left |= shape.wire == "item"
            rows = shape.rows(batch.put)
            if not rows:
                return
            if shape.wire == "item":
                shape.write(self._connection, rows, None)
                into, values = "INSERT OR REPLACE INTO item_member", (str(sid), "?", "?")
                write_rows(self._connection, into, values, shape.numbered(rows))
            else:
                shape.write(self._connection, rows, sid)

    def take(self, head: Head, part: Path, look: Callable[[], None]) -> None:
        """Write a whole scope out of a snapshot part; `look` raises between two tables to stop.

        Attaching and detaching need the transaction closed: nobody reads this file yet, and an
        unfinished one is not valid, so what is written so far may be committed at any time.

        Raises:
            Expected: `bad_snapshot`; the scope is empty then.
        """
        interchange.check(part, head)
        self.begin(head)
        shapes = {
            wire: shape for wire in head.columns if (shape := self._layouts[head.scope, wire])
        }
        raw = driver(self._connection)
        self._transaction.commit()
        with coded(self.path):
            raw.execute("ATTACH ? AS part", (uri_of(part, read_only=True, immutable=True),)).close()
        interchange.add_functions(raw)
        usual = interchange.limit(raw)
        self._transaction = self._connection.begin()
        written = 0
        try:
            for statement in interchange.inserts(head, shapes, self.sid(head.scope)):
                look()
                with coded(self.path, only=MACHINE):
                    rows = self._connection.exec_driver_sql(statement).rowcount
                written += rows if statement.startswith(_ADDED) else 0
            self._written[head.scope] = written
        except DBAPIError as error:
            refused = f"{type(error).__name__}: {error.orig}"[:200]
        else:
            refused = ""
        finally:
            raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, usual)
            self._transaction.commit()
            raw.execute("DETACH part").close()
            self._transaction = self._connection.begin()
        if refused:
            self.discard(head.scope)
            raise interchange.bad(head, refused)

    def park(self, parked: Parked) -> None:
        """Keep what is here of an unfinished scope for a later build."""
        self._transaction.commit()
        try:
            with coded(self.path):
                path = self.path.with_name(parking.FILE)
                parking.keep(driver(self._connection), path, self.sid(parked.head.scope), parked)
        finally:
            self._transaction = self._connection.begin()

    def resume(self, scope: ScopeId) -> Parked | None:
        """Take what was parked of a scope; its sum is compared when it is closed."""
        self._transaction.commit()
        try:
            with coded(self.path):
                path = self.path.with_name(parking.FILE)
                found = parking.take(driver(self._connection), path, scope, self.sid(scope))
        finally:
            self._transaction = self._connection.begin()
        if found is not None:
            self._open(found.head)
            self._resumed.add(scope)
        return found

    def close(self, scope: ScopeId, mark: Mark) -> None:
        """Note that a scope is whole and count its rows."""
        sid = self.sid(scope)
        count, total = self._written.pop(scope, -1), mark.sum64
        if count < 0:
            count = count_rows(self._connection, scope.feed, sid)
        if scope in self._resumed:
            count, total = rescan(self._connection, scope, sid)
        if (count, total) != (mark.count, mark.sum64):
            raise Expected(
                "bad_count", feed=scope.feed, scope=scope.key, ours=count, theirs=mark.count
            )
        save_mark(self._connection, self.sid(scope), scope, mark)
        self.loaded[scope] = mark
        self._begun.discard(scope)

    def finish(
        self,
        wanted: Sequence[ScopeId],
        contracts: Sequence[ContractRow],
        today: date,
        guard: bool,
    ) -> Applied:
        """Copy the rest, derive, index and commit; the file is ready to be switched to.

        A first load leaves to `CacheData` what nobody needs in the first second: the index of word
        parts, the marks of items, the prices of contracts after the first, indexes for sorting by
        them.
        """
        with coded(self.path):
            applied = Applied()
            for scope in sorted(self._begun):
                self.discard(scope)
            if self._left:
                self._connection.exec_driver_sql(_UNSEEN)
            if self._active is not None:
                self._connection.exec_driver_sql(
                    "ATTACH ? AS old", (uri_of(self._active, read_only=True),)
                )
            if self._active is not None and not self._anew:
                replaced.copy_rest(self._connection, self.loaded, wanted)
                applied = replaced.compare(self._connection, self.loaded, self._known, guard)
            self._derive()
            first = self._active is None
            reprice(self._connection, contracts[:1] if first else contracts, today)
            note_repriced(self._connection, today)
            if first:
                note_fact(self._connection, LATER, "parts prices")
            self._log()
            create_indexes(self._connection, without=LATE_INDEXES if first else ())
            derive.create_text_indexes(self._connection, parts=not first)
            if not first:
                marks.mark_all(self._connection)
            self._connection.exec_driver_sql(f"PRAGMA analysis_limit={ANALYSED}")
            self._connection.exec_driver_sql("ANALYZE main")
            stamp(self._connection)
            self._transaction.commit()
        self._connection.close()
        return applied

    def abandon(self) -> None:
        """Throw the file away."""
        with suppress(DBAPIError):
            self._connection.close()
        remove_file(self.path)

    def _log(self) -> None:
        """Log what became of goods; the old file is attached when there is one."""
        if self._active is None:
            return
        if self._anew:
            offerlog.carry_by_id(self._connection)
            return
        offerlog.compare_files(
            self._connection,
            [(scope.feed, self.sid(scope), mark.pulled_at) for scope, mark in self.loaded.items()],
        )

    def _derive(self) -> None:
        connection = self._connection
        derive.fold_brands(connection)
        scopes = connection.exec_driver_sql("SELECT sid, feed FROM scope").all()
        for sid, feed in scopes:
            if feed == "catalog":
                derive.count_groups(connection, sid)
            elif feed == "stock":
                derive.total_stock(connection, sid)
            elif feed == "orders":
                derive.draw_order_lines(connection, sid, None)


def create_tables(connection: Connection) -> None:
    """Create the tables of a cache file, without secondary indexes."""
    for table in cache_metadata.sorted_tables:
        connection.execute(CreateTable(table))


def create_indexes(connection: Connection, without: Collection[str] = ()) -> None:
    """Create the secondary indexes; much quicker after the rows than before."""
    for table in cache_metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            if index.name not in without:
                connection.execute(CreateIndex(index, if_not_exists=True))


def create_late_indexes(connection: Connection) -> None:
    """Create what a first load left out, and its statistics."""
    create_indexes(connection)
    connection.exec_driver_sql(f"PRAGMA analysis_limit={ANALYSED}")
    for table in ("item", "base_price", "stock_total"):
        connection.exec_driver_sql(f"ANALYZE main.{table}")


def create_schema(connection: Connection) -> None:
    """Make an empty cache of a new file, so that every query has its tables."""
    create_tables(connection)
    create_indexes(connection)
    derive.create_text_indexes(connection)
    stamp(connection)


def stamp(connection: Connection) -> None:
    """Mark a file as a whole cache of this version."""
    connection.exec_driver_sql(f"PRAGMA user_version = {CACHE_VERSION}")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def remove_file(path: Path) -> bool:
    """Remove a database file and its side files; False when something still holds it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        try:
            path.with_name(name).unlink(missing_ok=True)
        except OSError as error:
            log.info("%s stays for now: %s", name, error)
            return False
    return True


def clear_scope(connection: Connection, feed: str, sid: int) -> None:
    """Remove all rows of a scope; items that no assortment shows any more go with it."""
    for wire in FEEDS[feed].tables:
        if wire == "item":
            connection.exec_driver_sql("DELETE FROM item_member WHERE sid = ?", (sid,))
        else:
            connection.exec_driver_sql(f"DELETE FROM {TABLES[wire].name} WHERE sid = ?", (sid,))


def delete_keys(connection: Connection, shape: Layout, sid: int, keys: Sequence[object]) -> None:
    """Remove rows by their wire keys; for items the membership goes."""
    where = " AND ".join(f'"{column}" = ?' for column in shape.key_columns)
    connection.exec_driver_sql(
        f"DELETE FROM {shape.member} WHERE sid = {sid} AND {where}", list(keys)
    )


def note_repriced(connection: Connection, today: date) -> None:
    """Remember for which day base prices hold."""
    note_fact(connection, "repriced_on", today.isoformat())


def note_fact(connection: Connection, name: str, value: str) -> None:
    """Remember a fact of the file."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO cache_fact (name, value) VALUES (?, ?)", (name, value)
    )


def save_mark(connection: Connection, sid: int, scope: ScopeId, mark: Mark) -> None:
    """Write the mark of a scope."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO scope VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sid,
            scope.feed,
            scope.key,
            mark.generation,
            mark.incarnation,
            mark.cursor,
            mark.count,
            mark.sum64,
            mark.pulled_at,
            mark.healed_at,
        ),
    )
