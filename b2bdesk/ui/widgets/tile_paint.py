"""How one tile of goods is painted: picture, name in two lines, article, price, stock, quantity."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QTextLayout, QTextOption

from b2bdesk.ui.itemmodels.rows import Cell, GridRow, Overlay, cell_text
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.theme.tokens import DARK
from b2bdesk.ui.widgets import badges

GAP = 12
_PAD = 10
_LINE = 18
_WORDS = 2 * _LINE + 16 + 6 + 22 + 17 + 8 + 30
_KEPT = 3_000


def tile_height(width: int) -> int:
    """Height of a tile of a width: picture, words, field."""
    return _picture(width) + _WORDS + 2 * _PAD + 6


def quantity_rect(rect: QRectF) -> QRectF:
    """Where the quantity stands in a tile."""
    return QRectF(rect.x() + _PAD, rect.bottom() - _PAD - 30, rect.width() - 2 * _PAD, 30)


def _picture(width: float) -> int:
    return round((width - 2 * _PAD) * 0.72)


class TilePainter:
    """Paints tiles; one object per view."""

    def __init__(self) -> None:
        self.pictures: Callable[[str, int, int], QPixmap | None] | None = None
        self._broken: dict[tuple[str, int], tuple[str, ...]] = {}

    def paint(
        self, p: QPainter, rect: QRectF, row: GridRow | None, over: Overlay | None, *,
        current: bool, focused: bool,
    ) -> None:  # fmt: skip
        """Paint one tile; a row that is being read is an empty frame."""
        edge = look.color("focus" if focused else "line2") if current else look.color("line")
        fill = look.color("sel" if current and focused else "surface")
        paint.box(p, rect, 8, fill, edge, 2 if current else 0.0)
        if row is None:
            return
        x, y, w = rect.x() + _PAD, rect.y() + _PAD, rect.width() - 2 * _PAD
        side = _picture(rect.width())
        self._image(p, QRectF(x, y, w, side), row)
        y += side + 8
        name = row.cells.get("name")
        self._name(p, x, y, w, cell_text(name), muted=row.muted)
        y += 2 * _LINE
        self._below(p, QRectF(x, y, w, 16), name)
        y += 22
        self._price(p, QRectF(x, y, w, 22), row)
        y += 22
        self._stock(p, QRectF(x, y, w, 17), row)
        self._quantity(p, quantity_rect(rect), row, over)

    def _image(self, p: QPainter, rect: QRectF, row: GridRow) -> None:
        cell = row.cells.get("picture")
        name = cell.picture if isinstance(cell, Cell) else cell or ""
        size = (round(rect.width()), round(rect.height()))
        image = self.pictures(name, *size) if name and self.pictures else None
        if image is None:
            paint.box(p, rect, 6, look.color("sunken"))
            x, y = rect.center().x() - 10, rect.center().y() - 10
            icons.draw(p, "photo", x, y, 20, look.color("line2"))
            return
        p.setOpacity(0.88 if look.theme() == DARK else 1.0)
        p.drawPixmap(rect.topLeft(), image)
        p.setOpacity(1.0)

    def _name(self, p: QPainter, x: float, y: float, w: float, words: str, *, muted: bool) -> None:
        p.setFont(look.font(13, look.MEDIUM))
        p.setPen(look.color("text2" if muted else "text"))
        for line in self._lines(words, round(w)):
            p.drawText(QRectF(x, y, w, _LINE), paint.LEFT, line)
            y += _LINE

    def _lines(self, words: str, width: int) -> tuple[str, ...]:
        """Break a name into two lines, the second one cut with «…»."""
        key = (words, width)
        found = self._broken.get(key)
        if found is None:
            if len(self._broken) > _KEPT:
                self._broken.clear()
            found = self._broken[key] = _broken(words, width)
        return found

    def _below(self, p: QPainter, rect: QRectF, name: str | Cell | None) -> None:
        if not isinstance(name, Cell):
            return
        room = rect.width()
        if name.badge:
            width = badges.badge_width(name.badge, 18)
            place = QRectF(rect.right() - width, rect.y(), width, 16)
            badges.badge(p, place, name.badge, name.badge_tone)
            room -= width + 6
        place = QRectF(rect.x(), rect.y(), room, rect.height())
        paint.text(p, place, name.sub, look.font(11, zero=True), look.color("text2"))

    def _price(self, p: QPainter, rect: QRectF, row: GridRow) -> None:
        words = cell_text(row.cells.get("price"))
        paint.text(p, rect, words, look.font(16, look.SEMIBOLD), look.color("text"))
        unit = cell_text(row.cells.get("unit"))
        if unit:
            left = rect.x() + paint.advance(words, 16, look.SEMIBOLD) + 5
            place = QRectF(left, rect.y() + 2, rect.right() - left, rect.height())
            paint.text(p, place, f"/ {unit}", look.font(11), look.color("text3"))

    def _stock(self, p: QPainter, rect: QRectF, row: GridRow) -> None:
        stock, coming = row.cells.get("stock"), row.cells.get("coming")
        tone = stock.tone if isinstance(stock, Cell) and stock.tone else "text2"
        words = cell_text(stock)
        if isinstance(stock, Cell) and stock.sub:
            words += f" · {stock.sub}"
        paint.text(p, rect, words, look.font(12), look.tone(tone))
        if isinstance(coming, Cell) and not cell_text(stock)[:1].isdigit():
            paint.text(
                p, rect, f"{coming.text} · {coming.sub}", look.font(12), look.color("text2"),
                paint.RIGHT,
            )  # fmt: skip

    def _quantity(self, p: QPainter, rect: QRectF, row: GridRow, over: Overlay | None) -> None:
        cell = row.cells.get("qty")
        words, fill, edge = cell_text(cell), look.color("well"), look.color("line2")
        bold = words not in ("", "·")
        if over is not None:
            words, bold = over.text, True
            if over.reason:
                fill, edge = look.color("bad_soft"), look.color("bad_edge")
        if row.locked:
            fill = look.color("sunken")
        paint.box(p, rect, 6, fill, edge)
        if over is not None and not over.reason:
            _dot(p, rect, look.color("focus"))
        tint = look.color("text" if bold else "text3")
        place = rect.adjusted(10, 0, -10, 0)
        paint.text(p, place, words, look.font(13, look.MEDIUM), tint, paint.RIGHT)


def _dot(p: QPainter, rect: QRectF, color: QColor) -> None:
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(color)
    p.drawEllipse(QRectF(rect.x() + 8, rect.center().y() - 3, 6, 6))


def _broken(words: str, width: int) -> tuple[str, ...]:
    layout = QTextLayout(words, look.font(13, look.MEDIUM))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    first = words[: line.textLength()].rstrip()
    rest = words[line.textLength() :].strip()
    layout.endLayout()
    if not rest:
        return (first,)
    metrics = look.metrics(13, look.MEDIUM)
    return first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
