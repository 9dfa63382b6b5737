"""Parts of the first page: figures on top, a row that waits, an order to repeat, news."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.screens.home.words import Figure, Waiting
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets import screen_parts
from b2bdesk.ui.widgets.badges import Badge
from b2bdesk.ui.widgets.button import HEADER, SECONDARY, SOFT, TEXT, Button
from b2bdesk.ui.widgets.labels import IconLabel, Line, Panel, PlainLabel, SectionTitle

NARROW = 760


class Figures(Panel):
    """The strip of figures, hairlines between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "tb", parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 12, 16, 14)
        self._shown: QWidget | None = None

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures; none hides the strip."""
        if self._shown is not None:
            self._row.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = QWidget()
        row = QHBoxLayout(self._shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, figure in enumerate(figures):
            if number:
                row.addWidget(Line(vertical=True))
                row.addSpacing(18)
            fact = screen_parts.Fact(figure.title, size=22)
            fact.set(figure.value, figure.note, figure.tone)
            row.addWidget(fact, 1)
        self._row.addWidget(self._shown)
        self.setVisible(bool(figures))


class Heading(QWidget):
    """Title of a section, a count behind it, a fact at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = SectionTitle(title)
        self._count = Badge("", "mute")
        self._fact = PlainLabel("", 12, tone="text2")
        self._fact.set_align(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addWidget(self._fact, 1)
        self.setFixedHeight(28)

    def tell(self, count: str = "", fact: str = "", title: str = "") -> None:
        """Change count, fact and title (empty keeps the title)."""
        self._count.set(count, "mute")
        self._fact.set_text(fact)
        if title:
            self._title.set_text(title)


class WaitingRow(QWidget):
    """Tile, two lines, one text action.

    Signals:
        acted: the action was pressed.
    """

    acted = Signal(object)

    def __init__(self, waiting: Waiting, *, last: bool, possible: bool) -> None:
        super().__init__()
        self._waiting = waiting
        self._last = last
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(PlainLabel(waiting.title, 13, look.MEDIUM))
        if waiting.note:
            words.addWidget(PlainLabel(waiting.note, 12, tone="text2"))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(IconLabel(waiting.icon, 16, tone=waiting.tone, tile=32))
        row.addLayout(words, 1)
        if possible:
            button = Button(waiting.action, TEXT, height=HEADER)
            button.setAccessibleName(f"{waiting.action}: {waiting.title}")
            button.clicked.connect(self._on_pressed)
            row.addWidget(button)
        self.setFixedHeight(49)

    def _on_pressed(self) -> None:
        self.acted.emit(self._waiting)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._last:
            painter = QPainter(self)
            paint.hline(painter, 46, self.height(), self.width() - 46, look.color("line"))
            painter.end()


class RepeatRow(QWidget):
    """An order, what of it is in stock, its sum, «Повторить».

    Signals:
        repeated: id of the order.
    """

    repeated = Signal(str)

    def __init__(
        self, order_id: str, words: tuple[str, str], state: tuple[str, str, str], total: str,
        *, last: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self._order_id = order_id
        self._last = last
        self.button = Button(tr("Repeat"), SECONDARY, height=HEADER)
        self.button.setFixedWidth(100)
        self.button.setAccessibleName(f"{tr('Repeat')}: {words[0]}")
        self.button.clicked.connect(self._on_pressed)
        titles = QVBoxLayout()
        titles.setSpacing(1)
        titles.addStretch(1)
        titles.addWidget(PlainLabel(words[0], 13, look.MEDIUM))
        titles.addWidget(PlainLabel(words[1], 12, tone="text2"))
        titles.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.setContentsMargins(8, 0, 0, 0)
        row.addWidget(IconLabel("repeat", 16, tone="text2"))
        row.addSpacing(8)
        row.addLayout(titles, 5)
        row.addWidget(_State(*state), 4)
        sum_label = PlainLabel(total, 13, look.MEDIUM)
        sum_label.set_align(Qt.AlignmentFlag.AlignRight)
        row.addWidget(sum_label, 3)
        row.addSpacing(8)
        row.addWidget(self.button)
        self.setFixedHeight(45)

    def set_done(self) -> None:
        """The order was put into the cart."""
        self.button.setText(tr("In the cart"))
        self.button.set_kind(SOFT)

    def order_id(self) -> str:
        """The order of the row."""
        return self._order_id

    def _on_pressed(self) -> None:
        self.repeated.emit(self._order_id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._last:
            painter = QPainter(self)
            paint.hline(painter, 46, self.height(), self.width() - 46, look.color("line"))
            painter.end()


class _State(QWidget):
    """Icon and words."""

    def __init__(self, icon: str, tone: str, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, 16, tone=tone))
        row.addWidget(PlainLabel(words, 12, tone="text2"), 1)


class NewsLines(QWidget):
    """Date and title of the supplier's news."""

    ROW = 26

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show (date, title) rows."""
        self._lines = tuple(lines)
        self.setFixedHeight(self.ROW * len(lines))
        self.setAccessibleName("; ".join(" ".join(line) for line in lines))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, (date, title) in enumerate(self._lines):
            y = number * self.ROW
            paint.text(
                painter, QRectF(0, y, 46, self.ROW), date, look.font(12), look.color("text3")
            )
            place = QRectF(46, y, self.width() - 46, self.ROW)
            paint.text(painter, place, title, look.font(13), look.color("text"))
        painter.end()
