"""The base of the few dialogs there are: a titled panel over the scrim, buttons bottom right.

No nested event loop: the sheet opens and returns at once, the answer comes by signal. Escape
and the «×» mean the safe answer.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.overlay import Overlay
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import DANGER, PRIMARY, SECONDARY, Button, IconButton
from b2bdesk.ui.widgets.labels import PlainLabel


class Sheet(Overlay):
    """A dialog inside the window.

    Args:
        window: the window (any widget of it will do).
        title: 16/600.
        width: px.

    Signals:
        answered: key of the button pressed (`close` for Escape and «×»).
    """

    answered = Signal(str)

    def __init__(self, window: QWidget, title: str, *, width: int = 480) -> None:
        super().__init__(window)
        self.panel.setFixedWidth(width)
        self.panel.setAccessibleName(title)
        self.setAccessibleName(title)
        self._first: QWidget | None = None
        head = QHBoxLayout()
        close = IconButton("x", tr("Close"), key="Esc", size=28)
        close.clicked.connect(self.close_now)
        head.addWidget(PlainLabel(title, 16, look.SEMIBOLD), 1)
        head.addWidget(close)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(20, 16, 16, 16)
        column.setSpacing(14)
        column.addLayout(head)
        column.addLayout(self.body)
        column.addLayout(self._buttons)
        self._answer = "close"
        self.closed.connect(self._on_closed)

    def add_button(self, key: str, words: str, kind: str = SECONDARY, shortcut: str = "") -> Button:
        """Add a button at the right; the primary one last."""
        button = Button(words, kind, key=shortcut)
        button.setObjectName(key)
        button.clicked.connect(self._on_button)
        self._buttons.addWidget(button)
        if kind == PRIMARY or self._first is None:
            self._first = button
        return button

    def focus_on(self, widget: QWidget) -> None:
        """Which widget takes the focus when the sheet opens."""
        self._first = widget

    def open_over(self) -> None:
        super().open_over()
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.TabFocusReason)

    def place(self) -> None:
        layout = self.panel.layout()
        wanted = self.panel.sizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            wanted = max(wanted, layout.heightForWidth(self.panel.width()))
        height = min(wanted, self.height() - 80)
        x = (self.width() - self.panel.width()) // 2
        self.panel.setGeometry(
            x, max(40, (self.height() - height) // 3), self.panel.width(), height
        )
        self.update()

    def _on_button(self) -> None:
        sender: QObject | None = self.sender()
        if sender is not None:
            self._answer = sender.objectName()
            self.close_now()

    def _on_closed(self) -> None:
        self.answered.emit(self._answer)


def ask(
    window: QWidget, title: str, sentence: str, action: str, then: Callable[[], object],
    *, danger: bool = False,
) -> Sheet:  # fmt: skip
    """Ask before something that cannot be undone; undoable things are not asked about.

    Args:
        window: any widget of the window.
        title: the question.
        sentence: what will happen and what is kept.
        action: the verb on the button.
        then: called when the verb was pressed.
        danger: the verb is destructive.
    """
    sheet = Sheet(window, title, width=440)
    sheet.body.addWidget(PlainLabel(sentence, 13, tone="text2", wrap=True))
    sheet.add_button("cancel", tr("Cancel"))
    sheet.add_button("go", action, DANGER if danger else PRIMARY)
    _Answer(sheet, then)
    sheet.open_over()
    return sheet


class _Answer(QObject):
    """Calls back when the verb was pressed; lives as long as the sheet."""

    def __init__(self, sheet: Sheet, then: Callable[[], object]) -> None:
        super().__init__(sheet)
        self._then = then
        sheet.answered.connect(self._on_answered)

    def _on_answered(self, key: str) -> None:
        if key == "go":
            self._then()


def copy_text(text: str) -> None:
    """Put plain text on the clipboard."""
    QApplication.clipboard().setText(text)
