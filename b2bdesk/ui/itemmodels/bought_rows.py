"""Own purchases and suggestions as grid rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QObject

from b2bdesk.texts import formats, language, tr, trc, trn
from b2bdesk.trade.unit import short
from b2bdesk.ui.itemmodels.catalogue_rows import (
    ABSENT,
    QUANTITY_COLUMN,
    price_cell,
    quantity_cell,
    stock_words,
)
from b2bdesk.ui.itemmodels.ordered_rows import OrderedListModel
from b2bdesk.ui.itemmodels.radar_rows import percent_words
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    NUMBER,
    QUANTITY,
    STATE,
    TEXT,
    Cell,
    Column,
    GridRow,
    RowState,
)
from b2bdesk.ui.widgets.chip import ChipSpec
from b2bdesk.usecases.ports import tables
from b2bdesk.usecases.rows.bought import DUE, REGULAR, TOGETHER, Advice, BoughtRow
from b2bdesk.usecases.rows.offers import OfferRow

ALL = "all"
TAKE = "take"


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the screen: what was bought, and why it is suggested when it is."""

    row: BoughtRow
    advice: Advice | None
    today: dt.date

    @property
    def item_id(self) -> str:
        """The item."""
        return self.row.item_id


def bought_columns(sign: str) -> list[Column]:
    """Columns of the screen."""
    return [
        Column("article", tr("Article"), ARTICLE, 158, lead=10, sortable=True),
        Column("name", tr("Name"), TEXT, 270, stretch=True, min_width=230, max_width=420,
               sortable=True),
        Column("times", tr("Orders"), NUMBER, 70, sortable=True, weak=True),
        Column("last", tr("Last bought"), TEXT, 108, sortable=True),
        Column("typical", tr("Usual qty"), NUMBER, 84, weak=True),
        Column("year", tr("Bought a year"), NUMBER, 92, short=tr("A year"), weak=True,
               sortable=True),
        Column("paid", tr("Paid then"), NUMBER, 84, weak=True),
        Column("price", tr("Price, {sign}").format(sign=sign), NUMBER, 84, strong=True),
        Column("by", tr("By, %"), NUMBER, 66),
        Column("stock", tr("Stock"), NUMBER, 78, weak=True),
        Column("state", trc("suggestion", "Why"), STATE, 236, stretch=True, min_width=210,
               max_width=2000),
        Column(QUANTITY_COLUMN, tr("Qty"), QUANTITY, 76, editable=True, hideable=False),
    ]  # fmt: skip


def bought_model(sign: str, parent: QObject) -> OrderedListModel[Shown]:
    """Return the model; the key of a row is the item's id."""
    return OrderedListModel(bought_columns(sign), attrgetter("item_id"), bought_row, parent)


def bought_row(shown: Shown, in_cart_e3: int) -> GridRow:
    """An item ever bought, ready to paint."""
    row, offer = shown.row, shown.row.offer
    can = orderable(offer)
    cells: dict[str, str | Cell] = {
        "article": row.article,
        "name": Cell(row.name or row.item_id, tone="" if can else "text2"),
        "times": formats.number(row.times),
        "last": formats.date(row.last),
        "typical": formats.quantity(row.typical_e3),
        "year": formats.quantity(row.total_e3) if row.total_e3 else ABSENT,
        "paid": formats.price(row.price_e5),
        "price": price_cell(offer) if offer else ABSENT,
        "by": _moved(row),
        "stock": _stock(offer),
        QUANTITY_COLUMN: quantity_cell(in_cart_e3) if can else Cell("", locked=True),
    }
    return GridRow(row.item_id, cells, _state(shown, in_cart_e3), muted=not can)


def orderable(offer: OfferRow | None) -> bool:
    """Whether the item can be ordered now."""
    return offer is not None and offer.in_assortment and offer.status != "deleted"


def moved_tenths(row: BoughtRow) -> int | None:
    """How the price moved since it was last bought, in tenths of a percent."""
    price = row.offer.price_e5 if row.offer else None
    if price is None or row.price_e5 <= 0:
        return None
    value = ((price - row.price_e5) * 2000 + row.price_e5) // (2 * row.price_e5)
    return value or None


def _moved(row: BoughtRow) -> str | Cell:
    value = moved_tenths(row)
    if value is None:
        return ""
    return Cell(percent_words(value), tone="bad" if value > 0 else "ok", value=value)


