"""Orders and their lines as grid rows; filters of the list; the status line of an order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import QObject

from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.texts.answers import line_reason
from b2bdesk.texts.statuses import status_text
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import ARTICLE, NUMBER, STATE, TEXT, Cell, Column, GridRow, RowState
from b2bdesk.ui.widgets.chip import ChipSpec
from b2bdesk.ui.widgets.steps import DONE, FAILED, LATER, NOW, Stage
from b2bdesk.usecases.rows.orders import ENDED, OrderCard, OrderLineRow, OrderRow

ALL, OPEN, TO_PAY, CHANGED, REFUSED = "all", "open", "pay", "changed", "refused"
_PAY = frozenset({"awaiting_payment", "payment_overdue", "paid_partly"})
_ICONS = {
    "rejected": ("circle-x", "bad"),
    "reserve_refused": ("circle-x", "bad"),
    "payment_overdue": ("alert-circle", "bad"),
    "awaiting_payment": ("wallet", "warn"),
    "paid_partly": ("wallet", "warn"),
    "reserved_partly": ("clock", "warn"),
    "reserve_expired": ("clock", "warn"),
    "awaiting_approval": ("clock", "warn"),
    "reserved": ("lock", "info"),
    "shipped": ("truck-delivery", "info"),
    "shipped_partly": ("truck-delivery", "info"),
    "ready_for_pickup": ("package", "info"),
}


def list_columns() -> list[Column]:
    """Columns of the list."""
    return [
        Column("number", trc("document", "Order"), TEXT, 102, strong=True, lead=10),
        Column("date", tr("Date"), TEXT, 118, weak=True),
        Column("status", tr("State"), TEXT, 164, stretch=True, min_width=164),
        Column("lines", tr("Lines"), NUMBER, 54, weak=True),
        Column("total", tr("Sum, ₽"), NUMBER, 96),
    ]


def line_columns() -> list[Column]:
    """Columns of the lines of an order."""
    return [
        Column("article", tr("Article"), ARTICLE, 110, hidden=True),
        Column("name", tr("Goods"), TEXT, 300, stretch=True, min_width=190, lead=10),
        Column("ordered", tr("Ordered"), NUMBER, 72),
        Column("confirmed", tr("Confirmed"), NUMBER, 64, short=tr("Conf.")),
        Column("reserved", tr("Reserved"), NUMBER, 64, short=tr("Res.")),
        Column("shipped", tr("Shipped"), NUMBER, 64, short=tr("Sh.")),
        Column("price", tr("Price"), NUMBER, 72, weak=True),
        Column("sum", tr("Sum"), NUMBER, 96, hidden=True),
        Column("state", tr("Reason"), STATE, 170, stretch=True, min_width=160, max_width=600),
    ]


def needless(lines: Sequence[OrderLineRow]) -> frozenset[str]:
    """Return the columns of lines that would be empty; names take their room."""
    told = any(_tone(line) for line in lines)
    return frozenset() if told else frozenset({"state"})


def list_model(parent: QObject) -> ListRowModel[OrderRow]:
    """Return the model of the list."""
    return ListRowModel(list_columns(), key=attrgetter("id"), prepare=_order_row, parent=parent)


def line_model(parent: QObject) -> ListRowModel[OrderLineRow]:
    """Return the model of the lines."""
    return ListRowModel(line_columns(), key=attrgetter("line_id"), prepare=_line_row, parent=parent)


def chips(rows: Sequence[OrderRow]) -> list[ChipSpec]:
    """Return the filters with their counts; an empty one disappears."""
    counts = {
        key: sum(belongs(row, key) for row in rows) for key in (OPEN, TO_PAY, CHANGED, REFUSED)
    }
    return [
        ChipSpec(ALL, tr("All"), len(rows), keep=True),
        ChipSpec(OPEN, tr("In progress"), counts[OPEN]),
        ChipSpec(TO_PAY, tr("To be paid"), counts[TO_PAY], "wallet", "warn"),
        ChipSpec(CHANGED, tr("Changed by the supplier"), counts[CHANGED], "clock", "warn"),
        ChipSpec(REFUSED, tr("Refused"), counts[REFUSED], "circle-x", "bad"),
    ]


def belongs(row: OrderRow, key: str) -> bool:
    """Say whether a filter shows an order."""
    if key == OPEN:
        return row.status not in ENDED
    if key == TO_PAY:
        return row.status in _PAY
    if key == CHANGED:
        return row.changed_lines > 0 and row.status not in ENDED
    return key == ALL or row.status == "rejected"


def status_words(row: OrderRow) -> str:
    """Return the one line of state, with a capital."""
    words = status_text("order", row.status)
    return words[:1].upper() + words[1:]


def stages(card: OrderCard) -> list[Stage]:
    """Return the life of an order: accepted, reserve, invoice, payment, shipment."""
    order = card.order
    if order.state in ("cancelled", "rejected"):
        return [
            Stage(tr("Accepted"), formats.date(order.created_at.date()), DONE),
            Stage(status_words(order), "", FAILED, "bad"),
        ]
    invoiced = any(document.kind == "invoice" for document in card.documents)
    number = next((d.number for d in card.documents if d.kind == "invoice"), "")
    changed = sum(_changed(line) for line in card.lines)
    of = tr("{n} of {total} lines").format(n=len(card.lines) - changed, total=len(card.lines))
    flags = [
        (tr("Accepted"), formats.date(order.created_at.date()), True, ""),
        (
            trc("stage", "Reserve"),
            of if changed else "",
            # goods being packed or on their way are reserved no more
            order.reserve in ("allowed", "partly") or order.shipment not in ("", "none"),
            "warn" if changed else "",
        ),
        (tr("Invoice"), tr("No. {number}").format(number=number) if number else "", invoiced, ""),
        (tr("Payment"), _pay_note(card), order.payment == "paid", ""),
        (tr("Shipment"), "", order.shipment in ("shipped", "delivered"), ""),
    ]
    made: list[Stage] = []
    reached = True
    for title, note, done, tone in flags:
        state = DONE if done else NOW if reached else LATER
        reached = reached and done
        made.append(Stage(title, note, state, tone or "text3"))
    return made


def _pay_note(card: OrderCard) -> str:
    due = [d.pay_until for d in card.documents if d.kind == "invoice" and d.pay_until]
    if card.order.payment == "paid" or not due:
        return ""
    return tr("until {date}").format(date=formats.date(min(due)))


def _order_row(row: OrderRow, _number: int) -> GridRow:
    icon, tone = _ICONS.get(row.status, ("circle-check", "text3"))
    words = status_words(row)
    bad = tone == "bad"
    return GridRow(
        row.id,
        {
            "number": tr("No. {number}").format(number=row.number),
            "date": _day(row.created_at),
            "status": Cell(
                words,
                tone="bad" if bad else "text2" if row.status in ENDED else "",
                icon=icon,
                icon_tone=tone,
            ),
            "lines": formats.number(row.lines),
            "total": Cell(formats.amount(row.total_minor, row.currency), value=row.total_minor),
        },
    )


def _day(at: dt.datetime) -> str:
    local = at.astimezone()
    if local.date() == dt.datetime.now(tz=local.tzinfo).date():
        return tr("today {time}").format(time=formats.clock(at))
    return formats.date(local.date())


def _changed(line: OrderLineRow) -> bool:
    return line.state in ("partial", "backordered", "rejected", "substituted", "cancelled")


def _line_row(line: OrderLineRow, _number: int) -> GridRow:
    tone = _tone(line)
    return GridRow(
        line.line_id,
        {
            "article": line.article,
            "name": line.name,
            "ordered": formats.quantity(line.ordered_e3),
            "confirmed": _quantity(line.confirmed_e3, tone),
            "reserved": _quantity(line.reserved_e3, tone if _short(line) else ""),
            "shipped": _quantity(line.shipped_e3, ""),
            "price": formats.price(line.price_e5),
            "sum": Cell(formats.amount(line.gross_minor), value=line.gross_minor),
        },
        state=_line_state(line, tone),
        muted=line.state in ("rejected", "cancelled"),
    )


def _short(line: OrderLineRow) -> bool:
    return line.confirmed_e3 < line.ordered_e3 and line.state != "pending"


def _tone(line: OrderLineRow) -> str:
    if line.state in ("rejected", "cancelled"):
        return "bad"
    return "warn" if _short(line) else ""


def _quantity(e3: int, tone: str) -> Cell:
    if not e3 and tone != "bad":
        return Cell("—", tone="text3")
    return Cell(formats.quantity(e3), tone=tone, strong=bool(tone))


def _line_state(line: OrderLineRow, tone: str) -> RowState | None:
    if not tone:
        return None
    words = line_reason(line.reason_code, line.reason) or status_text("line", line.state)
    if line.expected is not None:
        words = f"{words} · {formats.date(line.expected)}"
    icon = "circle-x" if tone == "bad" else "clock"
    return RowState(tone, icon, words[:1].upper() + words[1:])


def facts(rows: Sequence[OrderRow]) -> str:
    """Return the one line of facts beside the title."""
    return trn("{n} order", "{n} orders", len(rows)).format(n=formats.number(len(rows)))
