"""«Возможно, вы искали»: other words a search may have meant, each a press and reached by Tab."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.widgets.button import SECONDARY, Button
from b2bdesk.ui.widgets.chip import ChipRow, ChipSpec
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.usecases.rows.offers import Suggestion

_WIDTH = 280


class SuggestedStrip(QWidget):
    """Above a list that was found by other words than typed.

    Signals:
        chosen: the words.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 10)
        row.setSpacing(10)
        row.addWidget(PlainLabel(tr("Did you mean:"), 12, tone="text2"))
        self.chips = ChipRow(single=False)
        self.chips.setAccessibleName(tr("Did you mean:"))
        self.chips.chosen.connect(self.chosen)
        row.addWidget(self.chips, 1)
        self.hide()

    def offer(self, found: Sequence[Suggestion]) -> None:
        """Show proposals; none hides the strip."""
        self.chips.set_chips([ChipSpec(each.words, each.words, each.total) for each in found])
        self.chips.set_checked()
        self.setVisible(bool(found))


class SuggestedList(QWidget):
    """In the place of a list that is empty.

    Signals:
        chosen: the words.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 10, 0, 0)
        self._column.setSpacing(6)
        self._lead = PlainLabel(tr("Did you mean:"), 12, tone="text2")
        self._lead.set_align(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._lead)
        self._buttons: list[Button] = []
        self.hide()

    def offer(self, found: Sequence[Suggestion]) -> None:
        """Show proposals; none hides the list."""
        for button in self._buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(each) for each in found]
        self.setVisible(bool(found))

    def take_focus(self) -> bool:
        """Put the focus on the first proposal; False when there is none."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(self._buttons)

    def _button(self, one: Suggestion) -> Button:
        count = trn("{n} item", "{n} items", one.total).format(n=formats.number(one.total))
        button = Button(one.words, SECONDARY, icon="search", key=count, parent=self)
        button.setAccessibleName(f"{one.words}, {count}")
        button.setMinimumWidth(_WIDTH)
        button.clicked.connect(partial(self.chosen.emit, one.words))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        button.show()
        return button
