"""The one function that opens the portal's database, and what SQLite needs to be safe.

SQLite: WAL, synchronous=FULL (an accepted order survives a power cut), foreign keys on, trusted
schema off, and `BEGIN IMMEDIATE` for writers: a deferred transaction that turns to writing fails
at once however long the timeout (RELIABILITY §0 #9).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

WRITING = "b2bdesk_writing"
BUSY_MS = 5_000
_ADDRESS = re.compile(r"^[a-z0-9+]+://")


def open_engine(target: str) -> Engine:
    """Open a database by a file name or by an address such as `postgresql://…`.

    Args:
        target: path of an SQLite file (made when missing), or an SQLAlchemy address.
    """
    if not _ADDRESS.match(target):
        path = Path(target).absolute()
        return _sqlite(URL.create("sqlite+pysqlite", database=str(path)))
    url = make_url(target)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url, pool_pre_ping=True, pool_size=10, max_overflow=60, hide_parameters=True
    )


def database_file(engine: Engine) -> Path | None:
    """The file behind an SQLite engine, None for a database server."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    return Path(engine.url.database)


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
