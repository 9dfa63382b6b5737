"""Units of work: reading in one snapshot, writing in one transaction with its change counters.

`Storage` is made once per process and handed to everything. Feature stores get a `Connection` to
read or a `Work` to write; after a commit the marks beside the database learn how far it got (R7).
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, event, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from b2bdesk.portal.storage.blobs import BlobFolder
from b2bdesk.portal.storage.clock import Clock, supplier_date, system_clock
from b2bdesk.portal.storage.engine import WRITING, database_file, open_engine
from b2bdesk.portal.storage.facts import Facts, read_facts
from b2bdesk.portal.storage.home import find_home
from b2bdesk.portal.storage.marks import Marks
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.upgrade import needed, upgrade
from b2bdesk.trade.errors import Environment

T = TypeVar("T")
TRIES, TURN_SECONDS = 3, 15.0
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_logger = logging.getLogger("b2bdesk.portal")


class Work:
    """One write transaction: its connection, its instant, and revisions drawn for feeds."""

    def __init__(self, connection: Connection, now: dt.datetime, facts: Facts) -> None:
        self.connection = connection
        self.now = now
        self.facts = facts
        self.reached: dict[str, int] = {}

    @property
    def today(self) -> dt.date:
        """The date of the supplier's zone."""
        return supplier_date(self.now, self.facts.timezone)

    def take(self, feed: str, count: int) -> int:
        """Draw `count` fresh revisions of a feed and return the first.

        The counter row stays locked until the commit, so no later revision becomes visible before
        these (PROTOCOL R6, the server trap). Stage imports before the first call. Whoever draws
        keeps the sums as well (`storage.tally`).
        """
        statement = (
            update(counters)
            .where(counters.c.feed == feed)
            .values(seq=counters.c.seq + count, summed=counters.c.summed + count)
            .returning(counters.c.seq)
        )
        last = int(self.connection.execute(statement).scalar_one())
        self.reached[feed] = last
        return last - count + 1

    def lock(self, feed: str) -> None:
        """Hold the counter of a feed until the commit: whoever else changes it waits.

        SQLite has one writer anyway; on PostgreSQL this makes reading and then writing an order,
        a stock row or a balance one step. Locks are taken in the order orders, stock, documents,
        settlements.
        """
        self.take(feed, 0)


class Storage:
    """The portal's database with its clock, file folder and marks."""

    def __init__(self, engine: Engine, marks: Marks, blobs: BlobFolder, clock: Clock) -> None:
        self.engine = engine
        self.marks = marks
        self.blobs = blobs
        self.clock = clock
        # what one process remembers of the database, each entry with the revision it holds for
        self.memory: dict[object, object] = {}
        # set after each commit of this process that moved a feed
        self.moved = threading.Event()
        self._unsure = threading.Event()
        # SQLite lets whoever tries at the right moment in; in a queue nobody is left to the end
        self._turn = threading.Lock() if self._is_sqlite() else None
        if not self._is_sqlite():
            # a server may be restored beneath us: then all its connections are new ones
            event.listen(engine, "connect", lambda *_: self._unsure.set())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose statements all see one state of the database.

        Raises:
            Environment: `portal_busy`: no connection was free, or the server is away.
        """
        options = {} if self._is_sqlite() else _SNAPSHOT
        opened = self.engine.connect
        with reachable(), opened().execution_options(**options) as connection, connection.begin():
            self._look(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One write transaction, committed at the end of the block, rolled back by an error.

        Raises:
            Environment: `portal_busy`: no connection was free, or the server is away.
        """
        with reachable(), self._alone(), self.engine.connect() as opened:
            connection = opened.execution_options(**{WRITING: True})
            with connection.begin():
                self._look(connection)
                work = Work(connection, self.clock(), read_facts(connection))
                yield work
            self.marks.reached(work.reached)
            if work.reached:
                self.moved.set()

    def write(self, action: Callable[[Work], T]) -> T:
        """Run `action` in a write transaction, again when the database was busy or in conflict.

        Raises:
            Environment: `portal_busy` when that did not help.
        """
        for attempt in range(TRIES):
            try:
                with self.writing() as work:
                    return action(work)
            except DBAPIError as error:
                if not _passing(error):
                    raise
                threading.Event().wait(random.uniform(0.01, 0.05) * 2**attempt)
        raise Environment("portal_busy")

    def facts(self) -> Facts:
        """Name, clock zone, marks and requisites of the portal as stored now."""
        with self.reading() as connection:
            return read_facts(connection)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def _is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=TURN_SECONDS):
            raise Environment("portal_busy")
        try:
            yield
        finally:
            self._turn.release()

    def _look(self, connection: Connection) -> None:
        """Compare the marks when the connections are new; a restored portal is a new one (R7)."""
        if not self._unsure.is_set():
            return
        self._unsure.clear()
        if self.marks.restored(self.engine, connection):
            connection.rollback()
            self.marks.compare(self.engine)
            # whoever asked meanwhile is told to ask again: his snapshot bears the old mark
            raise Environment("portal_busy")


