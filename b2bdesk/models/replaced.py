"""What a full load keeps of the old cache file and what it says about the difference.

The old file is attached as `old`. Scopes that were not reloaded are copied; for those that were,
moved prices are logged, goods that came and went are counted, and the mass-deletion guard decides
(PROTOCOL R8). Called by `load`; `cache` shortens the logs once a day.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from b2bdesk.models import offerlog
from b2bdesk.models.rowsql import TABLES
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.cache import Applied, Mark, ScopeId

GUARD_SHARE, GUARD_ROWS = 0.30, 500
HISTORY_DAYS = 90
HISTORY_RUNS = 3000  # a working day of the window's rhythm, and what broke off


def check_guard(scope: ScopeId, removed: int, total: int) -> None:
    """Refuse a change that takes too much of a scope at once.

    Raises:
        Expected: `mass_deletion` with feed, scope, removed, total.
    """
    if removed > GUARD_ROWS and removed > total * GUARD_SHARE:
        raise Expected(
            "mass_deletion", feed=scope.feed, scope=scope.key, removed=removed, total=total
        )


def copy_rest(
    connection: Connection, loaded: Mapping[ScopeId, Mark], wanted: Sequence[ScopeId]
) -> None:
    """Copy the scopes that are wanted and were not reloaded, and the logs."""
    keep = set(wanted) - set(loaded)
    sids = [
        sid
        for sid, feed, key in connection.exec_driver_sql('SELECT sid, feed, "key" FROM old.scope')
        if ScopeId(feed, key) in keep
    ]
    listed = ", ".join(map(str, sids)) or "NULL"
    for table in {table.name for table in TABLES.values()} - {"item"} | {"item_member", "scope"}:
        connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO main.{table} SELECT * FROM old.{table} WHERE sid IN ({listed})"
        )
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO main.item SELECT * FROM old.item WHERE n IN"
        f" (SELECT n FROM old.item_member WHERE sid IN ({listed}))"
    )
    connection.exec_driver_sql("INSERT OR IGNORE INTO main.brand SELECT * FROM old.brand")
    for log in ("price_change", "offer_change", "sync_run"):
        connection.exec_driver_sql(f"INSERT OR IGNORE INTO main.{log} SELECT * FROM old.{log}")


def forget_old(connection: Connection, today: date) -> None:
    """Shorten the logs of the active file; called once a day."""
    since = (today - timedelta(days=HISTORY_DAYS)).isoformat()
    connection.exec_driver_sql("DELETE FROM price_change WHERE at < ?", (since,))
    offerlog.shorten(connection, offerlog.epoch(since))
    connection.exec_driver_sql(
        "DELETE FROM sync_run WHERE id <="
        f" (SELECT coalesce(max(id), 0) - {HISTORY_RUNS} FROM sync_run)"
    )


def compare(
    connection: Connection,
    loaded: Mapping[ScopeId, Mark],
    sids: Mapping[ScopeId, int],
    guard: bool,
) -> Applied:
    """Say what the reloaded scopes changed against the old file; log moved prices.

    Raises:
        Expected: `mass_deletion` when `guard`.
    """
    applied = Applied()
    for scope, mark in loaded.items():
        sid = sids[scope]
        before = connection.exec_driver_sql(
            'SELECT "count" FROM old.scope WHERE sid = ?', (sid,)
        ).scalar()
        if before is None:
            continue
        gone = before - mark.count
        if scope.feed == "catalog":
            appeared, vanished = _came_and_went(connection, sid)
            applied.appeared += appeared
            applied.vanished += vanished
            gone = max(gone, vanished)
        elif scope.feed == "prices":
            risen, fallen = _log_prices(connection, sid, mark.pulled_at)
            applied.risen += risen
            applied.fallen += fallen
        elif scope.feed == "orders":
            applied.moved_orders += _changed(connection, "orders", sid)
        elif scope.feed == "documents":
            applied.new_documents += _added(connection, "document", sid)
        if guard:
            check_guard(scope, gone, before)
    return applied


def _came_and_went(connection: Connection, sid: int) -> tuple[int, int]:
    missing = (
        "SELECT count(*) FROM {here}.item_member a WHERE a.sid = ? AND NOT EXISTS"
        " (SELECT 1 FROM {there}.item_member b WHERE b.sid = a.sid AND b.n = a.n)"
    )
    came = connection.exec_driver_sql(missing.format(here="main", there="old"), (sid,))
    appeared = int(came.scalar_one())
    went = connection.exec_driver_sql(missing.format(here="old", there="main"), (sid,))
    return appeared, int(went.scalar_one())


def _log_prices(connection: Connection, sid: int, at: str) -> tuple[int, int]:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO main.price_change (sid, n, min, at, old, new)"
        " SELECT m.sid, m.n, m.min, ?, o.price, m.price FROM main.price m"
        " JOIN old.price o ON o.sid = m.sid AND o.n = m.n AND o.min = m.min"
        " WHERE m.sid = ? AND o.price <> m.price",
        (at, sid),
    )
    return moved(connection, sid, at)


def moved(connection: Connection, sid: int, at: str) -> tuple[int, int]:
    """Count the prices that a sync raised and lowered."""
    risen, fallen = connection.exec_driver_sql(
        "SELECT coalesce(sum(new > old), 0), coalesce(sum(new < old), 0)"
        " FROM price_change WHERE sid = ? AND at = ?",
        (sid, at),
    ).one()
    return int(risen), int(fallen)


def _changed(connection: Connection, table: str, sid: int) -> int:
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM main.{table} m JOIN old.{table} o ON o.sid = m.sid AND o.id = m.id"
        " WHERE m.sid = ? AND m.rev <> o.rev",
        (sid,),
    )
    return int(found.scalar_one())


def _added(connection: Connection, table: str, sid: int) -> int:
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM main.{table} m WHERE m.sid = ? AND NOT EXISTS"
        f" (SELECT 1 FROM old.{table} o WHERE o.sid = m.sid AND o.id = m.id)",
        (sid,),
    )
    return int(found.scalar_one())
