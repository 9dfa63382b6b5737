"""The words of the first page: rows ready to show, no Qt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.texts.errors import describe
from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.screens.home.goods import goods_lines
from b2bdesk.ui.screens.home.reading import Page, Repeatable
from b2bdesk.usecases.rows.orders import AttentionRow, DocumentRow, MonthRow

ATTENTION = 7
_SOON_DAYS = 3
_CENTS = re.compile(r"[.,]00(?!\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the strip on top."""

    title: str
    value: str
    note: str = ""
    tone: str = "text2"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of «Требует внимания»; `screen` with `args` is where its action leads."""

    icon: str
    tone: str
    title: str
    note: str
    action: str
    screen: str
    args: tuple[tuple[str, str], ...] = ()


def figures(page: Page, today: dt.date) -> list[Figure]:
    """Purchases, orders under way, debt, free credit; only what has data."""
    home, credit = page.home, page.credit
    if home is None:
        return []
    found: list[Figure] = []
    months = {row.month: row.total_minor for row in home.months}
    this = today.replace(day=1)
    last = (this - dt.timedelta(days=1)).replace(day=1)
    if months:
        now = months.get(this, 0)
        title = tr("Purchases in {month}").format(month=trc("in month", _MONTHS[this.month - 1]))
        found.append(
            Figure(title, _round(now, home.currency), _change(now, months.get(last), last))
        )
    if home.open_count:
        words = trn("{n} order", "{n} orders", home.open_count).format(n=home.open_count)
        worth = tr("worth {sum}").format(sum=_round(home.open_minor, home.currency))
        found.append(Figure(tr("In progress"), words, worth))
    if credit is not None and credit.debt_minor is not None:
        overdue = credit.overdue_minor or 0
        late = sum(_is_late(row, today) for row in home.to_pay)
        note = trn("{n} invoice is overdue", "{n} invoices are overdue", late).format(n=late)
        if overdue:
            note = tr("overdue {sum}").format(sum=_round(overdue, credit.currency))
        debt = _round(credit.debt_minor, credit.currency)
        bad = bool(overdue or late)
        found.append(Figure(tr("Debt"), debt, note if bad else tr("nothing overdue"),
                            "bad" if bad else "text2"))  # fmt: skip
    if credit is not None and credit.free_minor is not None:
        limit = ""
        if credit.limit_minor is not None:
            limit = tr("of {sum}").format(sum=_round(credit.limit_minor, credit.currency))
        found.append(Figure(tr("Free credit"), _round(credit.free_minor, credit.currency), limit))
    return found


def waiting(page: Page, today: dt.date) -> list[Waiting]:
    """What waits for the buyer, the worst first."""
    home = page.home
    if home is None:
        return []
    late = [row for row in home.to_pay if _is_late(row, today)]
    soon = [
        row for row in home.to_pay
        if not _is_late(row, today) and row.pay_until and (row.pay_until - today).days <= _SOON_DAYS
    ]  # fmt: skip
    rows = [_invoice(row, page.others, today) for row in late]
    for each in home.attention:
        if each.code == "debt_overdue" and late:
            continue
        rows.append(_attention(each))
    rows += [_invoice(row, page.others, today) for row in soon]
    rows += [
        Waiting(line.icon, line.tone, line.title, line.note, line.action, line.screen, line.args)
        for line in goods_lines(page.goods)
    ]
    return sorted(rows, key=_worst_first)


def _is_late(row: DocumentRow, today: dt.date) -> bool:
    """The portal says so, or the day has passed since it was asked."""
    return row.overdue or (row.pay_until is not None and row.pay_until < today)


def _worst_first(row: Waiting) -> int:
    return {"bad": 0, "warn": 1}.get(row.tone, 2)


def _invoice(row: DocumentRow, others: Mapping[str, str], today: dt.date) -> Waiting:
    note = formats.money(row.gross_minor, row.currency)
    if row.order_number:
        note += " · " + tr("order No. {number}").format(number=row.order_number)
    if row.contract_id in others:
        note += " · " + tr("contract No. {number}").format(number=others[row.contract_id])
    action = tr("Open the invoice")
    args = (("document", row.id),)
    until = row.pay_until
    if _is_late(row, today) and until is not None:
        days = max(1, (today - until).days)
        title = trn(
            "Invoice No. {number} is {n} day overdue", "Invoice No. {number} is {n} days overdue",
            days,
        ).format(number=row.number, n=days)  # fmt: skip
        return Waiting("alert-circle", "bad", title, note, action, "documents", args)
    day = formats.date(until) if until is not None else ""
    title = tr("Invoice No. {number} is due on {date}").format(number=row.number, date=day)
    return Waiting("calendar-due", "warn", title, note, action, "documents", args)


def _attention(row: AttentionRow) -> Waiting:
    params = row.params
    if row.code == "order_changed":
        count = int(params.get("count", 0))
        number = str(params.get("number", ""))
        title = tr("Order No. {number} is partly confirmed").format(number=number)
        note = trn(
            "the supplier changed {n} line", "the supplier changed {n} lines", count
        ).format(n=count)  # fmt: skip
        return Waiting("clock", "warn", title, note, tr("View it"), "orders",
                       (("order", number),))  # fmt: skip
    if row.code in ("order_refused", "order_missing", "order_unheard", "order_differs"):
        reason = str(params.get("reason", ""))
        known = reason and row.code != "order_unheard"  # its title says it all
        note = describe(reason, params).title if known else ""
        title = sync_text(row.code, params)
        return Waiting("circle-x", "bad", title, note, tr("Decide"), "orders")
    return Waiting("cash", "bad", sync_text(row.code, params), "", tr("Show invoices"),
                   "documents")  # fmt: skip


def repeat_note(row: Repeatable) -> tuple[str, str]:
    """Date and lines."""
    order = row.order
    lines = trn("{n} line", "{n} lines", order.lines).format(n=formats.number(order.lines))
    title = tr("Order No. {number}").format(number=order.number)
    return title, f"{formats.date(order.created_at.astimezone().date())} · {lines}"


def repeat_state(row: Repeatable) -> tuple[str, str, str]:
    """Icon, tone and words: what of the order can be had today."""
    if row.gone:
        words = trn("{n} no longer sold", "{n} no longer sold", row.gone).format(n=row.gone)
        return "clock", "warn", words
    if row.missing:
        words = trn("{n} out of stock", "{n} out of stock", row.missing).format(n=row.missing)
        return "clock", "warn", words
    return "circle-check", "ok", tr("all in stock")


def month_words(months: Sequence[MonthRow], currency: str) -> list[tuple[int, str, str]]:
    """Value in thousands, letter below, words of the tooltip, oldest first."""
    found = []
    for row in months:
        name = formats.month_year(row.month)
        words = f"{name}: {formats.money(row.total_minor, currency)}"
        found.append((row.total_minor // 100_000, name[:1].lower(), words))
    return found


def grid_values(peak: int) -> list[tuple[int, str]]:
    """Three round lines below the peak."""
    step = 1
    while step * 2.4 < peak:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return [(value, formats.number(value)) for value in (0, step, 2 * step) if value <= peak]


def _round(minor: int, currency: str) -> str:
    """A sum in whole units: the strip is for the eye."""
    whole = (abs(minor) + 50) // 100 * 100
    text = formats.money(-whole if minor < 0 else whole, currency)
    return _CENTS.sub("", text)


def _change(now: int, before: int | None, month: dt.date) -> str:
    name = trc("to month", _MONTHS[month.month - 1])
    if not before:
        return ""
    share = round((now - before) * 100 / before)
    sign = "+" if share > 0 else formats.MINUS if share < 0 else ""
    return tr("{change}% vs {month}").format(change=f"{sign}{abs(share)}", month=name)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def nothing_yet(page: Page) -> tuple[str, str]:
    """Title and note of a page without orders: are the goods here, or not even they?"""
    if page.synced_at is None:
        return (
            tr("The catalogue is not here yet"),
            tr("Goods, prices and stock come with the first synchronisation; carts and lists can"
               " wait for it"),
        )  # fmt: skip
    return (
        tr("Everything begins with the first order"),
        tr("Goods, prices and stock are here already: look through the catalogue or load a list"),
    )
