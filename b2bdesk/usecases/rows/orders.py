"""Rows of orders, of the outbox, of documents and of the supplier's answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

ENDED = frozenset({"closed", "cancelled", "rejected", "delivered"})  # statuses: not in progress


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A sealed command. `state` as PROTOCOL R4; `reason` an error code with `params`."""

    id: str
    kind: str
    state: str
    since: datetime
    entity_id: str
    cart_id: str
    title: str
    gross_minor: int
    currency: str
    attempts: int = 0
    next_try: datetime | None = None
    reason: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the list. `status` is the code of the one status line (§1, derived)."""

    id: str
    number: str
    client_order_id: str
    created_at: datetime
    entity_id: str
    contract_id: str
    status: str
    state: str
    reserve: str
    payment: str
    shipment: str
    currency: str
    total_minor: int
    lines: int
    changed_lines: int = 0
    po_number: str = ""
    number_1c: str = ""


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """A line after the answer; quantities in the line's unit (e3), price per base unit."""

    line_id: str
    item_id: str
    article: str
    name: str
    unit: str
    okei: str
    factor_e3: int
    ordered_e3: int
    confirmed_e3: int
    reserved_e3: int
    shipped_e3: int
    invoiced_e3: int
    cancelled_e3: int
    price_e5: int
    confirmed_price_e5: int | None
    gross_minor: int
    vat_code: str
    state: str
    reason_code: str = ""
    reason: str = ""
    place: str = ""
    expected: date | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step of an order's life."""

    at: datetime
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the list; `local` says that its file is already on this machine.

    `version` changes when the supplier corrects the document, so that an old print is not shown.
    """

    id: str
    kind: str
    number: str
    issued: date
    entity_id: str
    contract_id: str
    order_id: str
    order_number: str
    state: str
    currency: str
    gross_minor: int
    pay_until: date | None = None
    overdue: bool = False
    local: bool = False
    title: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order with lines, history and what belongs to it."""

    order: OrderRow
    lines: tuple[OrderLineRow, ...]
    history: tuple[HistoryRow, ...]
    documents: tuple[DocumentRow, ...]
    net_minor: int
    vat_minor: int
    confirmed_minor: int
    invoiced_minor: int
    paid_minor: int
    address: str = ""
    delivery_method: str = ""
    ship_date: date | None = None
    comment: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders to list."""

    text: str = ""
    entity_id: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents to list."""

    kind: str = ""
    entity_id: str = ""
    unpaid: bool = False
    since: date | None = None
    until: date | None = None
    text: str = ""
    order_id: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One movement of money between the firms: debit raises the debt, credit lowers it."""

    id: str
    date: date
    kind: str
    number: str
    debit_minor: int
    credit_minor: int
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class SettlementsRow:
    """Settlements by one contract: the balance, movements (latest first), invoices to pay."""

    contract_id: str
    currency: str
    limit_minor: int | None
    debt_minor: int | None
    overdue_minor: int | None
    free_minor: int | None
    as_of: datetime | None
    entries: tuple[EntryRow, ...]
    to_pay: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Own purchases of a month (its first day); orders that were cancelled do not count."""

    month: date
    total_minor: int
    orders: int


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """Something that waits for the buyer: a code with values, and where it leads."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    target: str = ""
    target_id: str = ""


@dataclass(frozen=True, slots=True)
class HomeRow:
    """The first page: only parts that have data are not empty.

    `open_count` and `open_minor` are of all open orders, `open_orders` are the latest of them.
    """

    currency: str
    months: tuple[MonthRow, ...]
    open_orders: tuple[OrderRow, ...]
    attention: tuple[AttentionRow, ...]
    recent: tuple[OrderRow, ...]
    to_pay: tuple[DocumentRow, ...]
    new_documents: tuple[DocumentRow, ...]
    open_count: int = 0
    open_minor: int = 0
