"""A banner in the pane it speaks of, the progress of long work, and the empty state."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.texts.formats import number
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.bars import Bar
from b2bdesk.ui.widgets.button import BAR, PRIMARY, SECONDARY, TEXT, Button, IconButton
from b2bdesk.ui.widgets.labels import IconLabel, PlainLabel

_ICONS = {"warn": "clock", "bad": "alert-circle", "info": "info-circle", "ok": "circle-check"}


class Banner(QWidget):
    """Soft fill, icon, one sentence (and one more line), one text action at the right.

    Args:
        parent: owner. Hidden until `tell`.
        above: px kept free above it while it is shown.

    Signals:
        action: the text action was pressed.
        dismissed: the «×» was pressed.
    """

    action = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, above: int = 0) -> None:
        super().__init__(parent)
        self._above = above
        self._tone = "info"
        self._icon = ""
        self._words = PlainLabel("", 13, wrap=True)
        self._more = PlainLabel("", 12, tone="text2", wrap=True)
        self._button = Button("", TEXT, height=BAR)
        self._close = IconButton("x", tr("Close"), size=26)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._words)
        words.addWidget(self._more)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(38, 5 + above, 4, 5)
        row.setSpacing(4)
        row.addLayout(words, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.setMinimumHeight(36 + above)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._button.clicked.connect(self.action)
        self._close.clicked.connect(self._on_close)
        self.hide()

    def tell(
        self, tone: str, sentence: str, more: str = "", *, action: str = "",
        closable: bool = False, icon: str = "",
    ) -> None:  # fmt: skip
        """Show a message.

        Args:
            tone: `info`, `warn`, `bad` or `ok`.
            sentence: what happened.
            more: what was kept or what to do, on a second line.
            action: words of the text action.
            closable: with an «×».
            icon: instead of the tone's own.
        """
        self._tone, self._icon = tone, icon or _ICONS.get(tone, "info-circle")
        self._words.set_text(sentence)
        self._more.set_text(more)
        self._more.setVisible(bool(more))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._close.setVisible(closable)
        self.setAccessibleName(sentence)
        self.show()
        self.update()

    def clear(self) -> None:
        """Hide it."""
        self.hide()

    def _on_close(self) -> None:
        self.hide()
        self.dismissed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = look.tone(self._tone, "edge") if look.theme() == "contrast" else None
        area = QRectF(self.rect()).adjusted(0, self._above, 0, 0)
        paint.box(painter, area, 6, look.tone(self._tone, "soft"), edge)
        top = area.y() + (10 if self._more.isVisible() else (area.height() - 16) / 2)
        icons.draw(painter, self._icon, 12, top, 16, look.tone(self._tone))
        painter.end()


class ProgressBlock(QWidget):
    """What is done, n of m, a bar, speed and rest, «Отмена».

    Args:
        cancellable: with the text action.
        parent: owner.

    Signals:
        cancelled: the user asked to stop.
    """

    cancelled = Signal()

    def __init__(self, *, cancellable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = PlainLabel("", 13, look.MEDIUM)
        self._count = PlainLabel("", 13, tone="text2")
        self._count.set_align(Qt.AlignmentFlag.AlignRight)
        self._note = PlainLabel("", 12, tone="text2")
        self._bar = Bar()
        self._stop = Button(tr("Cancel"), TEXT, height=BAR)
        if not cancellable:
            self._stop.hide()
        self._stop.clicked.connect(self.cancelled)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._what, 1)
        top.addWidget(self._count)
        bottom.addWidget(self._note, 1)
        bottom.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._bar)
        column.addLayout(bottom)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, what: str, done: int = 0, total: int = 0, note: str = "") -> None:
        """Show how far the work is; total 0 = not known yet."""
        self._what.set_text(what)
        counted = ""
        if total:
            counted = tr("{done} of {total}").format(done=number(done), total=number(total))
        elif done:
            counted = number(done)
        self._count.set_text(counted)
        self._note.set_text(note)
        self._bar.set_value(done / total if total else 0.0)
        self._bar.setAccessibleName(f"{what} {counted}")


class EmptyState(QWidget):
    """An empty screen: icon, one sentence, one line, one primary and one secondary button.

    Args:
        icon: icon name.
        title: the sentence.
        note: one line more.
        action: words of the primary button, empty for none.
        second: words of the secondary button, empty for none.
        parent: owner.

    Signals:
        acted: primary button.
        acted_second: secondary button.
    """

    acted = Signal()
    acted_second = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        note: str = "",
        *,
        action: str = "",
        second: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = PlainLabel(title, 15, look.SEMIBOLD, wrap=True)
        self._note = PlainLabel(note, 13, tone="text2", wrap=True)
        for label in (self._title, self._note):
            label.set_align(Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        self._primary = Button(action, PRIMARY)
        self._other = Button(second, SECONDARY)
        for button in (self._primary, self._other):
            button.setMinimumWidth(128)
            buttons.addWidget(button)
        self._primary.clicked.connect(self.acted)
        self._other.clicked.connect(self.acted_second)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, 24, tile=48), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._note)
        self._parts = QVBoxLayout()
        column.addLayout(self._parts)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(2)
        self.set_actions(action, second)  # last: without a parent a button would be a window

    def set_words(self, title: str, note: str = "") -> None:
        """Change the words, e.g. to what was searched for."""
        self._title.set_text(title)
        self._note.set_text(note)

    def add_part(self, part: QWidget) -> None:
        """Put a widget between the words and the buttons."""
        self._parts.addWidget(part)

    def take_focus(self) -> None:
        """Put the focus on the primary button: the next Enter does what it says."""
        self._primary.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_actions(self, action: str, second: str = "") -> None:
        """Change the words of the buttons; empty hides one."""
        for button, words in ((self._primary, action), (self._other, second)):
            button.setText(words)
            button.setVisible(bool(words))
