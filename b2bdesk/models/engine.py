"""The one place that opens a database file (PROTOCOL R13).

Every connection gets the same pragmas: WAL, the durability of its store, foreign keys on, trusted
schema off, five seconds of patience. A `Writer` is one locked connection whose transactions begin
IMMEDIATE, because a deferred one that upgrades fails at once with SQLITE_BUSY_SNAPSHOT whatever the
timeout. `Readers` keep one read-only connection per thread and can re-attach the active cache
file under all of them. Used by `desk`, `caches`, `load`, `backup` and the tests.
"""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from b2bdesk.trade.errors import Environment

T = TypeVar("T")
BUSY_SECONDS = 5.0
WAL_LIMIT = 64 * 1024 * 1024
CRAMPED_BYTES = 256 * 1024
_CODES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
    sqlite3.SQLITE_BUSY: "store_busy",
    sqlite3.SQLITE_LOCKED: "store_busy",
    sqlite3.SQLITE_READONLY: "store_read_only",
    sqlite3.SQLITE_CANTOPEN: "store_unreachable",
    sqlite3.SQLITE_IOERR: "store_unreachable",
}

MACHINE = frozenset({"disk_full", "store_unreachable", "store_read_only"})


@dataclass(frozen=True, slots=True)
class Opening:
    """How a file is opened.

    Attributes:
        immutable: for files nobody writes (snapshots to be read).
        checkpoint: pages in the WAL from which on a commit carries them over into the file.
    """

    path: Path
    synchronous: str = "FULL"
    journal: str = "WAL"
    read_only: bool = False
    immutable: bool = False
    in_memory: bool = False
    page_cache_kib: int = 16 * 1024
    checkpoint: int = 1_000


def uri_of(path: Path, *, read_only: bool, immutable: bool = False) -> str:
    """Return the SQLite URI of a file; special characters of the path are escaped."""
    plain = path.absolute().as_posix()
    prefix = "file:" if plain.startswith("/") else "file:/"
    mode = "ro" if read_only else "rwc"
    tail = "&immutable=1" if immutable else ""
    return f"{prefix}{quote(plain)}?mode={mode}{tail}"


def open_file(opening: Opening) -> Connection:
    """Open a file and return its connection; closing it closes the file.

    Raises:
        Environment: `store_unreachable`, `store_damaged` … as the machine says.
    """

    uri = uri_of(opening.path, read_only=opening.read_only, immutable=opening.immutable)

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(
            ":memory:" if opening.in_memory else uri,
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            for pragma in _pragmas(opening):
                raw.execute(f"PRAGMA {pragma}").close()
        except sqlite3.Error:
            raw.close()
            raise
        return raw

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)
    begin = "BEGIN" if opening.read_only else "BEGIN IMMEDIATE"
    event.listen(engine, "begin", lambda conn: conn.exec_driver_sql(begin))
    with coded(opening.path):
        return engine.connect()


def open_finished(path: Path) -> sqlite3.Connection:
    """Open a file nobody writes any more (a backup, a downloaded part), to look into it."""
    raw = sqlite3.connect(uri_of(path, read_only=True, immutable=True), uri=True)
    raw.execute("PRAGMA trusted_schema=OFF").close()
    return raw


