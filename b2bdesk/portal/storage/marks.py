"""The incarnation of the portal, kept outside the database as well (PROTOCOL R7).

A small file beside the database remembers the incarnation and how far every feed had counted when
an answer went out. A database that has counted less was restored from an older copy: it becomes a
new incarnation, without anybody having to say so. The file is written before an answer leaves, and
read before the database is: so what the database says can only be as far or further.

On a database server the file may be missing on a second machine and old on a third, so there the
server's own marks decide as well (`home`): another cluster, another database, another timeline.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, select

from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.engine import WRITING
from b2bdesk.portal.storage.facts import Facts, read_facts
from b2bdesk.portal.storage.home import Home, find_home
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.tables.portal import facts as fact_table

_logger = logging.getLogger("b2bdesk.portal")


class _State(msgspec.Struct):
    incarnation: str
    reached: dict[str, int] = {}


@dataclass(frozen=True)
class _Told:
    """What the database and the file say, compared."""

    known: _State | None
    facts: Facts
    reached: dict[str, int]
    lived: str
    restored: bool

    @property
    def right(self) -> bool:
        """Whether nothing is to be written but how far it got."""
        same = self.known is not None and self.known.incarnation == self.facts.incarnation
        return same and not self.restored and self.lived == self.facts.home


class Marks:
    """The outside copy of the marks."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def restored(self, engine: Engine, connection: Connection) -> bool:
        """Whether the database is not the one these marks were kept of.

        Args:
            engine: of the connection.
            connection: a transaction in which nothing has been read yet.
        """
        known = self._read()
        facts = read_facts(connection)
        home = find_home(engine, connection, facts.instance_id)
        return _restored(facts, known, counted(connection), home)

    def compare(self, engine: Engine) -> str:
        """Compare the database with the file; renew the incarnation where they disagree.

        Returns:
            The incarnation that holds from now on.
        """
        with engine.connect() as connection, connection.begin():
            # a load may hold an SQLite portal for minutes; to look at it takes no turn
            seen = self._told(engine, connection)
        if seen.right:
            self.reached(seen.reached)
            return seen.facts.incarnation
        writer = engine.connect().execution_options(**{WRITING: True})
        with writer as connection, connection.begin():
            alone(connection)
            seen = self._told(engine, connection)
            incarnation = seen.facts.incarnation
            if seen.restored:
                incarnation = str(uuid.uuid4())
                _logger.info(
                    "the database is a copy or has moved: feeds at %s, the mark knows %s; it is"
                    " incarnation %s from now on, buyers load anew and offer what it has lost",
                    seen.reached,
                    seen.known.reached if seen.known else "nothing",
                    incarnation,
                )
            if (incarnation, seen.lived) != (seen.facts.incarnation, seen.facts.home):
                rows = [("incarnation", incarnation), ("home", seen.lived)]
                upsert(connection, fact_table, rows)
        if seen.known is not None and incarnation == seen.known.incarnation:
            self.reached(seen.reached)
        else:
            self.renew(incarnation, seen.reached)
        return incarnation

    def _told(self, engine: Engine, connection: Connection) -> _Told:
        known = self._read()
        facts = read_facts(connection)
        home = find_home(engine, connection, facts.instance_id)
        reached = counted(connection)
        restored = _restored(facts, known, reached, home)
        return _Told(known, facts, reached, f"{home.cluster} {home.timeline}".strip(), restored)

    def renew(self, incarnation: str, reached: dict[str, int]) -> None:
        """Write the file anew."""
        with self._lock:
            self._write(_State(incarnation, dict(reached)))

    def reached(self, counts: dict[str, int]) -> None:
        """Remember how far feeds have counted; call it after the commit, before the answer."""
        if not counts:
            return
        with self._lock:
            state = self._read()
            if state is None:
                return
            for feed, count in counts.items():
                state.reached[feed] = max(count, state.reached.get(feed, 0))
            try:
                self._write(state)
            except OSError as error:
                # what was done is done: a mark that lags behind is no sign of a restore
                _logger.error("the mark of the portal could not be written: %s", error)

    def _read(self) -> _State | None:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_State)
        except (OSError, msgspec.DecodeError):
            return None

    def _write(self, state: _State) -> None:
        handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(state))
            for attempt in range(6):
                try:
                    Path(name).replace(self._file)
                    return
                except PermissionError:
                    # Windows: another worker process has the file open for a moment
                    threading.Event().wait(0.02 * 2**attempt)
        finally:
            Path(name).unlink(missing_ok=True)


def alone(connection: Connection) -> None:
    """Let one process at a time make, upgrade or compare a portal; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('b2bdesk-portal'))")


def counted(connection: Connection) -> dict[str, int]:
    """How far each feed has counted in the database."""
    query = select(counters.c.feed, counters.c.seq)
    return {feed: int(seq) for feed, seq in connection.execute(query)}


def _restored(facts: Facts, known: _State | None, reached: dict[str, int], home: Home) -> bool:
    if known is not None and _less(reached, known):
        return True
    same = known is not None and known.incarnation == facts.incarnation
    if not home.cluster:
        return not same
    lived, _, timeline = facts.home.partition(" ")
    if lived != home.cluster:
        return True
    # a server that took over from another goes on with another timeline: the file must vouch for it
    return timeline != home.timeline and not same


def _less(reached: dict[str, int], known: _State) -> bool:
    return any(reached.get(feed, 0) < seq for feed, seq in known.reached.items())
