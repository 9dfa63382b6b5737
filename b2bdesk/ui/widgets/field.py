"""Text fields: label above, icon left, unit or key right, error below while the text stays.

A real line edit sits frameless inside the painted frame, so that input methods, selection and
screen readers work as ever.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.badges import key_cap
from b2bdesk.ui.widgets.labels import PlainLabel

HEIGHT = 32


class FieldFrame(QWidget):
    """The painted frame around an editor: border by state, icon left, unit or key right."""

    def __init__(self, editor: QWidget, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._icon = ""
        self._unit = ""
        self._key = ""
        self._bad = False
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(editor)
        self.setFixedHeight(height)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        editor.installEventFilter(self)
        self._margins()

    def set_parts(self, icon: str, unit: str, key: str) -> None:
        """Icon name, unit words and key cap; empty ones take no room."""
        self._icon, self._unit, self._key = icon, unit, key
        self._margins()
        self.update()

    def set_bad(self, bad: bool) -> None:
        """Error border and icon."""
        self._bad = bad
        self._margins()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def _margins(self) -> None:
        right = 10
        if self._unit:
            right += round(paint.advance(self._unit, 12)) + 6
        if self._key:
            right += round(max(18.0, paint.advance(self._key, 11) + 11)) - 2
        if self._bad:
            right += 20
        self._row.setContentsMargins(34 if self._icon else 10, 2, right, 2)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.EnabledChange,
        ):  # fmt: skip
            self.update()
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self._editor.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        enabled = self._editor.isEnabled()
        fill = look.color("surface" if enabled else "sunken")
        if self._editor.hasFocus():
            paint.box(painter, rect, 6, fill)
            paint.ring(painter, rect, 6)
        else:
            border = look.color("bad_edge" if self._bad else "line2" if enabled else "line")
            paint.box(painter, rect, 6, fill, border)
        mid = min(rect.height(), 36.0) / 2
        if self._icon:
            icons.draw(painter, self._icon, 10, mid - 8, 16, look.color("text2"))
        x = rect.width() - 10
        if self._bad:
            icons.draw(painter, "alert-circle", x - 16, mid - 8, 16, look.color("bad"))
            x -= 22
        if self._key:
            width = max(18.0, paint.advance(self._key, 11) + 11)
            key_cap(painter, QRectF(x - width + 2, mid - 9, width, 18), self._key)
        elif self._unit:
            place = QRectF(rect.x(), 0, x, mid * 2)
            paint.text(painter, place, self._unit, look.font(12), look.color("text3"), paint.RIGHT)
        painter.end()


class Field(QWidget):
    """A labelled one-line field.

    Args:
        label: words above; also the accessible name. Empty: give `name`.
        placeholder: grey words inside while empty.
        icon: icon name.
        unit: unit at the right.
        name: accessible name when there is no label.
        parent: owner.

    Signals:
        edited: text changed by the user.
        finished: Enter or focus lost after a change.
        entered: Enter.
    """

    edited = Signal(str)
    finished = Signal(str)
    entered = Signal(str)

    def __init__(
        self,
        label: str = "",
        *,
        placeholder: str = "",
        icon: str = "",
        unit: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = (icon, unit, "")
        self.edit = LineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label or name or placeholder)
        self._said = ""
        self._frame = FieldFrame(self.edit, HEIGHT)
        self._frame.set_parts(*self._parts)
        self._label = PlainLabel(label, 12, tone="text2")
        if not label:
            self._label.hide()
        self._error = PlainLabel("", 12, tone="bad", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self._label)
        column.addWidget(self._frame)
        column.addWidget(self._error)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self.edited)
        self.edit.returnPressed.connect(self._on_return)
        self.edit.editingFinished.connect(self._on_finished)

    def text(self) -> str:
        """The text as typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put text in without the `edited` signal."""
        self._said = text
        if self.edit.text() != text:
            self.edit.setText(text)

    def set_error(self, sentence: str) -> None:
        """Show what is wrong below the field; empty when it is all right."""
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))
        self._frame.set_bad(bool(sentence))
        self.edit.setAccessibleDescription(sentence)

    def has_error(self) -> bool:
        """Whether the text is told to be wrong."""
        return self._error.isVisibleTo(self)

    def set_height(self, height: int) -> None:
        """36 on the sign-in screen."""
        self._frame.setFixedHeight(height)

    def set_key(self, key: str) -> None:
        """Show a key cap at the right."""
        self._parts = (self._parts[0], "", key)
        self._frame.set_parts(*self._parts)

    def set_unit(self, unit: str) -> None:
        """Change the unit at the right."""
        self._parts = (self._parts[0], unit, "")
        self._frame.set_parts(*self._parts)

    def set_placeholder(self, words: str) -> None:
        """Change the grey words."""
        self.edit.setPlaceholderText(words)

    def set_secret(self, secret: bool = True) -> None:
        """Show dots, for passwords."""
        mode = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
        self.edit.setEchoMode(mode)

    def set_align_right(self) -> None:
        """Numbers stand at the right."""
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)

    def _on_return(self) -> None:
        self.entered.emit(self.edit.text())

    def _on_finished(self) -> None:
        if self.edit.text() != self._said:
            self._said = self.edit.text()
            self.finished.emit(self._said)


class LineEdit(QLineEdit):
    """A frameless, transparent line edit; whatever it stands in paints its back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setFont(look.font(13))
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(palette)


class SearchField(Field):
    """A field with a lens; Escape empties it.

    Signals:
        left_down: the arrow down, for what lies below.
    """

    left_down = Signal()

    def __init__(
        self, placeholder: str, *, key: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("", placeholder=placeholder, icon="search", name=name, parent=parent)
        if key:
            self.set_key(key)
        self.edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.edit.text():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # the first Escape empties the field, the next one is the screen's
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.edit.clear()
                self.edited.emit("")
                return True
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            if event.type() == QEvent.Type.KeyPress:
                self.left_down.emit()
        return super().eventFilter(watched, event)


def editor_rect(rect: QRect) -> QRect:
    """Where an inline editor sits inside a cell with the 2-px cursor ring."""
    return rect.adjusted(2, 2, -2, -2)
