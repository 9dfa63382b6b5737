"""Writes deltas and small scopes into the active cache (PROTOCOL R6, R9).

Rows are staged in a temporary table, then everything is set statements in one IMMEDIATE
transaction together with the cursor: old rows leave the checksum, new ones enter it, full-text
and derived rows follow only where text, stock or orders really changed. Called by `cache`.
Staged rows lie in the order of the keys, as their targets do, so that every page is met once, and
are analysed: of a table without statistics SQLite expects a million rows, and to find them sooner
it first reads through all of the table they are joined with (a Bloom filter).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from b2bdesk.models import derive, marks, offerlog
from b2bdesk.models.load import clear_scope, delete_keys, save_mark
from b2bdesk.models.pricedue import DUE, note_items, note_prices
from b2bdesk.models.replaced import check_guard
from b2bdesk.models.rowsql import Layout, layout, readable
from b2bdesk.models.rowsums import exchanged, summed
from b2bdesk.models.tables import cache_text
from b2bdesk.usecases.ports.cache import Applied, Batch, Head, Mark, Repricing, ScopeId
from b2bdesk.wire.feeds import sum64_text

_NAMED_IDS = 500
NOTED = {"catalog": ("touched", "marked"), "stock": ("stocked",)}
"""Temporary tables of a feed: numbers of items whose text, marks or stock moved."""


def sid_of(connection: Connection, scope: ScopeId) -> int:
    """Return the number of a scope, a new one when it has none yet."""
    found = connection.exec_driver_sql(
        'SELECT sid FROM scope WHERE feed = ? AND "key" = ?', tuple(scope)
    ).scalar()
    if found is None:
        found = connection.exec_driver_sql("SELECT coalesce(max(sid), 0) + 1 FROM scope").scalar()
        save_mark(connection, int(found or 1), scope, Mark())
    return int(found or 1)


def apply_scope(
    connection: Connection, head: Head, batches: Sequence[Batch], mark: Mark, guard: bool
) -> Applied:
    """Write a delta, or a whole small scope when `head.full`; the caller owns the transaction.

    Raises:
        Expected: `mass_deletion` when `guard`.
    """
    work = _Work(connection, head, sid_of(connection, head.scope), mark.pulled_at)
    if head.full:
        work.take_all_out()
    with readable(head):
        for batch in _joined(batches):
            work.take(batch)
    if guard:
        check_guard(head.scope, work.gone(), work.before_count)
    work.finish()
    agrees = work.count == mark.count and sum64_text(work.sum) == mark.sum64
    if work.applied.repricing:
        _note_repricing(connection, work.applied.repricing)
    saved = replace(mark, count=work.count, sum64=sum64_text(work.sum))
    save_mark(connection, work.sid, head.scope, saved)
    work.applied.sum_ok = agrees
    return work.applied


def _note_repricing(connection: Connection, needed: Repricing) -> None:
    connection.exec_driver_sql(
        "INSERT INTO cache_fact (name, value) VALUES ('repricing', ?) ON CONFLICT (name)"
        " DO UPDATE SET value = max(value, excluded.value)",
        (str(int(needed)),),
    )


def _joined(batches: Iterable[Batch]) -> Iterable[Batch]:
    """Join neighbouring batches of one table; a page that deletes begins a new one."""
    pending: Batch | None = None
    for batch in batches:
        if pending and pending.table == batch.table and not batch.delete:
            pending = Batch(pending.table, [*pending.put, *batch.put], pending.delete)
            continue
        if pending:
            yield pending
        pending = batch
    if pending:
        yield pending


class _Work:
    """One scope being written: counts, checksum and what derived rows must follow."""

    def __init__(self, connection: Connection, head: Head, sid: int, at: str) -> None:
        self._connection = connection
        self._head = head
        self.sid = sid
        self._at = at
        before = connection.exec_driver_sql(
            'SELECT "count", sum64 FROM scope WHERE sid = ?', (sid,)
        ).one()
        self.before_count = int(before[0])
        self.count = self.before_count
        self.sum = int(before[1] or "0", 16)
        self.applied = Applied()
        self._removed = 0
        self._fresh = 0
        self._orders: set[str] = set()
        self._goods = offerlog.GoodsBefore(connection, sid)
        self._stock = self._groups = self._orphans = False
        for name in NOTED.get(head.scope.feed, ()):
            connection.exec_driver_sql(
                f"CREATE TEMP TABLE IF NOT EXISTS {name} (n INTEGER PRIMARY KEY)"
            )
            connection.exec_driver_sql(f"DELETE FROM temp.{name}")
        connection.exec_driver_sql(DUE)

    def gone(self) -> int:
        """Return how many rows are really lost: removed and not put again."""
        return max(self._removed - self._fresh, 0) if self._head.full else self._removed

    def take_all_out(self) -> None:
        """Empty the scope before it is replaced; prices are compared row by row later."""
        self._removed = self.before_count
        if self._head.scope.feed == "prices":
            self._connection.exec_driver_sql("DROP TABLE IF EXISTS temp.was")
            self._connection.exec_driver_sql(
                f"CREATE TEMP TABLE was AS SELECT n, min, price FROM price WHERE sid = {self.sid}"
            )
        if self._head.scope.feed == "catalog":
            if self.before_count:
                self._goods.note_all()
            self._leave_texts(f"SELECT n FROM item_member WHERE sid = {self.sid}")
            self._note("marked", f"SELECT n FROM item_member WHERE sid = {self.sid}")
            self._orphans = True
        if self._head.scope.feed == "stock":
            self._note("stocked", f"SELECT n FROM stock WHERE sid = {self.sid}")
            self._stock = True
        if self._head.scope.feed in ("prices", "catalog", "terms"):
            self._reprice(Repricing.ALL)
        clear_scope(self._connection, self._head.scope.feed, self.sid)
        self.count = 0
        self.sum = 0
        self._groups = self._head.scope.feed == "catalog"

    def take(self, batch: Batch) -> None:
        """Write one batch: deletions first, then rows."""
        shape = layout(self._head, batch.table)
        if shape is None:
            return
        if batch.delete:
            self._stage_keys(shape, batch.delete)
            self._before_removal(shape)
            self._removed += self._take_out(shape)
            delete_keys(self._connection, shape, self.sid, batch.delete)
            self.applied.deleted += len(batch.delete)
        rows = shape.rows(batch.put)
        if rows:
            self._stage(shape, rows)
            self._before_put(shape)
            count, replaced, growth = exchanged(self._connection, shape, self.sid)
            self.count += count - replaced
            self.sum += growth
            self._bring_in(shape)
            self._fresh += len(rows)
            self.applied.upserted += len(rows)
            self._news(shape, len(rows) - replaced, replaced)

    def finish(self) -> None:
        """Bring derived rows and full-text after the server rows."""
        connection = self._connection
        if self._head.scope.feed == "catalog":
            self._finish_catalog()
        if self._stock:
            derive.stage_totals(connection, self.sid, "SELECT n FROM temp.stocked")
            offerlog.log_stock(connection, self.sid, self._at)
            derive.write_totals(connection, self.sid, "SELECT n FROM temp.stocked")
        if self._head.scope.feed == "orders" and (self._orders or self._head.full):
            ids = None if self._head.full else sorted(self._orders)
            derive.draw_order_lines(connection, self.sid, ids)

    def _finish_catalog(self) -> None:
        connection = self._connection
        if self.before_count:
            self._goods.log(self._at)
        if self._orphans:
            connection.exec_driver_sql(
                "DELETE FROM item WHERE n IN (SELECT n FROM temp.touched) AND NOT EXISTS"
                " (SELECT 1 FROM scope s CROSS JOIN item_member m ON m.sid = s.sid"
                " AND m.n = item.n WHERE s.feed = 'catalog')"
            )
        derive.fold_brands(connection, "SELECT n FROM temp.touched")
        marks.mark_some(connection, "SELECT n FROM temp.marked")
        for index in cache_text.INDEXES:
            connection.exec_driver_sql(
                f"INSERT INTO {index}(rowid, text)"
                " SELECT n, text FROM item_text WHERE n IN (SELECT n FROM temp.touched)"
            )
        if self._groups:
            for (sid,) in connection.exec_driver_sql(
                "SELECT sid FROM scope WHERE feed = 'catalog'"
            ).all():
                derive.count_groups(connection, sid)

    def _stage(self, shape: Layout, rows: Sequence[tuple[object, ...]]) -> None:
        """Put rows into temp.stage with the columns of the target."""
        self._connection.exec_driver_sql("DROP TABLE IF EXISTS temp.stage")
        columns = ", ".join(f'"{name}"' for name in shape.columns)
        keys = ", ".join(f'"{name}"' for name in shape.key_columns)
        self._connection.exec_driver_sql(
            f"CREATE TEMP TABLE stage ({columns}, PRIMARY KEY ({keys})) WITHOUT ROWID"
        )
        shape.write(self._connection, rows, None, into="temp.stage")
        self._connection.exec_driver_sql("ANALYZE temp.stage")

    def _stage_keys(self, shape: Layout, keys: Sequence[tuple[object, ...]]) -> None:
        self._connection.exec_driver_sql("DROP TABLE IF EXISTS temp.stage")
        names = ", ".join(f'"{name}"' for name in shape.key_columns)
        marks = ", ".join("?" * len(shape.key_columns))
        self._connection.exec_driver_sql(
            f"CREATE TEMP TABLE stage ({names}, PRIMARY KEY ({names})) WITHOUT ROWID"
        )
        self._connection.exec_driver_sql(
            f"INSERT OR IGNORE INTO temp.stage VALUES ({marks})", list(keys)
        )
        self._connection.exec_driver_sql("ANALYZE temp.stage")

    def _take_out(self, shape: Layout) -> int:
        """Take the present rows of the staged keys out of count and checksum."""
        on = " AND ".join(f't."{name}" = s."{name}"' for name in shape.key_columns)
        source = f"temp.stage s CROSS JOIN {shape.member} t ON t.sid = {self.sid} AND {on}"
        count, total = summed(self._connection, shape, source, "t")
        self.sum -= total
        self.count -= count
        return count

    def _bring_in(self, shape: Layout) -> None:
        """Write the staged rows."""
        names = ", ".join(f'"{name}"' for name in shape.columns)
        sid = "" if shape.wire == "item" else f"{self.sid}, "
        into = names if shape.wire == "item" else f"sid, {names}"
        self._connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO {shape.name} ({into}) SELECT {sid}{names} FROM temp.stage"
        )
        if shape.wire == "item":
            self._connection.exec_driver_sql(
                "INSERT OR REPLACE INTO item_member (sid, n, rev)"
                f" SELECT {self.sid}, n, rev FROM temp.stage"
            )

    def _before_removal(self, shape: Layout) -> None:
        if shape.wire == "item":
            self._goods.note_staged()
            self._leave_texts("SELECT n FROM temp.stage")
            self._note("marked", "SELECT n FROM temp.stage")
            self._orphans = self._groups = True
        elif shape.wire == "order":
            self._orders |= set(self._staged("id"))
        elif shape.wire == "stock":
            self._note_stocked()
        elif shape.wire == "price":
            self._note_repriced(note_prices(self._connection, self.sid))
        elif shape.wire in ("group", "terms"):
            self._groups = shape.wire == "group"
            self._reprice(Repricing.ALL)

    def _before_put(self, shape: Layout) -> None:
        if shape.wire == "item":
            self._goods.note_staged()
            text = ("name_fold", "article_fold", "brand", "id")
            self._leave_texts(f"SELECT s.n {_moved_items(shape, text)}")
            self._note("marked", f"SELECT s.n {_moved_items(shape, ('attributes', 'brand'))}")
            self._groups = self._groups or self._regrouped(shape)
            ruled = _moved_items(shape, ("grp", "brand", "segment", "id"))
            self._note_repriced(note_items(self._connection, f"SELECT s.n {ruled}"))
            self.applied.item_ids |= set(self._staged("id"))
        elif shape.wire == "price":
            self._log_prices()
            self._note_repriced(note_prices(self._connection, self.sid))
        elif shape.wire == "order":
            self._orders |= set(self._staged("id"))
        elif shape.wire == "stock":
            self._note_stocked()
        elif shape.wire in ("group", "terms"):
            self._groups = shape.wire == "group"
            self._reprice(Repricing.ALL)

    def _staged(self, column: str) -> list[str]:
        limit = "" if column == "id" else f" LIMIT {_NAMED_IDS}"
        found = self._connection.exec_driver_sql(f'SELECT "{column}" FROM temp.stage{limit}')
        return [str(value) for value in found.scalars()]

    def _log_prices(self) -> None:
        was = "temp.was o ON" if self._head.full else f"price o ON o.sid = {self.sid} AND"
        found = self._connection.exec_driver_sql(
            "INSERT OR REPLACE INTO price_change (sid, n, min, at, old, new)"
            f" SELECT {self.sid}, s.n, s.min, ?, o.price, s.price FROM temp.stage s"
            f" CROSS JOIN {was} o.n = s.n AND o.min = s.min WHERE o.price <> s.price"
            " RETURNING new > old",
            (self._at,),
        )
        rises = found.scalars().all()
        self.applied.risen += sum(rises)
        self.applied.fallen += len(rises) - sum(rises)

    def _note(self, table: str, ns: str) -> None:
        self._connection.exec_driver_sql(f"INSERT OR IGNORE INTO temp.{table} {ns}")

    def _leave_texts(self, ns: str) -> None:
        """Take items out of the full-text indexes by their present text, once each."""
        fresh = f"SELECT n FROM ({ns}) WHERE n NOT IN (SELECT n FROM temp.touched)"
        for index in cache_text.INDEXES:
            self._connection.exec_driver_sql(
                f"INSERT INTO {index}({index}, rowid, text)"
                f" SELECT 'delete', n, text FROM item_text WHERE n IN ({fresh})"
            )
        self._note("touched", ns)

    def _note_repriced(self, count: int) -> None:
        if count:
            self._reprice(Repricing.TOUCHED)

    def _regrouped(self, shape: Layout) -> bool:
        """Say whether the staged items change the numbers of items per group."""
        found = self._connection.exec_driver_sql(
            f"SELECT 1 {_moved_items(shape, ('grp', 'status'))} OR NOT EXISTS"
            f" (SELECT 1 FROM item_member m WHERE m.sid = {self.sid} AND m.n = s.n) LIMIT 1"
        )
        return found.first() is not None

    def _reprice(self, needed: Repricing) -> None:
        self.applied.repricing = max(self.applied.repricing, needed)

    def _note_stocked(self) -> None:
        self._note("stocked", "SELECT DISTINCT n FROM temp.stage")
        self._stock = True

    def _news(self, shape: Layout, added: int, changed: int) -> None:
        if shape.wire == "item" and not self._head.full:
            self.applied.appeared += added
        elif shape.wire == "order":
            self.applied.moved_orders += changed
        elif shape.wire == "document":
            self.applied.new_documents += 0 if self._head.full else added


def _moved_items(shape: Layout, columns: Sequence[str]) -> str:
    """Return FROM and WHERE of staged items `s` that are new or differ in a column.

    A column that the portal does not send will be empty.
    """
    here = {name: f's."{name}"' for name in shape.columns}
    differ = " OR ".join(f"i.{name} IS NOT {here.get(name, 'NULL')}" for name in columns)
    return f"FROM temp.stage s LEFT JOIN item i ON i.n = s.n WHERE (i.n IS NULL OR {differ})"
