"""Version 3 to 4: what the buyer answered to prices that moved, per cart line.

The statements are written down and not made from the tables, which will change again.
"""

from sqlalchemy import Connection

_STATEMENTS = (
    "ALTER TABLE cart_line ADD COLUMN answer TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE cart_line ADD COLUMN answered_e5 INTEGER",
)


def step(connection: Connection) -> None:
    """Add the columns; nothing that is there is touched."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
