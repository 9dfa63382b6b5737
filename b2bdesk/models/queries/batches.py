"""SQL of the days until which the stock of an item may be used.

What the supplier told of a batch is believed only while something lies at its place.
"""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from b2bdesk.models.engine import fetch_all
from b2bdesk.models.queries.moments import day

EARLIEST, LATEST = "min", "max"


def earliest(connection: Connection, stock: int, numbers: Sequence[int]) -> dict[int, date]:
    """Return until when what lies in stock may be used, of the items whose batches are known.

    A supplier who tells of no batches costs one look.
    """
    known = "SELECT EXISTS (SELECT 1 FROM batch WHERE sid = ?)"
    if not connection.exec_driver_sql(known, (stock,)).scalar():
        return {}
    rows = fetch_all(
        connection,
        "SELECT q.n, min(q.use_by) FROM json_each(?) j"
        " CROSS JOIN batch q ON q.sid = ? AND q.n = j.value"
        " CROSS JOIN stock l ON l.sid = q.sid AND l.n = q.n AND l.place = q.place"
        " WHERE coalesce(q.qty, 1) > 0 AND l.qty > 0 GROUP BY q.n",
        (json.dumps(list(numbers)), stock),
    )
    return {n: until for n, text in rows if (until := day(text))}


def use_by(which: str, stock: object, n: str) -> str:
    """Return a scalar subquery: the earliest or latest ISO date of an item's batches, or NULL.

    Args:
        which: EARLIEST or LATEST.
        stock: sid of the stock view, or a placeholder for it.
        n: SQL of the item's number.
    """
    return (
        f"(SELECT {which}(q.use_by) FROM batch q JOIN stock l"
        " ON l.sid = q.sid AND l.n = q.n AND l.place = q.place"
        f" WHERE q.sid = {stock} AND q.n = {n} AND coalesce(q.qty, 1) > 0 AND l.qty > 0)"
    )
