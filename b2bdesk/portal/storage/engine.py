"""The one function that opens the portal's database, and what each kind needs to be safe.

SQLite: WAL, synchronous=FULL (an accepted order survives a power cut), foreign keys on, trusted
schema off, and `BEGIN IMMEDIATE` for writers: a deferred transaction that turns to writing fails
at once however long the timeout (RELIABILITY §0 #9). PostgreSQL: a pool that never takes all
connections of the server, and an end to waiting for locks.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from b2bdesk.trade.errors import Environment, Expected

WRITING = "b2bdesk_writing"
BUSY_MS = 5_000
# of one process; a server takes 100 by default, and the portal may run in several processes
POOL, OVERFLOW, POOL_SECONDS = 8, 16, 10.0
_LOCK_SECONDS = 10
_IDLE_MINUTES = 15
_DRIVER = "psycopg"
_ADDRESS = re.compile(r"^[a-z0-9+]+://", re.IGNORECASE)


def open_engine(target: str) -> Engine:
    """Open a database by a file name or by an address such as `postgresql://…`.

    Args:
        target: path of an SQLite file (made when missing), or an address.

    Raises:
        Expected: `database_address`: neither a file nor an address of a kind known here.
        Environment: `database_driver`: the driver of PostgreSQL is not installed.
    """
    if not _ADDRESS.match(target):
        if not target.strip() or Path(target).is_dir():
            raise Expected("database_address", text=target)
        path = Path(target).absolute()
        return _sqlite(URL.create("sqlite+pysqlite", database=str(path)))
    try:
        url = make_url(target)
    except (ArgumentError, ValueError) as error:
        # the text may hold a password: only its beginning is repeated
        raise Expected("database_address", text=target.partition("://")[0] + "://…") from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        return _sqlite(url)
    if kind not in ("postgresql", "postgres"):
        raise Expected("database_address", text=kind + "://…")
    if importlib.util.find_spec(_DRIVER) is None:
        raise Environment("database_driver")
    return _postgres(url.set(drivername=f"postgresql+{_DRIVER}"))


def database_file(engine: Engine) -> Path | None:
    """The file behind an SQLite engine, None for a database server."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    return Path(engine.url.database)


def _postgres(url: URL) -> Engine:
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_timeout=POOL_SECONDS,
        pool_recycle=1800,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _limit)
    return engine


def _limit(connection: Any, _record: object) -> None:
    """Nobody waits for a lock, or holds one while doing nothing, without an end."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{_IDLE_MINUTES}min'")
        cursor.execute("SET timezone = 'UTC'")
    connection.commit()


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        # a streamed feed is continued by whichever thread of the pool is free
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
        pool_size=10,
        max_overflow=60,
        hide_parameters=True,  # an error text must not carry tokens or requisites into a log
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # the driver's own BEGIN is deferred and comes late; ours is explicit (see `_begin`)
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        f"busy_timeout={BUSY_MS}",
        "cache_size=-32768",
        "journal_size_limit=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
