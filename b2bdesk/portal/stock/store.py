"""Places, stock, batches, incoming goods and stock views in the database (feed `stock`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks, upsert
from b2bdesk.portal.storage.changes import Tracked, bury, new_generation, put, remove
from b2bdesk.portal.storage.tables.stock import batches, incoming, places, stock, views
from b2bdesk.portal.storage.work import Work
from b2bdesk.wire.codec import encode

FEED = "stock"
PLACES = Tracked(places, FEED, "place", ("id",), part="id")
STOCK = Tracked(stock, FEED, "stock", ("n", "place"), part="place")
INCOMING = Tracked(incoming, FEED, "incoming", ("n", "place", "date"), part="place")
BATCHES = Tracked(batches, FEED, "batch", ("n", "place", "use_by"), part="place")


@dataclass(frozen=True)
class PlaceRow:
    """A warehouse or shop goods are sent from."""

    id: str
    name: str
    city: str = ""
    ord: int = 0


@dataclass(frozen=True)
class StockView:
    """What a group of buyers sees of the stock.

    `places` empty = all. `steps_e3`: a quantity at or above the greatest step that it reaches is
    shown as "at least that step"; below the smallest it is exact; none = always exact.
    """

    id: str
    name: str
    places: tuple[str, ...] = ()
    steps_e3: tuple[int, ...] = ()
    shows_incoming: bool = True

    def shown(self, free_e3: int) -> tuple[int, bool]:
        """A free quantity as this view tells it: quantity and whether it is "at least"."""
        reached = [step for step in self.steps_e3 if step <= free_e3]
        return (max(reached), True) if reached else (free_e3, False)


@dataclass(frozen=True)
class Holding:
    """Known stock of an item in a place: there, and held for orders."""

    n: int
    place: str
    qty_e3: int
    reserved_e3: int = 0

    @property
    def free_e3(self) -> int:
        """What can still be promised."""
        return max(self.qty_e3 - self.reserved_e3, 0)


def put_places(scope: Scope, work: Work, rows: Iterable[PlaceRow]) -> None:
    """Store places."""
    put(work, PLACES, [(row.id, row.name, row.city, row.ord) for row in rows])


def put_stock(
    scope: Scope, work: Work, rows: Sequence[tuple[int, str, int, int]], *, fresh: bool = False
) -> int:
    """Store known stock `(n, place, qty_e3, reserved_e3)`; returns how many rows changed."""
    return len(put(work, STOCK, rows, fresh=fresh))


def put_counted(scope: Scope, work: Work, rows: Sequence[tuple[int, str, int]]) -> int:
    """Store what was counted `(n, place, qty_e3)`; what is held for orders stays held.

    Returns how many rows changed.
    """
    # before looking: an order that holds goods meanwhile waits, or is seen
    work.lock(FEED)
    known = holdings(scope, work.connection, sorted({n for n, _, _ in rows}))
    held = {(row.n, row.place): row.reserved_e3 for found in known.values() for row in found}
    return put_stock(
        scope, work, [(n, place, qty, held.get((n, place), 0)) for n, place, qty in rows]
    )


def put_incoming(
    scope: Scope, work: Work, rows: Sequence[tuple[int, str, str, int]], *, fresh: bool = False
) -> int:
    """Store goods on their way `(n, place, ISO date, qty_e3)`; returns how many rows changed."""
    return len(put(work, INCOMING, rows, fresh=fresh))


def put_batches(
    scope: Scope, work: Work, rows: Sequence[tuple[int, str, str, int]], *, fresh: bool = False
) -> int:
    """Store of what lies in a place how much is to be used by when; returns how many rows changed.

    Args:
        scope: whose portal.
        work: the transaction.
        rows: `(n, place, ISO date, qty_e3)`.
        fresh: none of the rows exists yet.
    """
    return len(put(work, BATCHES, rows, fresh=fresh))


def find_batches(
    scope: Scope, connection: Connection, place: str, numbers: Sequence[int]
) -> list[tuple[int, str, str]]:
    """Return the keys `(n, place, ISO date)` of the batches of items that lie in a place."""
    found: list[tuple[int, str, str]] = []
    for part in chunks(numbers):
        rows = select(batches.c.n, batches.c.place, batches.c.use_by).where(
            batches.c.n.in_(part), batches.c.place == place
        )
        found += [(n, at, day) for n, at, day in connection.execute(rows)]
    return found


def drop_batches(scope: Scope, work: Work, keys: Sequence[tuple[int, str, str]]) -> None:
    """Remove batches that are sold out or written off, by `(n, place, ISO date)`."""
    remove(work, BATCHES, keys)
    bury(work, FEED, "*", "batch", keys)


def drop_stock(scope: Scope, work: Work, keys: Sequence[tuple[int, str]]) -> None:
    """Make stock unknown again, by `(n, place)`."""
    remove(work, STOCK, keys)
    bury(work, FEED, "*", "stock", keys)


def drop_incoming(scope: Scope, work: Work, keys: Sequence[tuple[int, str, str]]) -> None:
    """Remove arrivals that came or were called off, by `(n, place, ISO date)`."""
    remove(work, INCOMING, keys)
    bury(work, FEED, "*", "incoming", keys)


def put_view(scope: Scope, work: Work, view: StockView) -> None:
    """Store a stock view; another rule for the same view starts a new generation of its scope."""
    view = replace(view, steps_e3=tuple(sorted(view.steps_e3)))
    known = find_views(scope, work.connection, [view.id]).get(view.id)
    values = (
        view.id,
        view.name,
        encode(list(view.places)).decode(),
        encode(list(view.steps_e3)).decode(),
        int(view.shows_incoming),
    )
    upsert(work.connection, views, [values])
    if known is not None and known != view:
        new_generation(work, FEED, view.id)


def find_views(
    scope: Scope, connection: Connection, ids: Sequence[str] | None = None
) -> dict[str, StockView]:
    """Stock views by id; all of them without `ids`."""
    query = select(views).order_by(views.c.id)
    if ids is not None:
        query = query.where(views.c.id.in_(list(ids)))
    return {
        row.id: StockView(
            row.id,
            row.name,
            tuple(msgspec.json.decode(row.places, type=list[str])),
            tuple(msgspec.json.decode(row.steps, type=list[int])),
            bool(row.shows_incoming),
        )
        for row in connection.execute(query)
    }


def find_places(scope: Scope, connection: Connection) -> list[PlaceRow]:
    """All places in the supplier's order."""
    query = select(places).order_by(places.c.ord, places.c.id)
    return [PlaceRow(row.id, row.name, row.city, row.ord) for row in connection.execute(query)]


