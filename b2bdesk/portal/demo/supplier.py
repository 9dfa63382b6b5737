"""The demo supplier: answers orders by fixed rules, then invoices, is paid and ships.

`serve` starts one beside the server of a demo portal; tests call `step`. What is to be done next
follows from the order itself, so nothing is lost when the portal is started anew. Orders of the
demo's history are left as they are.
"""

import datetime as dt
import logging
import threading
from dataclasses import dataclass

from sqlalchemy import select

from b2bdesk.portal.demo.history import LAST_NUMBER
from b2bdesk.portal.demo.rules import answers
from b2bdesk.portal.orders import moves
from b2bdesk.portal.orders.quantities import e3
from b2bdesk.portal.orders.store import find_order, open_orders
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.tables.portal import facts
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.trade.money import Money
from b2bdesk.wire.orders import Order

_logger = logging.getLogger(__name__)
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Pace:
    """Seconds from an order to its answer, from the answer to payment and shipment."""

    answer: float = 1.0
    pay: float = 40.0
    ship: float = 80.0
    look: float = 0.5


class Supplier:
    """Moves the orders of a demo portal; one per portal."""

    def __init__(self, storage: Storage, pace: Pace | None = None) -> None:
        self._storage = storage
        self._pace = pace or Pace()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._seen = -1
        self._next = _NEVER

    def start(self) -> None:
        """Begin to look after orders in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="demo-supplier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; returns when the move under way is done."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def step(self) -> int:
        """Do everything that is due; returns how many moves that were."""
        now = self._storage.clock()
        with self._storage.reading() as connection:
            query = select(counters.c.seq).where(counters.c.feed == "orders")
            seen = int(connection.execute(query).scalar() or 0)
            if seen == self._seen and now < self._next:
                return 0
            history = select(facts.c.value).where(facts.c.name == LAST_NUMBER)
            last = int(connection.execute(history).scalar() or 0)
            orders = [row.order for row in open_orders(SYSTEM, connection)]
        live = [order for order in orders if _number(order) > last]
        self._next = min((self._due(order)[0] for order in live), default=_NEVER)
        self._seen = seen
        return sum(self._move(order.id) for order in live if self._due(order)[0] <= now)

    def _run(self) -> None:
        while not self._stopping.wait(self._pace.look):
            try:
                self.step()
            except Environment as error:
                # the database was busy: the next look tries again
                _logger.info("demo supplier waits: %s", error.code)
            except Exception:
                _logger.exception("demo supplier")

    def _due(self, order: Order) -> tuple[dt.datetime, str]:
        """When the next move of an order is due, and which it is."""
        if any(line.state == "pending" for line in order.lines):
            if order.state == "awaiting_approval":
                return _NEVER, ""
            return _later(order.created_at, self._pace.answer), "answer"
        answered = next(
            (entry.at for entry in reversed(order.history) if entry.code == "answered"), ""
        )
        if not answered:
            return _NEVER, ""
        waits = []
        if _minor(order.invoiced_total) < _minor(order.confirmed_total):
            waits.append((_later(answered, 0), "invoice"))
        elif _minor(order.paid_total) < _minor(order.invoiced_total):
            waits.append((_later(answered, self._pace.pay), "pay"))
        if any(e3(line.reserved) for line in order.lines):
            waits.append((_later(answered, self._pace.ship), "ship"))
        return min(waits, default=(_NEVER, ""))

    def _move(self, order_id: str) -> int:
        """Carry out the due moves of one order in one transaction; returns how many they were."""
        try:
            return self._storage.write(lambda work: self._moves(work, order_id))
        except Expected as error:
            # the buyer was faster: cancelled, or changed between the look and the move
            _logger.info("demo supplier leaves an order: %s", error.code)
            return 0

    def _moves(self, work: Work, order_id: str) -> int:
        done = 0
        while True:
            row = find_order(SYSTEM, work.connection, order_id)
            if row is None or row.order.state in moves.ENDED:
                return done
            due, move = self._due(row.order)
            if due > work.now:
                return done
            self._carry_out(work, row.order, move)
            done += 1

    def _carry_out(self, work: Work, order: Order, move: str) -> None:
        if move == "answer":
            moves.answer(SYSTEM, work, order.id, answers(work, order))
        elif move == "invoice":
            moves.invoice(SYSTEM, work, order.id)
        elif move == "pay":
            left = _minor(order.invoiced_total) - _minor(order.paid_total)
            moves.pay(SYSTEM, work, order.id, left)
        else:
            moves.ship(SYSTEM, work, order.id)


def _number(order: Order) -> int:
    return int(order.number) if order.number.isdigit() else 0


def _minor(text: str) -> int:
    return Money.parse(text).minor


def _later(at: str, seconds: float) -> dt.datetime:
    return dt.datetime.fromisoformat(at) + dt.timedelta(seconds=seconds)
