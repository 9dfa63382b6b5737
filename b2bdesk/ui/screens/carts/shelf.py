"""The list of carts at the left: drafts, those on their way, templates, the recycle bin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import IconButton
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import Line, Panel, PlainLabel
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.rows.carts import CartRow

WIDTH = 248
BIN = "·bin"


class CartShelf(Panel):
    """Carts to choose from.

    Signals:
        chosen: id of the cart under the cursor.
        opened: id; Enter or a second click: to its lines.
        created: «+».
        renamed: id and name typed in place.
        bin_opened: the recycle bin.
    """

    chosen = Signal(str)
    opened = Signal(str)
    created = Signal()
    renamed = Signal(str, str)
    bin_opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "r", parent)
        self.setFixedWidth(WIDTH)
        add = IconButton("plus", tr("New cart"), key="Ctrl+Shift+N")
        add.clicked.connect(self.created)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 8, 0)
        head.addWidget(PlainLabel(tr("Carts"), 18, look.SEMIBOLD), 1)
        head.addWidget(add)
        top = QWidget()
        top.setFixedHeight(48)
        top.setLayout(head)
        self.list = RowList(two_line=True, row_height=54)
        self.list.setAccessibleName(tr("Carts"))
        self.list.fill_height()
        self.list.current_key.connect(self._on_current)
        self.list.chosen.connect(self._on_chosen)
        self._name = Field(name=tr("Name of the cart"))
        self._name.entered.connect(self._on_named)
        self._name.edit.installEventFilter(self)
        self._name.hide()
        self._naming = ""
        self._bin = RowList(row_height=36)
        self._bin.setAccessibleName(tr("Recycle bin"))
        self._bin.chosen.connect(self._on_bin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 8)
        column.setSpacing(0)
        column.addWidget(top)
        inner = QVBoxLayout()
        inner.setContentsMargins(8, 2, 8, 0)
        inner.addWidget(self._name)
        inner.addWidget(self.list, 1)
        self._line = Line()
        inner.addWidget(self._line)
        inner.addWidget(self._bin)
        column.addLayout(inner, 1)

    def show_carts(self, carts: Sequence[CartRow], current: str, deleted: int) -> None:
        """Show carts; `current` gets the cursor."""
        drafts = [cart for cart in carts if not cart.template]
        templates = [cart for cart in carts if cart.template]
        items = [_item(cart) for cart in drafts]
        if templates:
            items.append(ListItem("·templates", tr("Templates"), group=True))
            items += [_item(cart) for cart in templates]
        self.list.blockSignals(True)
        self.list.set_items(items, current)
        self.list.blockSignals(False)
        right = formats.number(deleted) if deleted else ""
        self._bin.set_items([ListItem(BIN, tr("Recycle bin"), right=right, icon="trash")])
        self._bin.setVisible(bool(deleted))
        self._line.setVisible(bool(deleted))

    def begin_naming(self, cart: CartRow) -> None:
        """Rename in place: a field above the list, Enter keeps, Escape leaves."""
        self._naming = cart.id
        self._name.set_text(cart.name)
        self._name.show()
        self._name.edit.setFocus()
        self._name.edit.selectAll()

    def _on_named(self, text: str) -> None:
        cart_id, self._naming = self._naming, ""
        self._name.hide()
        self.list.setFocus()
        if cart_id and text.strip():
            self.renamed.emit(cart_id, text.strip())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else the window's Escape leaves the screen
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._naming = ""
            self._name.hide()
            self.list.setFocus()
            return True
        return False

    def _on_current(self, key: str) -> None:
        if key and not key.startswith("·"):
            self.chosen.emit(key)

    def _on_chosen(self, key: str) -> None:
        if self.list.hasFocus() and key:
            self.opened.emit(key)

    def _on_bin(self, _key: str) -> None:
        self.bin_opened.emit()


def _item(cart: CartRow) -> ListItem:
    words = trn("{n} line", "{n} lines", cart.lines).format(n=formats.number(cart.lines))
    total = formats.money(cart.gross_minor, cart.currency)
    if cart.state == "sealed":
        return ListItem(cart.id, cart.name, words, badge=tr("in the queue"), badge_tone="info")
    if cart.frozen:
        return ListItem(cart.id, cart.name, words, badge=tr("locked"))
    note = (
        f"{words} · {total}"
        if cart.lines
        else tr("empty, {when}").format(when=when(cart.changed_at))
    )
    return ListItem(cart.id, cart.name, note)


def when(moment: dt.datetime) -> str:
    """«сегодня 14:07», «20.11.2026»."""
    local = moment.astimezone()
    if local.date() == dt.datetime.now().astimezone().date():
        return tr("today {time}").format(time=formats.clock(local))
    return formats.date(local.date())
