"""Time alone moves debts and reserves; running it twice changes nothing more."""

from __future__ import annotations

import httpx

from b2bdesk.portal.documents.store import find_document
from b2bdesk.portal.housekeeping import Housekeeper, housekeep
from b2bdesk.portal.orders import moves
from b2bdesk.portal.orders.store import find_order
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.settlements.store import EntryRow, balance_of, put_entries
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.quantity import Quantity
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


def test_a_payment_for_an_order_leaves_the_debt_of_another_overdue(
    storage: Storage, numbers: dict[str, int]
) -> None:
    """Whoever pays today's order in advance still owes the invoice that fell due."""
    with storage.writing() as work:
        put_entries(
            SYSTEM,
            work,
            [
                EntryRow("e1", "alfa-1-c", "2026-10-01", "shipment", "1", 5_000, due="2026-10-20",
                         order_id="old"),
                EntryRow("e2", "alfa-1-c", "2026-11-20", "payment", "1", credit=9_000,
                         order_id="new"),
            ],
        )  # fmt: skip
    with storage.reading() as connection:
        assert balance_of(SYSTEM, connection, "alfa-1-c").overdue == 5_000
    with storage.writing() as work:
        put_entries(
            SYSTEM, work, [EntryRow("e3", "alfa-1-c", "2026-11-20", "payment", "2", credit=2_000)]
        )
    with storage.reading() as connection:
        assert balance_of(SYSTEM, connection, "alfa-1-c").overdue == 3_000, "any debt, the oldest"


def test_an_invoice_that_is_not_paid_in_time_is_overdue_with_its_order(
    alfa: httpx.Client, storage: Storage, clock: world.TestClock
) -> None:
    order_id = placed(alfa)
    with storage.writing() as work:
        moves.answer(SYSTEM, work, order_id, confirmed(work, order_id))
        invoice = moves.invoice(SYSTEM, work, order_id)
    assert (invoice.state, bool(invoice.pay_until)) == ("due", True)
    clock.move(days=60)
    for _ in range(2):
        housekeep(SYSTEM, storage)
    with storage.reading() as connection:
        found = find_document(SYSTEM, connection, invoice.id)
    assert found is not None
    assert found.document.state == "overdue"
    assert read(storage, order_id).payment == "overdue"


def confirmed(work: Work, order_id: str) -> dict[str, moves.LineAnswer]:
    """Everything as ordered."""
    row = find_order(SYSTEM, work.connection, order_id)
    assert row is not None
    return {
        line.line_id: moves.LineAnswer(Quantity.parse(line.quantity).e3, "confirmed")
        for line in row.order.lines
    }
