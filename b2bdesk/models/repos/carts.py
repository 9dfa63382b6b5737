"""Carts in desk.db: every method one transaction, every edit with its journal row.

Implements `CartsPort`. Called by the cart use cases on the desk lane; the cost of an edit is that
of the lines it names, whatever the size of the cart.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import compress
from operator import ne
from typing import Any

from sqlalchemy import Connection

from b2bdesk.domain.cart import LINE_FIELDS, Line
from b2bdesk.domain.edits import CART_FIELDS, CartHead, Edit
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import fetch_all
from b2bdesk.models.repos import journal
from b2bdesk.models.repos.cells import put_cells
from b2bdesk.models.repos.outbox import count_of_cart, insert_command, ordered_kin, supersede
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.carts import CartRecord, JournalStep, StepLabel, Summary
from b2bdesk.usecases.ports.orders_out import SealedCommand

_MANY = 50
_CART = (
    "id",
    *CART_FIELDS,
    "state",
    "created_at",
    "changed_at",
    "lines",
    "gross_minor",
    "command_id",
    "deleted_at",
)
_SELECT_CART = f"SELECT {', '.join(_CART)} FROM cart"
_LINE_COLUMNS = ", ".join(LINE_FIELDS)
_UPSERT_LINE = (
    f"INSERT INTO cart_line (cart_id, {_LINE_COLUMNS})"
    f" VALUES ({', '.join('?' * (len(LINE_FIELDS) + 1))})"
    " ON CONFLICT (line_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in LINE_FIELDS if name != "line_id")
    + " WHERE cart_line.cart_id = excluded.cart_id"
)


class Carts:
    """The repository of carts."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def carts(self, states: Sequence[str]) -> list[CartRecord]:
        """Return carts of the given states, the latest changed first."""
        marks = ", ".join("?" * len(states))
        query = f"{_SELECT_CART} WHERE state IN ({marks}) ORDER BY changed_at DESC, id DESC"
        with self._store.reading() as connection:
            return [_record(row) for row in connection.exec_driver_sql(query, tuple(states))]

    def cart(self, cart_id: str) -> CartRecord | None:
        """Return one cart."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(f"{_SELECT_CART} WHERE id = ?", (cart_id,)).first()
        return _record(row) if row else None

    def lines(self, cart_id: str) -> list[Line]:
        """Return the lines in the buyer's order."""
        query = f"SELECT {_LINE_COLUMNS} FROM cart_line WHERE cart_id = ? ORDER BY rank, line_id"
        with self._store.reading() as connection:
            return [Line(*row) for row in fetch_all(connection, query, (cart_id,))]

    def line_ids(self, cart_id: str) -> list[str]:
        """Return the ids of the lines in the buyer's order."""
        query = "SELECT line_id FROM cart_line WHERE cart_id = ? ORDER BY rank, line_id"
        with self._store.reading() as connection:
            return [line_id for (line_id,) in fetch_all(connection, query, (cart_id,))]

    def lines_of(self, cart_id: str, line_ids: Sequence[str]) -> list[Line]:
        """Return some lines of a cart in the buyer's order."""
        query = (
            f"SELECT {_LINE_COLUMNS} FROM cart_line WHERE cart_id = ? AND line_id IN"
            " (SELECT value FROM json_each(?)) ORDER BY rank, line_id"
        )
        with self._store.reading() as connection:
            found = fetch_all(connection, query, (cart_id, json.dumps(list(line_ids))))
            return [Line(*row) for row in found]

    def insert(self, record: CartRecord, lines: Sequence[Line]) -> None:
        """Store a new cart with its lines."""
        self._store.write(lambda connection: insert_cart(connection, record, lines))

    def commit(self, edit: Edit, summary: Summary, at: datetime) -> None:
        """Apply an edit and write its journal row.

        Raises:
            Expected: `cart_sealed` when the cart is no draft any more.
        """

        self._store.write(lambda connection: apply_edit(connection, edit, summary, at))

    def set_state(self, cart_id: str, state: str, at: datetime) -> None:
        """Delete into the recycle bin, restore, archive."""
        deleted_at = at.isoformat() if state == "deleted" else None
        self._store.write(
            lambda connection: connection.exec_driver_sql(
                "UPDATE cart SET state = ?, changed_at = ?, deleted_at = ? WHERE id = ?",
                (state, at.isoformat(), deleted_at, cart_id),
            ).close()
        )

    def purge(self, deleted_before: datetime) -> int:
        """Drop carts that were in the recycle bin since before an instant."""
        return self._store.write(
            lambda connection: (
                connection.exec_driver_sql(
                    "DELETE FROM cart WHERE state = 'deleted' AND deleted_at < ?",
                    (deleted_before.isoformat(),),
                ).rowcount
            )
        )

    def step(self, cart_id: str, undone: bool) -> JournalStep | None:
        """Return the step that redo (`undone`) or undo would take now."""
        with self._store.reading() as connection:
            return journal.find(connection, cart_id, undone)

    def label(self, cart_id: str, undone: bool) -> StepLabel | None:
        """Return the name of that step."""
        with self._store.reading() as connection:
            return journal.find_label(connection, cart_id, undone)

    def commit_step(
        self, step: JournalStep, edit: Edit, undone: bool, summary: Summary, at: datetime
    ) -> None:
        """Apply a step turned round (`undone`) or forward again and mark it so.

        Raises:
            Expected: `cart_sealed` when the cart is no draft any more.
        """

        def work(connection: Connection) -> None:
            _touch(connection, edit, summary, at)
            _apply(connection, edit)
            journal.mark(connection, step.seq, undone)

        self._store.write(work)

    def seal(self, commands: Sequence[SealedCommand], at: datetime) -> None:
        """Insert commands and seal their carts, all in one transaction (R1).

        Raises:
            Expected: `cart_sealed` when a cart is no draft any more; nothing is sealed then.
        """

        def work(connection: Connection) -> None:
            for command in commands:
                _seal(connection, command, at)

        self._store.write(work)

    def times_sealed(self, cart_id: str) -> int:
        """Return how many commands a cart was ever sealed under."""
        with self._store.reading() as connection:
            return count_of_cart(connection, cart_id)

    def ordered_kin(self, cart_id: str) -> tuple[str, ...]:
        """Return carts of the same goods with orders from here: a source, parts, other splits."""
        with self._store.reading() as connection:
            return ordered_kin(connection, cart_id)