def open_storage(target: str, clock: Clock = system_clock) -> Storage:
    """Open an existing portal and compare its marks with those kept outside (R7).

    Args:
        target: SQLite file or database address.
        clock: present time in UTC.

    Raises:
        Environment: `portal_not_made` when there is no portal (run `init`), `store_newer` when a
            later version of the program made it, `database_silent` when the server does not let
            us in, `portal_busy` when somebody writes for long and we have to write, too.
    """
    engine = open_engine(target)
    file = database_file(engine)
    if file is not None and not file.exists():
        raise Environment("portal_not_made")
    try:
        with reachable(database_silent):
            with engine.connect() as connection:
                old = needed(connection)
            if old:
                writer = engine.connect().execution_options(**{WRITING: True})
                with writer as connection, connection.begin():
                    upgrade(connection)
            with engine.connect() as connection:
                home = find_home(engine, connection, read_facts(connection).instance_id)
            marks = Marks(home.mark)
            marks.compare(engine)
    except DBAPIError as error:
        engine.dispose()
        if not _passing(error):
            raise
        raise Environment("portal_busy") from error
    except BaseException:
        engine.dispose()
        raise
    return Storage(engine, marks, BlobFolder(home.files), clock)


@contextmanager
def reachable(silent: Callable[[DBAPIError], Environment] | None = None) -> Iterator[None]:
    """Turn a database that is away, out of connections or of room, into a refusal for now.

    Args:
        silent: makes the refusal; `portal_busy` by default.
    """
    try:
        yield
    except PoolTimeout as error:
        raise Environment("portal_busy") from error
    except DBAPIError as error:
        if _full(error):
            _logger.error("there is no room for the database: %s", _first_line(error))
            raise Environment("portal_busy") from error
        if not _away(error):
            raise
        _logger.warning("the database is away: %s", _first_line(error))
        raise (silent(error) if silent else Environment("portal_busy")) from error


def database_silent(error: DBAPIError) -> Environment:
    """What an administrator's command says when the server does not let it in."""
    return Environment("database_silent", reason=_first_line(error))


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]


def _away(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", "sqlite")
    if state is None:
        # the driver itself: no connection, or one that was cut
        return isinstance(error, OperationalError)
    # connection lost, wrong credentials or database, out of resources, server going down
    return state[:2] in ("08", "28", "3D", "53", "57")


def _full(error: DBAPIError) -> bool:
    """Whether SQLite has no room; a server says so by its state."""
    return getattr(error.orig, "sqlite_errorname", "") == "SQLITE_FULL"


def _passing(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        # serialization failure, deadlock, lock not had in time, racing inserts of one key
        return state in ("40001", "40P01", "55P03", "23505")
    text = str(error.orig)
    return "locked" in text or "busy" in text
