"""The scrim over the window and the sheets above it: modal without a nested event loop.

A sheet is a child of the window: it dims it, keeps Tab inside, closes on Escape and gives the
focus back. The palette and `dialogs.Sheet` are built on it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.popover import Popover

FADE_MS = 90
RADIUS = 10


class Overlay(QWidget):
    """Covers the window with the scrim and holds one panel.

    Args:
        window: the window (any widget of it will do).

    Signals:
        closed: after it went away.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window.window())
        self._back_to: QWidget | None = None
        self._opacity = 1.0
        self.panel = _Panel(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()

    def place(self) -> None:
        """Put the panel; subclasses override."""
        self.panel.adjustSize()
        x = (self.width() - self.panel.width()) // 2
        y = max(24, (self.height() - self.panel.height()) // 3)
        self.panel.move(x, y)

    def open_over(self) -> None:
        """Show over the window."""
        parent = self.parentWidget()
        assert parent is not None
        for popover in parent.findChildren(Popover):
            popover.close_now()
        self._back_to = QApplication.focusWidget()
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._fade()

    def close_now(self, *_args: object) -> None:
        """Close and give the focus back."""
        if not self.isVisible():
            return
        parent = self.parentWidget()
        if parent is not None:
            parent.removeEventFilter(self)
        self.hide()
        if self._back_to is not None:
            self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def _fade(self) -> None:
        if look.reduced_motion():
            return
        motion = QVariantAnimation(self)
        motion.setStartValue(0.0)
        motion.setEndValue(1.0)
        motion.setDuration(FADE_MS)
        motion.valueChanged.connect(self._on_fade)
        motion.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _on_fade(self, value: float) -> None:
        self._opacity = value
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        parent = self.parentWidget()
        if parent is not None and watched is parent and event.type() == QEvent.Type.Resize:
            self.setGeometry(parent.rect())
            self.place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_now()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab stays inside."""
        stops = [
            child
            for child in self.panel.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus
            and child.isVisibleTo(self)
            and child.isEnabled()
        ]
        if stops:
            here = QApplication.focusWidget()
            at = stops.index(here) if here in stops else -1
            reason = Qt.FocusReason.TabFocusReason
            stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.fillRect(self.rect(), look.color("scrim"))
        shape = QRectF(self.panel.geometry())
        paint.shadow(painter, shape, RADIUS, 28, 8)
        painter.end()


class _Panel(QWidget):
    """The raised panel of an overlay."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, border = look.color("raised"), look.color("line")
        paint.box(painter, QRectF(self.rect()), RADIUS, fill, border)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """The overlay keeps Tab inside."""
        parent = self.parentWidget()
        return isinstance(parent, Overlay) and parent.focusNextPrevChild(forward)
