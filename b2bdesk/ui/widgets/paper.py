"""Sheets of paper on a grey ground: the preview of a printed document."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.scroll import thin

MARGIN = 20
ZOOMS = (0, 50, 75, 100, 125, 150, 200)
_CSS_DPI = 96


class Paper(QScrollArea):
    """Shows the pages of a document; zoom 0 fits the width.

    Signals:
        zoomed: percent in force.
    """

    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets = _Sheets()
        self._percent = 0
        self.setWidget(self._sheets)
        self.setWidgetResizable(False)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Preview of the document"))
        thin(self)

    def set_pages(self, images: Sequence[QImage], dpi: float) -> None:
        """Show these pages, from the top."""
        self._sheets.set_pages(images, dpi)
        self.verticalScrollBar().setValue(0)
        self._arrange()

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
        width = self.viewport().width()
        self._sheets.fit(width, self._percent / 100 if self._percent else 0.0)

    def resizeEvent(self, event: object) -> None:
        """Fit again."""
        del event
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
        self._images: tuple[QImage, ...] = ()
        self._dpi = float(_CSS_DPI)
        self.zoom = 1.0

    def set_pages(self, images: Sequence[QImage], dpi: float) -> None:
        self._images, self._dpi = tuple(images), dpi
        self.update()

    def fit(self, width: int, zoom: float) -> None:
        """Take the zoom given, or the one that fills the width."""
        widest = max((self._natural(image).width() for image in self._images), default=1)
        self.zoom = zoom or max(0.1, (width - 2 * MARGIN) / widest)
        sizes = [self._natural(image) * self.zoom for image in self._images]
        height = MARGIN + sum(size.height() + MARGIN for size in sizes)
        needed = max((size.width() for size in sizes), default=0) + 2 * MARGIN
        self.resize(max(width, needed), height)
        self.update()

    def _natural(self, image: QImage) -> QSize:
        scale = _CSS_DPI / self._dpi
        return QSize(round(image.width() * scale), round(image.height() * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), look.color("track"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = float(MARGIN)
        for image in self._images:
            size = self._natural(image) * self.zoom
            place = QRectF((self.width() - size.width()) / 2, top, size.width(), size.height())
            if place.intersects(QRectF(event.rect())):
                paint.box(painter, place.adjusted(-1, -1, 1, 1), 0, None, look.color("line2"))
                painter.drawImage(place, image)
            top += size.height() + MARGIN
        painter.end()
