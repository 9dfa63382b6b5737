"""Sheets of paper on a grey ground: the preview of a printed document.

Pages come one by one, when they are looked at; those far away are forgotten again, so that a
document of a hundred pages costs no more memory than one of five.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.scroll import thin

MARGIN = 20
ZOOMS = (0, 50, 75, 100, 125, 150, 200)
KEPT = 6
_PIXELS_PER_POINT = 96 / 72


class Paper(QScrollArea):
    """Shows the pages of a document; zoom 0 fits the width.

    Signals:
        zoomed: percent in force.
        wanted: number of a page that is in sight and not here; answer with `set_image`.
    """

    zoomed = Signal(int)
    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets = _Sheets()
        self._percent = 0
        self._asked: set[int] = set()
        self.setWidget(self._sheets)
        self.setWidgetResizable(False)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Preview of the document"))
        thin(self)  # before the bar is asked for: it puts in bars of its own
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_sheets(self, sizes: Sequence[QSizeF]) -> None:
        """Show a document with pages of these sizes (points), from the top; asks for pages."""
        self._asked.clear()
        self._sheets.set_sizes(sizes)
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def set_image(self, number: int, image: QImage) -> None:
        """Show a page that was asked for."""
        self._asked.discard(number)
        self._sheets.set_image(number, image)

    def images(self) -> dict[int, QImage]:
        """Return the pages that are here, by number."""
        return dict(self._sheets.images)

    def percent(self) -> int:
        """Return the zoom; 0 = as wide as the pane."""
        return self._percent

    def set_percent(self, percent: int) -> None:
        """Zoom."""
        self._percent = percent
        self._arrange()
        self.zoomed.emit(percent)

    def step(self, by: int) -> None:
        """Zoom one step in (+1) or out (-1)."""
        shown = round(self._sheets.zoom * 100)
        if by > 0:
            wanted = next((z for z in ZOOMS[1:] if z > shown + 1), ZOOMS[-1])
        else:
            wanted = next((z for z in reversed(ZOOMS[1:]) if z < shown - 1), ZOOMS[1])
        self.set_percent(wanted)

    def _arrange(self) -> None:
        self._sheets.fit(self.viewport().size(), self._percent / 100 if self._percent else 0.0)
        self._ask()

    def _ask(self) -> None:
        """Ask for the pages in sight and the next one; forget those far away."""
        top = self.verticalScrollBar().value()
        first, last = self._sheets.between(top, top + self.viewport().height())
        self._sheets.forget(first - KEPT, last + KEPT)
        for number in range(first, last + 2):
            if self._sheets.lacks(number) and number not in self._asked:
                self._asked.add(number)
                self.wanted.emit(number)

    def _on_scrolled(self, _value: int) -> None:
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl + wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, zero fits the width."""
        steps = {"+": 1, "=": 1, "-": -1}
        if event.text() in steps:
            self.step(steps[event.text()])
        elif event.text() == "0":
            self.set_percent(0)
        else:
            super().keyPressEvent(event)


class _Sheets(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._sizes: tuple[QSizeF, ...] = ()
        self.images: dict[int, QImage] = {}
        self.zoom = 1.0

    def set_sizes(self, sizes: Sequence[QSizeF]) -> None:
        self._sizes = tuple(size * _PIXELS_PER_POINT for size in sizes)
        self.images.clear()
        self.update()

    def set_image(self, number: int, image: QImage) -> None:
        self.images[number] = image
        self.update()

    def lacks(self, number: int) -> bool:
        return number < len(self._sizes) and number not in self.images

    def forget(self, first: int, last: int) -> None:
        for number in [n for n in self.images if not first <= n <= last]:
            del self.images[number]

    def between(self, top: int, bottom: int) -> tuple[int, int]:
        """First and last page that touch this stripe."""
        seen = [n for n, p in enumerate(self._places()) if p.bottom() > top and p.top() < bottom]
        return (seen[0], seen[-1]) if seen else (0, -1)

    def fit(self, room: QSize, zoom: float) -> None:
        """Take the zoom given, or the one that fills the width."""
        widest = max((size.width() for size in self._sizes), default=1.0)
        self.zoom = zoom or max(0.1, (room.width() - 2 * MARGIN) / widest)
        height = MARGIN + sum(size.height() * self.zoom + MARGIN for size in self._sizes)
        needed = widest * self.zoom + 2 * MARGIN if self._sizes else 0
        self.resize(max(room.width(), int(needed)), max(room.height(), round(height)))
        self.update()

    def _places(self) -> list[QRectF]:
        places, top = [], float(MARGIN)
        for size in self._sizes:
            wide, high = size.width() * self.zoom, size.height() * self.zoom
            places.append(QRectF((self.width() - wide) / 2, top, wide, high))
            top += high + MARGIN
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), look.color("track"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, place in enumerate(self._places()):
            if not place.intersects(QRectF(event.rect())):
                continue
            paint.box(painter, place.adjusted(-1, -1, 1, 1), 0, None, look.color("line2"))
            image = self.images.get(number)
            if image is None:
                painter.fillRect(place, Qt.GlobalColor.white)
            else:
                painter.drawImage(place, image)
        painter.end()
