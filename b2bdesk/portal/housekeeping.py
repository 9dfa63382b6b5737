"""What time alone changes: debts fall due, reserves end, old tombstones and keys are dropped.

The sums of feeds are proved as well, and snapshots renewed. `serve` runs it at start and then every
hour (snapshots: every minute) beside the server; each part is safe to repeat.
"""

from __future__ import annotations

import itertools
import logging
import threading
from dataclasses import replace
from functools import partial

from msgspec import structs
from sqlalchemy import select

from b2bdesk.portal.documents.store import fallen_due, put_documents
from b2bdesk.portal.feeds import proof
from b2bdesk.portal.feeds.handlers import renew_snapshots
from b2bdesk.portal.orders import moves, store
from b2bdesk.portal.orders.idempotency import purge_commands
from b2bdesk.portal.scope import SYSTEM, Scope
from b2bdesk.portal.settlements.store import settle
from b2bdesk.portal.storage.changes import purge_tombstones
from b2bdesk.portal.storage.tables.settlements import balances
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.errors import Environment, Expected

# between two looks at the snapshots; so many of them make an hour, and a day
SECONDS, AN_HOUR, A_DAY = 60.0, 60, 1_440
_logger = logging.getLogger(__name__)


def housekeep(scope: Scope, storage: Storage, *, thorough: bool = True) -> None:
    """Do everything that is due, each part in a transaction of its own.

    Args:
        scope: on whose behalf.
        storage: the portal.
        thorough: also count all rows (seconds for a million goods, nobody waits for it).
    """
    proof.mend(storage, thorough=thorough)
    storage.write(purge_tombstones)
    storage.write(purge_commands)
    storage.write(lambda work: _settle_all(scope, work))
    storage.write(lambda work: _fall_due(scope, work))
    with storage.reading() as connection:
        held = [
            row.order.id
            for row in store.open_orders(scope, connection)
            if any(line.reserved_until for line in row.order.lines)
        ]
    for order_id in held:
        storage.write(partial(_expire, scope, order_id))


class Housekeeper:
    """Runs `housekeep` every hour and looks after snapshots every minute, until it is stopped."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeper", daemon=True)

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns when nothing is under way."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        for turn in itertools.count():
            try:
                if turn % AN_HOUR == 0:
                    housekeep(SYSTEM, self._storage, thorough=turn % A_DAY == 0)
                renew_snapshots(self._storage)
            except Environment as error:
                _logger.info("housekeeping waits: %s", error.code)
            except Exception:
                _logger.exception("housekeeping failed")
            if self._stopping.wait(SECONDS):
                return


def _fall_due(scope: Scope, work: Work) -> None:
    """Invoices that were not paid in time are overdue, their orders with them."""
    late = fallen_due(scope, work.connection, work.today.isoformat())
    put_documents(
        scope,
        work,
        [replace(row, document=structs.replace(row.document, state="overdue")) for row in late],
    )
    for order_id in dict.fromkeys(row.document.order_id for row in late if row.document.order_id):
        found = store.find_order(scope, work.connection, order_id)
        if found is None or found.order.state in moves.ENDED:
            continue
        if found.order.payment == "none":
            moves.set_axis(scope, work, order_id, payment="overdue")


def _expire(scope: Scope, order_id: str, work: Work) -> None:
    try:
        moves.expire_reserves(scope, work, order_id)
    except Expected as error:
        # it was cancelled or closed between the look and the move
        _logger.info("reserve left as it is: %s", error.code)


def _settle_all(scope: Scope, work: Work) -> None:
    """Bring balances of an earlier day up to date: what fell due since is overdue now."""
    query = select(balances.c.contract_id).where(balances.c.as_of != work.today.isoformat())
    for contract_id in work.connection.execute(query).scalars().all():
        settle(scope, work, contract_id)
