"""How lines of a cart are distributed over addresses: cells of desk.db.

Written by edits of the cart, so that undo and redo take cells along. Implements `CellsPort`.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from b2bdesk.domain.edits import CellSwap
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import fetch_all


class Cells:
    """Reads distributions."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def cells(
        self, cart_id: str, line_ids: Sequence[str] | None = None
    ) -> dict[str, dict[str, int]]:
        """Return quantities in the lines' units: by line, then by address; None = of all lines."""
        found: dict[str, dict[str, int]] = {}
        some = "" if line_ids is None else " AND d.line_id IN (SELECT value FROM json_each(?))"
        asked = (cart_id,) if line_ids is None else (cart_id, json.dumps(list(line_ids)))
        with self._store.reading() as connection:
            for line_id, address_id, quantity in fetch_all(
                connection,
                "SELECT d.line_id, d.address_id, d.quantity_e3 FROM distribution d"
                " JOIN cart_line l ON l.line_id = d.line_id AND l.cart_id = d.cart_id"
                f" WHERE d.cart_id = ?{some} ORDER BY d.line_id, d.address_id",
                asked,
            ):
                found.setdefault(line_id, {})[address_id] = quantity
        return found


def put_cells(connection: Connection, cart_id: str, cells: Iterable[CellSwap]) -> None:
    """Write cells, inside the caller's transaction."""
    rows = [(cart_id, each.line_id, each.address_id, each.after_e3) for each in cells]
    gone = [row[:3] for row in rows if not row[3]]
    kept = [row for row in rows if row[3]]
    if gone:
        connection.exec_driver_sql(
            "DELETE FROM distribution WHERE cart_id = ? AND line_id = ? AND address_id = ?", gone
        )
    if kept:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO distribution (cart_id, line_id, address_id, quantity_e3)"
            " VALUES (?, ?, ?, ?)",
            kept,
        )
