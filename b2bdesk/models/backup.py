"""Copies of desk.db (PROTOCOL R15): after each seal, hourly when changed, before migrations.

A copy is made by VACUUM INTO beside a temporary name, opened, checked and counted, and only then
gets its name `desk-<UTC time>-<reason>.db`. 24 hourly and 14 daily ones are kept, and the last
five in any case. `newest_good` is what a restore offers; `restore` keeps the damaged file aside.
"""

import logging
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from b2bdesk.models.engine import Writer, open_finished, vacuum_into
from b2bdesk.trade.errors import Environment

log = logging.getLogger(__name__)
HOURLY = 24
DAILY = 14
RECENT = 5
_NAME = re.compile(r"desk-(\d{8}T\d{6})(?:\d*)Z-([a-z0-9_]+)\.db")


class Backups:
    """The copies of one store, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._changes = -1

    def make(self, writer: Writer, reason: str) -> Path | None:
        """Copy, verify and name; None when nothing was written since the last copy of this run.

        Raises:
            Environment: the copy could not be made or does not pass its check.
        """
        with self._lock:
            changes = writer.bare(lambda raw: raw.total_changes)
            if changes == self._changes:
                return None
            self._folder.mkdir(parents=True, exist_ok=True)
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            target = self._folder / f"desk-{stamp}Z-{reason}.db"
            part = target.with_suffix(".part")
            part.unlink(missing_ok=True)
            vacuum_into(writer.path, part)
            check_copy(part)
            part.replace(target)
            self._changes = changes
            self._thin()
            return target

    def copies(self) -> list[Path]:
        """Return the copies, newest first."""
        if not self._folder.is_dir():
            return []
        return sorted(
            (path for path in self._folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True
        )

    def newest_good(self) -> Path | None:
        """Return the newest copy that passes its check."""
        for path in self.copies():
            try:
                check_copy(path)
            except Environment:
                log.info("a backup does not pass its check: %s", path.name)
                continue
            return path
        return None

    def _thin(self) -> None:
        copies = self.copies()
        keep = {*copies[:RECENT], *_firsts(copies, 11, HOURLY), *_firsts(copies, 8, DAILY)}
        for path in copies:
            if path not in keep:
                with suppress(OSError):
                    path.unlink()


def made_at(copy: Path) -> datetime | None:
    """Return when a copy was made, by its name; None for another file."""
    found = _NAME.fullmatch(copy.name)
    if found is None:
        return None
    return datetime.strptime(found.group(1), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def restore(store: Path, copy: Path) -> Path | None:
    """Put a copy in the place of a store that nobody has open.

    Returns:
        Where the replaced file was laid aside, None when there was none.

    Raises:
        Environment: the copy does not pass its check.
    """
    check_copy(copy)
    aside: Path | None = None
    if store.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        aside = store.with_name(f"{store.stem}-damaged-{stamp}{store.suffix}")
        store.replace(aside)
    for tail in ("-wal", "-shm"):
        side = store.with_name(store.name + tail)
        if side.exists():
            side.replace(store.with_name(f"{(aside or store).name}{tail}"))
    part = store.with_name(store.name + ".part")
    part.write_bytes(copy.read_bytes())
    part.replace(store)
    return aside


def check_copy(path: Path) -> int:
    """Open a copy, check it and return how many lines it holds.

    Raises:
        Environment: `backup_bad`.
    """
    with _bad_as_environment(path), closing(open_finished(path)) as raw:
        sound = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
        count = int(raw.execute("SELECT count(*) FROM cart_line").fetchone()[0])
        raw.execute("SELECT count(*) FROM outbox").fetchone()
    if sound != "ok":
        raise Environment("backup_bad", file=path.name, check=str(sound))
    return count


@contextmanager
def _bad_as_environment(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Environment("backup_bad", file=path.name, check=str(error)) from error


def _firsts(copies: Iterable[Path], digits: int, count: int) -> list[Path]:
    """The newest copy of each hour (11 digits of the stamp) or day (8), the newest `count`."""
    newest: dict[str, Path] = {}
    for path in copies:
        found = _NAME.fullmatch(path.name)
        if found is not None:
            newest.setdefault(found.group(1)[:digits], path)
    return list(newest.values())[:count]
