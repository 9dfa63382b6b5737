"""Asks for one of several carts in a list below a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from b2bdesk.texts import formats, trn
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.rows.carts import CartRow


def choose_cart(
    anchor: QWidget,
    title: str,
    carts: Sequence[CartRow],
    nothing: str,
    chosen: Callable[[str], object],
    note: str = "",
) -> None:
    """Open the list.

    Args:
        anchor: what it hangs below.
        title: the question.
        carts: to choose from.
        nothing: said when there are none.
        chosen: takes the id of the cart.
        note: what the choice will do.
    """
    popover = Popover(anchor, width=340)
    popover.add(PlainLabel(title, 14, look.SEMIBOLD))
    if note and carts:
        popover.add(PlainLabel(note, 12, tone="text2", wrap=True))
    rows = RowList(two_line=True)
    rows.setAccessibleName(title)
    rows.fill_height(8)
    rows.set_items([_item(cart) for cart in carts])
    rows.select_first()
    rows.chosen.connect(popover.close_now)
    rows.chosen.connect(chosen)
    if not carts:
        popover.add(PlainLabel(nothing, 13, tone="text2"))
    popover.add(rows)
    popover.open_at(anchor, right=True)


def _item(cart: CartRow) -> ListItem:
    lines = trn("{n} line", "{n} lines", cart.lines).format(n=formats.number(cart.lines))
    return ListItem(cart.id, cart.name, lines, right=formats.money(cart.gross_minor, cart.currency))
