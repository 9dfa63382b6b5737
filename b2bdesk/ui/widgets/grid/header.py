"""The painted header: flat, one hairline below, optional second band, own sort arrow.

Only the painting is ours; resizing, moving and sorting by mouse stay the stock header's.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from b2bdesk.ui.itemmodels.rows import CHECK, PICTURE, Column
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.grid.frozen import FrozenColumns

ONE_BAND = 28
TWO_BANDS = 48
PAD = 10


class DeskHeader(QHeaderView):
    """Horizontal header of a grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns: tuple[Column, ...] = ()
        self._banded = False
        self._sort = ("", False)
        self._shift = 0
        self.frozen = FrozenColumns(self)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def set_columns(self, columns: tuple[Column, ...]) -> None:
        """Take titles, alignment and bands from the columns."""
        self._columns = columns
        self._banded = any(column.band for column in columns)
        self.setFixedHeight(TWO_BANDS if self._banded else ONE_BAND)

    def set_sort(self, key: str, descending: bool) -> None:
        """Show the arrow at a column; empty = none."""
        self._sort = (key, descending)
        self.viewport().update()

    def sort_shown(self) -> tuple[str, bool]:
        """Column and direction shown."""
        return self._sort

    def band_edges(self) -> list[int]:
        """Right sides of the bands in viewport px, for the only vertical lines of the grid."""
        edges: list[int] = []
        if not self._banded:
            return edges
        last = ""
        for visual in range(self.count()):
            logical = self.logicalIndex(visual)
            if self.isSectionHidden(logical):
                continue
            band = self._columns[logical].band
            if visual and last != band:
                edges.append(self.sectionViewportPosition(logical))
            last = band
        return edges[1:] if edges and edges[0] <= 0 else edges

    def sizeHint(self) -> QSize:
        return QSize(100, TWO_BANDS if self._banded else ONE_BAND)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        width, height = self.viewport().width(), self.height()
        painter.fillRect(0, 0, width, height, look.color("sunken"))
        band, start = "", 0.0
        for visual in range(self.count()):
            logical = self.logicalIndex(visual)
            if self.isSectionHidden(logical):
                continue
            x, w = float(self.sectionViewportPosition(logical)), float(self.sectionSize(logical))
            self._title(painter, self._columns[logical], QRectF(x, height - 28, w, 27))
            if self._banded and self._columns[logical].band != band:
                self._band(painter, band, start, x)
                band, start = self._columns[logical].band, x
        if self._banded:
            self._band(painter, band, start, float(width))
            for edge in self.band_edges():
                paint.vline(painter, edge, 0, height, look.color("line"))
        self._stay(painter, height)
        paint.hline(painter, 0, height, width, look.color("line"))
        paint.hline(painter, 0, paint.device_line(painter), width, look.color("line"))
        painter.end()

    def _stay(self, painter: QPainter, height: int) -> None:
        """Paint the titles that are not scrolled over those that are."""
        spans = self.frozen.spans()
        if not spans:
            return
        painter.fillRect(0, 0, self.frozen.width(), height, look.color("sunken"))
        for logical, x, width in spans:
            self._title(painter, self._columns[logical], QRectF(x, height - 28, width, 27))
        paint.vline(painter, self.frozen.width(), 0, height, look.color("line2"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        held = self.frozen.at(round(event.position().x())) >= 0
        self._shift = self.offset() if held else 0
        super().mousePressEvent(self._shifted(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self._shifted(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(self._shifted(event))
        self._shift = 0

    def _shifted(self, event: QMouseEvent) -> QMouseEvent:
        """The event where the column pressed would lie without staying."""
        if not self._shift:
            return event
        place = event.position() - QPointF(self._shift, 0)
        return QMouseEvent(
            event.type(), place, event.globalPosition(), event.button(), event.buttons(),
            event.modifiers(),
        )  # fmt: skip

    def _title(self, painter: QPainter, column: Column, rect: QRectF) -> None:
        if column.kind == PICTURE or (column.kind == CHECK and not column.band):
            return
        is_sorted = column.key == self._sort[0] and bool(self._sort[0])
        tint = look.color("text" if is_sorted else "text2")
        font = look.font(12, look.SEMIBOLD if is_sorted else look.MEDIUM)
        measure = look.metrics(12, look.SEMIBOLD if is_sorted else look.MEDIUM)
        place = rect.adjusted(column.lead + (PAD if not column.right else 2), 0, -PAD, 0)
        words = column.title
        if column.short and measure.horizontalAdvance(words) > place.width():
            words = column.short
        arrow = "arrow-down" if self._sort[1] else "arrow-up"
        used = min(measure.horizontalAdvance(words), place.width())
        if column.right:
            if is_sorted:
                icons.draw(painter, arrow, place.right() - used - 16, rect.y() + 8, 12, tint)
            paint.text(painter, place, words, font, tint, paint.RIGHT)
        else:
            paint.text(painter, place, words, font, tint)
            if is_sorted:
                icons.draw(painter, arrow, place.x() + used + 4, rect.y() + 8, 12, tint)

    def _band(self, painter: QPainter, words: str, start: float, end: float) -> None:
        if words and end > start:
            place = QRectF(start + PAD, 5, end - start - 2 * PAD, 20)
            font = look.font(12, look.SEMIBOLD)
            paint.text(painter, place, words, font, look.color("text"))
