"""Pictures kept on this machine: thumbs.db in the cache folder, least recently seen go first.

May be deleted at any time; a damaged file is replaced by an empty one. Where the machine has no
room for it or refuses it, pictures are kept in memory or not at all: they stop nobody from working.
Made by `bootstrap`, used through `sync.files.Pictures` (ARCHITECTURE, Two stores).
"""

import json
import logging
import threading
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection

from b2bdesk.models.engine import Opening, Writer
from b2bdesk.trade.errors import Environment

log = logging.getLogger(__name__)
FILE = "thumbs.db"
LIMIT_BYTES = 500 * 1024 * 1024
_TRIMMED = 0.9
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS picture (item_id TEXT NOT NULL, size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (item_id, size))"
)


class Thumbs:
    """The store of pictures."""

    def __init__(self, folder: Path, limit: int = LIMIT_BYTES) -> None:
        """Open or create the store in `folder`."""
        self._limit = limit
        self._lock = threading.Lock()
        path = folder / FILE
        try:
            self._writer = _opened(path)
        except Environment as error:
            log.info("thumbs.db starts anew: %s", error)
            self._writer = _anew(path, damaged=error.code == "store_damaged")
        self._tick = self._writer.write(_last_seen)
        self._total = self._writer.write(_total)

    def get(self, item_id: str, size: int) -> bytes | None:
        """Return a kept picture; an empty one says that the portal has none."""

        def read(connection: Connection) -> bytes | None:
            found = connection.exec_driver_sql(
                "SELECT bytes FROM picture WHERE item_id = ? AND size = ?", (item_id, size)
            ).scalar()
            if found is not None:
                connection.exec_driver_sql(
                    "UPDATE picture SET seen = ? WHERE item_id = ? AND size = ?",
                    (self._next(), item_id, size),
                )
            return found

        with suppress(Environment):
            return self._writer.write(read)
        return None

    def put(self, item_id: str, size: int, picture: bytes) -> None:
        """Keep a picture if there is room; the least recently seen give theirs."""

        def write(connection: Connection) -> None:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO picture (item_id, size, bytes, seen) VALUES (?, ?, ?, ?)",
                (item_id, size, picture, self._next()),
            )

        with suppress(Environment):
            self._writer.write(write)
            self._total += len(picture)
            if self._total > self._limit:
                self._total = self._writer.write(self._trim)

    def forget(self, item_ids: list[str]) -> None:
        """Drop the pictures of items that changed."""
        self._writer.write(
            lambda connection: connection.exec_driver_sql(
                "DELETE FROM picture WHERE item_id IN (SELECT value FROM json_each(?))",
                (json.dumps(item_ids),),
            )
        )

    def close(self) -> None:
        """Close the store."""
        self._writer.close()

    def _next(self) -> int:
        with self._lock:
            self._tick += 1
            return self._tick

    def _trim(self, connection: Connection) -> int:
        total = _total(connection)
        rows = connection.exec_driver_sql(
            "SELECT item_id, size, length(bytes) FROM picture ORDER BY seen"
        ).all()
        for item_id, size, length in rows:
            if total <= self._limit * _TRIMMED:
                break
            connection.exec_driver_sql(
                "DELETE FROM picture WHERE item_id = ? AND size = ?", (item_id, size)
            )
            total -= length
        return total


def _anew(path: Path, *, damaged: bool) -> Writer:
    if damaged:
        with suppress(Environment, OSError):
            path.unlink(missing_ok=True)
            return _opened(path)
    return _opened(path, in_memory=True)


def _opened(path: Path, *, in_memory: bool = False) -> Writer:
    writer = Writer(Opening(path, synchronous="OFF", in_memory=in_memory))
    try:
        writer.write(lambda connection: connection.exec_driver_sql(_SCHEMA))
    except BaseException:
        writer.close()
        raise
    return writer


def _last_seen(connection: Connection) -> int:
    return int(
        connection.exec_driver_sql("SELECT coalesce(max(seen), 0) FROM picture").scalar_one()
    )


def _total(connection: Connection) -> int:
    found = connection.exec_driver_sql("SELECT coalesce(sum(length(bytes)), 0) FROM picture")
    return int(found.scalar_one())
