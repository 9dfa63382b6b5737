"""The memory of idempotency keys (PROTOCOL R2, R3).

A key is remembered in the transaction that does its work, with the digest of the body and the
whole answer. Refusals by a business rule are remembered as well: a delayed copy of a refused order
must not be accepted after the buyer has sent another one. 5xx are never remembered.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from b2bdesk.portal.http.call import Reply
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.clock import instant
from b2bdesk.portal.storage.tables.orders import idem
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.problem import PROBLEM_MEDIA_TYPE

COMMAND_DAYS = 400
VOID = "void"
_RUNNING_LOCK = threading.Lock()


@dataclass(frozen=True)
class Remembered:
    """The answer that a key got."""

    kind: str
    body_sha256: str
    status: int
    response: bytes
    order_id: str = ""

    def reply(self, *, replayed: bool) -> Reply:
        """The original status and bytes; a replay says so in a header."""
        return Reply(
            self.response,
            self.status,
            "application/json" if self.status < 400 else PROBLEM_MEDIA_TYPE,
            {"Idempotency-Replayed": "true"} if replayed else {},
        )


def find(scope: Scope, connection: Connection, company_id: str, key: str) -> Remembered | None:
    """What a company's key got."""
    query = select(
        idem.c.kind, idem.c.body_sha256, idem.c.status, idem.c.response, idem.c.order_id
    ).where(idem.c.company_id == company_id, idem.c.idem_key == key)
    row = connection.execute(query).first()
    return Remembered(row[0], row[1], row[2], bytes(row[3]), row[4]) if row is not None else None


def replay(found: Remembered, body_sha256: str) -> Reply:
    """Answer a key that is known.

    Raises:
        Expected: `order_voided`, `idempotency_conflict` (another body).
    """
    if found.kind == VOID:
        raise Expected("order_voided")
    if found.body_sha256 != body_sha256:
        raise Expected("idempotency_conflict")
    return found.reply(replayed=True)


def remember(scope: Scope, work: Work, company_id: str, key: str, found: Remembered) -> None:
    """Store what a key got, in the transaction of the work itself."""
    row = (
        *(company_id, key, found.kind, found.body_sha256, found.status, found.response),
        *(found.order_id, instant(work.now)),
    )
    upsert(work.connection, idem, [row])


def purge_commands(work: Work, days: int = COMMAND_DAYS) -> int:
    """Forget keys of commands older than `days`; keys of orders live as long as the order."""
    before = instant(work.now - dt.timedelta(days=days))
    old = delete(idem).where(idem.c.kind == "command", idem.c.created_at < before)
    return work.connection.execute(old).rowcount


@contextmanager
def running(storage: Storage, key: str) -> Iterator[None]:
    """Let one request of a key run at a time in this process.

    Between processes the database's own locks do that; the second then finds the key remembered.

    Raises:
        Expected: `order_in_progress`.
    """
    with _RUNNING_LOCK:
        busy = storage.memory.setdefault("running", set())
        if not isinstance(busy, set) or key in busy:
            raise Expected("order_in_progress")
        busy.add(key)
    try:
        yield
    finally:
        with _RUNNING_LOCK:
            busy.discard(key)
