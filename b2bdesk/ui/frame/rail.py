"""The rail: two groups of screens, settings at the bottom, collapsible to icons (Ctrl+B).

Collapsed, a badge becomes a dot and the words move into the tooltip. Below a window width of
1300 (a screen of 1920 at 150 %) it collapses by itself, beside a screen of several panes as soon
as that wants the room, without forgetting what the user chose.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import AFTER, BEFORE, BOTTOM, ScreenEntry
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets import badges
from b2bdesk.ui.widgets.button import IconButton
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.labels import Panel

WIDE, NARROW = 200, 56
COLLAPSE_BELOW = 1300
_MOTION_MS = 120


class RailItem(Control):
    """One screen of the rail, 32 high."""

    def __init__(self, entry: ScreenEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self._badge = ("", "")
        self._narrow = False
        self.setCheckable(True)
        self.setFixedHeight(34)
        self.setText(tr(entry.title))
        self.set_badge("", "")

    def set_badge(self, text: str, tone: str) -> None:
        """Counter: plain without a tone, a badge with one."""
        self._badge = (text, tone)
        name = self.text() + (f", {text}" if text else "")
        self.setAccessibleName(name)
        self._tips()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Icons only."""
        self._narrow = narrow
        self._tips()
        self.update()

    def _tips(self) -> None:
        hint = f" · {self.entry.key_hint}" if self.entry.key_hint else ""
        counter = f" ({self._badge[0]})" if self._badge[0] else ""
        wide_tip = self.text() + hint if hint else ""
        self.setToolTip(self.text() + counter + hint if self._narrow else wide_tip)

    def sizeHint(self) -> QSize:
        return QSize(40, 34)

    def nextCheckState(self) -> None:  # noqa: N802
        """The rail decides which item is on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(0, 1, self.width(), 32)
        on = self.isChecked()
        if on or self.hovered():
            fill = look.color("rail_sel")
            painter.setOpacity(1.0 if on else 0.55)
            paint.box(painter, rect, 6, fill)
            painter.setOpacity(1.0)
        if self.ringed():
            paint.ring(painter, rect, 6)
        tint = look.color("accent_text" if on else "text2")
        x = 11.0 if not self._narrow else (self.width() - 18) / 2
        icons.draw(painter, self.entry.icon, x, 8, 18, tint)
        text, tone = self._badge
        if self._narrow:
            if tone:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setBrush(look.tone(tone, "edge"))
                painter.drawEllipse(QRectF(x + 13, 7, 6, 6))
        else:
            self._words(painter, rect, text, tone)
        painter.end()

    def _words(self, painter: QPainter, rect: QRectF, text: str, tone: str) -> None:
        on = self.isChecked()
        end = rect.right() - 10
        if text and tone:
            width = badges.badge_width(text, 18)
            place = QRectF(end - width, 8, width, 18)
            badges.badge(painter, place, text, tone)
            end -= width + 6
        elif text:
            place = QRectF(end - 60, 1, 56, 32)
            paint.text(painter, place, text, look.font(12), look.color("text3"), paint.RIGHT)
            end -= 40
        font = look.font(13, look.MEDIUM if on else look.REGULAR)
        tint = look.color("text" if on else "rail_text")
        paint.text(painter, QRectF(38, 1, end - 38, 32), self.text(), font, tint)


class Rail(Panel):
    """All screens of the program.

    Args:
        entries: screens in order.
        parent: owner.

    Signals:
        chosen: key of the screen.
        narrowed: the user collapsed (True) or widened it.
    """

    chosen = Signal(str)
    narrowed = Signal(bool)

    def __init__(self, entries: Sequence[ScreenEntry], parent: QWidget | None = None) -> None:
        super().__init__("chrome", "r", parent)
        self._items: dict[str, RailItem] = {}
        self._rooms = {entry.key: entry.room for entry in entries}
        self._wanted: bool | None = None
        self._window, self._room = COLLAPSE_BELOW, 0
        self._overruled = False
        self._motion: QVariantAnimation | None = None
        self.setAccessibleName(tr("Screens"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 9, 10)
        column.setSpacing(0)
        groups = {g: [e for e in entries if e.group == g] for g in (BEFORE, AFTER, BOTTOM)}
        self._add(column, groups[BEFORE])
        if groups[AFTER]:
            column.addWidget(_Gap(self))
            self._add(column, groups[AFTER])
        column.addStretch(1)
        self._fold = IconButton("layout-sidebar", tr("Side panel"), key="Ctrl+B", size=30)
        self._fold.clicked.connect(self.toggle)
        self._add(column, groups[BOTTOM])
        self._fold.setParent(self)
        self._fold.show()
        self.setFixedWidth(WIDE)

    def set_current(self, key: str) -> None:
        """Mark the screen shown."""
        for each, item in self._items.items():
            item.setChecked(each == key)
        self._room = self._rooms.get(key, 0)
        self._apply(animate=False)

    def set_badge(self, key: str, text: str, tone: str) -> None:
        """Counter of a screen."""
        item = self._items.get(key)
        if item is not None:
            item.set_badge(text, tone)

    def toggle(self) -> None:
        """Collapse or widen; holds for every screen from now on."""
        self._overruled = self.is_narrow()
        self._wanted = not self._overruled
        self._apply(animate=True)
        self.narrowed.emit(self._wanted)

    def set_narrow(self, narrow: bool | None) -> None:
        """What the user chose last time; None when he never chose."""
        self._wanted = narrow
        self._apply(animate=False)

    def window_width(self, width: int) -> None:
        """Collapse by itself in a narrow window."""
        if (width < COLLAPSE_BELOW) != (self._window < COLLAPSE_BELOW):
            self._overruled = False
        self._window = width
        self._apply(animate=False)

    def is_narrow(self) -> bool:
        """Whether only icons are shown."""
        if self._wanted is None and self._window < self._room:
            return True
        return bool(self._wanted) or (self._window < COLLAPSE_BELOW and not self._overruled)

    def _add(self, column: QVBoxLayout, entries: list[ScreenEntry]) -> None:
        for entry in entries:
            item = RailItem(entry, self)
            item.clicked.connect(self._on_clicked)
            self._items[entry.key] = item
            column.addWidget(item)

    def _on_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            self.chosen.emit(item.entry.key)

    def _apply(self, *, animate: bool) -> None:
        narrow = self.is_narrow()
        target = NARROW if narrow else WIDE
        if self.maximumWidth() == target:
            return
        for item in self._items.values():
            item.set_narrow(narrow)
        self._place_fold()
        if not animate or look.reduced_motion() or not self.isVisible():
            self.setFixedWidth(target)
            return
        motion = QVariantAnimation(self)
        motion.setStartValue(self.width())
        motion.setEndValue(target)
        motion.setDuration(_MOTION_MS)
        motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        motion.valueChanged.connect(self.setFixedWidth)
        motion.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        self._place_fold()

    def _place_fold(self) -> None:
        """Beside the settings, above them when there is room for icons only."""
        if self.is_narrow():
            self._fold.move((NARROW - self._fold.width()) // 2, self.height() - 80)
        else:
            self._fold.move(self.width() - 41, self.height() - 42)
        self._fold.raise_()


class _Gap(QWidget):
    """The line between the groups."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(19)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.hline(painter, 8, 10, self.width() - 16, look.color("line"))
        painter.end()
