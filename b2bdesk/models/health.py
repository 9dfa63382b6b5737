"""How the stores of a profile are: SQLite's own checks, foreign keys, self-checks of scopes.

Implements `usecases.ports.upkeep.UpkeepPort` for `db check` and `doctor`.
"""

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from b2bdesk.models.backup import copy_row
from b2bdesk.models.cache import CacheData
from b2bdesk.models.caches import Caches
from b2bdesk.models.desk import DeskStore
from b2bdesk.usecases.rows.upkeep import CopyRow, Health, StoreHealth


class StoreHealthCheck:
    """Checks desk.db and the active cache file."""

    def __init__(self, desk: DeskStore, caches: Caches) -> None:
        self._desk = desk
        self._caches = caches

    def health(self, thorough: bool) -> Health:
        """Check the files; `thorough` also counts every cached scope anew (slow).

        A scope whose rows do not agree comes whole with the next synchronisation, it alone.
        """
        cache = self._caches.active
        stores = (
            StoreHealth("desk", self._desk.path, _size(self._desk.path), self._desk.bare(_trouble)),
            StoreHealth("cache", cache, _size(cache), self._cache_trouble()),
        )
        data = CacheData(self._caches)
        marks = data.marks() if thorough else {}
        found = {scope: data.rescan(scope) for scope in marks}
        for scope, good in found.items():
            if not good:
                data.forget(scope)
        checks = {f"{scope.feed}/{scope.key}": good for scope, good in found.items()}
        return Health(
            stores,
            checks,
            self._desk.backups.newest_good(),
            shutil.disk_usage(self._desk.path.parent).free,
        )

    def _cache_trouble(self) -> str:
        with self._desk.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA cache.quick_check(5)").scalars().all()
        return "" if list(found) == ["ok"] else "; ".join(map(str, found))

    def copies(self) -> tuple[CopyRow, ...]:
        """Look into the backups, newest first."""
        return tuple(copy_row(path) for path in self._desk.backups.copies())

    def pin(self, path: Path) -> CopyRow:
        """Look into one backup and keep it from being thinned out."""
        self._desk.backups.pinned = path
        return copy_row(path)

    def reset_cache(self) -> None:
        """Begin with an empty cache file."""
        self._caches.reset()


def _trouble(raw: sqlite3.Connection) -> str:
    found = [row[0] for row in raw.execute("PRAGMA main.quick_check(5)")]
    if found != ["ok"]:
        return "; ".join(str(each) for each in found)
    orphans = raw.execute("PRAGMA main.foreign_key_check").fetchmany(5)
    return "; ".join(f"{table} {rowid}" for table, rowid, *_rest in orphans)


def _size(path: Path) -> int:
    """Bytes of a store with its log."""
    total = 0
    for each in (path, path.with_name(f"{path.name}-wal")):
        with suppress(OSError):
            total += each.stat().st_size
    return total
