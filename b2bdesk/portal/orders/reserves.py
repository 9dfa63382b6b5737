"""Goods held for orders: which place holds how much for which line.

`stock.reserved_e3` is the sum of these rows; both change together here, nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.stock.store import Holding, hold, holdings
from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.tables.orders import reservations
from b2bdesk.portal.storage.work import Work


@dataclass(frozen=True)
class Held:
    """So many base units of an item held in a place for a line."""

    order_id: str
    line_id: str
    place: str
    n: int
    qty_e3: int


def held_for(scope: Scope, connection: Connection, order_id: str) -> list[Held]:
    """What is held for an order."""
    query = select(reservations).where(reservations.c.order_id == order_id)
    rows = connection.execute(query.order_by(reservations.c.line_id, reservations.c.place))
    return [Held(row.order_id, row.line_id, row.place, row.n, row.qty_e3) for row in rows]


def hold_lines(scope: Scope, work: Work, wanted: Sequence[Held]) -> None:
    """Hold goods; they are added to what is held for the same line and place."""
    now: dict[tuple[str, str, str], Held] = {}
    for order_id in {row.order_id for row in wanted}:
        for row in held_for(scope, work.connection, order_id):
            now[row.order_id, row.line_id, row.place] = row
    for row in wanted:
        key = (row.order_id, row.line_id, row.place)
        before = now[key].qty_e3 if key in now else 0
        now[key] = replace(row, qty_e3=row.qty_e3 + before)
    values = [(*key, row.n, row.qty_e3) for key, row in now.items()]
    upsert(work.connection, reservations, values)
    _move(scope, work, [(row, 0, row.qty_e3) for row in wanted])


def let_go(
    scope: Scope, work: Work, order_id: str, lines: Sequence[str] | None = None
) -> list[Held]:
    """Give held goods back to the free stock; of some lines, or of all. Returns what was held."""
    gone = _take(scope, work, order_id, lines)
    _move(scope, work, [(row, 0, -row.qty_e3) for row in gone])
    return gone


def carry_out(
    scope: Scope, work: Work, order_id: str, lines: Sequence[str] | None = None
) -> list[Held]:
    """Take held goods out of the stock: they are shipped. Returns what was held."""
    gone = _take(scope, work, order_id, lines)
    _move(scope, work, [(row, -row.qty_e3, -row.qty_e3) for row in gone])
    return gone


def free_places(
    scope: Scope, connection: Connection, numbers: Sequence[int]
) -> Mapping[int, list[Holding]]:
    """Where items have free stock, places in the supplier's order."""
    found = holdings(scope, connection, numbers)
    return {n: [row for row in rows if row.free_e3 > 0] for n, rows in found.items()}


def _take(scope: Scope, work: Work, order_id: str, lines: Sequence[str] | None) -> list[Held]:
    gone = [
        row
        for row in held_for(scope, work.connection, order_id)
        if lines is None or row.line_id in lines
    ]
    for row in gone:
        work.connection.execute(
            delete(reservations).where(
                reservations.c.order_id == order_id,
                reservations.c.line_id == row.line_id,
                reservations.c.place == row.place,
            )
        )
    return gone


def _move(scope: Scope, work: Work, moves: Sequence[tuple[Held, int, int]]) -> None:
    """Add (quantity, reserved) to the holdings of the moved rows."""
    work.lock("stock")
    known = {
        (row.n, row.place): row
        for rows in holdings(scope, work.connection, sorted({m[0].n for m in moves})).values()
        for row in rows
    }
    for row, quantity, reserved in moves:
        key = (row.n, row.place)
        now = known.get(key, Holding(row.n, row.place, 0))
        known[key] = Holding(
            row.n,
            row.place,
            max(now.qty_e3 + quantity, 0),
            max(now.reserved_e3 + reserved, 0),
        )
    hold(scope, work, [known[key] for key in dict.fromkeys((m[0].n, m[0].place) for m in moves)])
