"""Copies of desk.db (PROTOCOL R15): after each seal, hourly when changed, before migrations.

A copy is made by VACUUM INTO beside a temporary name, opened, checked and counted, and only then
gets its name `desk-<UTC time>Z-<reason>-<number>.db`. The number orders them, not the time: a
clock that was years ahead must not make old copies look new. 24 hourly and 14 daily ones are kept,
and the last five in any case. `newest_good` is what a restore offers; `restore` keeps the damaged
file aside and puts what was on its way in doubt.
"""

import errno
import logging
import os
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from b2bdesk.models.engine import Opening, Writer, open_finished, vacuum_into
from b2bdesk.models.migrations import SCHEMA_VERSION
from b2bdesk.models.repos.outbox_doubt import put_in_doubt
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.rows.upkeep import CopyRow

log = logging.getLogger(__name__)
HOURLY = 24
DAILY = 14
RECENT = 5
_NAME = re.compile(r"desk-(\d{8}T\d{6})(?:\d*)Z-([a-z0-9_]+?)(?:-(\d+))?\.db")
_PART = ".part"
_WAITING = "('ready', 'sending', 'unknown', 'held')"
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)


class Backups:
    """The copies of one store, in a folder of their own; `pinned` is never thinned out."""

    def __init__(self, folder: Path) -> None:
        self.pinned: Path | None = None
        self._folder = folder
        self._lock = threading.Lock()
        self._changes = -1

    def make(self, writer: Writer, reason: str) -> Path | None:
        """Copy, verify and name; None when nothing was written since the last copy of this run.

        Raises:
            Environment: the copy could not be made or does not pass its check.
        """
        with self._lock, _machine_as_environment(self._folder):
            changes = writer.bare(lambda raw: raw.total_changes)
            if changes == self._changes:
                return None
            self._folder.mkdir(parents=True, exist_ok=True)
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            number = max((_number(path) for path in self.copies()), default=0) + 1
            target = self._folder / f"desk-{stamp}Z-{reason}-{number:06}.db"
            part = target.with_suffix(_PART)
            self._sweep()
            try:
                vacuum_into(writer.path, part)
                check_copy(part)
                flush(part)
                put_in_place(part, target)
            finally:
                _drop(part)
            self._changes = changes
            self._thin()
            return target

    def copies(self) -> list[Path]:
        """Return the copies, newest first."""
        if not self._folder.is_dir():
            return []
        found = [path for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]
        return sorted(found, key=lambda path: (_number(path), path.name), reverse=True)

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

    def _sweep(self) -> None:
        """Remove what copies that broke off have left: on a full disk it is in the way."""
        for path in self._folder.glob(f"*{_PART}"):
            with suppress(OSError):
                path.unlink()

    def _thin(self) -> None:
        copies = self.copies()
        keep = {*copies[:RECENT], *_firsts(copies, 11, HOURLY), *_firsts(copies, 8, DAILY)}
        for path in copies:
            if path not in keep and path != self.pinned:
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

    Commands that were on their way when the copy was made may have arrived since, so they are in
    doubt: the portal is asked for each before anything is sent or taken back. A store that was laid
    aside may be named as well: what its log has is taken along.

    Returns:
        Where the replaced file was laid aside, None when there was none.

    Raises:
        Environment: the copy does not pass its check, or is of a newer program (`store_newer`);
            the disk is full or fails.
    """
    part = store.with_name(store.name + _PART)
    with _machine_as_environment(part):
        try:
            _take(copy, part)
            check_copy(part)
            flush(part)
        except BaseException:
            _drop(part)
            raise
        return _exchange(part, store)


def finish_restore(store: Path) -> bool:
    """Put in place what a restore that broke off had ready; the store had been laid aside then.

    Returns:
        Whether there was something.
    """
    part = store.with_name(store.name + _PART)
    if store.exists() or not part.exists():
        return False
    check_copy(part)
    _exchange(part, store)
    return True


def _take(copy: Path, part: Path) -> None:
    """Copy a store with its log, let the log be merged, and put what waited in doubt."""
    _drop(part)
    if not copy.is_file():
        raise Environment("backup_bad", file=copy.name, check="missing")
    for tail in ("", "-wal"):
        source = copy.with_name(copy.name + tail)
        if not tail or source.exists():
            shutil.copyfile(source, part.with_name(part.name + tail))
    try:
        writer = Writer(Opening(part, journal="DELETE"))  # the log is merged
    except Environment as error:
        raise Environment("backup_bad", file=copy.name, check=error.code) from error
    try:
        check_copy(part, copy.name)
        version = writer.bare(lambda raw: int(raw.execute("PRAGMA user_version").fetchone()[0]))
        if version > SCHEMA_VERSION:
            raise Environment("store_newer", file=copy.name, version=version)
        writer.write(put_in_doubt)
    finally:
        writer.close()


def _drop(part: Path) -> None:
    for tail in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            part.with_name(part.name + tail).unlink()


def _exchange(part: Path, store: Path) -> Path | None:
    """Lay the store aside and put the finished file in its place; `finish_restore` goes on."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = store.with_name(f"{store.stem}-damaged-{stamp}{store.suffix}")
    # a log without its file, too: SQLite would play it into the copy
    tails = [tail for tail in ("", "-wal", "-shm") if store.with_name(store.name + tail).exists()]
    for tail in tails:
        put_in_place(store.with_name(store.name + tail), aside.with_name(aside.name + tail))
    put_in_place(part, store)
    return aside if "" in tails else None


