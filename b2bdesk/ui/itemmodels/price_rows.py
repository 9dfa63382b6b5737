"""Rows of the price review: three prices, the difference in money, the buyer's answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.domain.cart import ACCEPT, KEEP, LATER
from b2bdesk.domain.repricing import OPEN
from b2bdesk.texts import formats, tr, trc
from b2bdesk.texts.reasons import price_answer
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    NUMBER,
    STATE,
    Cell,
    Column,
    GridRow,
    RowState,
)  # fmt: skip
from b2bdesk.ui.widgets.chip import ChipSpec
from b2bdesk.usecases.rows.repricing import PriceMove

ALL, UP, DOWN = "all", "up", "down"
_TONES = {OPEN: "warn", KEEP: "info", LATER: "info", ACCEPT: "info"}
_ICONS = {OPEN: "help-circle", KEEP: "lock", LATER: "clock", ACCEPT: "circle-check"}


def price_model(currency: Callable[[], str], parent: QObject) -> ListRowModel[PriceMove]:
    """A model of moved prices."""
    columns = [
        Column("article", tr("Article"), ARTICLE, 168, lead=10, hideable=False),
        Column("name", tr("Name"), width=240, stretch=True, min_width=210, max_width=560),
        Column("qty", tr("Qty"), NUMBER, 92, strong=True),
        Column("typed", tr("As typed"), NUMBER, 84, weak=True),
        Column("old", tr("Old price"), NUMBER, 92, weak=True),
        Column("new", tr("New price"), NUMBER, 92, strong=True),
        Column("percent", "%", NUMBER, 76),
        Column("difference", tr("Difference"), NUMBER, 124, strong=True),
        Column("state", tr("Decision"), STATE, 210, stretch=True, min_width=170, max_width=900),
    ]
    return ListRowModel(columns, _key, partial(_painted, currency), parent)


def fits(move: PriceMove, chip: str) -> bool:
    """Whether a chip shows a move."""
    if chip in (UP, DOWN):
        return (move.now_e5 > move.typed_e5) == (chip == UP)
    return chip in (ALL, move.answer)


def chips(moves: Sequence[PriceMove]) -> list[ChipSpec]:
    """The filters with their counts."""
    table = (
        (ALL, tr("All"), "", ""),
        (OPEN, tr("To decide"), _ICONS[OPEN], "warn"),
        (UP, tr("Dearer"), "trending-up", "warn"),
        (DOWN, tr("Cheaper"), "trending-down", "ok"),
        (KEEP, tr("At your price"), _ICONS[KEEP], "info"),
        (LATER, tr("Put off"), _ICONS[LATER], "info"),
        (ACCEPT, tr("Accepted"), _ICONS[ACCEPT], "info"),
    )
    return [
        ChipSpec(key, words, sum(fits(move, key) for move in moves), icon, tone)
        for key, words, icon, tone in table
    ]


def signed(minor: int, currency: str) -> str:
    """«+412,00 ₽»."""
    sign = "+" if minor > 0 else formats.MINUS if minor < 0 else ""
    return f"{sign}{formats.money(abs(minor), currency)}"


def _key(move: PriceMove) -> str:
    return move.line.line_id


def _painted(currency: Callable[[], str], move: PriceMove, _number: int) -> GridRow:
    line, up = move.line, move.now_e5 > move.typed_e5
    tone = "warn" if up else "ok"
    tenths = round(move.percent_e2 / 10)
    share = formats.percent(abs(Decimal(tenths)) / 10)
    cells: dict[str, str | Cell] = {
        "article": line.article,
        "name": line.name,
        "qty": f"{formats.quantity(line.quantity_e3)} {line.unit}".replace(" ", formats.NBSP),
        "typed": formats.price(move.typed_e5),
        "old": "—" if move.old_e5 is None else formats.price(move.old_e5),
        "new": formats.price(move.now_e5),
        "percent": Cell(("+" if up else formats.MINUS) + share, tone=tone),
        "difference": Cell(
            signed(move.difference_minor, currency()), tone=tone, value=move.difference_minor,
            icon="trending-up" if up else "trending-down", icon_tone=tone, strong=True,
        ),
    }  # fmt: skip
    return GridRow(line.line_id, cells, _state(move))


def _state(move: PriceMove) -> RowState:
    words = price_answer(move.answer)
    if move.answer == OPEN and move.portal:
        words = tr("to be decided · the portal's price")
    action = (tr("Accept"), ACCEPT) if move.answer == OPEN else (trc("prices", "Undo"), OPEN)
    words = words[:1].upper() + words[1:]
    return RowState(_TONES.get(move.answer, "info"), _ICONS.get(move.answer, ""), words, *action)