def _seal(connection: Connection, command: SealedCommand, at: datetime) -> None:
    sealed = connection.exec_driver_sql(
        "UPDATE cart SET state = 'sealed', command_id = ?, changed_at = ?"
        " WHERE id = ? AND state = 'draft'",
        (command.id, at.isoformat(), command.cart_id),
    )
    if sealed.rowcount != 1:
        raise Expected("cart_sealed", cart_id=command.cart_id)
    supersede(connection, command.cart_id, at)
    insert_command(connection, command, at)
    journal.barrier(connection, command.cart_id, at)


def insert_cart(connection: Connection, record: CartRecord, lines: Sequence[Line]) -> None:
    """Insert a cart with its lines, inside the caller's transaction."""
    connection.exec_driver_sql(
        f"INSERT INTO cart ({', '.join(_CART)}) VALUES ({', '.join('?' * len(_CART))})",
        _cart_values(record),
    )
    _put_lines(connection, record.id, lines)


def apply_edit(connection: Connection, edit: Edit, summary: Summary, at: datetime) -> None:
    """Apply an edit of a draft with its journal row, inside the caller's transaction.

    Raises:
        Expected: `cart_sealed` when the cart is no draft.
    """
    _touch(connection, edit, summary, at)
    _apply(connection, edit)
    journal.push(connection, edit, at)


def _apply(connection: Connection, edit: Edit) -> None:
    gone = [(swap.line_id, edit.cart_id) for swap in edit.swaps if swap.after is None]
    if gone:
        connection.exec_driver_sql("DELETE FROM cart_line WHERE line_id = ? AND cart_id = ?", gone)
    _change_lines(connection, edit)
    if edit.cells:
        put_cells(connection, edit.cart_id, edit.cells)
    if edit.head:
        columns = ", ".join(f"{name} = ?" for name in CART_FIELDS)
        values = tuple(getattr(edit.head[1], name) for name in CART_FIELDS)
        connection.exec_driver_sql(
            f"UPDATE cart SET {columns} WHERE id = ?", (*values, edit.cart_id)
        )


def _change_lines(connection: Connection, edit: Edit) -> None:
    """Write after-images; of lines that stay, only what the edit changes: indexes are dear."""
    whole: list[Line] = []
    parts: dict[tuple[bool, ...], list[Line]] = {}
    for swap in edit.swaps:
        if swap.after is not None and swap.before is not None:
            changed = tuple(map(ne, swap.before, swap.after))
            parts.setdefault(changed, []).append(swap.after)
        elif swap.after is not None:
            whole.append(swap.after)
    for changed, lines in parts.items():
        names = list(compress(LINE_FIELDS, changed))
        if len(lines) < _MANY or not names or "line_id" in names:
            whole += lines
            continue
        wanted = ", ".join(f"{name} = ?" for name in names)
        rows = [(*compress(line, changed), line.line_id, edit.cart_id) for line in lines]
        done = connection.exec_driver_sql(
            f"UPDATE cart_line SET {wanted} WHERE line_id = ? AND cart_id = ?", rows
        )
        if done.rowcount != len(rows):
            whole += lines
    _put_lines(connection, edit.cart_id, whole)


def _put_lines(connection: Connection, cart_id: str, lines: Iterable[Line]) -> None:
    rows = [(cart_id, *line) for line in lines]
    if rows:
        connection.exec_driver_sql(_UPSERT_LINE, rows)


def _touch(connection: Connection, edit: Edit, summary: Summary, at: datetime) -> None:
    touched = connection.exec_driver_sql(
        "UPDATE cart SET changed_at = ?, lines = ?, gross_minor = ?"
        " WHERE id = ? AND state = 'draft'",
        (at.isoformat(), summary.lines, summary.gross_minor, edit.cart_id),
    )
    if touched.rowcount != 1:
        raise Expected("cart_sealed", cart_id=edit.cart_id)


def _cart_values(record: CartRecord) -> tuple[Any, ...]:
    return (
        record.id,
        *(getattr(record.head, name) for name in CART_FIELDS),
        record.state,
        record.created_at.isoformat(),
        record.changed_at.isoformat(),
        record.lines,
        record.gross_minor,
        record.command_id,
        record.deleted_at.isoformat() if record.deleted_at else None,
    )


def _record(row: Sequence[Any]) -> CartRecord:
    at = len(CART_FIELDS) + 1
    state, created, changed, lines, gross, command, deleted = row[at:]
    return CartRecord(
        row[0],
        CartHead(*row[1:at]),
        state,
        datetime.fromisoformat(created),
        datetime.fromisoformat(changed),
        lines,
        gross,
        command,
        datetime.fromisoformat(deleted) if deleted else None,
    )
