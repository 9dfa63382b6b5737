"""Pictures of an item: one at a time, ← and → between them, Enter or a click to look closely.

The closer look covers the window: wheel and +/− zoom, dragging moves, Escape closes.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.screens.catalog.pictures import tile
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.button import IconButton
from b2bdesk.ui.widgets.control import keyboard_focus
from b2bdesk.ui.widgets.roles import told_as

_STEPS = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}
_OPEN = frozenset({int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter), int(Qt.Key.Key_Space)})
_SIDE, _MARGIN = 26, 8


class Gallery(QWidget):
    """The pictures of one item.

    Args:
        height: px.
        parent: owner.

    Signals:
        wanted: number of the picture to be read, from 1.
        zoomed: the closer look is asked for.
    """

    wanted = Signal(int)
    zoomed = Signal()

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: dict[int, QImage] = {}
        self._count = 0
        self._shown = 1
        self._made: QPixmap | None = None
        self._theme = ""
        self._ring = False
        self._before = IconButton("chevron-left", tr("Previous picture"), size=_SIDE)
        self._after = IconButton("chevron-right", tr("Next picture"), size=_SIDE)
        for button, step in ((self._before, self._on_before), (self._after, self._on_after)):
            button.setParent(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(step)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        told_as(self, QAccessible.Role.Graphic)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Begin another item: it has so many pictures, none of them read yet."""
        self._images.clear()
        self._count, self._shown, self._made = count, 1, None
        self._follow()

    def count(self) -> int:
        """How many pictures the item has."""
        return self._count

    def shown(self) -> int:
        """Number of the picture shown, from 1."""
        return self._shown

    def put(self, number: int, image: QImage | None) -> None:
        """Take a picture that was read; None = there is none."""
        if image is not None:
            self._images[number] = image
        if number == self._shown:
            self._made = None
            self._follow()

    def image(self) -> QImage | None:
        """The picture shown, None while it is on its way."""
        return self._images.get(self._shown)

    def step(self, by: int) -> None:
        """Show a neighbour, around the ends."""
        if self._count > 1:
            self._shown = (self._shown - 1 + by) % self._count + 1
            self._made = None
            self._follow()
            if self._shown not in self._images:
                self.wanted.emit(self._shown)

    def _on_before(self) -> None:
        self.step(-1)

    def _on_after(self) -> None:
        self.step(1)

    def _follow(self) -> None:
        several = self._count > 1
        self._before.setVisible(several)
        self._after.setVisible(several)
        if self._count:
            words = tr("Picture {n} of {total}").format(n=self._shown, total=self._count)
        else:
            words = tr("No picture")
        self.setAccessibleName(words)
        opens = self.image() is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.setToolTip(tr("Click to look closely") if opens else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if step is not None and self._count > 1:
            self.step(step)
        elif event.key() in _OPEN and self.image() is not None:
            self.zoomed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.image() is not None:
            self.zoomed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = keyboard_focus(event.reason())
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = self.height() - _SIDE - _MARGIN
        self._after.move(self.width() - _SIDE - _MARGIN, top)
        self._before.move(self.width() - 2 * _SIDE - _MARGIN - 2, top)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        image = self.image()
        if image is None:
            paint.box(painter, QRectF(self.rect()), 8, look.color("sunken"))
            self._blank(painter)
        else:
            painter.drawPixmap(0, 0, self._tile(image))
        if self._count > 1:
            words = f"{self._shown} / {self._count}"
            place = QRectF(12, self.height() - 30, 80, 20)
            paint.text(painter, place, words, look.font(12, look.MEDIUM), look.color("text2"))
        if self._ring and self.hasFocus():
            paint.ring(painter, QRectF(self.rect()), 8)
        painter.end()

    def _blank(self, painter: QPainter) -> None:
        x, y = self.width() / 2 - 12, self.height() / 2 - 20
        icons.draw(painter, "photo", x, y, 24, look.color("line2"))
        words = "" if self._count else tr("No picture")
        place = QRectF(0, y + 28, self.width(), 18)
        paint.text(painter, place, words, look.font(12), look.color("text3"), paint.CENTER)

    def _tile(self, image: QImage) -> QPixmap:
        made = self._made
        fits = made is not None and made.deviceIndependentSize().toSize() == self.size()
        if made is None or not fits or self._theme != look.theme():
            made = self._made = tile(image, self.width(), self.height(), 8)
            self._theme = look.theme()
        return made


class CloseLook(QWidget):
    """A picture over the whole window.

    Args:
        gallery: whose pictures are shown; its arrows move here too.
    """

    def __init__(self, gallery: Gallery) -> None:
        super().__init__(gallery.window())
        self._gallery = gallery
        self._factor = 1.0
        self._offset = QPointF()
        self._grip: QPointF | None = None
        self._back_to = QApplication.focusWidget()
        self._close = IconButton("x", tr("Close"), key="Esc", size=34)
        self._close.setParent(self)
        self._close.clicked.connect(self.close_now)
        self.setAccessibleName(tr("Picture, closely"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(gallery.window().rect())

    def open(self) -> None:
        """Cover the window."""
        self._close.move(self.width() - 34 - 16, 16)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_now(self) -> None:
        """Uncover it; the focus goes back."""
        self.hide()
        if self._back_to is not None:
            self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """All keys are its own while it covers the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def factor(self) -> float:
        """How many times larger than fitting."""
        return self._factor

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        elif step is not None:
            self._gallery.step(step)
            self._zoom(1.0)
        elif event.text() in ("+", "="):
            self._zoom(self._factor * 1.25)
        elif event.text() in ("-", "−"):
            self._zoom(self._factor / 1.25)
        elif event.text() == "0":
            self._zoom(1.0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(self._factor * (1.15 if event.angleDelta().y() > 0 else 1 / 1.15))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position() - self._offset

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._offset = event.position() - self._grip
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        still = self._grip is not None and event.position() - self._grip == QPointF()
        self._grip = None
        if still and self._factor == 1.0:
            self.close_now()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._zoom(1.0 if self._factor > 1.0 else 2.5)

    def _zoom(self, factor: float) -> None:
        self._factor = min(8.0, max(1.0, factor))
        if self._factor == 1.0:
            self._offset = QPointF()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        back = QColor(look.color("chrome"))
        back.setAlphaF(0.97)
        painter.fillRect(self.rect(), back)
        image = self._gallery.image()
        if image is not None:
            room = QRectF(self.rect()).adjusted(60, 60, -60, -60)
            scale = min(room.width() / image.width(), room.height() / image.height()) * self._factor
            size = (image.width() * scale, image.height() * scale)
            at = room.center() + self._offset - QPointF(size[0] / 2, size[1] / 2)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(at.x(), at.y(), *size), image)
        words = [f"{self._gallery.shown()} / {self._gallery.count()}",
                 tr("Wheel or +/− — larger, ← → — others, Esc — close")]  # fmt: skip
        place = QRectF(0, self.height() - 44, self.width(), 24)
        font = look.font(12)
        paint.text(painter, place, " · ".join(words), font, look.color("text2"), paint.CENTER)
        painter.end()
