"""Goods as tiles: a large picture, the name, price, stock and a quantity that can be typed in.

The same `RowModel` as the grid, painted only where it is seen, so that a million tiles scroll like
a hundred. The arrows walk in two directions; digits, +, −, Space and Enter mean what they mean in
the grid. The cursor stands on the column of the name, which screen readers read.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)  # fmt: skip
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)  # fmt: skip
from PySide6.QtWidgets import QToolTip, QWidget

from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.rows import QUANTITY, Cell, Key, cell_text
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.control import keyboard_focus
from b2bdesk.ui.widgets.grid.editor import BACK, DOWN, NEXT, UP, CellEditor
from b2bdesk.ui.widgets.tile_base import TileBase
from b2bdesk.ui.widgets.tile_paint import TilePainter, quantity_rect

_Index = QModelIndex | QPersistentModelIndex
_K = Qt.Key
_MOVES = {DOWN: 1, NEXT: 1, UP: -1, BACK: -1}


class TileView(TileBase):
    """The tiles.

    Args:
        name: accessible name.
        parent: owner.

    Signals (keys are row keys, columns are column keys), as of `DeskGrid`:
        edited, stepped, cleared, entered, opened, card_requested, letters_typed,
        current_key_changed.
    """

    edited = Signal(object, str, str)
    stepped = Signal(object, str, int)
    cleared = Signal(list, str)
    entered = Signal(object)
    opened = Signal(object)
    card_requested = Signal(object)
    letters_typed = Signal(str)
    current_key_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = TilePainter()
        self._editor: CellEditor | None = None
        self._editing: Key | None = None
        self._ring = False
        self._kept: Key | None = None
        self._kept_row = -1
        self.setAccessibleName(name)

    def set_rows_model(self, model: RowModel) -> None:
        """Show a model."""
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._note)
        model.modelReset.connect(self._restore)
        model.rowsInserted.connect(self.updateGeometries)

    def set_pictures(self, pictures: Callable[[str, int, int], QPixmap | None]) -> None:
        """Give the source of pictures: (key, width, height) to a pixmap, None while loading."""
        self._painter.pictures = pictures

    def is_editing(self) -> bool:
        """Whether an editor is open."""
        return self._editor is not None

    def edit_quantity(self, typed: str | None) -> bool:
        """Open the editor of the current tile's quantity; `typed` replaces the text."""
        rows, column = self.rows_model(), self._quantity()
        row = self.currentIndex().row()
        if rows is None or column < 0 or self._editor is not None or row < 0:
            return False
        key = rows.key_at(row)
        if key is None or not rows.can_edit(row, column):
            return False
        self.scrollTo(self.currentIndex())
        cell = rows.cell(row, column)
        text = (cell.edit or cell.text) if isinstance(cell, Cell) else cell or ""
        editor = CellEditor(self.viewport(), right=True, name=rows.columns[column].title)
        editor.setText(text.strip() if typed is None else typed)
        if typed is None:
            editor.selectAll()
        editor.committed.connect(self._on_committed)
        editor.given_up.connect(self._close)
        self._editor, self._editing = editor, key
        self._reposition()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        rows = self.rows_model()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look.color("surface"))
        if rows is not None and rows.row_total():
            first, last = self.visible_span()
            rows.want(first, min(last + 2 * self.columns(), rows.row_total() - 1))
            current = self.currentIndex().row()
            for row in range(first, last + 1):
                rect = self.tile_rect(row)
                if rect.intersects(event.rect()):
                    found = rows.grid_row(row)
                    over = rows.overlay(found.key, self._quantity_key()) if found else None
                    self._painter.paint(
                        painter, QRectF(rect), found, over, current=row == current,
                        focused=self.hasFocus() or self._editor is not None,
                    )  # fmt: skip
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        here = self.current_key()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if here is not None and plain and self._acted(key, text, here):
            event.accept()
        elif plain and text and text.isprintable() and not text.isspace():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _acted(self, key: int, text: str, here: Key) -> bool:
        if key in (_K.Key_Return, _K.Key_Enter):
            self.entered.emit(here)
        elif key == _K.Key_Space:
            self.card_requested.emit(here)
        elif key == _K.Key_F2:
            self.edit_quantity(None)
        elif key in (_K.Key_Delete, _K.Key_Backspace):
            self.cleared.emit([here], self._quantity_key())
        elif text and text in "0123456789":
            self.edit_quantity(text)
        elif text and text in "+-−=":
            self.stepped.emit(here, self._quantity_key(), -1 if text in "-−" else 1)
        elif text and text.isalpha():
            self.letters_typed.emit(text)
        else:
            return False
        return True

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            claimed = (_K.Key_Return, _K.Key_Enter, _K.Key_Space, _K.Key_F2, _K.Key_Delete)
            if (
                event.key() in claimed
                and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            ):
                event.accept()
                return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._ring = False
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            if quantity_rect(QRectF(self.visualRect(index))).contains(event.position()):
                self.edit_quantity(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        key = self.current_key()
        if index.isValid() and key is not None and not self.is_editing():
            self.opened.emit(key)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            rows, index = self.rows_model(), self.indexAt(event.pos())
            found = rows.grid_row(index.row()) if rows is not None and index.isValid() else None
            words = cell_text(found.cells.get("name")) if found is not None else ""
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.scrollTo(current)
        self.viewport().update()
        rows = self.rows_model()
        if rows is not None and current.row() != previous.row():
            self.current_key_changed.emit(rows.key_at(current.row()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = keyboard_focus(event.reason())
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to_row(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()
        if self.currentIndex().isValid() and event.size().width() != event.oldSize().width():
            self.scrollTo(self.currentIndex())
        self._reposition()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._reposition()
        del dx, dy

    def _quantity(self) -> int:
        rows = self.rows_model()
        for at, column in enumerate(rows.columns if rows is not None else ()):
            if column.kind == QUANTITY and column.editable:
                return at
        return -1

    def _quantity_key(self) -> str:
        rows, at = self.rows_model(), self._quantity()
        return rows.columns[at].key if rows is not None and at >= 0 else ""

    def _reposition(self) -> None:
        rows = self.rows_model()
        if self._editor is None or rows is None or self._editing is None:
            return
        row = rows.row_of(self._editing)
        if row < 0:
            self._editor.give_up()
            return
        rect = quantity_rect(QRectF(self.tile_rect(row))).toRect()
        self._editor.setGeometry(rect.adjusted(2, 1, -2, -1))

    def _on_committed(self, text: str, where: str) -> None:
        key, rows = self._editing, self.rows_model()
        self._close()
        if key is None or rows is None:
            return
        cell = rows.cell(rows.row_of(key), self._quantity())
        before = cell.edit if isinstance(cell, Cell) else ""
        if text.strip() != (before or "").strip():
            rows.set_pending(key, self._quantity_key(), text.strip())
            self.edited.emit(key, self._quantity_key(), text.strip())
        if where in _MOVES:
            self.go_to_row(self.currentIndex().row() + _MOVES[where])

    def _close(self) -> None:
        editor, self._editor, self._editing = self._editor, None, None
        if editor is not None:
            had_focus = editor.hasFocus()
            editor.hide()
            editor.deleteLater()
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewport().update()

    def _note(self) -> None:
        self._kept, self._kept_row = self.current_key(), self.currentIndex().row()

    def _restore(self) -> None:
        rows = self.rows_model()
        self.updateGeometries()
        if rows is None or not rows.row_total():
            self._close()
            self.current_key_changed.emit(None)
            return
        row = rows.row_of(self._kept) if self._kept is not None else -1
        self.go_to_row(row if row >= 0 else min(max(0, self._kept_row), rows.row_total() - 1))
        self._reposition()
