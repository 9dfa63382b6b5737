"""The incarnation of the portal, kept outside the database as well (PROTOCOL R7).

A small file beside the database remembers the incarnation and how far every feed had counted when
an answer went out. A database that has counted less was restored from an older copy: it becomes a
new incarnation, without anybody having to say so. The file is written before an answer leaves.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import uuid
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, inspect, select

from b2bdesk.portal.storage.engine import WRITING, database_file
from b2bdesk.portal.storage.facts import read_facts, write_facts
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.trade.errors import Environment

SCHEMA = 1


class _State(msgspec.Struct):
    incarnation: str
    reached: dict[str, int] = {}


def state_file(engine: Engine) -> Path:
    """Where the marks of this database are kept outside of it."""
    file = database_file(engine)
    if file is not None:
        return file.with_name(file.name + ".mark")
    named = os.environ.get("B2BDESK_PORTAL_STATE", ".")
    address = engine.url.render_as_string(hide_password=True)
    return Path(named) / f"portal-{hashlib.sha256(address.encode()).hexdigest()[:12]}.mark"


class Marks:
    """The outside copy of the marks."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def compare(self, engine: Engine) -> str:
        """Compare the database with the file; renew the incarnation where they disagree.

        Returns:
            The incarnation that holds from now on.

        Raises:
            Environment: `portal_not_made`, `store_newer`.
        """
        with engine.connect() as connection:
            if not inspect(connection).has_table(counters.name):
                raise Environment("portal_not_made")
        writer = engine.connect().execution_options(**{WRITING: True})
        with writer as connection, connection.begin():
            facts = read_facts(connection)
            if facts.schema > SCHEMA:
                raise Environment("store_newer")
            known = self._read()
            reached = counted(connection)
            incarnation = facts.incarnation
            if known is None or incarnation != known.incarnation or _less(reached, known):
                incarnation = str(uuid.uuid4())
                write_facts(connection, {"incarnation": incarnation})
        if incarnation == facts.incarnation:
            self.reached(reached)
        else:
            self.renew(incarnation, reached)
        return incarnation

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
            self._write(state)

    def _read(self) -> _State | None:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_State)
        except (OSError, msgspec.DecodeError):
            return None

    def _write(self, state: _State) -> None:
        handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(state))
        for attempt in range(6):
            try:
                Path(name).replace(self._file)
                return
            except PermissionError:
                # Windows: another worker process has the file open for a moment
                threading.Event().wait(0.02 * 2**attempt)
        Path(name).unlink(missing_ok=True)


def counted(connection: Connection) -> dict[str, int]:
    """How far each feed has counted in the database."""
    return {feed: int(seq) for feed, seq in connection.execute(select(counters))}


def _less(reached: dict[str, int], known: _State) -> bool:
    return any(reached.get(feed, 0) < seq for feed, seq in known.reached.items())
