"""Which base prices a delta leaves to be computed anew (`temp.repriced` of the connection).

A moved price concerns the contracts with its price type, an item whose rules may be others now
concerns all. Prices from a quantity above one base unit are not in a base price. Noted by `apply`,
taken by `cache`.
"""

from sqlalchemy import Connection

from b2bdesk.models.prices import price_scopes
from b2bdesk.usecases.rows.account import ContractRow

_EVERY = 0
"""Stands for the scopes of all contracts."""
_ONE_E3 = 1_000
DUE = (
    "CREATE TEMP TABLE IF NOT EXISTS repriced (sid INTEGER, n INTEGER, PRIMARY KEY (sid, n))"
    " WITHOUT ROWID"
)


def note_prices(connection: Connection, sid: int) -> int:
    """Note the items whose base price comes from the staged prices; returns how many are new."""
    return _note(connection, sid, f'SELECT DISTINCT n FROM temp.stage WHERE "min" <= {_ONE_E3}')


def note_items(connection: Connection, ns: str) -> int:
    """Note items for all contracts; returns how many are new."""
    return _note(connection, _EVERY, ns)


def take_due(connection: Connection, contract: ContractRow) -> bool:
    """Put what is due for a contract into temp.due; says whether it is anything."""
    listed = ", ".join(map(str, (_EVERY, *price_scopes(connection, contract))))
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS due (n INTEGER PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM temp.due")
    found = connection.exec_driver_sql(
        f"INSERT INTO temp.due SELECT DISTINCT n FROM temp.repriced WHERE sid IN ({listed})"
    )
    connection.exec_driver_sql("ANALYZE temp.due")
    return found.rowcount > 0


def forget_due(connection: Connection) -> None:
    """Forget what was noted: it is done."""
    connection.exec_driver_sql(DUE)
    connection.exec_driver_sql("DELETE FROM temp.repriced")


def _note(connection: Connection, sid: int, ns: str) -> int:
    return connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO temp.repriced SELECT {sid}, n FROM ({ns})"
    ).rowcount
