"""Small painted marks: key caps, badges, avatars; as widgets and as painting for lists."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.ui.theme import look, paint


class KeyCap(QWidget):
    """The drawing of a key, 18 high."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setAccessibleName(key)
        width = max(18, round(paint.advance(key, 11) + 11))
        self.setFixedSize(width, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        key_cap(painter, QRectF(self.rect()), self._key)
        painter.end()


def key_cap(painter: QPainter, rect: QRectF, key: str) -> None:
    """Paint a key cap in `rect`; also used by the palette and the header field."""
    paint.box(painter, rect, 4, look.color("surface"), look.color("line2"))
    paint.text(painter, rect, key, look.font(11), look.color("text3"), paint.CENTER)


class Badge(QWidget):
    """A state that asks for something; finished states are plain text instead.

    Args:
        text: one or two words, or a count.
        tone: `ok`, `warn`, `bad`, `info`, `accent` or `mute`.
        size: 18, or 20 in rows of lists.
        parent: owner.
    """

    def __init__(
        self, text: str, tone: str = "mute", *, size: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._tone = tone
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    def set(self, text: str, tone: str) -> None:
        """Change words and tone."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setFixedSize(badge_width(text, self._size), self._size)
        if self.parentWidget() is not None or not text:
            self.setVisible(bool(text))  # without a parent it would flash as a window
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        badge(painter, QRectF(self.rect()), self._text, self._tone)
        painter.end()


def badge_width(text: str, size: int = 20) -> int:
    """Width of a badge with these words."""
    points = 12 if size >= 20 else 11
    return max(size, round(paint.advance(text, points, look.MEDIUM) + 12))


def badge(painter: QPainter, rect: QRectF, text: str, tone: str) -> None:
    """Paint a badge filling `rect`."""
    paint.box(painter, rect, 4, look.tone(tone, "soft"))
    font = look.font(12 if rect.height() >= 20 else 11, look.MEDIUM)
    paint.text(painter, rect, text, font, look.tone(tone), paint.CENTER)


class Avatar(QWidget):
    """Initials on a colour: square for a legal entity, round for a person.

    Args:
        letters: one or two letters.
        colour: `#RRGGBB`, one of the entity colours.
        size: side in px.
        round_: circle instead of a rounded square.
        parent: owner.
    """

    def __init__(
        self,
        letters: str,
        colour: str,
        *,
        size: int = 26,
        round_: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._letters, self._colour, self._round = letters, colour, round_
        self.setFixedSize(size, size)

    def set(self, letters: str, colour: str) -> None:
        """Change letters and colour."""
        self._letters, self._colour = letters, colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        avatar(painter, QRectF(self.rect()), self._letters, self._colour, self._round)
        painter.end()


def avatar(
    painter: QPainter, rect: QRectF, letters: str, colour: str, round_: bool = False
) -> None:
    """Paint an avatar filling `rect`."""
    side = rect.width()
    radius = side / 2 if round_ else max(4.0, side * 0.2)
    paint.box(painter, rect, radius, QColor(colour))
    size = 10 if side <= 20 else 12 if side <= 32 else 14
    font = look.font(size, look.SEMIBOLD)
    paint.text(painter, rect, letters, font, QColor("#FFFFFF"), paint.CENTER)
