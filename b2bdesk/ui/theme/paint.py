"""Painting helpers: exact hairlines, rounded boxes, rings, elided text, soft shadows.

A pen of width 1 is blurred at a fractional scale, so lines are rectangles rounded to device
pixels: one device pixel up to scale 1.99, two from 2.0. Used by every painted control.
"""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPixmap

from b2bdesk.ui.theme import look

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignCenter)
_SINGLE = int(Qt.TextFlag.TextSingleLine)
_shadows: dict[tuple[int, int, int, float, int], QPixmap] = {}


def device_line(painter: QPainter) -> float:
    """Width of a hairline in logical pixels on this painter."""
    scale = painter.deviceTransform().m11()
    return max(1, floor(scale)) / scale


def hline(painter: QPainter, x: float, bottom: float, width: float, color: QColor) -> None:
    """A horizontal hairline whose lower side lies at `bottom`."""
    transform = painter.deviceTransform()
    scale = transform.m22()
    thick = max(1, floor(scale))
    low = round(bottom * scale + transform.dy())
    painter.fillRect(QRectF(x, (low - thick - transform.dy()) / scale, width, thick / scale), color)


def vline(painter: QPainter, right: float, y: float, height: float, color: QColor) -> None:
    """A vertical hairline whose right side lies at `right`."""
    transform = painter.deviceTransform()
    scale = transform.m11()
    thick = max(1, floor(scale))
    edge = round(right * scale + transform.dx())
    painter.fillRect(
        QRectF((edge - thick - transform.dx()) / scale, y, thick / scale, height), color
    )


def box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 0.0,
) -> None:
    """A rounded rectangle with a hairline (or `width` px) border inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
        shape = rect
    else:
        line = width or device_line(painter)
        painter.setPen(QPen(border, line))
        half = line / 2
        shape = rect.adjusted(half, half, -half, -half)
        radius = max(0.0, radius - half)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(shape, radius, radius)


def ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The focus ring: 2 px of the focus colour inside `rect`."""
    box(painter, rect, radius, None, look.color("focus"), 2.0)


def text(
    painter: QPainter, rect: QRectF, words: str, font: QFont, color: QColor, flags: int = LEFT
) -> None:
    """One line of text in `rect`, cut with an ellipsis when too long."""
    if not words:
        return
    measure = QFontMetricsF(font)
    if measure.horizontalAdvance(words) > rect.width() + 0.5:
        words = measure.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, flags | _SINGLE, words)


def advance(words: str, size: int, weight: int = look.REGULAR) -> float:
    """Width of `words` in the interface font."""
    return look.metrics(size, weight).horizontalAdvance(words)


def shadow(painter: QPainter, rect: QRectF, radius: float, blur: int = 20, drop: int = 6) -> None:
    """A soft shadow behind a raised shape, painted once per size and then from a pixmap.

    The layers also run inside the shape; without them the lower edge is a hard grey band.
    They are painted with 16 bits a channel: half a percent of alpha is nothing in 8.
    """
    scale = painter.deviceTransform().m11()
    color = look.color("shadow")
    key = (round(rect.width()), round(rect.height()), blur, scale, color.rgba())
    image = _shadows.get(key)
    if image is None:
        if len(_shadows) > 24:
            _shadows.clear()
        image = _shadows[key] = _paint_shadow(rect, radius, blur, scale, color)
    painter.drawPixmap(QPointF(rect.x() - blur, rect.y() - blur + drop), image)


def _paint_shadow(rect: QRectF, radius: float, blur: int, scale: float, color: QColor) -> QPixmap:
    width, height = rect.width() + 2 * blur, rect.height() + 2 * blur
    deep = QImage.Format.Format_RGBA64_Premultiplied
    image = QImage(round(width * scale), round(height * scale), deep)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    layer = QColor(color)
    steps = blur + 8
    for step in range(steps):
        near = min(1.0, step / blur)
        layer.setAlphaF(color.alphaF() * 2.0 * near / blur)
        painter.setBrush(layer)
        inset = float(step)
        shape = QRectF(0, 0, width, height).adjusted(inset, inset, -inset, -inset)
        round_by = max(4.0, radius + blur - inset)
        painter.drawRoundedRect(shape, round_by, round_by)
    painter.end()
    return QPixmap.fromImage(image)
