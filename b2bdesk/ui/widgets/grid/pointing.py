"""The mouse in a grid: text actions, pills, check boxes, tooltips, the column chooser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QPointF
from PySide6.QtWidgets import QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.rows import CHECK, STATE, Cell, Column, GridRow
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import BAR, QUIET, Button
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.ui.widgets.grid.cells import PAD, action_rect, pill_rects
from b2bdesk.ui.widgets.labels import SectionTitle
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from b2bdesk.ui.widgets.grid.view import DeskGrid

ACTION, PILL, TICK = "action", "pill", "tick"


def target(grid: DeskGrid, point: QPoint) -> tuple[str, GridRow, str] | None:
    """What can be pressed at a point: kind, row and key."""
    rows, index = grid.rows_model(), grid.indexAt(point)
    row = None if rows is None or not index.isValid() else rows.grid_row(index.row())
    if rows is None or row is None:
        return None
    column = rows.columns[index.column()]
    cell = row.cells.get(column.key)
    if column.kind == STATE and cell is None:
        return _action(grid, point, index, row)
    if isinstance(cell, Cell) and column.kind == CHECK and not cell.locked:
        return TICK, row, ""
    if isinstance(cell, Cell) and cell.pills:
        return _pill_at(grid, point, index, row, cell)
    return None


def _action(
    grid: DeskGrid, point: QPoint, index: QModelIndex, row: GridRow
) -> tuple[str, GridRow, str] | None:
    rect = grid.visualRect(index)
    current = index.row() == grid.currentIndex().row()
    if row.state is None:
        return None
    place = action_rect(grid.cells, rect.x(), rect.width(), current, row.state)
    if place is None or not place[0] - 4 <= point.x() <= place[0] + place[1] + 6:
        return None
    return ACTION, row, row.state.action_key


def _pill_at(
    grid: DeskGrid, point: QPoint, index: QModelIndex, row: GridRow, cell: Cell
) -> tuple[str, GridRow, str] | None:
    rect = grid.visualRect(index)
    x = rect.x() + PAD + (grid.cells.width(cell.text, 0) + 8 if cell.text else 0)
    for place, number in pill_rects(grid.cells, cell, x, rect.y(), rect.height() - 1):
        if place.contains(QPointF(point)):
            return PILL, row, cell.pills[number].key
    return None


def released(grid: DeskGrid, point: QPoint) -> None:
    """A click that ended on something that can be pressed."""
    found = target(grid, point)
    if found is None:
        return
    kind, row, key = found
    if kind == ACTION:
        grid.action_triggered.emit(row.key, key)
    elif kind == PILL:
        grid.pill_chosen.emit(row.key, key)
    else:
        tick = next(
            (row.cells[c.key] for c in grid.columns() if c.kind == CHECK and c.key in row.cells),
            None,
        )
        if isinstance(tick, Cell):
            grid.toggled.emit(row.key, not tick.checked)


def tip(grid: DeskGrid, point: QPoint) -> str:
    """Tooltip of a cell: why a value was refused, or words that are cut."""
    rows, index = grid.rows_model(), grid.indexAt(point)
    if rows is None or not index.isValid():
        return ""
    column = rows.columns[index.column()]
    key = rows.key_at(index.row())
    over = rows.overlay(key, column.key) if key is not None else None
    if over is not None and over.reason:
        return plain_tip(over.reason)
    words = rows.text_at(index.row(), index.column())
    room = grid.columnWidth(index.column()) - 2 * PAD
    if column.kind == STATE:
        room -= 22
        row = rows.grid_row(index.row())
        if row is not None and row.state is not None and row.state.action:
            room -= round(look.metrics(13, look.MEDIUM).horizontalAdvance(row.state.action)) + 8
    cut = look.metrics(13).horizontalAdvance(words) > room
    return plain_tip(words) if cut else ""


def open_columns(grid: DeskGrid, anchor: QWidget) -> None:
    """The column chooser: a check box per column and «reset»."""
    popover = Popover(grid.window(), width=260)
    popover.add(SectionTitle(tr("Columns"), small=True))
    for column in grid.columns():
        if column.hideable and column.title:
            popover.add(_ColumnBox(grid, column))
    reset = Button(tr("Reset the view"), QUIET, icon="arrow-back-up", height=BAR)
    reset.clicked.connect(grid.layout_columns.reset)
    reset.clicked.connect(popover.close_now)
    popover.add(reset)
    popover.open_at(anchor, right=True)


class _ColumnBox(CheckBox):
    """Shows or hides one column."""

    def __init__(self, grid: DeskGrid, column: Column) -> None:
        shown = column.key not in grid.layout_columns.hidden()
        super().__init__(column.title, checked=shown)
        self._grid, self._key = grid, column.key
        self.toggled.connect(self._on_toggled)

    def _on_toggled(self, shown: bool) -> None:
        self._grid.layout_columns.set_hidden(self._key, not shown)