def fetch_all(
    connection: Connection, query: str, parameters: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Return all rows as plain tuples: a third of the time of row objects, for big results."""
    result = connection.exec_driver_sql(query, tuple(parameters))
    try:
        return list(result.cursor.fetchall())
    finally:
        result.close()


def vacuum_into(source: Path, target: Path) -> None:
    """Write a compact copy of a store beside its writer, which is not held up.

    Raises:
        Environment: the machine refused.
    """
    with coded(target):
        raw = sqlite3.connect(uri_of(source, read_only=True), uri=True, timeout=BUSY_SECONDS)
        try:
            raw.execute("PRAGMA trusted_schema=OFF").close()
            raw.execute("VACUUM INTO ?", (str(target),)).close()
        finally:
            raw.close()


def _pragmas(opening: Opening) -> Iterator[str]:
    yield "trusted_schema=OFF"
    yield "foreign_keys=ON"
    yield f"cache_size=-{opening.page_cache_kib}"
    yield "temp_store=MEMORY"
    if opening.read_only:
        yield "query_only=ON"
        return
    yield f"journal_mode={opening.journal}"
    yield f"synchronous={opening.synchronous}"
    yield f"journal_size_limit={WAL_LIMIT}"
    yield f"wal_autocheckpoint={opening.checkpoint}"


def _cramped(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < CRAMPED_BYTES
    except OSError:
        return False


@contextmanager
def coded(path: Path, only: Collection[str] = ()) -> Iterator[None]:
    """Turn what SQLite raises about the machine into an `Environment` error, of `only` if given."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        code = _CODES.get(getattr(origin, "sqlite_errorcode", -1) & 0xFF)
        if code == "store_unreachable" and _cramped(path.parent):
            code = "disk_full"  # what is said when not even the index of the log finds room
        if code is None or (only and code not in only):
            raise
        raise Environment(code, file=path.name, place=str(path.parent)) from error


class Writer:
    """One connection that writes, shared by threads under a lock."""

    def __init__(self, opening: Opening) -> None:
        self.path = opening.path
        self._lock = threading.RLock()
        self._connection = open_file(opening)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one IMMEDIATE transaction and commit it; any exception rolls it back.

        Raises:
            Environment: the machine refused (disk full, damaged, busy).
        """
        with self._lock, coded(self.path):
            try:
                with self._connection.begin():
                    return work(self._connection)
            except BaseException:
                self._abandon()
                raise

    def bare(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the driver's connection outside a transaction (VACUUM INTO, pragmas)."""
        with self._lock, coded(self.path):
            return work(driver(self._connection))

    def _abandon(self) -> None:
        with suppress(DBAPIError):
            self._connection.rollback()

    def close(self) -> None:
        """Close the connection; the WAL is merged by SQLite when it was the last one."""
        with self._lock:
            self._connection.close()


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(f"not a SQLite connection: {raw!r}")
    return raw


class _Reader:
    __slots__ = ("attached", "connection", "lock")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.attached: Path | None = None
        self.lock = threading.RLock()


class Readers:
    """Read-only connections to one file, one per thread, with another file attached as `cache`."""

    def __init__(self, path: Path, attached: Path | None = None) -> None:
        self._path = path
        self._attached = attached
        self._local = threading.local()
        self._all: list[_Reader] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend this thread's connection inside one read transaction (one state of the files)."""
        reader = self._mine()
        with reader.lock, coded(self._path):
            if reader.attached != self._attached:
                self._attach(reader, self._attached)
            connection = reader.connection
            if connection.in_transaction():
                yield connection
                return
            try:
                yield connection
            finally:
                connection.rollback()

    def reattach(self, path: Path | None) -> None:
        """Let every connection see another attached file; waits for reads under way."""
        with self._lock:
            self._attached = path
            readers = tuple(self._all)
        for reader in readers:
            with reader.lock, coded(self._path):
                if reader.attached != path:
                    self._attach(reader, path)

    def close(self) -> None:
        """Close every connection; waits for reads under way."""
        with self._lock:
            self._closed = True
            readers, self._all = self._all, []
        for reader in readers:
            with reader.lock:
                reader.connection.close()

    def _mine(self) -> _Reader:
        found: _Reader | None = getattr(self._local, "reader", None)
        if found is not None and not found.connection.closed:
            return found
        with self._lock:
            if self._closed:
                raise Environment("store_closed", file=self._path.name)
            made = _Reader(open_file(Opening(self._path, read_only=True)))
            self._all.append(made)
        self._local.reader = made
        return made

    def _attach(self, reader: _Reader, path: Path | None) -> None:
        raw = driver(reader.connection)
        if reader.attached is not None:
            raw.execute("DETACH cache").close()
            reader.attached = None
        if path is not None:
            raw.execute("ATTACH ? AS cache", (uri_of(path, read_only=True),)).close()
            raw.execute("PRAGMA cache.cache_size=-65536").close()
        reader.attached = path
