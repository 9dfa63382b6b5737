"""A year of orders of the demo's buyer with their invoices, waybills and payments.

Rows are stored as live orders leave them: sums by the same arithmetic, goods of open orders held
in the stock, a ledger that agrees with the documents. Called once, after the catalogue.
"""

import datetime as dt
import random
import uuid

from msgspec.structs import replace

from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.catalog.store import draw
from b2bdesk.portal.demo import people
from b2bdesk.portal.demo.answers import in_reach, outcome
from b2bdesk.portal.demo.baskets import NAMESPACE, Basket, Baskets
from b2bdesk.portal.demo.contracts import contracts
from b2bdesk.portal.demo.habits import Planned, planned
from b2bdesk.portal.demo.trail import Trail, days_of, numbered, papers, store
from b2bdesk.portal.orders import reserves
from b2bdesk.portal.orders.amounts import gross_text
from b2bdesk.portal.orders.store import StoredOrder, save_orders
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.clock import instant
from b2bdesk.portal.storage.facts import write_facts
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.money import Money
from b2bdesk.wire.orders import HistoryEntry, Order, OrderLine

# The fact that tells the demo supplier which orders are history: those up to this number.
LAST_NUMBER = "demo_last_order"
_FIRST_NUMBER = 17_400
_MOSCOW = dt.timezone(dt.timedelta(hours=3))
_AUTHORS = ("Анна Белова", "Игорь Самойлов")
_COMMENTS = ("", "", "", "", "Пропуск на машину закажем сами", "Звонить за час", "Ворота 3")


def fill_history(work: Work, size: int, seed: int) -> int:
    """Store the orders of the year before today; returns how many there are.

    Args:
        work: the transaction that filled the catalogue, or a later one.
        size: of the catalogue.
        seed: same size, seed and day = same rows.
    """
    rows = {row.id: row for row in contracts(work.today)}
    baskets = Baskets(work, size, seed, rows)
    rng = random.Random(f"{seed}:orders")
    number = _FIRST_NUMBER
    found: list[Trail] = []
    for one in planned(work.today, seed):
        number += rng.randint(2, 11)
        basket = _basket(work, one, rows[one.habit.contract], baskets)
        if basket.lines:
            found.append(_trail(work, one, rows[one.habit.contract], basket, (number, rng)))
    trails, last = numbered(found, seed)
    stored = [StoredOrder(people.COMPANY, _told(trail), "") for trail in trails]
    save_orders(SYSTEM, work, stored, fresh=True)
    store(work, trails, last)
    draw(work, "order", number)
    write_facts(work.connection, {LAST_NUMBER: str(number)})
    return len(stored)


def _basket(work: Work, one: Planned, contract: ContractRow, baskets: Baskets) -> Basket:
    """Fill an order; one whose goods are held takes no more than there is."""
    if not one.fate.held:
        return baskets.fill(one)
    numbers = [item.n for item in baskets.pool(contract.id)]
    reach = in_reach(work, contract, numbers)
    return baskets.fill(one, {n: sum(row.free_e3 for row in reach.get(n, [])) for n in numbers})


def _trail(
    work: Work,
    one: Planned,
    contract: ContractRow,
    basket: Basket,
    drawn: tuple[int, random.Random],
) -> Trail:
    rng = drawn[1]
    order_id = str(uuid.uuid5(NAMESPACE, f"{people.COMPANY}:{one.key}:{one.day}"))
    result = outcome(work, order_id, basket, one.fate, contract)
    reserves.hold_lines(SYSTEM, work, result.takes)
    order = _order(order_id, one, contract, result.lines, drawn)
    days = days_of(one, contract, work.today, rng)
    trail = papers(work, order, days, one.fate)
    paid = trail.payment.credit if trail.payment is not None else 0
    paid_total = Money(paid, order.currency).text()
    return Trail(
        replace(order, paid_total=paid_total),
        days,
        one.fate,
        trail.invoice,
        trail.upd,
        trail.payment,
    )


def _order(
    order_id: str,
    one: Planned,
    contract: ContractRow,
    lines: list[OrderLine],
    drawn: tuple[int, random.Random],
) -> Order:
    number, rng = drawn
    fate, currency = one.fate, contract.currency
    created = _at(one.day, one.minute)
    addresses = [row for row in people.ADDRESSES if row.entity_id == contract.entity_id]
    address = addresses[0] if rng.randrange(100) < 60 else rng.choice(addresses)
    delivery = contract.delivery_methods[0]
    text = f"{number:06d}"
    author, comment = rng.choice(_AUTHORS), rng.choice(_COMMENTS)
    if fate.by_manager:
        manager = people.BUYER.manager
        author = manager.name if manager is not None else ""
        comment = "Заказ по телефону, внесён менеджером"
    return Order(
        id=order_id,
        client_order_id=f"erp-{text}" if fate.by_manager else str(uuid.UUID(_key(order_id))),
        number=text,
        number_1c=f"УТ-{text}" if fate.by_manager or fate.state == "closed" else "",
        created_at=created,
        entity_id=contract.entity_id,
        contract_id=contract.id,
        currency=currency,
        total=_sum(lines, "gross", currency),
        net=_sum(lines, "net", currency),
        vat=_sum(lines, "vat", currency),
        lines=lines,
        state=fate.state,
        reserve=fate.reserve,
        payment=fate.payment,
        shipment=fate.shipment,
        confirmed_total=gross_text(lines, "confirmed", currency),
        invoiced_total=gross_text(lines, "invoiced", currency),
        address=address.text if delivery.kind == "delivery" else "",
        address_id=address.id if delivery.kind == "delivery" else "",
        delivery_method=delivery.id,
        payment_method=contract.payment_methods[0].id,
        po_number=f"ЗП-{number % 1000:03d}" if rng.randrange(3) == 0 else "",
        comment=comment,
        author=author,
        history=[HistoryEntry(at=created, code="accepted")],
    )


def _told(trail: Trail) -> Order:
    """Return the order with the story of its life."""
    order, fate, days = trail.order, trail.fate, trail.days
    first = order.history[0]
    day = days.ordered
    steps = [("answered", day, 18 * 60, "")] if fate.answer != "none" else []
    if fate.answer == "none":
        steps.append((fate.state, day, 18 * 60, ""))
    if trail.invoice is not None:
        steps.append(("invoiced", day, 18 * 60 + 5, trail.invoice.number))
    if trail.upd is not None:
        steps.append(("shipped", days.shipped, 11 * 60 + 20, trail.upd.number))
    if trail.payment is not None:
        paid = dt.date.fromisoformat(trail.payment.date)
        steps.append(("paid", paid, 10 * 60 + 15, trail.payment.number))
    steps.sort(key=lambda step: step[1:3])
    entries = [
        HistoryEntry(at=_at(at, minute), code=code, text=note) for code, at, minute, note in steps
    ]
    return replace(order, history=[first, *entries], version=len(entries) + 1)


def _at(day: dt.date, minute: int) -> str:
    moment = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), _MOSCOW)
    return instant(moment)


def _key(order_id: str) -> str:
    return uuid.uuid5(NAMESPACE, f"{order_id}:client").hex


def _sum(lines: list[OrderLine], field: str, currency: str) -> str:
    total = sum(Money.parse(getattr(line, field), currency).minor for line in lines)
    return Money(total, currency).text()
