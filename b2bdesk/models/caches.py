"""The pair of cache files and the pointer that says which is active (PROTOCOL R8).

`cache-A.db` and `cache-B.db` are rebuildable: a file with another schema or damage is not
repaired but replaced by an empty one, and the next sync loads it. A load builds the inactive file
and calls `switch`; the pointer row in desk.db is the one moment of truth, a pointer to a file that
is not valid is ignored. Made by `bootstrap`; `cache.CacheData` puts the portal's rows into it.
"""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from threading import RLock
from typing import TypeVar

from sqlalchemy import Connection

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import Opening, Writer, open_finished
from b2bdesk.models.load import create_schema
from b2bdesk.models.tables.cache_meta import APPLICATION_ID, CACHE_VERSION
from b2bdesk.trade.errors import Environment

log = logging.getLogger(__name__)
T = TypeVar("T")
NAMES = ("cache-A.db", "cache-B.db")
CHECKPOINT = 8_192
"""Pages (32 MiB): a pull of stock touches thousands all over the file, and the next one mostly the
same, so they are carried over once for several pulls."""


class Caches:
    """The two cache files of a profile; one is active."""

    def __init__(self, desk: DeskStore, build: Callable[[Connection], None] | None = None) -> None:
        """Open the active file, an empty one when there is none with this schema.

        Args:
            desk: whose folder the files lie in and whose mark points at the active one.
            build: makes tables, indexes and marks in an empty file.
        """
        self._desk = desk
        self._build = build or create_schema
        self._lock = RLock()
        self._active = self._choose()
        self._writer = self._open(self._active)
        desk.point_to_cache(self._active.name, self._active)

    @property
    def active(self) -> Path:
        """The file readers see."""
        return self._active

    @property
    def inactive(self) -> Path:
        """The file a load may build; it may not exist."""
        name = NAMES[1] if self._active.name == NAMES[0] else NAMES[0]
        return self._active.with_name(name)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction of the active cache file.

        Raises:
            Environment: the machine refused.
        """
        with self._lock:
            return self._writer.write(work)

    def clear_inactive(self) -> Path:
        """Delete the inactive file with its journals and return its path."""
        path = self.inactive
        _delete(path)
        return path

    def switch(self) -> None:
        """Make the inactive file the active one and delete the old one.

        Raises:
            Environment: `cache_invalid` when the new file is not of this schema.
        """
        with self._lock:
            old, new = self._active, self.inactive
            if not valid(new):
                raise Environment("cache_invalid", path=str(new))
            writer = self._open(new)
            self._desk.point_to_cache(new.name, new)
            self._active = new
            previous, self._writer = self._writer, writer
            previous.close()
            _delete(old)

    def reset(self) -> None:
        """Throw the cached data away; the next sync loads everything."""
        with self._lock:
            path = self.clear_inactive()
            create_empty(path, self._build)
            self.switch()

    def close(self) -> None:
        """Close the writer."""
        with self._lock:
            self._writer.close()

    def _choose(self) -> Path:
        folder = self._desk.folder
        named = self._desk.active_cache()
        for name in dict.fromkeys(filter(None, (named, *NAMES))):
            path = folder / name
            if name in NAMES and valid(path):
                return path
        path = folder / NAMES[0]
        _delete(path)
        create_empty(path, self._build)
        return path

    def _open(self, path: Path) -> Writer:
        kib = 32 * 1024
        return Writer(Opening(path, "NORMAL", page_cache_kib=kib, checkpoint=CHECKPOINT))


def create_empty(path: Path, build: Callable[[Connection], None]) -> None:
    """Make a cache file with its tables and marks and nothing in them."""
    writer = Writer(Opening(path, synchronous="NORMAL"))
    try:
        writer.write(build)
    finally:
        writer.close()


def valid(path: Path) -> bool:
    """Say whether a file is a finished cache of this schema (marks only, no scan)."""
    if not path.is_file() or path.stat().st_size == 0:
        return False
    try:
        with closing(open_finished(path)) as raw:
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            application = raw.execute("PRAGMA application_id").fetchone()[0]
    except (OSError, sqlite3.Error) as error:
        log.info("cache file not readable: %s", error)
        return False
    return bool(version == CACHE_VERSION and application == APPLICATION_ID)


def _delete(path: Path) -> None:
    for tail in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + tail).unlink()
