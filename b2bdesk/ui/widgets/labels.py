"""Words: plain labels that cut with a tooltip, section titles, key caps, badges, avatars.

`PlainLabel` is the only label of the program: server text must never be taken for markup,
so it paints plain text itself and has no other mode.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.tips import plain_tip


class PlainLabel(QWidget):
    """Text in one of the sizes of the type scale.

    Args:
        text: the words.
        size: px at 100 %.
        weight: 400, 500 or 600.
        tone: a token (`text`, `text2`, `text3`) or a tone (`ok`, `warn`, `bad`, `info`).
        wrap: several lines, height by width; otherwise cut with an ellipsis and a tooltip.
        parent: owner.
    """

    def __init__(
        self,
        text: str = "",
        size: int = 13,
        weight: int = look.REGULAR,
        *,
        tone: str = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._size = size
        self._weight = weight
        self._tone = tone
        self._wrap = wrap
        self._align = Qt.AlignmentFlag.AlignLeft
        self._own_tip = ""
        self._indent = 0
        vertical = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.set_text(text)

    def text(self) -> str:
        """The words, uncut."""
        return self._text

    def set_text(self, text: str) -> None:
        """Change the words."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self._refresh_tip()
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        """Change the colour by token or tone."""
        self._tone = tone
        self.update()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        """Align left, right or centre."""
        self._align = align
        self.update()

    def set_indent(self, left: int) -> None:
        """Begin some px to the right, where the words of a list below begin."""
        self._indent = left
        self.updateGeometry()
        self.update()

    def set_hint(self, words: str) -> None:
        """A tooltip of its own besides the uncut text."""
        self._own_tip = words
        self._refresh_tip()

    def is_cut(self) -> bool:
        """Whether the text does not fit the present width (never for wrapping labels)."""
        if self._wrap:
            return False
        return self._metrics().horizontalAdvance(self._text) > self.width() - self._indent + 1

    def sizeHint(self) -> QSize:
        metrics = self._metrics()
        width = metrics.horizontalAdvance(self._text)
        if self._wrap:
            width = min(width, 480) + self._indent
            return QSize(round(width + 0.99), self.heightForWidth(round(width + 0.99)))
        return QSize(round(width + 0.99) + self._indent, round(metrics.height() + 0.99))

    def minimumSizeHint(self) -> QSize:
        metrics = self._metrics()
        width = min(metrics.horizontalAdvance(self._text), metrics.horizontalAdvance("ШШ…"))
        return QSize(round(width + 0.99), round(metrics.height() + 0.99))

    def hasHeightForWidth(self) -> bool:
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        if not self._wrap:
            return self.sizeHint().height()
        flags = int(Qt.TextFlag.TextWordWrap)
        room = QRectF(0, 0, max(width - self._indent, 40), 1e5)
        bounds = self._metrics().boundingRect(room, flags, self._text)
        return round(bounds.height() + 0.99)

    def _metrics(self) -> QFontMetricsF:
        return look.metrics(self._size, self._weight)

    def _refresh_tip(self) -> None:
        tip = self._own_tip or (self._text if self.is_cut() else "")
        self.setToolTip(plain_tip(tip))

    def resizeEvent(self, _event: object) -> None:
        self._refresh_tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = look.font(self._size, self._weight)
        tint = look.tone(self._tone if self.isEnabled() else "text3")
        rect = QRectF(self.rect()).adjusted(self._indent, 0, 0, 0)
        if self._wrap:
            painter.setFont(font)
            painter.setPen(tint)
            flags = int(self._align | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
            painter.drawText(rect, flags, self._text)
        else:
            flags = int(self._align | Qt.AlignmentFlag.AlignVCenter)
            paint.text(painter, rect, self._text, font, tint, flags)
        painter.end()


class SectionTitle(PlainLabel):
    """Title of a section: 14/600, or 12/600 when small."""

    def __init__(self, text: str, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, 12 if small else 14, look.SEMIBOLD, parent=parent)
        if small:
            self.set_tone("text2")


class IconLabel(QWidget):
    """An icon in a tone, alone or in a soft tile.

    Args:
        name: icon name.
        size: px of the icon.
        tone: token or tone.
        tile: side of the soft tile behind it, 0 for none.
        parent: owner.
    """

    def __init__(
        self,
        name: str,
        size: int = 16,
        *,
        tone: str = "text2",
        tile: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._size, self._tone, self._tile = name, size, tone, tile
        self.setFixedSize(max(size, tile), max(size, tile))

    def set(self, name: str, tone: str) -> None:
        """Change icon and tone."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        plain = self._tone in ("text", "text2", "text3")
        if self._tile:
            fill = look.color("sunken") if plain else look.tone(self._tone, "soft")
            paint.box(painter, rect, 6 if self._tile < 48 else 8, fill)
        inset = (rect.width() - self._size) / 2
        icons.draw(painter, self._name, inset, inset, self._size, look.tone(self._tone))
        painter.end()


class Line(QWidget):
    """A hairline between things, horizontal or vertical."""

    def __init__(
        self, *, vertical: bool = False, token: str = "line", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._vertical = vertical
        self._token = token
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tint = look.color(self._token)
        if self._vertical:
            paint.vline(painter, 1, 0, self.height(), tint)
        else:
            paint.hline(painter, 0, 1, self.width(), tint)
        painter.end()


class Panel(QWidget):
    """A widget filled with a token colour, with hairlines on the chosen sides.

    Args:
        token: fill (`chrome`, `surface`, `sunken`, …).
        lines: any of the letters `t`, `b`, `l`, `r`.
        parent: owner.
    """

    def __init__(
        self, token: str = "surface", lines: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._token = token
        self._lines = lines

    def set_token(self, token: str) -> None:
        """Change the fill."""
        self._token = token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), look.color(self._token))
        tint = look.color("line")
        width, height = self.width(), self.height()
        hair = paint.device_line(painter)
        if "t" in self._lines:
            paint.hline(painter, 0, hair, width, tint)
        if "b" in self._lines:
            paint.hline(painter, 0, height, width, tint)
        if "l" in self._lines:
            paint.vline(painter, hair, 0, height, tint)
        if "r" in self._lines:
            paint.vline(painter, width, 0, height, tint)
        painter.end()
