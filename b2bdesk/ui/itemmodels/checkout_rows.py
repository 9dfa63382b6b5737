"""Rows of the checkout: what differs between typing, the local data and the portal.

One row per line that changed; two-line rows with the article below the name. The action of a row
changes the line in the cart (take what is there, remove, replace).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.domain.cart import KEEP, LATER
from b2bdesk.texts import formats, tr
from b2bdesk.texts.reasons import price_answer
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.order_cells import line_row
from b2bdesk.ui.itemmodels.order_state_words import short_day
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    INDEX,
    NUMBER,
    STATE,
    Cell,
    Column,
    GridRow,
    RowState,
)  # fmt: skip
from b2bdesk.usecases.rows.carts import LineChange, LineRow

ONLY, REMOVE, REPLACE, DECIDE = "only", "remove", "replace", "decide"
_MOVED = ("price_up", "price_down", "price_kept", "price_later")
_PRICES = (*_MOVED, "no_price")


def checkout_columns(cached: str) -> list[Column]:
    """Columns; `cached` says when the local data were brought up to date."""
    return [
        Column("goods", tr("Goods"), width=230, stretch=True, min_width=180, max_width=520),
        Column("typed", tr("As added"), NUMBER, 82, short=tr("Added"), weak=True),
        Column("cached", cached, NUMBER, 68, short=tr("Local"), weak=True),
        Column("portal", tr("Portal now"), NUMBER, 70, short=tr("Portal"), strong=True),
        Column("difference", tr("Difference"), NUMBER, 148, min_width=126),
        Column("decision", tr("Decision"), STATE, 118, stretch=True, min_width=88, max_width=240),
    ]


def checkout_model(
    cached: str, currency: Callable[[], str], parent: QObject
) -> ListRowModel[LineChange]:
    """A model of changed lines."""
    prepare = partial(_painted, currency)
    return ListRowModel(checkout_columns(cached), _key, prepare, parent)


def lines_model(currency: Callable[[], str], parent: QObject) -> ListRowModel[LineRow]:
    """All lines of the cart for a last look."""
    columns = [
        Column("n", tr("No."), INDEX, 42, hideable=False),
        Column("article", tr("Article"), ARTICLE, 150),
        Column("name", tr("Name"), width=160, stretch=True, min_width=100, max_width=2000),
        Column("unit", tr("Unit"), width=52, weak=True),
        Column("qty", tr("Qty"), NUMBER, 72, strong=True),
        Column("price", tr("Price"), NUMBER, 76),
        Column("sum", tr("Sum"), NUMBER, 98),
    ]
    return ListRowModel(columns, _line_key, partial(_line, currency), parent)


def _line_key(line: LineRow) -> str:
    return line.line_id


def _line(currency: Callable[[], str], line: LineRow, number: int) -> GridRow:
    row = line_row(line, line.line_id, number + 1, (), currency())
    return GridRow(row.key, {**row.cells, "name": line.name or line.typed}, None, row.muted)


def _key(change: LineChange) -> str:
    return change.line.line_id


def _painted(currency: Callable[[], str], change: LineChange, _number: int) -> GridRow:
    line = change.line
    unit = f"{formats.quantity(line.quantity_e3)} {line.unit}".replace(" ", formats.NBSP)
    cells: dict[str, str | Cell] = {
        "goods": Cell(line.name or line.typed, sub=f"{line.article or line.typed} · {unit}")
    }
    if change.code in _PRICES:
        cells |= _prices(change, currency())
    else:
        cells |= _stocks(change)
    return GridRow(line.line_id, cells, _state(change))


def _prices(change: LineChange, currency: str) -> dict[str, str | Cell]:
    difference = change.difference_minor
    words = formats.money(abs(difference), currency)
    sign = "+" if difference > 0 else formats.MINUS if difference < 0 else ""
    up = change.code in _MOVED and difference > 0
    return {
        "typed": _price(change.price_at_add_e5),
        "cached": _price(change.price_cached_e5),
        "portal": _price(change.price_portal_e5),
        "difference": Cell(
            f"{sign}{words}" if change.code != "no_price" else tr("no price"),
            tone="warn" if up else "ok" if change.code in _MOVED else "bad",
            icon="trending-up" if up else "trending-down" if difference else "circle-x",
            icon_tone="warn" if up else "ok" if difference else "bad", strong=True,
        ),
    }  # fmt: skip


def _stocks(change: LineChange) -> dict[str, str | Cell]:
    line = change.line
    known = change.stock_portal_e3
    known = change.stock_cached_e3 if known is None else known
    if change.code == "short" and known is not None:
        lacking = formats.quantity(line.base_e3 - known)
        words = tr("{n} short").format(n=lacking)
        if line.incoming_date is not None:
            words = tr("{n} — {day}").format(n=lacking, day=short_day(line.incoming_date))
        difference = Cell(words, tone="warn", icon="clock", icon_tone="warn", strong=True)
    elif change.code == "not_found":
        difference = Cell(
            tr("not found"), tone="bad", icon="help-circle", icon_tone="bad", strong=True
        )
    else:
        difference = Cell(
            tr("out of stock"), tone="bad", icon="circle-x", icon_tone="bad", strong=True
        )
    return {
        "typed": _stock(change.stock_at_add_e3),
        "cached": _stock(change.stock_cached_e3),
        "portal": _stock(change.stock_portal_e3),
        "difference": difference,
    }


def there(change: LineChange) -> int:
    """What is there of a short line, in its unit; 0 = nothing, or not known."""
    stock = change.stock_portal_e3
    stock = change.stock_cached_e3 if stock is None else stock
    return change.line.in_unit(stock or 0)


def _state(change: LineChange) -> RowState:
    tone = "ok" if change.code == "price_down" else change.tone
    if change.code in ("price_kept", "price_later"):
        answer = KEEP if change.code == "price_kept" else LATER
        return RowState(tone, "", "", price_answer(answer), DECIDE)
    if change.code in _MOVED:
        return RowState(tone, "", "", tr("Decide"), DECIDE)
    left = there(change)
    if change.code == "short" and left:
        words = tr("Only {quantity}").format(quantity=formats.quantity(left))
        return RowState(tone, "", "", words, ONLY)
    return RowState(tone, "", "", tr("Remove"), REMOVE)


def _price(e5: int | None) -> str:
    return "—" if e5 is None else formats.price(e5)


def _stock(e3: int | None) -> str:
    return "—" if e3 is None else formats.quantity(e3)
