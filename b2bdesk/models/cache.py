"""The portal's truth as synchronisation writes it, over the pair of cache files (PROTOCOL R6–R9).

Deltas and small scopes go into the active file in one transaction each; a full load builds the
inactive one, and `caches` switches the pointer when it is whole. Made by `bootstrap`, driven by
the sync runner; implements `usecases.ports.cache.CacheStore`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models import derive
from b2bdesk.models.apply import apply_scope
from b2bdesk.models.caches import Caches
from b2bdesk.models.load import (
    LATER,
    Build,
    clear_scope,
    create_late_indexes,
    note_fact,
    note_repriced,
)
from b2bdesk.models.marks import mark_all
from b2bdesk.models.offerlog import epoch, log_prices
from b2bdesk.models.parked import FILE, scope_in
from b2bdesk.models.pricedue import forget_due, take_due
from b2bdesk.models.prices import reprice, scope_id, settle_prices, stage_prices
from b2bdesk.models.replaced import forget_old
from b2bdesk.models.scopesums import rescan
from b2bdesk.usecases.ports.cache import Applied, Batch, CacheBuild, Head, Mark, Repricing, ScopeId
from b2bdesk.usecases.rows.account import ContractRow

_MARK_COLUMNS = 'generation, incarnation, cursor, "count", sum64, pulled_at, healed_at'
CHECK_EVERY, BUSY = timedelta(days=7), timedelta(days=1)
_CHECKED = "checked:"
_SID = 'SELECT sid FROM scope WHERE feed = ? AND "key" = ?'


class CacheData:
    """Scopes of one profile in its cache files."""

    def __init__(self, caches: Caches) -> None:
        """Work on the given pair of files."""
        self._caches = caches
        self._noted = False
        self._complete = False

    def marks(self) -> Mapping[ScopeId, Mark]:
        """Return the marks of all scopes."""

        def read(connection: Connection) -> dict[ScopeId, Mark]:
            found = connection.exec_driver_sql(f'SELECT feed, "key", {_MARK_COLUMNS} FROM scope')
            return {ScopeId(feed, key): Mark(*rest) for feed, key, *rest in found}

        return self._caches.write(read)

    def is_empty(self) -> bool:
        """Say whether no scope was ever pulled into the active file."""
        return not any(mark.pulled_at for mark in self.marks().values())

    def apply(self, head: Head, batches: Sequence[Batch], mark: Mark, guard: bool) -> Applied:
        """Write a delta and its cursor in one transaction."""
        self._make_parts()
        applied = self._caches.write(
            lambda connection: apply_scope(connection, head, batches, mark, guard)
        )
        self._noted = self._noted or applied.repricing != Repricing.NONE
        return applied

    def replace(self, head: Head, batches: Sequence[Batch], mark: Mark, guard: bool) -> Applied:
        """Replace a small scope whole, in one transaction."""
        return self.apply(head, batches, mark, guard)

    def parked(self, scope: ScopeId) -> bool:
        """Say whether a build has parked something of a scope."""
        return scope_in(self._caches.active.with_name(FILE)) == scope

    def build(self, fresh: bool = False) -> Build:
        """Begin the inactive file; `fresh` = nothing of the active one is to be kept (R7)."""
        active = None if self.is_empty() else self._caches.active
        known = {} if fresh or active is None else self._caches.write(_numbers)
        return Build(self._caches.clear_inactive(), active, known, anew=fresh)

    def switch(
        self,
        build: CacheBuild,
        wanted: Sequence[ScopeId],
        contracts: Sequence[ContractRow],
        today: date,
        guard: bool,
    ) -> Applied:
        """Finish a build, point to it and drop the old file."""
        if not isinstance(build, Build):
            raise TypeError("a build of another store")
        try:
            applied = build.finish(wanted, contracts, today, guard)
        except BaseException:
            build.abandon()
            raise
        self._caches.switch()
        self._complete = False
        return applied

    def take(self, build: CacheBuild, head: Head, part: Path, look: Callable[[], None]) -> None:
        """Write a scope into a build out of a snapshot part; `look` raises in the middle to stop.

        Raises:
            Expected: `bad_snapshot`; the build holds nothing of the scope then.
        """
        if not isinstance(build, Build):
            raise TypeError("a build of another store")
        build.take(head, part, look)

    def drop(self, scopes: Sequence[ScopeId]) -> None:
        """Remove scopes that the account names no more."""

        def work(connection: Connection) -> None:
            for scope in scopes:
                _drop(connection, scope)

        if scopes:
            self._caches.write(work)

    def forget(self, scope: ScopeId) -> None:
        """Clear the cursor of a scope, so that it is pulled whole next time."""
        self._caches.write(
            lambda connection: connection.exec_driver_sql(
                "UPDATE scope SET cursor = '' WHERE feed = ? AND \"key\" = ?", tuple(scope)
            )
        )

    def reprice(self, contracts: Sequence[ContractRow], today: date, needed: Repricing) -> bool:
        """Bring base prices up to date: one transaction per contract, in the order given.

        What a delta leaves to be done is noted in its transaction, so that a run that broke off
        before this is made good by the next one.
        """
        late = self._make_later(contracts, today)
        held, pending = self._caches.write(_repricing_facts)
        if pending:
            needed = max(needed, Repricing(pending)) if self._noted else Repricing.ALL
        if held != today.isoformat():
            needed = Repricing.ALL
            self._caches.write(partial(forget_old, today=today))
        if needed == Repricing.NONE:
            return late
        some = needed == Repricing.TOUCHED
        for contract in contracts:
            self._caches.write(partial(_reprice, contract=contract, today=today, some=some))
        self._caches.write(partial(_repriced, today=today))
        self._noted = False
        return True

    def _make_parts(self) -> None:
        """Fill the index of word parts and mark the items, if a first load left it.

        A delta must find both whole.
        """

        def work(connection: Connection) -> None:
            if "parts" in _later(connection):
                derive.fill_parts(connection)
                mark_all(connection)
                note_fact(connection, LATER, "prices")

        if not self._complete:
            self._caches.write(work)

    def _make_later(self, contracts: Sequence[ContractRow], today: date) -> bool:
        """Make what a first load left; says whether there was anything."""
        if self._complete:
            return False
        self._make_parts()
        left = self._caches.write(_later)
        for contract in contracts if left else ():
            self._caches.write(partial(_price_first, contract=contract, today=today))
        if left:
            self._caches.write(create_late_indexes)
            self._caches.write(
                lambda connection: connection.exec_driver_sql(
                    "DELETE FROM cache_fact WHERE name = ?", (LATER,)
                )
            )
        self._complete = True
        return bool(left)

    def rescan(self, scope: ScopeId) -> bool:
        """Compare count and checksum of a scope with its rows (R9)."""
        mark = self.marks().get(scope)
        if mark is None:
            return True

        def work(connection: Connection) -> tuple[int, str]:
            sid = connection.exec_driver_sql(_SID, tuple(scope)).scalar_one()
            return rescan(connection, scope, sid)

        return self._caches.write(work) == (mark.count, mark.sum64)

    def check_one(self, now: datetime, idle: bool) -> ScopeId | None:
        """Scan the scope that has waited longest for it, if its week is over (R9).

        A freshly loaded scope is due at once. While there is other work a scan waits a day more.

        Returns:
            The scope when its rows do not agree with its mark.
        """
        found = self._caches.write(partial(_longest_unchecked, now=now, idle=idle))
        if found is None:
            return None
        agrees = self.rescan(found)
        name = _CHECKED + "/".join(found)
        self._caches.write(partial(note_fact, name=name, value=now.isoformat()))
        return None if agrees else found

    def log_run(self, started_at: datetime, receipt: Mapping[str, Any]) -> None:
        """Keep the receipt of a run in the journal of syncs."""
        text = json.dumps(receipt, ensure_ascii=False, default=str)
        self._caches.write(
            lambda connection: connection.exec_driver_sql(
                "INSERT INTO sync_run (started_at, receipt) VALUES (?, ?)",
                (started_at.isoformat(), text),
            )
        )


def _repricing_facts(connection: Connection) -> tuple[str, int]:
    """Return for which day base prices hold, and what deltas have left to be repriced."""
    found = connection.exec_driver_sql(
        "SELECT name, value FROM cache_fact WHERE name IN ('repriced_on', 'repricing')"
    )
    facts: dict[str, str] = dict(map(tuple, found.all()))
    return facts.get("repriced_on", ""), int(facts.get("repricing", 0))


def _later(connection: Connection) -> str:
    found = connection.exec_driver_sql("SELECT value FROM cache_fact WHERE name = ?", (LATER,))
    return str(found.scalar() or "")


def _price_first(connection: Connection, contract: ContractRow, today: date) -> None:
    """Compute the base prices of a contract that has none yet."""
    cid = scope_id(connection, "terms", contract.id)
    priced = "SELECT EXISTS (SELECT 1 FROM base_price WHERE cid = ?)"
    if cid is not None and not connection.exec_driver_sql(priced, (cid,)).scalar():
        reprice(connection, [contract], today)


def _longest_unchecked(connection: Connection, now: datetime, idle: bool) -> ScopeId | None:
    """Return the scope whose last scan is the longest ago; None = all are recent enough.

    A scope that was never scanned is due from the first look on.
    """
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO cache_fact (name, value)"
        f" SELECT '{_CHECKED}' || feed || '/' || \"key\", ? FROM scope WHERE pulled_at <> ''",
        ((now - CHECK_EVERY).isoformat(),),
    )
    before = now - CHECK_EVERY if idle else now - CHECK_EVERY - BUSY
    row = connection.exec_driver_sql(
        'SELECT s.feed, s."key" FROM scope s JOIN cache_fact f'
        f" ON f.name = '{_CHECKED}' || s.feed || '/' || s.\"key\""
        " WHERE f.value <= ? ORDER BY f.value, s.sid LIMIT 1",
        (before.isoformat(),),
    ).first()
    return ScopeId(row[0], row[1]) if row else None


def _repriced(connection: Connection, today: date) -> None:
    note_repriced(connection, today)
    forget_due(connection)
    connection.exec_driver_sql("DELETE FROM cache_fact WHERE name = 'repricing'")


def _reprice(connection: Connection, contract: ContractRow, today: date, some: bool) -> None:
    """Compute the base prices of a contract anew, of `some` = due items, and log what moved."""
    if some and not take_due(connection, contract):
        return
    ns = "SELECT n FROM temp.due" if some else ""
    cid = stage_prices(connection, contract, today, ns)
    if cid is None:
        return
    pulled = connection.exec_driver_sql("SELECT max(pulled_at) FROM scope").scalar()
    log_prices(connection, cid, ns, epoch(str(pulled)))
    settle_prices(connection, cid, ns)


def _numbers(connection: Connection) -> dict[ScopeId, int]:
    found = connection.exec_driver_sql('SELECT sid, feed, "key" FROM scope')
    return {ScopeId(feed, key): sid for sid, feed, key in found}


def _drop(connection: Connection, scope: ScopeId) -> None:
    sid = connection.exec_driver_sql(_SID, tuple(scope)).scalar()
    if sid is None:
        return
    if scope.feed == "catalog":
        head = Head(scope, {}, True, "", "")
        apply_scope(connection, head, (), Mark(), guard=False)
    clear_scope(connection, scope.feed, sid)
    for table, column in (
        ("grp_count", "sid"),
        ("stock_total", "sid"),
        ("order_line", "sid"),
        ("price_change", "sid"),
        ("offer_change", "sid"),
        ("base_price", "cid"),
    ):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ?", (sid,))
    connection.exec_driver_sql("DELETE FROM scope WHERE sid = ?", (sid,))
