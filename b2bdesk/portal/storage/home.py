"""Where a portal lives: which database of which cluster, and the folder beside it for its marks.

An SQLite portal has both beside its file. For PostgreSQL the server itself tells copies apart: a
cluster has an identifier of its own, a database a number, and a restore to a point in time starts
another timeline. Source: `pg_control_system()`, `pg_walfile_name(pg_current_wal_lsn())`.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from b2bdesk.portal.storage.engine import database_file

STATE = "B2BDESK_PORTAL_STATE"
_TIMELINE_DIGITS = 8


@dataclass(frozen=True)
class Home:
    """Where a portal lives.

    `cluster` names the database within its server, `timeline` its history there; both are empty
    for SQLite. `mark` is the file of the outside marks, `files` the folder of pictures and
    documents.
    """

    mark: Path
    files: Path
    cluster: str = ""
    timeline: str = ""


def find_home(engine: Engine, connection: Connection, instance_id: str) -> Home:
    """Where the portal of an open connection lives.

    Args:
        engine: of the connection.
        connection: a transaction; it may be read-only.
        instance_id: the fact of that name.
    """
    file = database_file(engine)
    if file is not None:
        return Home(file.with_name(file.name + ".mark"), file.with_name(file.name + ".files"))
    number = _one(connection, "SELECT oid FROM pg_database WHERE datname = current_database()")
    cluster = _one(connection, "SELECT system_identifier FROM pg_control_system()")
    wal = _one(connection, "SELECT pg_walfile_name(pg_current_wal_lsn())")
    named = hashlib.sha256(f"{instance_id}/{cluster}/{number}".encode()).hexdigest()[:12]
    folder = state_folder()
    return Home(
        folder / f"portal-{named}.mark",
        folder / f"portal-{instance_id}.files",
        f"{cluster}/{number}",
        wal[:_TIMELINE_DIGITS],
    )


def state_folder() -> Path:
    """The folder for what a portal on a database server keeps outside of it; made when missing."""
    named = os.environ.get(STATE, "")
    folder = Path(named) if named else Path(platformdirs.user_state_dir("b2bdesk-portal", False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _one(connection: Connection, query: str) -> str:
    """One value as text; empty where a hosted server does not tell it."""
    try:
        with connection.begin_nested():
            return str(connection.exec_driver_sql(query).scalar_one())
    except DBAPIError:
        return ""
