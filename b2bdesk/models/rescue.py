"""Reading carts and orders out of a desk.db that is not opened for work (PROTOCOL R14).

A store of a newer program is not migrated back and not written to; what is known of its tables is
read by name, and columns that are not there any more are left empty. Used by `bootstrap.rescue`.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from b2bdesk.models.engine import coded, uri_of
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.rows.upkeep import SavedLine, SavedOrder, SavedStore

_NO_PLACE = {"store_unreachable", "store_read_only"}
_LINES = ("article", "typed", "name", "quantity_e3", "okei", "comment")
_ORDERS = ("cmd_id", "title", "state", "gross_minor", "currency", "order_number", "created_at")


def read_out(path: Path) -> SavedStore:
    """Read a store.

    Raises:
        Environment: `store_unreachable` when there is none, `store_damaged`.
    """
    if not path.is_file():
        raise Environment("store_unreachable", file=path.name, place=str(path.parent))
    try:
        return _read(path)
    except Environment as error:
        if error.code not in _NO_PLACE:
            raise
    # a log can only be read where its index can be made: a folder that nobody may write has none
    with tempfile.TemporaryDirectory(prefix="b2bdesk-") as folder:
        for tail in ("", "-wal"):
            source = path.with_name(path.name + tail)
            if source.exists():
                shutil.copyfile(source, Path(folder) / source.name)
        return _read(Path(folder) / path.name)


def _read(path: Path) -> SavedStore:
    with coded(path), closing(_opened(path)) as raw:
        rank = _first(raw, "cart_line", "rank")
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
        alive = " AND c.deleted_at IS NULL" if "deleted_at" in _columns(raw, "cart") else ""
        names = _known(raw, "cart_line", "l", _LINES)
        lines = raw.execute(
            f"SELECT c.name, {names} FROM cart c JOIN cart_line l ON l.cart_id = c.id"
            f" WHERE c.state != 'archived'{alive} ORDER BY c.name, c.id, {rank}"
        ).fetchall()
        names = _known(raw, "outbox", "o", _ORDERS)
        seq = _first(raw, "outbox", "created_seq")
        orders = raw.execute(f"SELECT {names} FROM outbox o ORDER BY {seq}").fetchall()
    return SavedStore(
        version,
        tuple(SavedLine(*_plain(row, numbers=(4,))) for row in lines),
        tuple(SavedOrder(*_plain(row, numbers=(3,))) for row in orders),
    )


def _opened(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(uri_of(path, read_only=True), uri=True)
    raw.execute("PRAGMA trusted_schema=OFF").close()
    return raw


def _columns(raw: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in raw.execute(f"PRAGMA table_info({table})")}


def _first(raw: sqlite3.Connection, table: str, name: str) -> str:
    """The column to sort by, a constant when it is there no more."""
    return name if name in _columns(raw, table) else "NULL"


def _known(raw: sqlite3.Connection, table: str, short: str, wanted: Sequence[str]) -> str:
    there = _columns(raw, table)
    return ", ".join(f"{short}.{name}" if name in there else "NULL" for name in wanted)


def _plain(row: Sequence[Any], numbers: Sequence[int]) -> list[Any]:
    return [int(value or 0) if at in numbers else str(value or "") for at, value in enumerate(row)]
