"""Buttons: primary, secondary, quiet, soft, danger and the text action, key hint inside.

One primary per screen. A disabled button must say why: `set_enabled(False, reason)` puts the
reason into the tooltip. Pictures: `j-components`.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.control import Control

PRIMARY = "primary"
SECONDARY = "secondary"
QUIET = "quiet"
SOFT = "soft"
DANGER = "danger"
TEXT = "text"

HEADER = 30
FORM = 32
BIG = 36
BAR = 26


@dataclass(frozen=True)
class _Skin:
    fill: QColor | None
    border: QColor | None
    words: QColor
    hint: QColor
    mark: QColor


class Button(Control):
    """A push button.

    Args:
        text: words, a verb.
        kind: one of the kinds above.
        icon: icon name or empty.
        key: shortcut shown inside, e.g. `Ctrl+Enter`; it is only shown, not bound.
        height: HEADER, FORM, BIG or BAR.
        parent: owner.
    """

    def __init__(
        self,
        text: str,
        kind: str = SECONDARY,
        *,
        icon: str = "",
        key: str = "",
        height: int = FORM,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._key = key
        self._height = height
        self._menu_arrow = False
        self._key_shown = True
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def setText(self, text: str) -> None:
        """Change the words and the accessible name; `&` is an ampersand, not a mnemonic."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        """Change the kind, e.g. to SOFT when done."""
        self._kind = kind
        self.update()

    def set_icon(self, name: str) -> None:
        """Change the icon."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Change the key hint inside the button."""
        self._key = key
        self.updateGeometry()
        self.update()

    def show_key(self, shown: bool) -> None:
        """Show or leave out the key hint, e.g. in a narrow window."""
        if shown != self._key_shown:
            self._key_shown = shown
            self.updateGeometry()
            self.update()

    def show_arrow(self, shown: bool = True) -> None:
        """Show the chevron of a button that opens a popover."""
        self._menu_arrow = shown
        self.updateGeometry()
        self.update()

    def set_enabled(self, enabled: bool, reason: str = "") -> None:
        """Enable, or disable with the reason in the tooltip."""
        self.setEnabled(enabled)
        self.setToolTip("" if enabled else reason)
        self.setAccessibleDescription("" if enabled else reason)

    def sizeHint(self) -> QSize:
        padding = {TEXT: 8, QUIET: 10}.get(self._kind, 12)
        if self._height <= BAR:
            padding = min(padding, 10)
        width = 2 * padding + self._content_width()
        return QSize(round(width + 0.49), self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _hint(self) -> str:
        return self._key if self._key_shown else ""

    def _content_width(self) -> float:
        width = paint.advance(self.text(), 13, look.MEDIUM)
        if self._icon:
            width += 16 + (6 if self.text() else 0)
        if self._hint():
            width += 8 + paint.advance(self._key, 12)
        if self._menu_arrow:
            width += 20
        return width

    def _skin(self) -> _Skin:
        kind = self._kind
        if not self.isEnabled():
            faint = look.color("text3")
            fill = None if kind in (QUIET, TEXT) else look.color("track")
            return _Skin(fill, None, faint, faint, faint)
        over = self.hovered()
        if kind == PRIMARY:
            white = look.color("on_accent")
            soft = QColor(white)
            soft.setAlphaF(0.82)
            fill = look.color("accent_hover" if over or self.isDown() else "accent")
            return _Skin(fill, None, white, soft, white)
        hint = look.color("text3")
        pressed = self.isDown() or self.isChecked()
        back = look.color("rail_sel") if pressed else look.color("hover") if over else None
        if kind == QUIET:
            words = look.color("text" if pressed else "text2")
            return _Skin(back, None, words, hint, look.color("text2"))
        if kind == TEXT:
            words = look.color("accent_text")
            return _Skin(look.color("hover") if over else None, None, words, hint, words)
        if kind == SOFT:
            words = look.color("accent_text")
            return _Skin(look.color("accent_soft"), look.color("sel_line"), words, words, words)
        words = look.color("bad" if kind == DANGER else "text")
        mark = words if kind == DANGER else look.color("text2")
        fill = back or look.color("surface")
        return _Skin(fill, look.color("line2"), words, hint, mark)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        skin = self._skin()
        rect = QRectF(self.rect())
        radius = 6.0 if self._height >= FORM else 5.0
        if self.ringed():
            if self._kind == PRIMARY:
                paint.box(painter, rect.adjusted(4, 4, -4, -4), 3, skin.fill)
            elif skin.fill is not None:
                paint.box(painter, rect, radius, skin.fill)
            paint.ring(painter, rect, radius)
        elif skin.fill is not None or skin.border is not None:
            paint.box(painter, rect, radius, skin.fill, skin.border)
        self._paint_content(painter, skin)
        painter.end()

    def _paint_content(self, painter: QPainter, skin: _Skin) -> None:
        width, height = self.width(), self.height()
        total = self._content_width()
        x = max(6.0, (width - total) / 2)
        if self._icon:
            icons.draw(painter, self._icon, x, (height - 16) / 2, 16, skin.mark)
            x += 22
        font = look.font(13, look.MEDIUM)
        words = paint.advance(self.text(), 13, look.MEDIUM)
        tail = (8 + paint.advance(self._key, 12)) if self._hint() else 0.0
        tail += 20 if self._menu_arrow else 0.0
        room = min(words, width - x - tail - 4)
        paint.text(painter, QRectF(x, 0, room + 1, height), self.text(), font, skin.words)
        x += room
        if self._hint():
            place = QRectF(x + 8, 0.5, width - x, height)
            paint.text(painter, place, self._key, look.font(12), skin.hint)
            x += 8 + paint.advance(self._key, 12)
        if self._menu_arrow:
            icons.draw(painter, "chevron-down", x + 6, (height - 14) / 2, 14, skin.mark)


class IconButton(Control):
    """A quiet square button with an icon only; its name is the tooltip and accessible name.

    Args:
        icon: icon name.
        name: words for the tooltip and screen readers.
        key: shortcut named in the tooltip.
        size: side in px.
        icon_size: 16, or 18 in the header bar.
        parent: owner.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        key: str = "",
        size: int = 30,
        icon_size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._icon_size = icon_size
        self._bordered = False
        self._dot = ""
        self._tone = ""
        self.setFixedSize(size, size)
        self.set_name(name, key)

    def set_name(self, name: str, key: str = "") -> None:
        """Change tooltip and accessible name."""
        self.setToolTip(f"{name} · {key}" if key else name)
        self.setAccessibleName(name)

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self.update()

    def set_tone(self, tone: str) -> None:
        """Draw the icon in a tone, e.g. `accent` for what is on; empty = as usual."""
        self._tone = tone
        self.update()

    def set_bordered(self, bordered: bool) -> None:
        """Draw the border of a secondary button."""
        self._bordered = bordered
        self.update()

    def set_dot(self, tone: str) -> None:
        """Show a dot in a tone (`bad`, `warn`, `accent`), or none for an empty string."""
        self._dot = tone
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        pressed = self.isDown() or self.isChecked()
        fill = None
        if pressed or self.hovered():
            fill = look.color("rail_sel" if pressed else "hover")
        border = look.color("line2") if self._bordered else None
        if fill is not None or border is not None:
            paint.box(painter, rect, 6, fill, border)
        if self.ringed():
            paint.ring(painter, rect, 6)
        tint = look.color("text2" if self.isEnabled() else "text3")
        if self._tone:
            tint = look.tone(self._tone)
        x, y = (self.width() - self._icon_size) / 2, (self.height() - self._icon_size) / 2
        icons.draw(painter, self._icon, x, y, self._icon_size, tint)
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(look.tone(self._dot, "edge"))
            painter.drawEllipse(QRectF(x + self._icon_size - 6, y - 1, 6, 6))
        painter.end()
