"""Bars, shares and charts, painted: no axes, no legend, no animation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from b2bdesk.ui.theme import look, paint


class Bar(QWidget):
    """A thin bar with one part filled.

    Args:
        tone: token of the filled part (`accent`, `ok_edge`, `warn_edge`, `chart2`, …).
        height: px.
        parent: owner.
    """

    def __init__(
        self, tone: str = "accent", *, height: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._value = 0.0
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_value(self, share: float, tone: str = "") -> None:
        """Fill a share of 0–1, in another tone if given."""
        self._value = min(1.0, max(0.0, share))
        self._tone = tone or self._tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        radius = rect.height() / 2
        paint.box(painter, rect, radius, look.color("track"))
        if self._value > 0:
            width = max(rect.height(), rect.width() * self._value)
            rect.setWidth(width)
            paint.box(painter, rect, radius, look.color(self._tone))
        painter.end()


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a shares bar: size, token of its colour, words for the tooltip."""

    size: int
    tone: str
    words: str = ""
    key: str = ""


class Shares(QWidget):
    """Parts of a whole side by side, 2-px gaps, no part below 4 px.

    The "all right" part (`ok`) is pale, so that 96 rows are seen beside 4,655.

    Args:
        name: accessible name.
        height: 6–10 px.
        parent: owner.

    Signals:
        chosen: key of the part that was clicked.
    """

    chosen = Signal(str)

    def __init__(self, name: str, *, height: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._parts: tuple[Share, ...] = ()
        self._rects: list[QRectF] = []
        self.setFixedHeight(height)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[Share]) -> None:
        """Show these parts; empty ones disappear."""
        self._parts = tuple(part for part in parts if part.size > 0)
        words = ", ".join(part.words for part in self._parts if part.words)
        self.setAccessibleName(f"{self._name}: {words}")
        self.update()

    def _place(self) -> list[QRectF]:
        total = sum(part.size for part in self._parts)
        if not total:
            return []
        room = self.width() - 2.0 * (len(self._parts) - 1)
        sizes = [max(4.0, room * part.size / total) for part in self._parts]
        over = sum(sizes) - room
        widest = sizes.index(max(sizes))
        sizes[widest] -= over
        rects, x = [], 0.0
        for size in sizes:
            rects.append(QRectF(x, 0, size, self.height()))
            x += size + 2
        return rects

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._rects = self._place()
        if not self._rects:
            paint.box(painter, QRectF(self.rect()), 3, look.color("track"))
        for rect, part in zip(self._rects, self._parts, strict=True):
            paint.box(painter, rect, 2.5, _share_color(part.tone))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        part = self._at(event)
        QToolTip.showText(event.globalPosition().toPoint(), part.words if part else "", self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        part = self._at(event)
        if part is not None and part.key:
            self.chosen.emit(part.key)

    def _at(self, event: QMouseEvent) -> Share | None:
        for rect, part in zip(self._rects, self._parts, strict=False):
            if rect.left() <= event.position().x() <= rect.right():
                return part
        return None


def _share_color(tone: str) -> QColor:
    if tone == "ok":
        pale = QColor(look.color("ok_edge"))
        pale.setAlphaF(0.47)
        return pale
    if tone in ("warn", "bad", "info"):
        return look.tone(tone, "edge")
    return look.color(tone)


class Sparkline(QWidget):
    """A price over time as steps: it holds until it is changed; last point marked.

    Args:
        name: accessible name.
        parent: owner.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[tuple[float, float]] = []
        self._steps = True
        self.setAccessibleName(name)
        self.setMinimumSize(80, 32)

    def set_points(self, points: Sequence[tuple[float, float]], *, steps: bool = True) -> None:
        """Show (x, y) points in order of x; steps, or straight lines."""
        self._points = list(points)
        self._steps = steps
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self._line()
        if line:
            tint = look.color("chart")
            top, clear = QColor(tint), QColor(tint)
            top.setAlphaF(0.16)
            clear.setAlphaF(0.0)
            shade = QLinearGradient(0, 0, 0, self.height())
            shade.setColorAt(0, top)
            shade.setColorAt(1, clear)
            base = self.height() - 1.0
            area = [QPointF(line[0].x(), base), *line, QPointF(line[-1].x(), base)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawPolygon(area)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tint, 1.5))
            painter.drawPolyline(line)
            painter.setPen(QPen(look.color("surface"), 1.5))
            painter.setBrush(tint)
            painter.drawEllipse(line[-1], 4, 4)
        painter.end()

    def _line(self) -> list[QPointF]:
        if not self._points:
            return []
        xs = [point[0] for point in self._points]
        ys = [point[1] for point in self._points]
        span_x, span_y = (xs[-1] - xs[0]) or 1.0, (max(ys) - min(ys)) or 1.0
        room_x, room_y = self.width() - 6.0, self.height() - 12.0
        found: list[QPointF] = []
        for x, y in self._points:
            place = QPointF(1 + (x - xs[0]) / span_x * room_x, 6 + (max(ys) - y) / span_y * room_y)
            if self._steps and found:
                found.append(QPointF(place.x(), found[-1].y()))
            found.append(place)
        return found


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a bar chart: value (any unit), letter below, words of the tooltip."""

    value: int
    letter: str
    words: str = ""


class MonthBars(QWidget):
    """Twelve months: one series, the current month in full colour with its number.

    Args:
        name: accessible name.
        parent: owner.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: tuple[Month, ...] = ()
        self._label = ""
        self._grid: tuple[tuple[int, str], ...] = ()
        self._name = name
        self.setMinimumSize(220, 150)
        self.setMouseTracking(True)

    def set_months(
        self, months: Sequence[Month], label: str, grid: Sequence[tuple[int, str]]
    ) -> None:
        """Show months, the last one current.

        Args:
            months: oldest first.
            label: number above the current month, as text.
            grid: up to three (value, text) hairlines, beginning with 0.
        """
        self._months, self._label, self._grid = tuple(months), label, tuple(grid)
        spoken = ", ".join(month.words for month in months if month.words)
        self.setAccessibleName(f"{self._name}: {spoken}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._months:
            self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        right = 40.0
        top, bottom = 22.0, self.height() - 24.0
        peak = max([month.value for month in self._months] + [v for v, _ in self._grid] + [1])
        scale = (bottom - top) / peak
        width = self.width() - right
        for value, words in self._grid:
            y = bottom - value * scale
            paint.hline(painter, 0, y, width, look.color("line"))
            place = QRectF(0, y - 8, self.width(), 16)
            paint.text(painter, place, words, look.font(11), look.color("text3"), paint.RIGHT)
        step = width / len(self._months)
        bar = min(24.0, step * 0.68)
        for number, month in enumerate(self._months):
            last = number == len(self._months) - 1
            x = number * step + (step - bar) / 2
            tall = max(2.0, month.value * scale) if month.value else 0.0
            rect = QRectF(x, bottom - tall, bar, tall)
            paint.box(painter, rect, 3, look.color("chart" if last else "chart2"))
            if tall > 4:
                base = QRectF(x, bottom - 3, bar, 3)
                painter.fillRect(base, look.color("chart" if last else "chart2"))
            place = QRectF(x - 8, bottom + 6, bar + 16, 14)
            weight = look.SEMIBOLD if last else look.REGULAR
            tint = look.color("text" if last else "text3")
            paint.text(painter, place, month.letter, look.font(11, weight), tint, paint.CENTER)
            if last:
                place = QRectF(x - 40, bottom - tall - 18, bar + 80, 16)
                font = look.font(12, look.SEMIBOLD)
                paint.text(painter, place, self._label, font, look.color("text"), paint.CENTER)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        step = (self.width() - 40.0) / max(1, len(self._months))
        number = int(event.position().x() / step)
        if 0 <= number < len(self._months):
            words = self._months[number].words
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
