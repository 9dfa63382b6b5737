"""What the supplier does with an order; each move is one call inside one transaction.

Called by the demo supplier, the exchange with 1C and order commands. A move rewrites the order
with its next version, keeps stock, documents and the ledger in step and bumps their feeds. The
four axes move independently (PROTOCOL §1): goods may leave before they are paid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.catalog.store import draw, numbers_of
from b2bdesk.portal.documents import store as documents
from b2bdesk.portal.documents.build import Paper, order_document
from b2bdesk.portal.orders import reserves, store
from b2bdesk.portal.orders.amounts import gross_text
from b2bdesk.portal.orders.quantities import base_of, e3, text, whole_units
from b2bdesk.portal.orders.reserves import Held
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.settlements.store import EntryRow, put_entries
from b2bdesk.portal.storage.clock import instant
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import new_id
from b2bdesk.trade.money import Money
from b2bdesk.wire.documents import Document
from b2bdesk.wire.orders import HistoryEntry, Order, OrderLine

PREPAID_DAYS = 5
ENDED = ("closed", "cancelled", "rejected")


@dataclass(frozen=True)
class LineAnswer:
    """The supplier's answer to one line.

    `confirmed_e3` in the line's own unit; `takes` = base units (10^-3) to hold per place; `state`
    as `wire.orders.OrderLine` lists them; `expected` an ISO date for what comes later.
    """

    confirmed_e3: int
    state: str
    takes: Mapping[str, int] = field(default_factory=dict)
    reason_code: str = ""
    reason: str = ""
    expected: str = ""
    confirmed_price: str = ""
    reserved_until: str = ""


def answer(scope: Scope, work: Work, order_id: str, answers: Mapping[str, LineAnswer]) -> Order:
    """Answer lines of an order by `line_id`: confirm, cut, refuse; hold what `takes` says.

    Lines that are not answered stay as they are. The order goes to work, or is rejected when
    nothing of it was confirmed.
    """
    row = _moving(scope, work, order_id)
    order = row.order
    ids = [line.item_id for line in order.lines]
    numbers = numbers_of(scope, work.connection, ids)
    wanted: list[Held] = []
    lines: list[OrderLine] = []
    for line in order.lines:
        given = answers.get(line.line_id)
        if given is None:
            lines.append(line)
            continue
        n = numbers.get(line.item_id, 0)
        takes = {place: amount for place, amount in given.takes.items() if amount > 0 and n}
        wanted += [Held(order.id, line.line_id, place, n, qty) for place, qty in takes.items()]
        reserved = e3(line.reserved) + whole_units(line, sum(takes.values()))
        lines.append(
            replace(
                line,
                state=given.state,
                confirmed=text(given.confirmed_e3),
                confirmed_price=given.confirmed_price,
                reserved=text(reserved),
                reserved_until=given.reserved_until if reserved else "",
                reason_code=given.reason_code,
                reason=given.reason,
                expected=given.expected,
                place=line.place or next(iter(takes), ""),
            )
        )
    reserves.hold_lines(scope, work, wanted)
    confirmed = any(e3(line.confirmed) for line in lines)
    state = "in_work" if confirmed or _unanswered(lines) else "rejected"
    return save_move(scope, work, row, replace(order, lines=lines, state=state), "answered")


def invoice(scope: Scope, work: Work, order_id: str) -> Document:
    """Post the invoice over everything confirmed and not invoiced yet.

    Raises:
        Expected: `order_state` when there is nothing to invoice.
    """
    row = _moving(scope, work, order_id)
    order = row.order

    def due(line: OrderLine) -> int:
        return max(e3(line.confirmed) - e3(line.invoiced), 0)

    if not any(due(line) for line in order.lines):
        raise Expected("order_state", state=order.state)
    days = _deferral(scope, work, order) or PREPAID_DAYS
    paper = Paper(
        id=new_id(),
        kind="invoice",
        number=str(draw(work, "invoice")),
        date=work.today,
        state="due",
        pay_until=work.today + dt.timedelta(days=days),
    )
    document = order_document(work.connection, work.facts.seller, order, paper, due)
    documents.put_documents(scope, work, [documents.DocumentRow(row.company_id, document)])
    lines = [replace(line, invoiced=text(e3(line.invoiced) + due(line))) for line in order.lines]
    save_move(scope, work, row, replace(order, lines=lines), "invoiced", paper.number)
    return document


def pay(scope: Scope, work: Work, order_id: str, minor: int) -> Order:
    """Record a payment for an order: ledger, order, and the state of its invoices.

    Args:
        scope: on whose behalf.
        work: the transaction.
        order_id: an order that is not ended.
        minor: the sum in minor units of the order's currency.
    """
    row = _moving(scope, work, order_id)
    order = row.order
    paid = Money.parse(order.paid_total, order.currency).minor + minor
    due = Money.parse(order.invoiced_total, order.currency).minor
    number = str(draw(work, "payment"))
    entry = EntryRow(
        new_id(), order.contract_id, work.today.isoformat(), "payment", number, credit=minor,
        order_id=order.id,
    )  # fmt: skip
    put_entries(scope, work, [entry])
    state = "paid" if due and paid >= due else "partly"
    _settle_invoices(scope, work, order, paid)
    moved = replace(order, paid_total=Money(paid, order.currency).text(), payment=state)
    return save_move(scope, work, row, _closed(moved), "paid", number)


def ship(scope: Scope, work: Work, order_id: str) -> Document:
    """Ship everything that is held for an order: waybill, ledger, stock.

    Raises:
        Expected: `order_state` when nothing is held.
    """
    row = _moving(scope, work, order_id)
    order = row.order
    leaving: dict[str, int] = {}
    for held in reserves.carry_out(scope, work, order_id):
        leaving[held.line_id] = leaving.get(held.line_id, 0) + held.qty_e3

    def going(line: OrderLine) -> int:
        return whole_units(line, leaving.get(line.line_id, 0))

    if not any(going(line) for line in order.lines):
        raise Expected("order_state", state=order.state)
    paper = Paper(new_id(), "upd", str(draw(work, "upd")), work.today, "to_sign")
    document = order_document(work.connection, work.facts.seller, order, paper, going)
    documents.put_documents(scope, work, [documents.DocumentRow(row.company_id, document)])
    due = work.today + dt.timedelta(days=_deferral(scope, work, order))
    entry = EntryRow(
        id=new_id(),
        contract_id=order.contract_id,
        date=work.today.isoformat(),
        kind="shipment",
        number=paper.number,
        debit=Money.parse(document.gross, order.currency).minor,
        due=due.isoformat(),
        document_id=document.id,
        order_id=order.id,
    )
    put_entries(scope, work, [entry])
    lines = [_shipped(line, going(line)) for line in order.lines]
    whole = all(e3(line.shipped) >= e3(line.confirmed) for line in lines)
    moved = replace(order, lines=lines, shipment="shipped" if whole else "partly", reserve="none")
    save_move(scope, work, row, _closed(moved), "shipped", paper.number)
    return document


def set_axis(
    scope: Scope, work: Work, order_id: str, *, shipment: str = "", payment: str = ""
) -> Order:
    """Move an axis by itself: assembling, ready for pickup, delivered; payment overdue."""
    row = _moving(scope, work, order_id)
    moved = row.order
    if shipment:
        moved = replace(moved, shipment=shipment)
    if payment:
        moved = replace(moved, payment=payment)
    return save_move(scope, work, row, _closed(moved), shipment or payment)


def expire_reserves(scope: Scope, work: Work, order_id: str) -> Order:
    """Give back what was held until a day before today."""
    row = _moving(scope, work, order_id)
    today = work.today.isoformat()
    late = [
        line.line_id
        for line in row.order.lines
        if line.reserved_until and line.reserved_until < today
    ]
    if not late:
        return row.order
    reserves.let_go(scope, work, order_id, late)
    lines = [
        replace(line, reserved="0", reserved_until="") if line.line_id in late else line
        for line in row.order.lines
    ]
    moved = replace(row.order, lines=lines, reserve="expired")
    return save_move(scope, work, row, moved, "reserve_expired")


def save_move(
    scope: Scope,
    work: Work,
    row: store.StoredOrder,
    order: Order,
    code: str,
    note: str = "",
) -> Order:
    """Store the next version of an order with its derived sums and a line of history."""
    entry = HistoryEntry(at=instant(work.now), code=code, text=note)
    moved = replace(
        order,
        version=row.order.version + 1,
        history=[*row.order.history, entry],
        reserve=reserve_axis(order),
        confirmed_total=gross_text(order.lines, "confirmed", order.currency),
        invoiced_total=gross_text(order.lines, "invoiced", order.currency),
    )
    store.save_orders(scope, work, [store.StoredOrder(row.company_id, moved, row.author_id)])
    return moved


def reserve_axis(order: Order) -> str:
    """The reserve axis as its lines tell it."""
    wanted = sum(_wanted(line) for line in order.lines)
    held = sum(base_of(line, e3(line.reserved)) for line in order.lines)
    if not held:
        return order.reserve if order.reserve in ("refused", "expired", "asked") else "none"
    return "allowed" if held >= wanted else "partly"


def _wanted(line: OrderLine) -> int:
    open_e3 = (e3(line.confirmed) or e3(line.quantity)) - e3(line.cancelled) - e3(line.shipped)
    return 0 if line.state in ("rejected", "cancelled") else max(base_of(line, open_e3), 0)


def _moving(scope: Scope, work: Work, order_id: str) -> store.StoredOrder:
    work.lock("orders")
    row = store.find_order(scope, work.connection, order_id)
    if row is None:
        raise Expected("not_found")
    if row.order.state in ENDED:
        raise Expected("order_state", state=row.order.state)
    return row


def _shipped(line: OrderLine, going_e3: int) -> OrderLine:
    if not going_e3:
        return line
    shipped = e3(line.shipped) + going_e3
    state = "shipped" if shipped >= e3(line.confirmed) else line.state
    reserved = max(e3(line.reserved) - going_e3, 0)
    return replace(
        line, shipped=text(shipped), state=state, reserved=text(reserved), reserved_until=""
    )


def _closed(order: Order) -> Order:
    """An order that is delivered or shipped in whole, and paid, is closed; not while goods come."""
    done = order.shipment in ("shipped", "delivered") and order.payment == "paid"
    awaited = any(line.state == "backordered" for line in order.lines)
    return replace(order, state="closed") if done and not awaited else order


def _unanswered(lines: list[OrderLine]) -> bool:
    return any(line.state == "pending" for line in lines)


def _deferral(scope: Scope, work: Work, order: Order) -> int:
    found = accounts.find_contracts(scope, work.connection, contract_id=order.contract_id)
    return found[0].deferral_days if found else 0


def _settle_invoices(scope: Scope, work: Work, order: Order, paid: int) -> None:
    rows = []
    for row in documents.documents_of_order(scope, work.connection, order.id):
        if row.document.kind != "invoice":
            continue
        gross = Money.parse(row.document.gross, order.currency).minor
        state = "paid" if paid >= gross else "partly" if paid > 0 else row.document.state
        paid = max(paid - gross, 0)
        rows.append(documents.DocumentRow(row.company_id, replace(row.document, state=state)))
    documents.put_documents(scope, work, rows)
