"""Acts on whole carts that show or ask something first: the note, a file for a colleague, two
carts side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.screens.carts.choosing import choose_cart
from b2bdesk.ui.screens.carts.shelf_acts import file_name
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.cart_compare import Compared, compare_carts
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import CartRow
from b2bdesk.usecases.services import Services

_SHOWN = 300
_SUFFIXES = (".b2bcart", ".xlsx", ".csv")


class ShelfMore(QObject):
    """The note of a cart, its file, its differences from another one."""

    def __init__(self, context: ScreenContext, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._services = context, services

    def note(self, anchor: QWidget, cart: CartRow) -> None:
        """Ask for the note of a cart: Enter keeps it, an empty one removes it."""
        popover = Popover(anchor, width=400)
        popover.add(PlainLabel(tr("Note of the cart"), 14, look.SEMIBOLD))
        field = Field(name=tr("Note of the cart"))
        field.set_text(cart.note)
        field.entered.connect(popover.close_now)
        field.entered.connect(partial(self._keep_note, cart))
        popover.add(field)
        field.setFixedHeight(field.sizeHint().height())
        popover.add(PlainLabel(tr("The supplier does not see it"), 12, tone="text2"))
        popover.open_at(anchor, right=True)
        field.edit.setFocus()
        field.edit.selectAll()

    def _keep_note(self, cart: CartRow, text: str) -> None:
        self._context.runner.run(
            partial(self._services.carts.set_note, cart.id, text.strip()),
            partial(self._on_noted, cart, text.strip()), on="write", failed=self._refused,
            owner=self,
        )  # fmt: skip

    def _on_noted(self, cart: CartRow, text: str, _changes: ChangeSet) -> None:
        words = tr("The note of “{name}” is kept") if text else tr("“{name}” has no note now")
        undo = partial(self._context.runner.run, partial(self._services.carts.undo, cart.id),
                       on="write", owner=self)  # fmt: skip
        self._context.toast(
            ToastSpec(words.format(name=cart.name), text, action=tr("Undo"), run=undo,
                      until=f"cart:{cart.id}")
        )  # fmt: skip

    def give(self, window: QWidget, cart: CartRow) -> None:
        """Write a cart into a file: for a colleague, for Excel, as text."""
        offered = self._services.profile.exports / f"{file_name(cart.name)}{_SUFFIXES[0]}"
        kinds = ";;".join(f"*{each}" for each in _SUFFIXES)
        title = tr("Cart as a file")
        name, kind = QFileDialog.getSaveFileName(window, title, str(offered), kinds)
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() not in _SUFFIXES:
            path = path.with_name(path.name + kind.lstrip("*"))
        write = self._services.exports.cart
        if path.suffix.lower() == _SUFFIXES[0]:
            write = self._services.exchange.give
        self._context.runner.run(
            partial(write, cart.id, path), self._on_given, on="slow", owner=self
        )

    def _on_given(self, path: Path) -> None:
        self._context.toast(ToastSpec(tr("The cart is in a file"), path.name))

    def choose_other(self, anchor: QWidget, cart: CartRow, others: Sequence[CartRow]) -> None:
        """Ask which cart another one is compared with."""
        compare = partial(self._compare, anchor, cart, {each.id: each for each in others})
        choose_cart(anchor, tr("Compare with"), others, tr("There is no other cart"), compare)

    def _compare(
        self, anchor: QWidget, cart: CartRow, others: dict[str, CartRow], other_id: str
    ) -> None:
        work = partial(compare_carts, self._services.carts, cart.id, other_id)
        show = partial(self._show, anchor, (cart, others[other_id]))
        self._context.runner.run(work, show, on="write", failed=self._refused, owner=self)

    def _show(
        self, anchor: QWidget, pair: tuple[CartRow, CartRow], found: Sequence[Compared]
    ) -> None:
        left, right = pair
        other = [each for each in found if not each.same]
        popover = Popover(anchor, width=600)
        title = tr("“{left}” and “{right}”").format(left=left.name, right=right.name)
        popover.add(PlainLabel(title, 14, look.SEMIBOLD))
        popover.add(PlainLabel(_verdict(pair, found, len(other)), 12, tone="text2", wrap=True))
        rows = RowList(two_line=True, lines=True)
        rows.setAccessibleName(title)
        rows.fill_height(9)
        rows.set_items([_item(each, n, left.currency) for n, each in enumerate(other[:_SHOWN])])
        rows.select_first()
        rows.setVisible(bool(other))
        popover.add(rows)
        if len(other) > _SHOWN:
            words = tr("The first {n} are shown").format(n=formats.number(_SHOWN))
            popover.add(PlainLabel(words, 12, tone="text2"))
        popover.open_at(anchor, right=True)

    def _refused(self, error: BaseException) -> bool:
        if not isinstance(error, Expected):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        return True


def _verdict(pair: tuple[CartRow, CartRow], found: Sequence[Compared], count: int) -> str:
    left, right = pair
    if not count:
        return tr("The carts are equal.")
    words = trn("{n} of {m} item differs", "{n} of {m} items differ", count).format(
        n=formats.number(count), m=formats.number(len(found))
    )
    sums = [formats.money(each.gross_minor, each.currency) for each in (left, right)]
    return f"{words} · {sums[0]} → {sums[1]}"


def _item(row: Compared, number: int, currency: str) -> ListItem:
    quantities = [formats.quantity(each) if each else "—" for each in (row.left_e3, row.right_e3)]
    note = f"{row.article} · {quantities[0]} → {quantities[1]}"
    if row.difference_minor is None:
        return ListItem(str(number), row.name, note)
    sign = "+" if row.difference_minor > 0 else formats.MINUS if row.difference_minor else ""
    right = f"{sign}{formats.money(abs(row.difference_minor), currency)}"
    return ListItem(str(number), row.name, note, right=right)
