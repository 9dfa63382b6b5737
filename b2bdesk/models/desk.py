"""desk.db, the buyer's precious store: opened once per profile, fenced, with its reserve.

`write` runs one IMMEDIATE transaction after checking that this process still owns the store (R12:
each owner's opening raises the epoch, a writer that finds another one stops). When the disk is
full the reserve file is released and the same work is tried once more, so that drafts go on (R17).
Made by `bootstrap`; used by every repository and query.
"""

import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from b2bdesk.models.backup import Backups
from b2bdesk.models.engine import Opening, Readers, Writer
from b2bdesk.models.migrations import migrate, verify
from b2bdesk.trade.errors import Environment
from b2bdesk.trade.ids import uuid7

log = logging.getLogger(__name__)
T = TypeVar("T")
RESERVE_BYTES = 4 * 1024 * 1024
_FEW = 64  # pages
_NO_ROOM = {"disk_full", "store_unreachable"}
FILE = "desk.db"
CACHE_POINTER = "active_cache"


class DeskStore:
    """One profile's desk.db: a writer, readers with the active cache attached, backups."""

    def __init__(self, folder: Path) -> None:
        """Open or create the store in `folder`, migrate it and take its epoch.

        After an end that was no orderly one (the WAL is still there) the file is checked. On a full
        disk the reserve is given up, so that the program starts and drafts can be worked on.

        Raises:
            Environment: newer, foreign or damaged file, folder not usable.
        """
        self.folder = folder
        self.path = folder / FILE
        self.backups = Backups(folder / "backups")
        self._reserve = folder / "reserve.bin"
        self.left_open = self.path.with_name(f"{FILE}-wal").exists()
        try:
            self._begin()
        except Environment as error:
            if error.code not in _NO_ROOM or not self._release_reserve():
                _unsaved(error)
                raise
            log.warning("the store could not be opened (%s); the reserve was released", error)
            self._begin()
            self._save_room()
        self._readers = Readers(self.path)
        self._hold_reserve()

    def _begin(self) -> None:
        self._writer = Writer(Opening(self.path))
        try:
            migrate(self._writer, lambda version: self.backups.make(self._writer, f"v{version}"))
            if self.left_open:
                self._writer.write(lambda connection: verify(connection, self.path))
            self.epoch = self._writer.write(_take_epoch)
            self.install_id = self._writer.write(_install_id)
        except BaseException:
            self._writer.close()
            raise

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction of the owner.

        Raises:
            Environment: `store_taken` when another process opened the store after us,
                `disk_full` when even the reserve did not help, other troubles of the machine.
        """

        def fenced(connection: Connection) -> T:
            if _mark(connection, "epoch") != str(self.epoch):
                raise Environment("store_taken", file=self.path.name)
            return work(connection)

        try:
            return self._writer.write(fenced)
        except Environment as error:
            if error.code != "disk_full" or not self._release_reserve():
                _unsaved(error)
                raise
        log.info("disk full: the reserve was released")
        self._save_room()
        try:
            return self._writer.write(fenced)
        except Environment as error:
            _unsaved(error)
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend this thread's read-only connection; tables of the active cache are visible."""
        with self._readers.reading() as connection:
            yield connection

    def mark(self, key: str) -> str | None:
        """Return what the store remembers under `key`."""
        with self.reading() as connection:
            return _mark(connection, key)

    def active_cache(self) -> str:
        """Return the name of the cache file the pointer names, empty when there is none."""
        return self.mark(CACHE_POINTER) or ""

    def point_to_cache(self, name: str, path: Path) -> None:
        """Write the pointer (R8) and let all readers see the file from now on."""
        if self.mark(CACHE_POINTER) != name:
            self.write(lambda connection: set_mark(connection, CACHE_POINTER, name))
        self._readers.reattach(path)

    def backup(self, reason: str) -> Path | None:
        """Make a verified copy (R15); None when nothing changed since the last one."""
        return self.backups.make(self._writer, reason)

    def bare(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the writer outside a transaction."""
        return self._writer.bare(work)

    def close(self) -> None:
        """Close all connections."""
        self._readers.close()
        self._writer.close()

    def _save_room(self) -> None:
        """Merge the log early and often: its usual 4 MB are all that a full disk has left."""
        with suppress(sqlite3.Error):
            self._writer.bare(lambda raw: raw.execute(f"PRAGMA wal_autocheckpoint={_FEW}").close())
            self._writer.bare(lambda raw: raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close())

    def _hold_reserve(self) -> None:
        if self._reserve.exists() and self._reserve.stat().st_size >= RESERVE_BYTES:
            return
        try:
            if shutil.disk_usage(self.folder).free > 2 * RESERVE_BYTES:
                self._reserve.write_bytes(b"\0" * RESERVE_BYTES)
        except OSError:
            # half a reserve would only take the room that is left
            self._release_reserve()

    def _release_reserve(self) -> bool:
        try:
            self._reserve.unlink()
        except OSError:
            return False
        return True


def _unsaved(error: Environment) -> None:
    """On a full disk without a reserve drafts are not saved any more: the sentence says so."""
    if error.code == "disk_full":
        error.params["what"] = "desk"


def set_mark(connection: Connection, key: str, value: str) -> None:
    """Remember `value` under `key`, inside the caller's transaction."""
    connection.exec_driver_sql(
        "INSERT INTO desk_mark (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def _mark(connection: Connection, key: str) -> str | None:
    found = connection.exec_driver_sql("SELECT value FROM desk_mark WHERE key = ?", (key,))
    value: str | None = found.scalar()
    return value


def _take_epoch(connection: Connection) -> int:
    epoch = int(_mark(connection, "epoch") or 0) + 1
    set_mark(connection, "epoch", str(epoch))
    return epoch


def _install_id(connection: Connection) -> str:
    known = _mark(connection, "install_id")
    if known is None:
        known = uuid7()
        set_mark(connection, "install_id", known)
    return known
