"""The bar over the rows of the order sheet in which a line is looked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.widgets.button import BAR, IconButton
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import PlainLabel

_STEPS = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class FindBar(QWidget):
    """A field with the place among the hits; closed until it is asked for.

    Signals:
        edited: what is looked for.
        stepped: to the next hit (1) or the one before (−1).
        closed: Esc or the cross; the grid is to have the keys again.
    """

    edited = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = tr("Line number, article or words")
        self.field = Field("", placeholder=words, icon="search", name=tr("Find a line of the cart"))
        self.field.setMaximumWidth(360)
        self.place = PlainLabel("", 12, tone="text2")
        self.close_button = IconButton("x", tr("Close the search"), key="Esc", size=BAR)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 8)
        row.setSpacing(10)
        row.addWidget(self.field)
        row.addWidget(self.place)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.field.edit.installEventFilter(self)
        self.field.edited.connect(self.edited)
        self.close_button.clicked.connect(self.closed)
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key != Qt.Key.Key_Escape and key not in _STEPS:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if back else _STEPS[key])
        return True