def put_in_place(source: Path, target: Path) -> None:
    """Rename a file over another one.

    On Windows a virus scanner or an indexer may hold either for a moment; that is waited for.

    Raises:
        Environment: `file_locked` when it is held longer.
    """
    for pause in (*_PATIENCE, None):
        try:
            source.replace(target)
        except PermissionError as error:
            if pause is None:
                raise Environment("file_locked", file=str(target)) from error
            threading.Event().wait(pause)
        else:
            return


def flush(path: Path) -> None:
    """Wait until the disk has a file: a rename may reach it earlier than the contents."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def check_copy(path: Path, name: str = "") -> int:
    """Open a copy, check it and return how many lines it holds.

    Args:
        path: a file that nobody writes.
        name: what an error calls it, when it is a copy of a copy.

    Raises:
        Environment: `backup_bad`.
    """
    with _bad_as_environment(path, name), closing(open_finished(path)) as raw:
        sound = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
        count = int(raw.execute("SELECT count(*) FROM cart_line").fetchone()[0])
        raw.execute("SELECT count(*) FROM outbox").fetchone()
    if sound != "ok":
        raise Environment("backup_bad", file=name or path.name, check=str(sound))
    return count


def copy_row(path: Path) -> CopyRow:
    """Look into a copy: when and why it was made, what it holds, whether it is whole."""
    found = _NAME.fullmatch(path.name)
    made, reason = made_at(path), found.group(2) if found else ""
    size = path.stat().st_size if path.exists() else 0
    try:
        lines = check_copy(path)
        with _bad_as_environment(path), closing(open_finished(path)) as raw:
            names = {row[1] for row in raw.execute("PRAGMA table_info(cart)")}
            alive = " AND deleted_at IS NULL" if "deleted_at" in names else ""
            carts = raw.execute(f"SELECT count(*) FROM cart WHERE state != 'archived'{alive}")
            waiting = raw.execute(f"SELECT count(*) FROM outbox WHERE state IN {_WAITING}")
            held = carts.fetchone()[0], waiting.fetchone()[0]
    except Environment:
        return CopyRow(path, made, 0, False, size, reason)
    return CopyRow(path, made, lines, True, size, reason, *held)


@contextmanager
def _bad_as_environment(path: Path, name: str = "") -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Environment("backup_bad", file=name or path.name, check=str(error)) from error


@contextmanager
def _machine_as_environment(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "store_unreachable"
        raise Environment(code, file=place.name, place=str(place.parent)) from error


def _number(copy: Path) -> int:
    found = _NAME.fullmatch(copy.name)
    return int(found.group(3) or 0) if found else 0


def _firsts(copies: Iterable[Path], digits: int, count: int) -> list[Path]:
    """The newest copy of each hour (11 digits of the stamp) or day (8), the newest `count`."""
    newest: dict[str, Path] = {}
    for path in copies:
        found = _NAME.fullmatch(path.name)
        if found is not None:
            newest.setdefault(found.group(1)[:digits], path)
    return list(newest.values())[:count]
