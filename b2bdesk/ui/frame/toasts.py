"""Toasts: bottom right, above the bars of the screen, one action, five seconds; history kept.

A toast never covers a button: it stands above the explain and totals bars. Bad ones stay until
closed. While the mouse is over a toast its time stands still. One toast at a time is shown;
the next one takes its place, and the bell keeps all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QRectF, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.changehub import Change
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.foot_bars import ExplainBar, FootBar, TotalsBar

WIDTH, HEIGHT, MARGIN = 404, 46, 26
_TICK_MS, _LIFE_MS, _SLIDE_MS = 50, 5000, 140
_KEPT = 100
_BARS = (ExplainBar, TotalsBar, FootBar)
_MOVES = frozenset({QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize})
_BARS_BELOW = 0.3  # of the window: a foot with totals and banner is high in a small one
_ICONS = {"ok": "circle-check", "bad": "alert-circle", "warn": "clock", "info": "info-circle"}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the history."""

    at: dt.datetime
    spec: ToastSpec


class ToastHost(QWidget):
    """Places toasts over a window and keeps their history.

    Args:
        window: the window.
        clock: the present moment, for the history.

    Signals:
        told: a new entry in the history.
    """

    told = Signal()

    def __init__(self, window: QWidget, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(window)
        self._clock = clock
        self._toast: Toast | None = None
        self.history: list[Told] = []
        self.setFixedSize(0, 0)

    def show_toast(self, spec: ToastSpec) -> None:
        """Show a message and keep it."""
        self.history.insert(0, Told(self._clock(), spec))
        del self.history[_KEPT:]
        self.hide_toast()
        parent = self.parentWidget()
        assert parent is not None
        self._toast = Toast(spec, parent)
        self._toast.gone.connect(self._on_gone)
        self.place(animate=True)
        self.told.emit()

    def forget_outdated(self, change: Change) -> None:
        """Take the toast away when something changed after what it tells of; the bell keeps it
        without its action."""
        toast = self._toast
        if toast is not None and toast.until and change.touches(toast.until):
            self.hide_toast()
        for at, told in enumerate(self.history):
            spec = told.spec
            if spec.until and change.touches(spec.until):
                plain = replace(spec, action="", run=None, key="", until="")
                self.history[at] = replace(told, spec=plain)

    def hide_toast(self) -> None:
        """Take the present toast away."""
        if self._toast is not None:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None

    def place(self, *, animate: bool = False) -> None:
        """Put the toast above the bars of the screen shown."""
        toast, window = self._toast, self.parentWidget()
        if toast is None or window is None:
            return
        x = window.width() - toast.width() + MARGIN - 24
        bars = [bar for kind in _BARS for bar in window.findChildren(kind)]
        for bar in bars:
            bar.installEventFilter(self)  # one that comes later must not be covered either
        y = _free_bottom(window, bars) - toast.height() + MARGIN - 12
        toast.appear(x, y, animate=animate)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._toast is not None and event.type() in _MOVES:
            self.place()
        return super().eventFilter(watched, event)

    def _on_gone(self) -> None:
        self.hide_toast()


class Toast(QWidget):
    """One message. Signals: `gone` when its time is over or it was closed."""

    gone = Signal()

    def __init__(self, spec: ToastSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._spec = spec
        self.until = spec.until
        self._left = _LIFE_MS
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._wide = _width(spec)
        self.setFixedSize(self._wide + 2 * MARGIN, HEIGHT + 2 * MARGIN)
        self.setAccessibleName(" ".join(part for part in (spec.text, spec.note) if part))
        words = _ToastWords(spec)
        close = _ToastClose()
        close.clicked.connect(self.gone)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN + 40, MARGIN, MARGIN + 6, MARGIN)
        row.setSpacing(4)
        column = QVBoxLayout()
        column.addWidget(words)
        row.addLayout(column, 1)
        if spec.action:
            action = _ToastAction(spec.action, spec.key)
            action.clicked.connect(self._on_action)
            row.addWidget(action)
        row.addWidget(close)

    def appear(self, x: int, y: int, *, animate: bool) -> None:
        """Show at a place, sliding 8 px unless motion is reduced."""
        self.move(x, y)
        self.raise_()
        if self.isVisible():
            return
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if self._spec.tone != "bad" and not self._timer.isActive():
            self._timer.start()
        if animate and not look.reduced_motion():
            motion = QVariantAnimation(self)
            motion.setStartValue(y + 8)
            motion.setEndValue(y)
            motion.setDuration(_SLIDE_MS)
            motion.setEasingCurve(QEasingCurve.Type.OutCubic)
            motion.valueChanged.connect(self._on_slide)
            motion.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _on_slide(self, y: int) -> None:
        self.move(self.x(), y)

    def _on_tick(self) -> None:
        self._left -= _TICK_MS
        if self._left <= 0:
            self.gone.emit()
        else:
            self.update(MARGIN, MARGIN + HEIGHT - 4, self._wide, 4)

    def _on_action(self) -> None:
        run = self._spec.run
        self.gone.emit()
        if run is not None:
            run()

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        if self._spec.tone != "bad":
            self._timer.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(MARGIN, MARGIN, self._wide, HEIGHT)
        paint.shadow(painter, rect, 8)
        border = None if look.theme() == "light" else look.color("toast_line")
        paint.box(painter, rect, 8, look.color("toast"), border)
        tint = look.color("toast_bad" if self._spec.tone == "bad" else "toast_ok")
        if self._spec.tone in ("info", "warn"):
            tint = look.color("toast_action")
        name = _ICONS.get(self._spec.tone, "info-circle")
        icons.draw(painter, name, MARGIN + 14, MARGIN + HEIGHT / 2 - 8, 16, tint)
        if self._spec.tone != "bad":
            width = (self._wide - 16) * self._left / _LIFE_MS
            line = QRectF(MARGIN + 8, MARGIN + HEIGHT - 2, width, 2)
            painter.fillRect(line, look.color("toast_action"))
        painter.end()


class _ToastWords(QWidget):
    def __init__(self, spec: ToastSpec) -> None:
        super().__init__()
        self._spec = spec
        self.setFixedHeight(HEIGHT)
        self.setToolTip("")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        font = look.font(13, look.MEDIUM)
        if self._spec.note:
            top = QRectF(0, 5, rect.width(), 19)
            low = QRectF(0, 23, rect.width(), 17)
            paint.text(painter, low, self._spec.note, look.font(12), look.color("toast_text2"))
            rect = top
        paint.text(painter, rect, self._spec.text, font, look.color("toast_text"))
        painter.end()


class _ToastAction(Control):
    def __init__(self, words: str, key: str) -> None:
        super().__init__()
        self._key = key
        self.setText(words)
        self.setAccessibleName(words)
        self.setFixedSize(_action_width(words, key), 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint.vline(painter, 1, 2, rect.height() - 4, look.color("toast_line"))
        if self.ringed() or self.hovered():
            paint.box(painter, rect.adjusted(4, 0, 0, 0), 5, None, look.color("toast_action"))
        font = look.font(13, look.MEDIUM)
        place = rect.adjusted(13, 0, 0, 0)
        paint.text(painter, place, self.text(), font, look.color("toast_action"))
        place = rect.adjusted(0, 0, -4, 0)
        tint = look.color("toast_text2")
        paint.text(painter, place, self._key, look.font(11), tint, paint.RIGHT)
        painter.end()


class _ToastClose(Control):
    """The «×» in the toast's own colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(26, 26)
        self.setAccessibleName(tr("Close"))
        self.setToolTip(tr("Close"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.ringed() or self.hovered():
            back = QColor(look.color("toast_line"))
            paint.box(painter, QRectF(self.rect()), 5, back)
        icons.draw(painter, "x", 6, 6, 14, look.color("toast_text2"))
        painter.end()


def _action_width(words: str, key: str) -> int:
    width = paint.advance(words, 13, look.MEDIUM) + 20
    return round(width + (paint.advance(key, 11) + 8 if key else 0))


def _width(spec: ToastSpec) -> int:
    """404, or wider (to 620) when the words would be cut."""
    words = max(paint.advance(spec.text, 13, look.MEDIUM), paint.advance(spec.note, 12))
    action = _action_width(spec.action, spec.key) + 4 if spec.action else 0
    return min(620, max(WIDTH, round(words + action + 82)))


def _free_bottom(window: QWidget, bars: Sequence[QWidget]) -> int:
    """Lowest y a toast may reach: the top of the bars at the bottom of the window."""
    bottom = window.height() - 26
    for bar in bars:
        if bar.isVisible():
            top = bar.mapTo(window, bar.rect().topLeft()).y()
            right = bar.mapTo(window, bar.rect().topRight()).x()
            if right > window.width() - WIDTH and top > window.height() * _BARS_BELOW:
                bottom = min(bottom, top)
    return bottom
