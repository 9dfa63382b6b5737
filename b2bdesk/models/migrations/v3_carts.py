"""Version 2 to 3: lines of a cart distributed over addresses, carts that came out of a split.

The statements are written down and not made from the tables, which will change again.
"""

from sqlalchemy import Connection

_STATEMENTS = (
    "CREATE TABLE distribution (cart_id TEXT NOT NULL, line_id TEXT NOT NULL,"
    " address_id TEXT NOT NULL, quantity_e3 INTEGER NOT NULL,"
    " PRIMARY KEY (cart_id, line_id, address_id),"
    " FOREIGN KEY(cart_id) REFERENCES cart (id) ON DELETE CASCADE) WITHOUT ROWID",
    "CREATE TABLE cart_part (part_id TEXT NOT NULL, split_id TEXT NOT NULL,"
    " source_id TEXT NOT NULL, way TEXT NOT NULL, title TEXT NOT NULL, at TEXT NOT NULL,"
    " rowno INTEGER NOT NULL, PRIMARY KEY (part_id),"
    " FOREIGN KEY(part_id) REFERENCES cart (id) ON DELETE CASCADE) WITHOUT ROWID",
    "CREATE INDEX cart_part_split ON cart_part (split_id)",
    "CREATE INDEX cart_part_source ON cart_part (source_id)",
)


def step(connection: Connection) -> None:
    """Add the tables; nothing that is there is touched."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