def holdings(
    scope: Scope, connection: Connection, numbers: Sequence[int]
) -> Mapping[int, list[Holding]]:
    """Known stock by item number, places in the supplier's order."""
    found: dict[int, list[Holding]] = {}
    for part in chunks(numbers):
        query = (
            select(stock.c.n, stock.c.place, stock.c.qty_e3, stock.c.reserved_e3)
            .outerjoin(places, places.c.id == stock.c.place)
            .where(stock.c.n.in_(part))
            .order_by(places.c.ord.nulls_last(), stock.c.place)
        )
        for n, place, qty_e3, reserved_e3 in connection.execute(query):
            found.setdefault(n, []).append(Holding(n, place, qty_e3, reserved_e3))
    return found


def arrivals(
    scope: Scope, connection: Connection, numbers: Sequence[int]
) -> Mapping[int, list[tuple[str, str, int]]]:
    """Goods on their way by item number: (ISO date, place, qty_e3), the soonest first."""
    found: dict[int, list[tuple[str, str, int]]] = {}
    for part in chunks(numbers):
        query = (
            select(incoming.c.n, incoming.c.date, incoming.c.place, incoming.c.qty_e3)
            .where(incoming.c.n.in_(part))
            .order_by(incoming.c.date, incoming.c.place)
        )
        for n, date, place, qty_e3 in connection.execute(query):
            found.setdefault(n, []).append((date, place, qty_e3))
    return found


def hold(scope: Scope, work: Work, changes: Sequence[Holding]) -> None:
    """Write back holdings whose quantity or reservation moved."""
    put_stock(scope, work, [(row.n, row.place, row.qty_e3, row.reserved_e3) for row in changes])
