"""The undo journal inside the caller's transaction: push, find, mark, cut, thin out.

A row is one edit: its label and the images of what it changed, as compressed JSON. `undone` rows
are the redo branch; a `barrier` row (written at sealing) ends undo.
"""

import json
import zlib
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from b2bdesk.domain.edits import Edit, edit_of_images, images
from b2bdesk.usecases.ports.carts import JournalStep, StepLabel

KEEP_STEPS = 200
KEEP = timedelta(days=30)


def push(connection: Connection, edit: Edit, at: datetime) -> None:
    """Write an edit as the newest step; what could be redone is gone, the oldest are thinned."""
    connection.exec_driver_sql(
        "DELETE FROM journal WHERE cart_id = ? AND undone = 1", (edit.cart_id,)
    )
    connection.exec_driver_sql(
        "INSERT INTO journal (cart_id, label, params, images, at) VALUES (?, ?, ?, ?, ?)",
        (edit.cart_id, edit.label, _json(edit.params), _pack(edit), at.isoformat()),
    )
    connection.exec_driver_sql(
        "DELETE FROM journal WHERE cart_id = ?1 AND (at < ?2 OR seq <= coalesce((SELECT seq"
        " FROM journal WHERE cart_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?3), 0))",
        (edit.cart_id, (at - KEEP).isoformat(), KEEP_STEPS),
    )


def barrier(connection: Connection, cart_id: str, at: datetime) -> None:
    """Forbid undoing what came before; what could be redone is gone."""
    connection.exec_driver_sql("DELETE FROM journal WHERE cart_id = ? AND undone = 1", (cart_id,))
    connection.exec_driver_sql(
        "INSERT INTO journal (cart_id, label, params, images, at, barrier)"
        " VALUES (?, 'sealed', '{}', x'', ?, 1)",
        (cart_id, at.isoformat()),
    )


def find(connection: Connection, cart_id: str, undone: bool) -> JournalStep | None:
    """Return the step that redo (`undone`) or undo would take."""
    row = connection.exec_driver_sql(
        _find("seq, label, params, images", undone), (cart_id,)
    ).first()
    if row is None:
        return None
    found = msgspec.json.decode(zlib.decompress(row[3]))
    return JournalStep(row[0], edit_of_images(cart_id, row[1], json.loads(row[2]), found))


def find_label(connection: Connection, cart_id: str, undone: bool) -> StepLabel | None:
    """Return the name of the step that redo (`undone`) or undo would take."""
    row = connection.exec_driver_sql(_find("label, params", undone), (cart_id,)).first()
    return StepLabel(row[0], json.loads(row[1])) if row else None


def mark(connection: Connection, seq: int, undone: bool) -> None:
    """Say that a step is undone, or done again."""
    connection.exec_driver_sql("UPDATE journal SET undone = ? WHERE seq = ?", (int(undone), seq))


def _find(columns: str, undone: bool) -> str:
    if undone:
        return (
            f"SELECT {columns} FROM journal WHERE cart_id = ? AND undone = 1 ORDER BY seq LIMIT 1"
        )
    return (
        f"SELECT {columns} FROM (SELECT * FROM journal WHERE cart_id = ? AND undone = 0"
        " ORDER BY seq DESC LIMIT 1) WHERE barrier = 0"
    )


def _pack(edit: Edit) -> bytes:
    return zlib.compress(msgspec.json.encode(images(edit)), 1)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
