"""Painted parts of the product card: price track, breaks, stock by place, fact table.

Each says in words what it paints (accessible name), so that a screen reader hears the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.tips import plain_tip


class Rows(QWidget):
    """Base of parts whose height follows their rows."""

    ROW = 22

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def count(self) -> int:
        """How many rows there are."""
        return 0

    def resize_rows(self, words: str) -> None:
        """Take the height of the rows and say `words` to screen readers."""
        self.setFixedHeight(self.count() * self.ROW)
        self.setVisible(bool(self.count()))
        self.setAccessibleName(words)
        self.update()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of words left and a value right; `tone` colours the value, `share` fills a bar."""

    words: str
    value: str
    tone: str = "text"
    share: float | None = None
    share_tone: str = "ok_edge"


class PriceTrack(Rows):
    """How the price came about: a vertical track of dots, the last one filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show the steps, the first to the last."""
        self._lines = tuple(lines)
        self.resize_rows("; ".join(f"{line.words} {line.value}" for line in lines))

    def count(self) -> int:
        return len(self._lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        last = len(self._lines) - 1
        if last > 0:
            painter.setPen(QPen(look.color("line2"), 1))
            half = self.ROW / 2
            painter.drawLine(QPointF(5.5, half + 4), QPointF(5.5, last * self.ROW + half - 4))
        for number, line in enumerate(self._lines):
            area = QRectF(0, number * self.ROW, self.width(), self.ROW)
            self._dot(painter, area.center().y(), filled=number == last)
            _row(painter, area.adjusted(18, 0, 0, 0), line, strong=number == last)
        painter.end()

    def _dot(self, painter: QPainter, y: float, *, filled: bool) -> None:
        side = 9 if filled else 7
        rect = QRectF(5.5 - side / 2, y - side / 2, side, side)
        painter.setPen(QPen(look.color("accent" if filled else "line2"), 1.3))
        painter.setBrush(look.color("accent" if filled else "surface"))
        painter.drawEllipse(rect)


class FactTable(Rows):
    """Words left, value right: attributes, units, codes, own purchases."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows."""
        self._lines = tuple(lines)
        self.resize_rows("; ".join(f"{line.words}: {line.value}" for line in lines))
        cut = [f"{line.words}: {line.value}" for line in lines if len(line.value) > 24]
        self.setToolTip(plain_tip("\n".join(cut)))

    def count(self) -> int:
        return len(self._lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, line in enumerate(self._lines):
            _row(painter, QRectF(0, number * self.ROW, self.width(), self.ROW), line, strong=False)
        painter.end()


class StockBars(Rows):
    """Stock by place: name, a bar against the fullest place, quantity."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these places and arrivals."""
        self._lines = tuple(lines)
        self.resize_rows("; ".join(f"{line.words}: {line.value}" for line in lines))

    def count(self) -> int:
        return len(self._lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide = max((paint.advance(line.value, 13, look.MEDIUM) for line in self._lines), default=0)
        for number, line in enumerate(self._lines):
            area = QRectF(0, number * self.ROW, self.width(), self.ROW)
            font = look.font(12)
            room = area.width() - wide - 14 if line.share is None else area.width() * 0.42
            words = QRectF(0, area.y(), room, self.ROW)
            paint.text(painter, words, line.words, font, look.color("text2"))
            if line.share is not None:
                _bar(painter, area, wide, line)
            value = look.font(13, look.MEDIUM)
            paint.text(painter, area, line.value, value, look.tone(line.tone), paint.RIGHT)
        painter.end()


def _bar(painter: QPainter, area: QRectF, wide: float, line: Line) -> None:
    """The bar of a place between its name and its quantity."""
    left = area.width() * 0.44
    bar = QRectF(left, area.center().y() - 2.5, area.width() - left - wide - 14, 5)
    paint.box(painter, bar, 2.5, look.color("track"))
    if line.share:
        bar.setWidth(max(5.0, bar.width() * line.share))
        paint.box(painter, bar, 2.5, look.color(line.share_tone))


class Breaks(QWidget):
    """Price from quantity: up to three cells, the current one in soft accent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[tuple[str, str], ...] = ()
        self._current = 0
        self.setFixedHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_cells(self, cells: Sequence[tuple[str, str]], current: int) -> None:
        """Show (price, from quantity) cells."""
        self._cells, self._current = tuple(cells), current
        self.setAccessibleName("; ".join(f"{price} {words}" for price, words in cells))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        paint.box(painter, area, 6, None, look.color("line"))
        width = area.width() / max(1, len(self._cells))
        for number, (price, words) in enumerate(self._cells):
            cell = QRectF(number * width, 0, width, area.height())
            on = number == self._current
            if on:
                paint.box(painter, cell, 6, look.color("accent_soft"), look.color("sel_line"))
            elif number and number != self._current + 1:
                paint.vline(painter, cell.x(), 9, area.height() - 18, look.color("line"))
            tint = look.color("accent_text" if on else "text")
            top = QRectF(cell.x() + 4, 4, cell.width() - 8, 18)
            paint.text(painter, top, price, look.font(13, look.MEDIUM), tint, paint.CENTER)
            low = QRectF(cell.x() + 4, 21, cell.width() - 8, 15)
            tint = look.color("accent_text" if on else "text2")
            paint.text(painter, low, words, look.font(11), tint, paint.CENTER)
        painter.end()


def _row(painter: QPainter, area: QRectF, line: Line, *, strong: bool) -> None:
    weight = look.SEMIBOLD if strong else look.REGULAR
    value = paint.advance(line.value, 12, weight)
    room = min(value, area.width() * 0.62)
    tint = look.color("text" if strong else "text2")
    words = QRectF(area.x(), area.y(), area.width() - room - 8, area.height())
    paint.text(painter, words, line.words, look.font(12, weight), tint)
    place = QRectF(area.right() - room, area.y(), room, area.height())
    tint = look.tone(line.tone)
    paint.text(painter, place, line.value, look.font(12, weight), tint, paint.RIGHT)