def _stock(offer: OfferRow | None) -> str | Cell:
    if offer is None:
        return ABSENT
    words = stock_words(offer)
    return Cell(words, tone="bad") if offer.stock_e3 == 0 else words


def _state(shown: Shown, in_cart_e3: int) -> RowState | None:
    row, offer = shown.row, shown.row.offer
    if not orderable(offer):
        gone = offer is None or offer.status == "deleted"
        words = tr("discontinued") if gone else tr("not in your contract")
        return RowState("bad", "circle-x", words)
    if shown.advice is not None:
        icon, tone = _ICONS[shown.advice.reason]
        return RowState(tone, icon, reason_words(shown.advice), *_take(row, in_cart_e3))
    due = row.due_in(shown.today)
    if row.every_days is None or due is None:
        return None
    usual = trn("usually every {n} day", "usually every {n} days", row.every_days)
    return RowState("info", "clock", usual.format(n=row.every_days), *_take(row, in_cart_e3))


def _take(row: BoughtRow, in_cart_e3: int) -> tuple[str, str]:
    """The action that takes the usual quantity."""
    if in_cart_e3 or row.offer is None:
        return "", ""
    unit = short(row.offer.okei, language())
    words = tr("Take {n} {unit}").format(n=formats.quantity(row.typical_e3), unit=unit)
    return words.replace(" ", formats.NBSP), TAKE


_ICONS = {
    DUE: ("calendar-due", "warn"),
    TOGETHER: ("link", "info"),
    REGULAR: ("repeat", "info"),
}


def reason_words(advice: Advice) -> str:
    """Why it is suggested, in one sentence with its figures."""
    given = advice.params
    if advice.reason == DUE:
        days = int(str(given["days"]))
        every = trn("every {n} day", "every {n} days", days).format(n=days)
        passed = int(str(given["passed"]))
        ago = trn("last {n} day ago", "last {n} days ago", passed).format(n=passed)
        return f"{every}, {ago}"
    if advice.reason == TOGETHER:
        return tr("in {times} of {of} orders with “{name}”").format(**given)
    return tr("in {times} of the last {of} orders, not in this cart").format(**given)


def chips(rows: Sequence[Shown]) -> list[ChipSpec]:
    """Filters: everything, then what is suggested by reason."""
    specs = [ChipSpec(ALL, tr("All"), len(rows), keep=True)]
    for reason, title in (
        (DUE, tr("Time to order")),
        (TOGETHER, tr("Goes with the cart")),
        (REGULAR, tr("Usually there, not in the cart")),
    ):
        icon, tone = _ICONS[reason]
        count = sum(shown.advice is not None and shown.advice.reason == reason for shown in rows)
        specs.append(ChipSpec(reason, title, count, icon, tone))
    return specs


def table(title: str, facts: str, rows: Sequence[Shown]) -> tables.Table:
    """What the screen shows, as a file."""
    columns = [
        tables.TableColumn(tr("Article"), width=20),
        tables.TableColumn(tr("Name"), width=48),
        tables.TableColumn(tr("Orders"), tables.NUMBER, 9),
        tables.TableColumn(tr("Last bought"), tables.DATE, 12),
        tables.TableColumn(tr("Unit"), width=8),
        tables.TableColumn(tr("Usual qty"), tables.QUANTITY, 11),
        tables.TableColumn(tr("Bought a year"), tables.QUANTITY, 12),
        tables.TableColumn(tr("Paid then"), tables.PRICE, 12),
        tables.TableColumn(tr("Price"), tables.PRICE, 12),
        tables.TableColumn(tr("Stock"), tables.QUANTITY, 11),
        tables.TableColumn(trc("suggestion", "Why"), width=40),
    ]
    return tables.Table(title, facts, columns, [_table_row(shown) for shown in rows])


def _table_row(shown: Shown) -> list[tables.TableValue]:
    row, offer = shown.row, shown.row.offer
    state = _state(shown, 0)
    return [
        row.article, row.name, row.times, row.last,
        short(offer.okei, language()) if offer else "", row.typical_e3, row.total_e3 or None,
        row.price_e5, offer.price_e5 if offer else None, offer.stock_e3 if offer else None,
        state.text if state else "",
    ]  # fmt: skip
