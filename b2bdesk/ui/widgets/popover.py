"""A popover: a child widget of the window with its own painted shadow.

Not a top-level window: a translucent one has black corners on X without a compositor. It
closes on Escape, on a click outside and when its window loses it; focus returns to whatever
had it. One popover at a time and window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.row_list import RowList

MARGIN = 26
RADIUS = 10
_INDENT, _TOP = 12, 5
"""Words above and below a list begin where the words of its rows begin."""


class Popover(QWidget):
    """A raised panel over the window.

    Args:
        window: the window (any widget of it will do).
        width: width of the panel without shadow; 0 = by content.
        parent: none; the window owns it.

    Signals:
        closed: after it went away, for whatever reason.
    """

    closed = Signal()

    def __init__(self, window: QWidget, *, width: int = 0) -> None:
        super().__init__(window.window())
        self._panel_width = width
        self._back_to: QWidget | None = None
        self._anchor: QWidget | None = None
        self._side = (False, False)  # right, above
        self.setVisible(False)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(MARGIN + 7, MARGIN + 7, MARGIN + 7, MARGIN + 7)
        self._box.setSpacing(4)

    def add(self, widget: QWidget) -> None:
        """Add content from the top."""
        self._box.addWidget(widget)

    def layout_box(self) -> QVBoxLayout:
        """The layout of the content, for spacing and stretches."""
        return self._box

    def open_at(self, anchor: QWidget, *, right: bool = False, above: bool = False) -> None:
        """Show below (or above) the anchor, aligned with its left or right edge."""
        _close_others(self)
        self._anchor, self._side = anchor, (right, above)
        self._back_to = QApplication.focusWidget()
        if self._panel_width:
            self.setFixedWidth(self._panel_width + 2 * MARGIN)
        self._line_up()
        self.adjustSize()
        self.setGeometry(self._place(anchor, right=right, above=above))
        self.show()
        self.raise_()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._focus_first()

    def refit(self) -> None:
        """Take the room that the content needs now, beside the same anchor."""
        if self._anchor is not None and self.isVisible():
            right, above = self._side
            self.adjustSize()
            self.setGeometry(self._place(self._anchor, right=right, above=above))

    def close_now(self, *_args: object) -> None:
        """Close and give the focus back."""
        if not self.isVisible():
            return
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        inside = QApplication.focusWidget()
        self.hide()
        if self._back_to is not None and (inside is None or self.isAncestorOf(inside)):
            self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def panel(self) -> QRect:
        """The panel without the shadow, in own coordinates."""
        return self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)

    def _line_up(self) -> None:
        items = (self._box.itemAt(at) for at in range(self._box.count()))
        parts = [item.widget() for item in items if item is not None]
        if not any(isinstance(part, RowList) for part in parts):
            return
        for part in parts:
            if isinstance(part, PlainLabel):
                part.set_indent(_INDENT)
        if isinstance(parts[0], PlainLabel):
            room = MARGIN + 7
            self._box.setContentsMargins(room, room + _TOP, room, room)

    def _place(self, anchor: QWidget, *, right: bool, above: bool) -> QRect:
        window = self.window() if self.parentWidget() is None else self.parentWidget()
        assert window is not None
        size = self.size()
        top_left = anchor.mapTo(window, QPoint(0, 0))
        x = top_left.x() - MARGIN
        if right:
            x = top_left.x() + anchor.width() + MARGIN - size.width()
        y = top_left.y() + anchor.height() + 4 - MARGIN
        if above or y + size.height() - MARGIN > window.height():
            over = top_left.y() - 4 - size.height() + MARGIN
            y = over if over > -MARGIN else max(-MARGIN + 8, window.height() - size.height())
        x = max(8 - MARGIN, min(x, window.width() - size.width() + MARGIN - 8))
        return QRect(x, y, size.width(), size.height())

    def _focus_first(self) -> None:
        for child in self.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(self):
                child.setFocus(Qt.FocusReason.PopupFocusReason)
                return
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is self or self.isAncestorOf(watched) or watched.window() != self.window():
                return False
            self.close_now()
            return watched is self._anchor
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and isinstance(watched, QWidget):
                self.close_now()
                return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not self.panel().contains(event.position().toPoint()):
            self.close_now()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab stays inside while the popover is open."""
        stops = [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus
            and child.isVisibleTo(self)
            and child.isEnabled()
        ]
        if not stops:
            return True
        here = QApplication.focusWidget()
        at = stops.index(here) if here in stops else -1
        step = 1 if forward else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + step) % len(stops)].setFocus(reason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.panel())
        paint.shadow(painter, rect, RADIUS)
        paint.box(painter, rect, RADIUS, look.color("raised"), look.color("line"))
        painter.end()


def _close_others(new: Popover) -> None:
    parent = new.parentWidget()
    if parent is None:
        return
    for other in parent.findChildren(Popover):
        if other is not new and other.isVisible():
            other.close_now()
