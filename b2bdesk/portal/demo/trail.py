"""The paper trail of an order in the history: invoice, waybill, payment, with their numbers.

Numbers follow the dates, with gaps as left by the supplier's other buyers.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import msgspec

from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.catalog.store import draw
from b2bdesk.portal.demo import people
from b2bdesk.portal.demo.baskets import NAMESPACE
from b2bdesk.portal.demo.habits import Fate, Planned, workday
from b2bdesk.portal.documents.build import Paper, order_document
from b2bdesk.portal.documents.store import DocumentRow, put_documents
from b2bdesk.portal.orders.quantities import e3
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.settlements.store import EntryRow, put_entries
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.money import Money
from b2bdesk.wire.documents import Document
from b2bdesk.wire.orders import Order

PREPAID_DAYS = 5
_SIGNED_DAYS = 6
# The first numbers of a year ago, before the gaps.
_FIRST = {"invoice": 9_200, "upd": 8_100, "payment": 3_300}


@dataclass(frozen=True)
class Days:
    """The days of an order's life; those that have not come yet are plans."""

    ordered: dt.date
    shipped: dt.date
    paid: dt.date
    due: dt.date
    pay_until: dt.date


@dataclass(frozen=True)
class Trail:
    """An order with its papers; their numbers are empty until `numbered`."""

    order: Order
    days: Days
    fate: Fate
    invoice: Document | None = None
    upd: Document | None = None
    payment: EntryRow | None = None


def days_of(one: Planned, contract: ContractRow, today: dt.date, rng: random.Random) -> Days:
    """Return when an order was shipped and paid: before its shipment where nothing is deferred."""
    deferral = contract.deferral_days
    last = today - dt.timedelta(days=1)
    pay_until = one.day + dt.timedelta(days=deferral or PREPAID_DAYS)
    soon = workday(one.day + dt.timedelta(days=rng.randint(1, 2)), 1)
    if not deferral:
        shipped = workday(soon + dt.timedelta(days=1), 1)
        return Days(one.day, min(shipped, last), min(soon, last), shipped, pay_until)
    due = soon + dt.timedelta(days=deferral)
    paid = workday(due + dt.timedelta(days=rng.randint(-3, 2)))
    return Days(one.day, min(soon, last), min(paid, last), due, pay_until)


def papers(work: Work, order: Order, days: Days, fate: Fate) -> Trail:
    """Make what an order left behind: its documents and its payment."""
    trail = Trail(order, days, fate)
    if not fate.invoiced:
        return trail
    state = _invoice_state(days, fate, work.today)
    paper = Paper(_id(order, "invoice"), "invoice", "", days.ordered, state, days.pay_until)
    invoice = order_document(
        work.connection, people.SELLER, order, paper, lambda line: e3(line.invoiced)
    )
    trail = replace(trail, invoice=invoice)
    if fate.paid:
        gross = Money.parse(invoice.gross, order.currency).minor
        credit = gross if fate.paid == 100 else gross * fate.paid // 10_000 * 100
        day = days.paid if fate.paid == 100 else days.ordered + dt.timedelta(days=1)
        entry = EntryRow(
            _id(order, "payment"), order.contract_id, day.isoformat(), "payment", "", credit=credit,
            order_id=order.id,
        )  # fmt: skip
        trail = replace(trail, payment=entry)
    if fate.shipped:
        signed = days.shipped < work.today - dt.timedelta(days=_SIGNED_DAYS)
        paper = Paper(_id(order, "upd"), "upd", "", days.shipped, "signed" if signed else "to_sign")
        upd = order_document(
            work.connection, people.SELLER, order, paper, lambda line: e3(line.shipped)
        )
        trail = replace(trail, upd=upd)
    return trail


def numbered(trails: Iterable[Trail], seed: int) -> tuple[list[Trail], dict[str, int]]:
    """Number the papers by their dates; returns the trails and the last number of each kind."""
    found = list(trails)
    last: dict[str, int] = {}
    for kind, day_of in _DATES.items():
        rng = random.Random(f"{seed}:{kind}")
        number = _FIRST[kind]
        dated = [place for place, trail in enumerate(found) if getattr(trail, kind) is not None]
        for place in sorted(dated, key=lambda at: (day_of(found[at]), found[at].order.number)):
            number += rng.randint(1, 9)
            paper = getattr(found[place], kind)
            change = replace if kind == "payment" else msgspec.structs.replace
            found[place] = replace(found[place], **{kind: change(paper, number=str(number))})
        last[kind] = number
    return found, last


def store(work: Work, trails: Iterable[Trail], last: dict[str, int]) -> None:
    """Store documents and ledger in the order of their dates; live papers get later numbers."""
    documents: list[Document] = []
    entries: list[EntryRow] = []
    for trail in trails:
        documents += [paper for paper in (trail.invoice, trail.upd) if paper is not None]
        if trail.payment is not None:
            entries.append(trail.payment)
        if trail.upd is not None:
            entries.append(_debt(trail.upd, trail))
    documents.sort(key=lambda paper: (paper.date, paper.kind, paper.number))
    entries.sort(key=lambda entry: (entry.date, entry.kind, entry.number))
    rows = [DocumentRow(people.COMPANY, paper) for paper in documents]
    put_documents(SYSTEM, work, rows, fresh=True)
    put_entries(SYSTEM, work, entries, fresh=True)
    for kind, number in last.items():
        draw(work, kind, number)


def _invoice_state(days: Days, fate: Fate, today: dt.date) -> str:
    if fate.paid:
        return "paid" if fate.paid == 100 else "partly"
    return "overdue" if days.pay_until < today else "due"


def _debt(upd: Document, trail: Trail) -> EntryRow:
    return EntryRow(
        id=_id(trail.order, "shipment"),
        contract_id=upd.contract_id,
        date=upd.date,
        kind="shipment",
        number=upd.number,
        debit=Money.parse(upd.gross, upd.currency).minor,
        due=trail.days.due.isoformat(),
        document_id=upd.id,
        order_id=trail.order.id,
    )


def _id(order: Order, kind: str) -> str:
    return uuid.uuid5(NAMESPACE, f"{order.id}:{kind}").hex


_DATES: dict[str, Callable[[Trail], str]] = {
    "invoice": lambda trail: trail.days.ordered.isoformat(),
    "upd": lambda trail: trail.days.shipped.isoformat(),
    "payment": lambda trail: trail.payment.date if trail.payment else "",
}
