"""A disk whose power fails: SQLite's writes are written down and un-synced ones may be lost.

`PowerVFS` passes everything on to the system's VFS and notes each write, truncation, deletion and
sync of the files it watches. `image` makes what such a disk could hold if the power failed after so
many of them: what was synced is there; of the rest each write may be missing, whole, or torn at 512
bytes, in any order. `Driver` lets the program's own engine run over it: apsw is the one binding
that takes a VFS from Python, so this proves the transactions, not the library that is shipped.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
NAME = "power"
Op = tuple[str, str, int, bytes]


@dataclass
class Image:
    """What one file holds: the bytes on the disk."""

    data: bytearray
    exists: bool = True


class PowerVFS(apsw.VFS):
    """Notes what is done to files whose names end with one of `watched`."""

    def __init__(self, watched: Sequence[str]) -> None:
        super().__init__(NAME, "")
        self.watched = tuple(watched)
        self.log: list[Op] = []

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - apsw's names
        """Open a file of the system, noted when it is watched."""
        path = name.filename() if isinstance(name, apsw.URIFilename) else (name or "")
        file = Path(path).name
        if file in self.watched:
            return _File(name, flags, file, self.log)
        return apsw.VFSFile("", name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        """Delete a file."""
        super().xDelete(filename, syncdir)
        file = Path(filename).name
        if file in self.watched:
            self.log.append((file, "delete", 0, b""))


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], file: str, log: list[Op]) -> None:
        super().__init__("", name, flags)
        self._file = file
        self._log = log

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._log.append((self._file, "write", offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._log.append((self._file, "truncate", newsize, b""))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._log.append((self._file, "sync", 0, b""))


def image(log: Sequence[Op], chance: random.Random) -> dict[str, bytes]:
    """Return what the disk may hold when the power fails after the last of these operations."""
    files: dict[str, Image] = {}
    waiting: dict[str, list[Op]] = {}
    for op in log:
        file, kind = op[0], op[1]
        queue = waiting.setdefault(file, [])
        if kind == "sync":
            files[file] = _applied(files.get(file), queue)
            queue.clear()
        else:
            queue.append(op)
    for file, queue in waiting.items():
        left = _surviving(queue, chance)
        if left or file in files:
            files[file] = _applied(files.get(file), left)
    return {file: bytes(each.data) for file, each in files.items() if each.exists}


def _surviving(queue: Sequence[Op], chance: random.Random) -> list[Op]:
    """Drop, tear and shuffle what was not synced."""
    kept: list[Op] = []
    share = chance.choice((0.0, 0.3, 0.7, 1.0))
    for file, kind, at, data in queue:
        if chance.random() >= share:
            continue
        if kind == "write" and len(data) > SECTOR and chance.random() < 0.3:
            cut = SECTOR * chance.randrange(1, len(data) // SECTOR + 1)
            if chance.random() < 0.5:
                data = data[:cut]
            else:
                at, data = at + cut, data[cut:]
        kept.append((file, kind, at, data))
    if chance.random() < 0.5:
        chance.shuffle(kept)
    return kept


def _applied(old: Image | None, ops: Iterable[Op]) -> Image:
    made = Image(bytearray(old.data) if old is not None and old.exists else bytearray())
    made.exists = old is not None and old.exists
    for _, kind, at, data in ops:
        if kind == "delete":
            made.data.clear()
            made.exists = False
            continue
        made.exists = True
        if kind == "truncate":
            del made.data[at:]
            continue
        if len(made.data) < at:
            made.data.extend(bytes(at - len(made.data)))
        made.data[at : at + len(data)] = data
    return made


class Driver:
    """Takes the place of the module `sqlite3` in `models.engine`."""

    def __init__(self) -> None:
        self.Connection = Connection

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)

    def connect(self, address: str, **_: Any) -> Connection:
        """Open a file over the failing disk."""
        return Connection(address)


class Connection:
    """A connection of apsw with the face of the standard driver."""

    def __init__(self, uri: str) -> None:
        flags = apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        self._raw = apsw.Connection(uri, flags=flags, vfs=NAME)
        self._raw.set_busy_timeout(5000)
        self.isolation_level = None

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open."""
        return self._raw.in_transaction

    def cursor(self) -> Cursor:
        """Return a cursor."""
        return Cursor(self._raw)

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        """Run a statement."""
        return self.cursor().execute(sql, parameters)

    def create_function(self, *_: Any, **__: Any) -> None:
        """The dialect's functions are not used."""

    def commit(self) -> None:
        """Commit what is open."""
        if self._raw.in_transaction:
            self._raw.execute("COMMIT")

    def rollback(self) -> None:
        """Roll back what is open."""
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file, also when its locks are in the way."""
        with suppress(apsw.Error):
            self._raw.close(True)


class Cursor:
    """What the dialect asks of a cursor; rows are read at once."""

    arraysize = 1

    def __init__(self, raw: apsw.Connection) -> None:
        self._raw = raw
        self._rows: list[tuple[Any, ...]] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid = 0

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        """Run a statement and read its rows."""
        before = self._raw.total_changes()
        try:
            cursor = self._raw.cursor()
            cursor.exec_trace = self._begun
            self._rows = cursor.execute(sql, parameters or None).fetchall()
        except apsw.Error as error:
            raise sqlite3.OperationalError(str(error)) from error
        self.rowcount = self._raw.total_changes() - before
        self.lastrowid = self._raw.last_insert_rowid()
        return self

    def _begun(self, cursor: Any, sql: str, values: Any) -> bool:
        """Note the columns: they are gone once all rows are read."""
        columns = cursor.get_description()
        self.description = tuple((name, *[None] * 6) for name, _ in columns) or None
        return True

    def executemany(self, sql: str, many: Iterable[Any]) -> Cursor:
        """Run a statement for each set of values."""
        before = self._raw.total_changes()
        self._raw.executemany(sql, many)
        self.rowcount = self._raw.total_changes() - before
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        """Return some rows."""
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def __iter__(self) -> Any:
        return iter(self.fetchall())

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []
