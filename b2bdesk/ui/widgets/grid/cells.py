"""Paints the cells of a row: one function per kind of column, no model calls, no formatting.

`RowPainter.paint` is given a prepared row; fonts, colours and measures are held for the time
of one repaint. Measuring costs 11 µs a string, so widths are cached by (font, text); eliding
happens only for what is too wide; a number gets smaller first and never loses digits unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    CHECK,
    INDEX,
    NUMBER,
    PICTURE,
    QUANTITY,
    STATE,
    TEXT,
    Cell,
    Column,
    GridRow,
    Overlay,
    RowState,
)  # fmt: skip
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.theme.tokens import DARK
from b2bdesk.ui.widgets import badges
from b2bdesk.ui.widgets.checks import check_mark

PAD = 10
PILL = 20
TWO_LINES_FROM = 38
BESIDE = " · "
_LEAST_WORDS = 24.0
_SPARE, _SMALLER = PAD - 3, (3, 4)
"""For numbers that are too wide: room of the padding before them, smaller fonts."""
_WIDTHS_KEPT = 20_000

Pictures = Callable[[str, int], QPixmap | None]


@dataclass(slots=True)
class Spot:
    """One cell being painted: its rectangle, column, row and what is typed over it."""

    x: float
    y: float
    w: float
    h: float
    column: Column
    row: GridRow
    over: Overlay | None
    current: bool


class RowPainter:
    """Paints cells; one object per grid."""

    def __init__(self, pictures: Pictures | None = None) -> None:
        self.pictures = pictures
        self._widths: dict[tuple[int, str], float] = {}
        self._fonts: list[tuple[QFont, QFontMetricsF]] = []
        self._font_key = -1
        self._painter: QPainter | None = None
        self._kinds: dict[str, Callable[[QPainter, Spot, str | Cell | None], None]] = {
            TEXT: self._text, ARTICLE: self._article, NUMBER: self._number,
            QUANTITY: self._quantity, STATE: self._state, CHECK: self._check,
            PICTURE: self._picture, INDEX: self._index,
        }  # fmt: skip

    def begin(self, painter: QPainter) -> None:
        """Forget the painter's state of the last repaint."""
        self._font_key = -1
        if not self._fonts:
            shapes = (
                (13, look.REGULAR, False), (13, look.MEDIUM, False), (13, look.REGULAR, True),
                (12, look.REGULAR, False), (11, look.REGULAR, False), (11, look.REGULAR, True),
                (12, look.MEDIUM, True),
            )  # fmt: skip
            for size, weight, zero in shapes:
                font = look.font(size, weight, zero=zero)
                self._fonts.append((font, QFontMetricsF(font)))
        if len(self._widths) > _WIDTHS_KEPT:
            self._widths.clear()

    def paint(self, painter: QPainter, spot: Spot) -> None:
        """Paint one cell; row fills and lines are the view's."""
        self._kinds[spot.column.kind](painter, spot, spot.row.cells.get(spot.column.key))

    def _words(
        self, p: QPainter, rect: tuple[float, float, float, float], words: str, font: int,
        color: QColor, *, right: bool = False,
    ) -> float:  # fmt: skip
        """Draw one line; returns its width. Fonts are numbers into the table above."""
        x, y, w, h = rect
        if right and self.width(words, font) > w + 0.5:
            x, w = x - _SPARE, w + _SPARE
            words, font = self.whole(words, font, w)
        if font != self._font_key:
            p.setFont(self._fonts[font][0])
            self._font_key = font
        width = self.width(words, font)
        if width > w + 0.5 and not right:
            words = self._fonts[font][1].elidedText(words, Qt.TextElideMode.ElideRight, max(w, 8))
            width = w
        p.setPen(color)
        p.drawText(QRectF(x, y, w, h), paint.RIGHT if right else paint.LEFT, words)
        return width

    def width(self, words: str, font: int) -> float:
        """Cached width of words."""
        key = (font, words)
        found = self._widths.get(key)
        if found is None:
            found = self._widths[key] = self._fonts[font][1].horizontalAdvance(words)
        return found

    def whole(self, words: str, font: int, room: float) -> tuple[str, int]:
        """A number and its font: smaller in a narrow column, at last behind «…», never a mere part.

        «3 000» of «23 000» would be read as a number.
        """
        for smaller in (font, *_SMALLER):
            if self.width(words, smaller) <= room + 0.5:
                return words, smaller
        measure = self._fonts[_SMALLER[-1]][1]
        return measure.elidedText(words, Qt.TextElideMode.ElideLeft, room), _SMALLER[-1]

    def fitting(self, words: str, font: int, room: float) -> str:
        """Words beside a number, «300 · Подольск», cut to the room; the number is never cut."""
        number, beside, rest = words.partition("·")
        if not beside or self.width(words, font) <= room + 0.5:
            return words
        number, rest = number.rstrip(), rest.lstrip()
        left = room - self.width(number + BESIDE, font)
        if left < _LEAST_WORDS:
            return number
        measure = self._fonts[font][1]
        return number + BESIDE + measure.elidedText(rest, Qt.TextElideMode.ElideRight, left)

    def _text(self, p: QPainter, s: Spot, cell: str | Cell | None) -> None:
        self._line(p, s, cell, 1 if s.column.strong else 0)

    def _article(self, p: QPainter, s: Spot, cell: str | Cell | None) -> None:
        self._line(p, s, cell, 2)

    def _line(self, p: QPainter, s: Spot, cell: str | Cell | None, font: int) -> None:
        if cell is None:
            return
        x, w = s.x + PAD, s.w - 2 * PAD
        muted = s.row.muted and s.column.kind != ARTICLE
        plain = "text2" if s.column.weak or muted else "text"
        words = cell if isinstance(cell, str) else cell.text
        if s.over is not None:
            words = s.over.text
        if isinstance(cell, str):
            self._words(p, (x, s.y, w, s.h), words, font, look.color(plain))
            return
        font = 1 if cell.strong else font
        if cell.icon:
            icons.draw(p, cell.icon, x, s.y + (s.h - 16) / 2, 16, look.tone(cell.icon_tone))
            x, w = x + 23, w - 23
        tint = look.tone(cell.tone or plain)
        if s.h >= TWO_LINES_FROM and (cell.sub or cell.badge):
            self._two_lines(p, (x, s.y, w, s.h), cell, words, font)
            return
        room = w - (badges.badge_width(cell.badge) + 8 if cell.badge and words else 0)
        place = (x, s.y, room, s.h)
        if cell.marks and s.over is None:
            used = self._marked(p, place, (cell.text, cell.marks), font, tint)
        else:
            used = self._words(p, place, words, font, tint) if words else 0.0
        x += used + (8 if used else 0)
        if cell.badge:
            self._badge(p, x, s.y + (s.h - 20) / 2, cell, 20)
        for rect, number in pill_rects(self, cell, x, s.y, s.h):
            if rect.right() > s.x + s.w - 2:
                break
            self._pill(p, rect, cell, number)

    def _two_lines(
        self, p: QPainter, rect: tuple[float, float, float, float], cell: Cell, words: str,
        font: int,
    ) -> None:  # fmt: skip
        x, y, w, h = rect
        top = y + h / 2 - 18
        tint = look.tone(cell.tone or "text")
        if cell.marks:
            self._marked(p, (x, top, w, 19), (cell.text, cell.marks), font, tint)
        else:
            self._words(p, (x, top, w, 19), words, font, tint)
        used = 0.0
        room = w - (badges.badge_width(cell.badge, 18) + 8 if cell.badge else 0)
        if cell.sub:
            place = (x, top + 18, room, 15)
            told = (cell.sub, cell.sub_marks)
            used = self._marked(p, place, told, 5, look.tone(cell.sub_tone)) + 8
        if cell.badge:
            self._badge(p, x + min(used, room + 8), top + 18, cell, 16)

    def _marked(
        self, p: QPainter, rect: tuple[float, float, float, float],
        told: tuple[str, tuple[tuple[int, int], ...]], font: int, color: QColor,
    ) -> float:  # fmt: skip
        """Draw one line of words whose parts that match a search are in the accent."""
        x, y, w, h = rect
        (words, marks), end = told, 0
        if not marks:
            return self._words(p, rect, words, font, color)
        if self.width(words, font) > w + 0.5:
            words = self._fonts[font][1].elidedText(words, Qt.TextElideMode.ElideRight, max(w, 8))
        left = x
        for start, length in (*marks, (len(words), 0)):
            for piece, tint in (
                (words[end:start], color),
                (words[start : start + length], look.color("accent_text")),
            ):
                if piece:
                    left += self._words(p, (left, y, x + w - left + 1, h), piece, font, tint)
            end = start + length
        return left - x

    def _badge(self, p: QPainter, x: float, y: float, cell: Cell, height: int) -> None:
        width = badges.badge_width(cell.badge, 20 if height >= 20 else 18)
        badges.badge(p, QRectF(x, y, width, height), cell.badge, cell.badge_tone)
        self._font_key = -1

    def _pill(self, p: QPainter, rect: QRectF, cell: Cell, number: int) -> None:
        pill = cell.pills[number]
        paint.box(p, rect, 4, look.color("surface"), look.color("line2"))
        left = (rect.x() + 7, rect.y(), rect.width() - 7, rect.height())
        used = self._words(p, left, pill.text, 6, look.color("accent_text"))
        if pill.note:
            note = (left[0] + used + 6, left[1], rect.width(), left[3])
            self._words(p, note, pill.note, 4, look.color("text3"))

    def _number(self, p: QPainter, s: Spot, cell: str | Cell | None) -> None:
        if cell is None:
            return
        rect = (s.x + PAD, s.y, s.w - 2 * PAD, s.h)
        plain = "text2" if s.column.weak or s.row.muted else "text"
        if isinstance(cell, str):
            tint = look.color("text3" if cell == "—" else plain)
            font = 1 if s.column.strong else 0
            self._words(p, rect, self.fitting(cell, font, rect[2]), font, tint, right=True)
            return
        words = cell.text if s.over is None else s.over.text
        font = 1 if cell.strong or s.column.strong else 0
        tint = look.tone(cell.tone or plain)
        if s.h >= TWO_LINES_FROM and cell.sub:
            x, y, w, h = rect
            top = y + h / 2 - 18
            self._words(p, (x, top, w, 19), words, font, tint, right=True)
            below = (x, top + 18, w, 15)
            sub = self.fitting(cell.sub, 4, w)
            self._words(p, below, sub, 4, look.tone(cell.sub_tone), right=True)
            return
        words = self.fitting(words, font, rect[2])
        self._words(p, rect, words, font, tint, right=True)
        x = s.x + s.w - PAD - self.width(words, font) - 24
        if cell.icon and x > s.x:  # never over the number of the column before
            icons.draw(p, cell.icon, x, s.y + (s.h - 16) / 2, 16, look.tone(cell.icon_tone))

    def _quantity(self, p: QPainter, s: Spot, cell: str | Cell | None) -> None:
        words = "" if cell is None else cell if isinstance(cell, str) else cell.text
        if s.over is not None:
            words = s.over.text
            if s.over.reason:
                place = QRectF(s.x + 1, s.y + 1, s.w - 2, s.h - 3)
                paint.box(p, place, 3, look.color("bad_soft"), look.color("bad_edge"), 1.5)
            else:
                p.setRenderHint(QPainter.RenderHint.Antialiasing)
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(look.color("focus"))
                p.drawEllipse(QRectF(s.x + 7, s.y + s.h / 2 - 3.5, 6, 6))
        tone = cell.tone if isinstance(cell, Cell) else ""
        if s.over is not None and s.over.reason:
            tone = "bad"
        elif words == "·":
            tone = "text3"
        tint = look.tone(tone or "text")
        rect = (s.x + PAD, s.y, s.w - 2 * PAD, s.h)
        if isinstance(cell, Cell) and cell.sub and s.h >= TWO_LINES_FROM:
            x, y, w, h = rect
            top = y + h / 2 - 18
            self._words(p, (x, top + 18, w, 15), cell.sub, 4, look.tone(cell.sub_tone), right=True)
            rect = (x, top, w, 19)
        self._words(p, rect, words, 1, tint, right=True)

    def _state(self, p: QPainter, s: Spot, cell: str | Cell | None) -> None:
        state = s.row.state
        if cell is not None:
            self._line(p, s, cell, 3 if isinstance(cell, str) else 0)
            return
        if state is None:
            return
        x, w = s.x + PAD, s.w - 2 * PAD
        rect = action_rect(self, s.x, s.w, s.current, state)
        if rect is not None:
            left, width = rect
            place = (left, s.y, width, s.h)
            self._words(p, place, state.action, 1, look.color("accent_text"))
            w = left - x - 8
        if state.icon:
            icons.draw(p, state.icon, x, s.y + (s.h - 16) / 2, 16, look.tone(state.tone))
            x, w = x + 21, w - 21
        tint = look.color("bad" if state.tone == "bad" else "text2")
        self._words(p, (x, s.y, w, s.h), state.text, 3, tint)

    def _check(self, p: QPainter, s: Spot, cell: str | Cell | None) -> None:
        if isinstance(cell, Cell):
            top = s.y + (s.h - 15) / 2
            check_mark(p, s.x + (s.w - 15) / 2, top, on=cell.checked, enabled=not cell.locked)

    def _picture(self, p: QPainter, s: Spot, cell: str | Cell | None) -> None:
        side = min(s.h - 8, s.w - 4, 36)
        rect = QRectF(s.x + (s.w - side) / 2, s.y + (s.h - side) / 2, side, side)
        name = "" if cell is None else cell if isinstance(cell, str) else cell.picture
        image = self.pictures(name, round(side)) if name and self.pictures is not None else None
        if image is None:
            paint.box(p, rect, 4, look.color("sunken"))
            if side >= 24:
                mark = rect.center()
                icons.draw(p, "photo", mark.x() - 7, mark.y() - 7, 14, look.color("line2"))
        else:
            p.setOpacity(0.88 if look.theme() == DARK else 1.0)
            p.drawPixmap(rect.toRect(), image)
            p.setOpacity(1.0)

    def _index(self, p: QPainter, s: Spot, cell: str | Cell | None) -> None:
        words = cell if isinstance(cell, str) else "" if cell is None else cell.text
        rect = (s.x + 4, s.y, s.w - 4 - PAD, s.h)
        self._words(p, rect, words, 3, look.color("text3"), right=True)


def action_rect(
    painter: RowPainter, x: float, w: float, current: bool, state: RowState
) -> tuple[float, float] | None:
    """Left side and width of the text action in a state cell, None when it is not shown."""
    if not state.action or not (current or state.tone == "bad"):
        return None
    width = painter.width(state.action, 1)
    return x + w - PAD - 2 - width, width + 2


def pill_rects(
    painter: RowPainter, cell: Cell, x: float, y: float, h: float
) -> list[tuple[QRectF, int]]:
    """Where the pills of a cell lie, from x."""
    found: list[tuple[QRectF, int]] = []
    for number, pill in enumerate(cell.pills):
        width = 14 + painter.width(pill.text, 6)
        if pill.note:
            width += 6 + painter.width(pill.note, 4)
        found.append((QRectF(x, y + (h - PILL) / 2 - 0.5, width, PILL), number))
        x += width + 6
    return found
