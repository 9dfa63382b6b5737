"""Version 4 to 5: own codes as the company's portal last said them, and where meanings clashed.

The statements are written down and not made from the tables, which will change again.
"""

from sqlalchemy import Connection

_STATEMENTS = (
    "CREATE TABLE own_code_known (code_fold TEXT NOT NULL, key TEXT NOT NULL, code TEXT NOT NULL,"
    " item_id TEXT NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL, okei TEXT NOT NULL,"
    " author TEXT NOT NULL, author_name TEXT NOT NULL, at TEXT NOT NULL, rev INTEGER NOT NULL,"
    " refused_item TEXT DEFAULT '' NOT NULL, refused TEXT DEFAULT '' NOT NULL,"
    " PRIMARY KEY (code_fold)) WITHOUT ROWID",
    "CREATE INDEX own_code_known_key ON own_code_known (key)",
    "CREATE TABLE own_code_clash (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,"
    " code TEXT NOT NULL, won TEXT NOT NULL, mine_id TEXT NOT NULL, mine_article TEXT NOT NULL,"
    " mine_name TEXT NOT NULL, theirs_id TEXT NOT NULL, theirs_article TEXT NOT NULL,"
    " theirs_name TEXT NOT NULL, author_name TEXT NOT NULL,"
    " seen INTEGER DEFAULT '0' NOT NULL)",
)


def step(connection: Connection) -> None:
    """Add the tables; codes that are there are offered to the company as new ones."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "INSERT INTO desk_mark (key, value) SELECT 'own_codes_moved', '1'"
        " WHERE EXISTS (SELECT 1 FROM own_code)"
    )
