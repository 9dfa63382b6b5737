"""A select: shows the chosen option and opens the others in a popover."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.ui.widgets.tips import plain_tip

SEARCH_FROM = 12


class SelectBox(Control):
    """The painted box of a select, without a label.

    Args:
        name: accessible name.
        icon: icon name or empty.
        quiet: no border, words in the second rank (in headers).
        placeholder: words while nothing is chosen.
        height: 32 in forms, 30 in headers, 26 in bars.
        parent: owner.

    Signals:
        chosen: key of the option the user chose.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        icon: str = "",
        quiet: bool = False,
        placeholder: str = "",
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options: list[ListItem] = []
        self._key = ""
        self._icon, self._quiet, self._placeholder = icon, quiet, placeholder
        self._name = name
        self._open: Popover | None = None
        self.setFixedHeight(height)
        wide = QSizePolicy.Policy.Minimum if quiet else QSizePolicy.Policy.Expanding
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_pressed)

    def set_options(self, options: Sequence[ListItem | tuple[str, str]], key: str = "") -> None:
        """Replace the options; (key, words) pairs will do. Keeps the key when still there."""
        self._options = [o if isinstance(o, ListItem) else ListItem(o[0], o[1]) for o in options]
        keys = {o.key for o in self._options}
        self.set_current(key if key in keys else self._key if self._key in keys else "")

    def current(self) -> str:
        """Key of the chosen option, or empty."""
        return self._key

    def set_current(self, key: str) -> None:
        """Choose without a signal."""
        self._key = key
        words = self.words()
        self.setAccessibleName(f"{self._name}: {words}" if words else self._name)
        self.setToolTip(plain_tip(words) if self._cut(words) else "")
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """Words of the chosen option."""
        return next((o.title for o in self._options if o.key == self._key), "")

    def sizeHint(self) -> QSize:
        words = self.words() or self._placeholder
        width = paint.advance(words, 13, look.MEDIUM if self._quiet else look.REGULAR) + 46
        return QSize(round(width + (26 if self._icon else 0)), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width() if self._quiet else 90, self.height())

    def _cut(self, words: str) -> bool:
        return paint.advance(words, 13) > self.width() - 44 - (26 if self._icon else 0)

    def _on_pressed(self) -> None:
        popover = Popover(self.window(), width=max(self.width(), 200))
        picker = RowList(row_height=32)
        picker.setAccessibleName(self._name)
        picker.set_items(self._options, self._key)
        picker.fill_height(10)
        if not self._key:
            picker.select_first()
        if len(self._options) > SEARCH_FROM:
            search = SearchField(tr("Find in the list"), name=tr("Find in the list"))
            search.edited.connect(self._narrow)
            search.entered.connect(picker.choose_current)
            popover.add(search)
        popover.add(picker)
        picker.chosen.connect(popover.close_now)
        picker.chosen.connect(self._choose)
        popover.closed.connect(self._on_closed)
        self._open = popover
        popover.open_at(self)

    def _narrow(self, words: str) -> None:
        if self._open is None:
            return
        folded = words.casefold()
        picker = self._open.findChild(RowList)
        assert isinstance(picker, RowList)
        picker.set_items([o for o in self._options if folded in o.title.casefold()])
        picker.select_first()

    def _on_closed(self) -> None:
        self._open = None

    def _choose(self, key: str) -> None:
        if key != self._key:
            self.set_current(key)
            self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.click()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it never changes a choice."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        enabled = self.isEnabled()
        if self._quiet:
            if self.hovered():
                paint.box(painter, rect, 6, look.color("hover"))
        else:
            fill = look.color("surface" if enabled else "sunken")
            if self.hovered():
                fill = look.color("hover")
            paint.box(painter, rect, 6, fill, look.color("line2" if enabled else "line"))
        if self.ringed():
            paint.ring(painter, rect, 6)
        x, mid = 10.0, rect.height() / 2
        if self._icon:
            icons.draw(painter, self._icon, x, mid - 8, 16, look.color("text2"))
            x += 24
        words = self.words()
        token = "text" if words and enabled and not self._quiet else "text2"
        if not words:
            token = "text3"
        font = look.font(13, look.MEDIUM if self._quiet else look.REGULAR)
        place = QRectF(x, 0, rect.width() - x - 30, rect.height())
        paint.text(painter, place, words or self._placeholder, font, look.color(token))
        icons.draw(painter, "chevron-down", rect.width() - 26, mid - 8, 16, look.color("text2"))
        painter.end()


class Select(QWidget):
    """A labelled select; the box is `box`.

    Args:
        label: words above.
        icon: icon name.
        placeholder: words while nothing is chosen.
        parent: owner.

    Signals:
        chosen: key of the option the user chose.
    """

    chosen = Signal(str)

    def __init__(
        self,
        label: str,
        *,
        icon: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.box = SelectBox(label, icon=icon, placeholder=placeholder)
        self._error = PlainLabel("", 12, tone="bad", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(PlainLabel(label, 12, tone="text2"))
        column.addWidget(self.box)
        column.addWidget(self._error)
        self.setFocusProxy(self.box)
        self.box.chosen.connect(self.chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_options(self, options: Sequence[ListItem | tuple[str, str]], key: str = "") -> None:
        """Replace the options; see `SelectBox.set_options`."""
        self.box.set_options(options, key)

    def current(self) -> str:
        """Key of the chosen option, or empty."""
        return self.box.current()

    def set_current(self, key: str) -> None:
        """Choose without a signal."""
        self.box.set_current(key)

    def set_error(self, sentence: str) -> None:
        """Show what is wrong below; empty when it is all right."""
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))
