"""Trouble before there is a window: what happened, what to do, and out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from b2bdesk.texts import tr
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.dialogs.sheet import copy_text
from b2bdesk.ui.errors.desk import report_text
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import PRIMARY, SECONDARY, Button
from b2bdesk.ui.widgets.labels import Panel, PlainLabel

WIDTH = 460


def show_trouble(app: QApplication, error: BaseException, version: str = "") -> None:
    """Say in a window of its own why the program cannot go on; returns when it is closed.

    Args:
        app: the application.
        error: a coded error in its own words, anything else as our bug with a report.
        version: of the program, for the report.
    """
    window = TroubleWindow(error, version)
    window.show()
    app.exec()


class TroubleWindow(Panel):
    """What happened, what to do, a way to copy the report when it is our bug, and out."""

    def __init__(self, error: BaseException, version: str = "") -> None:
        super().__init__("surface")
        self._report = ""
        if isinstance(error, CodedError):
            words = describe(error.code, error.params)
            title, sentences = words.title, (words.sentence, words.next_step)
        else:
            self._report = report_text(error, "", version)
            title = tr("Something went wrong in the program")
            sentences = (tr("It has to end. Carts and queue are safe."), one_line(error))
        self.setWindowTitle("b2bdesk")
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(PlainLabel(title, 16, look.SEMIBOLD, wrap=True))
        for sentence in sentences:
            if sentence:
                column.addWidget(PlainLabel(sentence, 13, tone="text2", wrap=True))
        column.addSpacing(12)
        column.addLayout(self._buttons())
        self.setFixedHeight(column.heightForWidth(WIDTH))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        if self._report:
            copy = Button(tr("Copy the report"), SECONDARY)
            copy.clicked.connect(partial(copy_text, self._report))
            row.addWidget(copy)
        close = Button(tr("Close"), PRIMARY, key="Esc")
        close.clicked.connect(self.close)
        row.addWidget(close)
        close.setFocus()
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)


def one_line(error: BaseException) -> str:
    """Return kind and first line of an error, without its stack."""
    return f"{type(error).__name__}: {error}".splitlines()[0]
