"""Version 1 to 2: favourites, watch rules with their events, own prices for good.

The statements are written down and not made from the tables, which will change again.
"""

from sqlalchemy import Connection

_STATEMENTS = (
    "CREATE TABLE favourite (item_id TEXT NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL,"
    " list_name TEXT DEFAULT '' NOT NULL, added_at TEXT NOT NULL, PRIMARY KEY (item_id))"
    " WITHOUT ROWID",
    "CREATE TABLE watch_rule (item_id TEXT NOT NULL, kind TEXT NOT NULL,"
    " contract_id TEXT NOT NULL, value TEXT DEFAULT '' NOT NULL, base_e5 INTEGER,"
    " state TEXT NOT NULL, set_at TEXT NOT NULL, held_at TEXT DEFAULT '' NOT NULL,"
    " PRIMARY KEY (item_id, kind)) WITHOUT ROWID",
    "CREATE TABLE watch_event (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,"
    " item_id TEXT NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,"
    " contract_id TEXT NOT NULL, value TEXT DEFAULT '' NOT NULL, found TEXT DEFAULT '' NOT NULL,"
    " seen INTEGER DEFAULT '0' NOT NULL)",
    "CREATE INDEX watch_event_item ON watch_event (item_id, at)",
    "CREATE TABLE own_price (contract_id TEXT NOT NULL, item_id TEXT NOT NULL,"
    " at INTEGER NOT NULL, old INTEGER, new INTEGER, PRIMARY KEY (contract_id, item_id, at))"
    " WITHOUT ROWID",
)


def step(connection: Connection) -> None:
    """Add the tables; nothing that is there is touched."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
