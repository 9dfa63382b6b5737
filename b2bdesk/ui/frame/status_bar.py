"""The status bar: every item is a button; states are sign and word, never colour alone.

● online, ◐ busy, ○ offline, ▲ error.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import StatusItem
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.labels import Panel

HEIGHT = 26
ONLINE, BUSY, OFFLINE, ERROR = "online", "busy", "offline", "error"
COMMANDS = "commands"


class StatusButton(Control):
    """One item of the status bar."""

    def __init__(self, item: StatusItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self.setFixedHeight(HEIGHT - 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_item(item)

    @property
    def key(self) -> str:
        """Key of the item."""
        return self._item.key

    def is_right(self) -> bool:
        """Whether it stands at the right."""
        return self._item.right

    def set_item(self, item: StatusItem) -> None:
        """Change state and words."""
        self._item = item
        self.setText(item.text)
        self.setAccessibleName(item.text)
        self.setToolTip(item.tip)
        weight = look.MEDIUM if item.state else look.REGULAR
        sign = 14 if item.state else 0
        self.setFixedWidth(round(paint.advance(item.text, 12, weight) + 17 + sign))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.hovered():
            paint.box(painter, rect.adjusted(0, 1, 0, -1), 4, look.color("rail_sel"))
        if self.ringed():
            paint.ring(painter, rect, 4)
        x, state = 8.0, self._item.state
        if state:
            _sign(painter, x, rect.height() / 2, state)
            x += 14
        font = look.font(12, look.MEDIUM if state else look.REGULAR)
        tint = look.tone(self._item.tone or ("text" if state else "text2"))
        place = QRectF(x, 0, rect.width() - x, rect.height())
        paint.text(painter, place, self._item.text, font, tint)
        painter.end()


class StatusBar(Panel):
    """The bar itself.

    Signals:
        chosen: key of the item pressed; `commands` opens the palette.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("chrome", "t", parent)
        self._buttons: dict[str, StatusButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 1, 8, 0)
        self._row.setSpacing(2)
        self._row.addStretch(1)
        self.setFixedHeight(HEIGHT)
        self.set_items(())

    def set_items(self, items: Sequence[StatusItem]) -> None:
        """Show these items; the palette's hint is always the last one."""
        hint = StatusItem(COMMANDS, tr("Commands {key}").format(key="Ctrl+K"), right=True)
        shown = [*items, hint]
        if [item.key for item in shown] == list(self._buttons):
            for item in shown:
                self._buttons[item.key].set_item(item)
            self._fit()
            return
        for old in self._buttons.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = {}
        place = 0
        for item in shown:
            button = StatusButton(item, self)
            button.clicked.connect(self._on_clicked)
            self._buttons[item.key] = button
            if item.right:
                self._row.addWidget(button)
            else:
                self._row.insertWidget(place, button)
                place += 1
            button.show()

        self._fit()

    def button(self, key: str) -> StatusButton | None:
        """The button of an item, None while it is not shown."""
        return self._buttons.get(key)

    def update_item(self, item: StatusItem) -> None:
        """Change one of the items shown."""
        button = self._buttons.get(item.key)
        if button is not None:
            button.set_item(item)
            self._fit()

    def _fit(self) -> None:
        """Leave the last items of the left group out when the window is narrow."""
        room = self.width() - 24
        used = sum(button.width() + 2 for button in self._buttons.values())
        for button in reversed(list(self._buttons.values())):
            gone = used > room and not button.is_right() and button is not self._first()
            button.setVisible(not gone)
            used -= button.width() + 2 if gone else 0

    def _first(self) -> StatusButton:
        return next(iter(self._buttons.values()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, StatusButton):
            self.chosen.emit(button.key)


def _sign(painter: QPainter, x: float, mid: float, state: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    circle = QRectF(x, mid - 4, 8, 8)
    if state == ONLINE:
        painter.setBrush(look.color("ok_edge"))
        painter.drawEllipse(circle)
    elif state == ERROR:
        painter.setBrush(look.color("bad_edge"))
        corners = [QPointF(x, mid + 4), QPointF(x + 9, mid + 4), QPointF(x + 4.5, mid - 4.5)]
        painter.drawPolygon(QPolygonF(corners))
    else:
        tint = look.color("accent" if state == BUSY else "text3")
        paint.box(painter, circle, 4, None, tint, 1.5)
        if state == BUSY:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawPie(circle, 90 * 16, 180 * 16)
