"""Brings the tables of an older portal up to this program's: what is missing is added.

Portals grow by tables, columns with defaults, and indexes, so an upgrade is one transaction that
adds them, on SQLite as on PostgreSQL; an older program goes on working on the result. Anything else
raises `SCHEMA`, which an older program refuses.
"""

from __future__ import annotations

import hashlib
import logging

from sqlalchemy import Connection, Inspector, Table, inspect
from sqlalchemy.schema import CreateColumn, CreateTable

from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.facts import read_facts
from b2bdesk.portal.storage.marks import alone
from b2bdesk.portal.storage.tables import METADATA
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.tables.portal import facts
from b2bdesk.trade.errors import Environment
from b2bdesk.wire.feeds import FEEDS

SCHEMA = 1
_logger = logging.getLogger("b2bdesk.portal")


def shape() -> str:
    """A digest of all tables of this program, to see at once whether a portal has them."""
    texts = [str(CreateTable(table)) for table in METADATA.sorted_tables]
    texts += sorted(index.name or "" for table in METADATA.sorted_tables for index in table.indexes)
    return hashlib.sha256("\n".join([*texts, *sorted(FEEDS)]).encode()).hexdigest()[:16]


def needed(connection: Connection) -> bool:
    """Whether a portal was made by another version of the program.

    Raises:
        Environment: `portal_not_made`, `store_newer`.
    """
    if not inspect(connection).has_table(counters.name):
        raise Environment("portal_not_made")
    found = read_facts(connection)
    if found.schema > SCHEMA:
        raise Environment("store_newer")
    return found.shape != shape()


def upgrade(connection: Connection) -> list[str]:
    """Add what is missing.

    Args:
        connection: a write transaction.

    Returns:
        What was added: `table`, `table.column` or the name of an index.
    """
    alone(connection)
    # read on this connection: the transaction sees its own tables
    seen = inspect(connection)
    known = set(seen.get_table_names())
    done: list[str] = []
    for table in METADATA.sorted_tables:
        if table.name not in known:
            table.create(connection)
            done.append(table.name)
        else:
            done += _columns(
                connection, table, {each["name"] for each in seen.get_columns(table.name)}
            )
            done += _indexes(connection, table, _index_names(connection, seen, table.name))
    have = {row[0] for row in connection.exec_driver_sql(f"SELECT feed FROM {counters.name}")}
    upsert(connection, counters, [(feed, 0, 0) for feed in FEEDS if feed not in have])
    upsert(connection, facts, [("shape", shape())])
    if done:
        _logger.warning("the tables of the portal were brought up to date: %s", ", ".join(done))
    return done


def _columns(connection: Connection, table: Table, known: set[str]) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    done = []
    for column in table.columns:
        if column.name not in known:
            text = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} ADD COLUMN {text}")
            done.append(f"{table.name}.{column.name}")
    return done


def _index_names(connection: Connection, seen: Inspector, table: str) -> set[str | None]:
    """Names of a table's indexes; SQLAlchemy passes over those of SQLite over expressions."""
    if connection.dialect.name != "sqlite":
        return {each["name"] for each in seen.get_indexes(table)}
    quoted = connection.dialect.identifier_preparer.quote(table)
    return {row[1] for row in connection.exec_driver_sql(f"PRAGMA index_list({quoted})")}


def _indexes(connection: Connection, table: Table, known: set[str | None]) -> list[str]:
    done = []
    for index in table.indexes:
        if index.name not in known:
            index.create(connection)
            done.append(index.name or "")
    return done
