"""Documents as grid rows, filters of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QObject

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.documents_words import document_words, kind_words
from b2bdesk.ui.itemmodels.order_state_words import short_day
from b2bdesk.ui.itemmodels.rows import CHECK, NUMBER, TEXT, Cell, Column, GridRow
from b2bdesk.ui.widgets.chip import ChipSpec
from b2bdesk.usecases.rows.orders import DocumentRow

ALL, UNPAID = "all", "unpaid"
_KINDS = ("invoice", "upd", "torg12", "act")
_ICONS = {"act": "scale", "certificate": "certificate", "waybill": "truck-delivery"}
_PAID = frozenset({"paid", "cancelled"})


def columns() -> list[Column]:
    """Columns of the list."""
    return [
        Column("check", "", CHECK, 44, hideable=False, lead=10),
        Column("name", tr("Document"), TEXT, 216, stretch=True, min_width=192, strong=True),
        Column("date", tr("Date"), TEXT, 94, weak=True),
        Column("order", tr("Order"), TEXT, 70, weak=True),
        Column("sum", tr("Sum, ₽"), NUMBER, 98),
        Column("state", tr("State"), TEXT, 138),
    ]


def model(parent: QObject, checked: Callable[[], Collection[str]]) -> ListRowModel[DocumentRow]:
    """Return the model; `checked` tells the ticked documents."""
    return ListRowModel(
        columns(), key=attrgetter("id"), prepare=partial(_row, checked), parent=parent
    )


def chips(rows: Sequence[DocumentRow]) -> list[ChipSpec]:
    """Return the filters with their counts."""
    counts = {kind: sum(row.kind == kind for row in rows) for kind in _KINDS}
    unpaid = sum(belongs(row, UNPAID) for row in rows)
    return [
        ChipSpec(ALL, tr("All"), len(rows), keep=True),
        *(ChipSpec(kind, _plural(kind), counts[kind]) for kind in _KINDS),
        ChipSpec(UNPAID, tr("Not paid"), unpaid, "wallet", "warn", separated=True),
    ]


def belongs(row: DocumentRow, key: str) -> bool:
    """Say whether a filter shows a document."""
    if key == UNPAID:
        return row.kind == "invoice" and row.state not in _PAID
    return key in (ALL, row.kind)


def facts(rows: Sequence[DocumentRow]) -> str:
    """Return the one line of facts beside the title."""
    return trn("{n} document", "{n} documents", len(rows)).format(n=formats.number(len(rows)))


def state_words(row: DocumentRow) -> tuple[str, str]:
    """Return words and tone of a document's state; an empty tone asks for nothing."""
    if row.kind == "invoice" and row.state not in _PAID:
        if row.overdue and row.pay_until is not None:
            return tr("Overdue since {date}").format(date=_short(row.pay_until)), "bad"
        if row.pay_until is not None:
            return tr("Pay by {date}").format(date=_short(row.pay_until)), "warn"
        return tr("Not paid"), "warn"
    names = {
        "paid": tr("Paid"),
        "partly": tr("Partly paid"),
        "received": tr("Received"),
        "cancelled": tr("Cancelled"),
        "signed": tr("Signed"),
        "to_sign": tr("To sign"),
    }
    return names.get(row.state, row.state), "info" if row.state == "to_sign" else ""


def _short(day: dt.date) -> str:
    """Day and month: a badge has no room for the year, and payment is never years away."""
    return short_day(day)


def _plural(kind: str) -> str:
    names = {"invoice": tr("Invoices"), "act": tr("Acts")}
    return names.get(kind, kind_words(kind))


def _row(checked: Callable[[], Collection[str]], row: DocumentRow, _number: int) -> GridRow:
    words, tone = state_words(row)
    state = Cell("", badge=words, badge_tone=tone) if tone else Cell(words, tone="text2")
    return GridRow(
        row.id,
        {
            "check": Cell(checked=row.id in checked()),
            "name": Cell(document_words(row), icon=_ICONS.get(row.kind, "file-text")),
            "date": formats.date(row.issued),
            "order": row.order_number,
            "sum": Cell(formats.amount(row.gross_minor, row.currency), value=row.gross_minor),
            "state": state,
        },
    )
