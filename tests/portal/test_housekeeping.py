"""Time alone moves debts and reserves; running it twice changes nothing more."""

from __future__ import annotations

import httpx

from b2bdesk.portal.housekeeping import Housekeeper, housekeep
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.settlements.store import EntryRow, balance_of, put_entries
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.work import Storage
from tests.portal.test_moves import command, placed, read
from tests.support import world

BOTH_STORES = True


def test_debts_fall_due_and_reserves_end(
    alfa: httpx.Client, storage: Storage, clock: world.TestClock
) -> None:
    order_id = placed(alfa)
    command(alfa, order_id, "reserve", until="2026-11-24")
    with storage.writing() as work:
        sale = EntryRow("e1", "alfa-1-c", "2026-11-20", "shipment", "1", 5_000, due="2026-11-25")
        paid = EntryRow("e2", "alfa-1-c", "2026-11-20", "payment", "1", credit=1_000)
        put_entries(SYSTEM, work, [sale, paid])
    clock.move(days=5)
    housekeep(SYSTEM, storage)
    assert read(storage, order_id).reserve == "expired"
    with storage.reading() as connection:
        assert balance_of(SYSTEM, connection, "alfa-1-c").overdue == 0
    clock.move(days=1)
    housekeep(SYSTEM, storage)
    with storage.reading() as connection:
        balance = balance_of(SYSTEM, connection, "alfa-1-c")
        before = connection.execute(counters.select()).all()
    assert (balance.debt, balance.overdue) == (4_000, 4_000)
    housekeep(SYSTEM, storage)
    with storage.reading() as connection:
        assert connection.execute(counters.select()).all() == before


def test_the_housekeeper_begins_at_once_and_stops_when_told(
    storage: Storage, numbers: dict[str, int], clock: world.TestClock
) -> None:
    with storage.writing() as work:
        put_entries(
            SYSTEM,
            work,
            [EntryRow("e1", "alfa-1-c", "2026-11-20", "shipment", "1", 5, due="2026-11-20")],
        )
    clock.move(days=1)
    helper = Housekeeper(storage)
    helper.start()
    helper.stop()
    with storage.reading() as connection:
        assert balance_of(SYSTEM, connection, "alfa-1-c").overdue == 5
