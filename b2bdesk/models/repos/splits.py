"""Splitting carts and putting them together again: whole carts change in one transaction.

Which cart came out of which stands in `cart_part`, so that a split can be taken back or its parts
merged after a restart. Implements `SplitsPort`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from b2bdesk.domain.edits import Edit
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.repos.carts import apply_edit, insert_cart
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.carts import Summary
from b2bdesk.usecases.ports.splits import NewPart, Origin

_PARTS = (
    "SELECT p.split_id, p.source_id, p.way, p.title, p.part_id, c.state FROM cart_part p"
    " JOIN cart c ON c.id = p.part_id"
)

_LIVING = (
    "WITH RECURSIVE part (id) AS (SELECT part_id FROM cart_part WHERE split_id = ?"
    " UNION SELECT p.part_id FROM cart_part p JOIN part ON p.source_id = part.id)"
    " SELECT p.part_id, c.state, p.title FROM part JOIN cart_part p ON p.part_id = part.id"
    " JOIN cart c ON c.id = p.part_id WHERE c.state != 'deleted' ORDER BY p.at, p.rowno"
)


class Splits:
    """The repository of splits."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def origin(self, cart_id: str) -> Origin | None:
        """Return the split a cart came out of or was last split by; None = neither."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT split_id FROM cart_part WHERE part_id = ?1 OR source_id = ?1"
                " ORDER BY part_id = ?1 DESC, at DESC LIMIT 1",
                (cart_id,),
            ).first()
            if row is None:
                return None
            rows = connection.exec_driver_sql(
                f"{_PARTS} WHERE p.split_id = ? ORDER BY p.at, p.rowno", (row[0],)
            ).all()
        parts = tuple((each[4], each[5], each[3]) for each in rows)
        return Origin(rows[0][0], rows[0][1], rows[0][2], parts)

    def living(self, origin: Origin) -> tuple[tuple[str, str, str], ...]:
        """Return parts of a split, and parts of those, that are in no bin: id, state, title."""
        with self._store.reading() as connection:
            found = connection.exec_driver_sql(_LIVING, (origin.split_id,))
            return tuple((row[0], row[1], row[2]) for row in found)

    def known(self, cart_ids: Sequence[str]) -> bool:
        """Say whether one of these carts is there or was sealed here once."""
        marks = ", ".join("?" * len(cart_ids))
        query = (
            f"SELECT EXISTS (SELECT 1 FROM cart WHERE id IN ({marks}))"
            f" OR EXISTS (SELECT 1 FROM outbox WHERE cart_id IN ({marks}))"
        )
        with self._store.reading() as connection:
            found = connection.exec_driver_sql(query, (*cart_ids, *cart_ids))
            return bool(found.scalar_one())

    def split(self, source_id: str, way: str, parts: Sequence[NewPart], at: datetime) -> None:
        """Insert the parts and lay the source into the recycle bin.

        Raises:
            Expected: `cart_sealed` when the source is no draft any more.
        """

        def work(connection: Connection) -> None:
            _move(connection, source_id, ("draft", "deleted"), at)
            for part in parts:
                insert_cart(connection, part.record, part.lines)
            named = tuple((part.record.id, "draft", part.title) for part in parts)
            _relate(connection, Origin(parts[0].record.id, source_id, way, named), at)

        self._store.write(work)

    def again(self, origin: Origin, at: datetime) -> None:
        """Split once more as it was: the same parts come out of the recycle bin.

        Raises:
            Expected: `cart_sealed` when the source is no draft, `cart_not_found` when a part has
                left the recycle bin.
        """

        def work(connection: Connection) -> None:
            _move(connection, origin.source_id, ("draft", "deleted"), at)
            for part_id, _, _ in origin.parts:
                _move(connection, part_id, ("deleted", "draft"), at)
            _relate(connection, origin, at)

        self._store.write(work)

    def join(
        self, origin: Origin, gone: Sequence[str], edit: Edit, summary: Summary, at: datetime
    ) -> None:
        """Bring the source back, with an edit when the parts were changed; the parts go.

        Args:
            origin: the split.
            gone: the parts to lay into the recycle bin.
            edit: what makes the source hold what the parts hold; empty = as it was.
            summary: of the source after the edit.
            at: now.

        Raises:
            Expected: `cart_sealed` when a part is on its way, `cart_not_found` when the source
                has left the recycle bin.
        """

        def work(connection: Connection) -> None:
            for part_id in gone:
                _move(connection, part_id, ("draft", "deleted"), at)
            _move(connection, origin.source_id, ("deleted", "draft"), at)
            if not edit.empty:
                apply_edit(connection, edit, summary, at)
            marks = ", ".join("?" * len(gone))
            connection.exec_driver_sql(
                f"DELETE FROM cart_part WHERE part_id IN ({marks})", tuple(gone)
            )

        self._store.write(work)


def _relate(connection: Connection, origin: Origin, at: datetime) -> None:
    for number, (part_id, _, title) in enumerate(origin.parts):
        connection.exec_driver_sql(
            "INSERT INTO cart_part (part_id, split_id, source_id, way, title, at, rowno)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (part_id, origin.split_id, origin.source_id, origin.way, title, at.isoformat(), number),
        )


def _move(connection: Connection, cart_id: str, states: tuple[str, str], at: datetime) -> None:
    before, after = states
    stamp = at.isoformat()
    moved = connection.exec_driver_sql(
        "UPDATE cart SET state = ?, changed_at = ?, deleted_at = ? WHERE id = ? AND state = ?",
        (after, stamp, stamp if after == "deleted" else None, cart_id, before),
    )
    if moved.rowcount != 1:
        code = "cart_not_found" if before == "deleted" else "cart_sealed"
        raise Expected(code, name=cart_id)
