"""Cursor and selection of a grid: moving, keys of the selection, sums, copying."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionRange, QRectF
from PySide6.QtWidgets import QApplication

from b2bdesk.ui.itemmodels.rows import ARTICLE, CHECK, PICTURE, TEXT, Cell, Key
from b2bdesk.ui.widgets.grid.clipboard import as_mime
from b2bdesk.ui.widgets.grid.place import rows_of, selectable_column

if TYPE_CHECKING:
    from b2bdesk.ui.widgets.grid.view import DeskGrid

_SUM_LIMIT = 20_000
_COPY_LIMIT = 200_000


def go_to_row(grid: DeskGrid, row: int, column: str = "") -> bool:
    """Put the cursor on a row by number; False when there is no such row."""
    rows = grid.rows_model()
    if rows is None or not 0 <= row < rows.row_total():
        return False
    number = rows.column_of(column) if column else grid.currentIndex().column()
    if number < 0:
        number = selectable_column(grid)
    grid.put_cursor(row, number)
    grid.scrollTo(grid.currentIndex())
    return True


def step_row(grid: DeskGrid, by: int) -> bool:
    """Move the cursor down or up, staying in its column."""
    go_to_row(grid, grid.currentIndex().row() + by)
    return True


def step_editable(grid: DeskGrid, by: int) -> bool:
    """Move to the next cell that can be typed in, over row ends; False at the last one."""
    rows = grid.rows_model()
    index = grid.currentIndex()
    if rows is None or not index.isValid() or not grid.has_editable():
        return False
    header = grid.horizontalHeader()
    order = [
        header.logicalIndex(visual)
        for visual in range(header.count())
        if not header.isSectionHidden(header.logicalIndex(visual))
    ]
    at, row = order.index(index.column()), index.row()
    for _ in range(len(order) * 64):
        at += by
        if not 0 <= at < len(order):
            row += by
            at = 0 if by > 0 else len(order) - 1
        if not 0 <= row < rows.row_total():
            return False
        if rows.can_edit(row, order[at]):
            return go_to_row(grid, row, rows.columns[order[at]].key)
    return False


def blocks(grid: DeskGrid) -> list[QItemSelectionRange]:
    """The selected blocks."""
    if grid.rows_model() is None:
        return []
    return list(grid.selectionModel().selection().toList())


def selected_keys(grid: DeskGrid) -> list[Key]:
    """Keys of the rows touched by the selection, in order; the current row when none."""
    rows = grid.rows_model()
    if rows is None:
        return []
    numbers: set[int] = set()
    for block in blocks(grid):
        numbers.update(range(block.top(), block.bottom() + 1))
    if not numbers and grid.currentIndex().isValid():
        numbers.add(grid.currentIndex().row())
    keys = (rows.key_at(number) for number in sorted(numbers))
    return [key for key in keys if key is not None]


def selected_rects(grid: DeskGrid, only: Collection[int] | None = None) -> list[QRectF]:
    """Rectangles of the selection in the viewport, of some columns when told; none for one cell."""
    found: list[QRectF] = []
    height, width = grid.row_height(), grid.viewport().width()
    for block in blocks(grid):
        if block.width() == block.height() == 1 and not grid.row_select:
            continue
        top = float(grid.rowViewportPosition(block.top()))
        tall = float(block.height() * height)
        if grid.row_select:
            found.append(QRectF(0, top, width, tall))
            continue
        for column in range(block.left(), block.right() + 1):
            if not grid.isColumnHidden(column) and (only is None or column in only):
                x, w = grid.column_left(column), grid.columnWidth(column)
                found.append(QRectF(x, top, w, tall))
    return found


def sums(grid: DeskGrid) -> tuple[int, int, dict[str, int]]:
    """Rows, cells and sums of `Cell.value` by column of the selection."""
    rows = grid.rows_model()
    totals: dict[str, int] = {}
    if rows is None:
        return 0, 0, totals
    touched = rows_of(blocks(grid))
    cells = sum(block.width() * block.height() for block in blocks(grid))
    if cells > _SUM_LIMIT:
        return touched, cells, totals
    for block in blocks(grid):
        for row in range(block.top(), block.bottom() + 1):
            found = rows.grid_row(row)
            for column in range(block.left(), block.right() + 1):
                key = rows.columns[column].key
                cell = found.cells.get(key) if found is not None else None
                if isinstance(cell, Cell) and cell.value is not None:
                    totals[key] = totals.get(key, 0) + cell.value
    return touched, cells, totals


def copy(grid: DeskGrid) -> None:
    """Put the selection on the clipboard as TSV and HTML; whole rows copy shown columns."""
    rows = grid.rows_model()
    if rows is None:
        return
    header = grid.horizontalHeader()
    skip = (CHECK, PICTURE)
    order = [header.logicalIndex(visual) for visual in range(header.count())]
    chosen: set[int] = set()
    numbers: set[int] = set()
    for block in blocks(grid):
        chosen.update(range(block.left(), block.right() + 1))
        numbers.update(range(block.top(), block.bottom() + 1))
    shown = [
        column
        for column in order
        if (column in chosen or grid.row_select)
        and not grid.isColumnHidden(column)
        and rows.columns[column].kind not in skip
    ]
    if len(numbers) * len(shown) > _COPY_LIMIT:
        numbers = set(sorted(numbers)[: _COPY_LIMIT // max(1, len(shown))])
    lines = [[rows.text_at(row, column) for column in shown] for row in sorted(numbers)]
    texts = frozenset(
        place for place, column in enumerate(shown)
        if rows.columns[column].kind in (ARTICLE, TEXT)
    )  # fmt: skip
    QApplication.clipboard().setMimeData(as_mime(lines, texts))
