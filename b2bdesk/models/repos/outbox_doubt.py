"""Putting a whole outbox in doubt: a store that comes out of a backup (PROTOCOL R4, R15).

What was on its way when the copy was made may have arrived since, or was withdrawn; only the portal
knows. Used by `models.backup` on a file that nobody has open.
"""

from sqlalchemy import Connection


def put_in_doubt(connection: Connection) -> None:
    """Let everything on its way be asked for before it is sent or taken back."""
    connection.exec_driver_sql(
        "UPDATE outbox SET state = 'unknown', attempts = attempts + 1, next_try = NULL"
        " WHERE state IN ('ready', 'held', 'sending')"
    )
