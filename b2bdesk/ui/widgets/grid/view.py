"""The grid widget: what it shows comes from a `RowModel`, what the user does goes out by signal.

It decides no trade rule: a typed quantity is emitted as text and shown as *pending* until the
row is read again (`update_rows`, `refresh`), settled or refused by the screen. Arrows never
change a number; sync, sort and filter never move the current row from under the cursor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)  # fmt: skip
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QAbstractItemView, QFrame, QToolTip, QWidget

from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.rows import Key
from b2bdesk.ui.widgets.control import keyboard_focus
from b2bdesk.ui.widgets.grid import keys, pointing, selecting
from b2bdesk.ui.widgets.grid.base_view import GridBase
from b2bdesk.ui.widgets.grid.cells import Pictures, RowPainter
from b2bdesk.ui.widgets.grid.editing import Editing
from b2bdesk.ui.widgets.grid.layout import ColumnLayout
from b2bdesk.ui.widgets.grid.painting import GridPainting
from b2bdesk.ui.widgets.grid.place import PlaceKeeper
from b2bdesk.ui.widgets.scroll import thin

_Index = QModelIndex | QPersistentModelIndex
COMPACT, NORMAL, ROOMY = "compact", "normal", "roomy"
_HEIGHTS = {COMPACT: (24, 40), NORMAL: (28, 44), ROOMY: (34, 50)}


@dataclass(frozen=True, slots=True)
class SelectionSum:
    """What is selected: rows, cells and the sums of `Cell.value` by column key."""

    rows: int
    cells: int
    totals: Mapping[str, int]


class DeskGrid(GridBase):
    """The grid.

    Args:
        name: accessible name.
        two_line: 40/44/50-px rows with a second line.
        row_select: whole rows are selected (lists); else blocks of cells (order sheet).
        parent: owner.

    Signals (keys are row keys, columns are column keys):
        edited: key, column, text the user committed.
        stepped: key, column, −1 or +1 (the multiple is the screen's business).
        entered: key; Enter on a row that is not edited (unless `enter_moves`).
        opened: key; double click on a cell that cannot be typed in.
        card_requested: key; Space.
        letters_typed: the first letter, for the screen's search field.
        cleared: keys, column; Delete.
        deleted: keys; Ctrl+Delete.
        filled_down: keys, column; Ctrl+D, the first key is the source.
        pasted: clipboard text.
        moved: keys, −1 or +1; Alt+↑ ↓.
        action_triggered: key, action key of the row state.
        pill_chosen: key, pill key.
        toggled: key, new state of its CHECK cell.
        current_key_changed: key or None.
        selection_summed: a `SelectionSum`, 60 ms after the last change.
        sort_requested: column, descending.
        layout_changed: the saved form of the columns.
    """

    edited = Signal(object, str, str)
    stepped = Signal(object, str, int)
    entered = Signal(object)
    opened = Signal(object)
    card_requested = Signal(object)
    letters_typed = Signal(str)
    cleared = Signal(list, str)
    deleted = Signal(list)
    filled_down = Signal(list, str)
    pasted = Signal(str)
    moved = Signal(list, int)
    action_triggered = Signal(object, str)
    pill_chosen = Signal(object, str)
    toggled = Signal(object, bool)
    current_key_changed = Signal(object)
    selection_summed = Signal(object)
    sort_requested = Signal(str, bool)
    layout_changed = Signal(dict)

    def __init__(
        self,
        name: str,
        *,
        two_line: bool = False,
        row_select: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.row_select = row_select
        self.detail_edge = False
        self.enter_moves = False
        self.accepts_paste = False
        self.cells = RowPainter()
        self._two_line = two_line
        self._painting = GridPainting(self)
        self._editing = Editing(self)
        self._place = PlaceKeeper(self)
        self._sums = QTimer(self)
        self._sums.setSingleShot(True)
        self._sums.setInterval(60)
        self._sums.timeout.connect(self._on_sum)
        self.setHorizontalHeader(self._header)
        self.layout_columns = ColumnLayout(self._header)
        self.layout_columns.changed.connect(self.layout_changed)
        self._header.sectionClicked.connect(self._on_header_clicked)
        self._header.customContextMenuRequested.connect(self._on_header_menu)
        self.setAccessibleName(name)
        self._dress()
        self.set_density(COMPACT if not two_line else NORMAL)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        behavior = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behavior.SelectRows if self.row_select else behavior.SelectItems)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        thin(self)

    def set_rows_model(self, model: RowModel) -> None:
        """Show a model; its columns give the header."""
        self.setModel(model)
        self._header.set_columns(model.columns)
        self.layout_columns.set_columns(model.columns)
        self._place.watch(model)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        if model.rowCount() and not self.currentIndex().isValid():
            self.go_to_row(0)

    def set_pictures(self, pictures: Pictures) -> None:
        """Give the source of thumbnails: (key, side px) to a pixmap, None while loading."""
        self.cells.pictures = pictures

    def rename_column(self, column: str, title: str) -> None:
        """Change the words of a heading, e.g. to name the age of what is below."""
        rows = self.rows_model()
        if rows is not None:
            rows.columns = tuple(
                replace(each, title=title) if each.key == column else each for each in rows.columns
            )
            self._header.set_columns(rows.columns)
            self._header.viewport().update()

    def set_two_line(self, two_line: bool, density: str) -> None:
        """Two-line rows or one line, in a density."""
        self._two_line = two_line
        self.set_density(density)

    def set_density(self, density: str) -> None:
        """Row heights: `compact`, `normal` or `roomy`."""
        height = _HEIGHTS[density][1 if self._two_line else 0]
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    def set_sort(self, column: str, descending: bool = False) -> None:
        """Show the sort arrow; the sorting itself is the screen's."""
        self._header.set_sort(column, descending)

    def selected_keys(self) -> list[Key]:
        """Keys of the rows touched by the selection, in order; the current row when none."""
        return selecting.selected_keys(self)

    def go_to(self, key: Key, column: str = "") -> bool:
        """Put the cursor on a row (and column), scrolled into view."""
        rows = self.rows_model()
        row = -1 if rows is None else rows.row_of(key)
        return row >= 0 and self.go_to_row(row, column)

    def go_to_row(self, row: int, column: str = "") -> bool:
        """Put the cursor on a row by number."""
        return selecting.go_to_row(self, row, column)

    def begin_edit(self, column: str = "", typed: str | None = None) -> bool:
        """Open the editor on the current row; False when the cell cannot be typed in."""
        return self._editing.begin(column, typed)

    def edit_quantity(self, typed: str | None) -> bool:
        """Open the editor of the quantity of the current row, as a digit does."""
        column = self.quantity_column()
        return column is not None and self._editing.begin(column.key, typed)

    def cancel_edit(self) -> bool:
        """Close the editor without committing; False when nothing was open."""
        return self._editing.cancel()

    def step_quantity(self, direction: int) -> bool:
        """Ask for one multiple more or less on the current row."""
        column, rows = self.quantity_column(), self.rows_model()
        key, row = self.current_key(), self.currentIndex().row()
        if column is None or rows is None or key is None:
            return False
        if not rows.can_edit(row, rows.column_of(column.key)):
            return False
        self.stepped.emit(key, column.key, direction)
        return True

    def copy_selection(self) -> None:
        """Put the selection on the clipboard as TSV and HTML."""
        selecting.copy(self)

    def open_columns(self, anchor: QWidget) -> None:
        """Open the column chooser at a button or the header."""
        pointing.open_columns(self, anchor)

    def is_editing(self) -> bool:
        """Whether an editor is open."""
        return self._editing.active()

    def _on_selection(self) -> None:
        self.viewport().update()
        self._sums.start()

    def _on_sum(self) -> None:
        rows, cells, totals = selecting.sums(self)
        self.selection_summed.emit(SelectionSum(rows, cells, totals))

    def _on_header_clicked(self, number: int) -> None:
        column = self.columns()[number]
        if column.sortable:
            key, descending = self._header.sort_shown()
            descending = not descending if key == column.key else False
            self.set_sort(column.key, descending)
            self.sort_requested.emit(column.key, descending)
            self.layout_changed.emit(self.layout_columns.state())

    def _on_header_menu(self, _at: QPoint) -> None:
        pointing.open_columns(self, self._header)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row() or not previous.isValid():
            rows = self.rows_model()
            self.current_key_changed.emit(None if rows is None else rows.key_at(current.row()))

    def paintEvent(self, event: QPaintEvent) -> None:
        rows = self.rows_model()
        if rows is not None:
            first, last = self.visible_span(0, self.viewport().height())
            rows.want(first, last + 20)
        painter = QPainter(self.viewport())
        self._painting.paint(painter, event.rect())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.handle(self, event):
            event.accept()
            return
        if event.text() and event.text().isprintable() and not event.text().isspace():
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab walks the cells that can be typed in; at the ends it leaves the grid."""
        if (
            self.has_editable()
            and self.hasFocus()
            and selecting.step_editable(self, 1 if forward else -1)
        ):
            return True
        return super().focusNextPrevChild(forward)

    def leave(self, *, forward: bool) -> bool:
        """Give the focus to the next or previous widget, as Ctrl+Tab does."""
        return super().focusNextPrevChild(forward)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if keys.claims(event) and self.currentIndex().isValid():
                event.accept()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = pointing.tip(self, event.pos())
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        if event.type() == QEvent.Type.Leave:
            self.set_hover(-1)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        self.set_hover(self.rowAt(point.y()))
        hot = pointing.target(self, point) is not None
        shape = Qt.CursorShape.PointingHandCursor if hot else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ring = False
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            pointing.released(self, event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = self.current_key()
        if key is not None and not self.begin_edit():
            self.opened.emit(key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self.set_hover(self.rowAt(event.position().toPoint().y()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = keyboard_focus(event.reason())
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows_model() is not None:
            self.go_to_row(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout_columns.apply()
        self._editing.reposition()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._editing.reposition()
