"""One repaint of the grid: fills, wells, edges and hairlines in one pass, then cells, then ring.

No delegate and no option objects: the view calls `paint` with the clip and this walks the
visible rows once. 40 × 10 cells stay within a third of a 60 Hz frame.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.rows import QUANTITY, Column, GridRow
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.grid import selecting
from b2bdesk.ui.widgets.grid.cells import Spot

if TYPE_CHECKING:
    from b2bdesk.ui.widgets.grid.view import DeskGrid

EDGE = 3

# Rows that are only described (a heading of the buyer's list) have a quiet state and no edge.
EDGED = frozenset({"ok", "info", "warn", "bad", "accent"})


class GridPainting:
    """Paints the viewport of one grid."""

    def __init__(self, grid: DeskGrid) -> None:
        self._grid = grid

    def paint(self, p: QPainter, clip: QRect) -> None:
        """Repaint `clip` of the viewport."""
        grid = self._grid
        p.fillRect(clip, look.color("surface"))
        rows = grid.rows_model()
        first, last = grid.visible_span(clip.top(), clip.bottom())
        if rows is None or last < first:
            return
        self._rows(p, rows, (first, last), self._columns(rows, clip), None)
        self._cursor(p, clip)
        staying = grid.frozen_spans()
        width = sum(each[2] for each in staying)
        if clip.left() < width:
            self._stay(p, rows, clip.intersected(QRect(0, 0, width, grid.viewport().height())))

    def _stay(self, p: QPainter, rows: RowModel, clip: QRect) -> None:
        """Paint the columns that are not scrolled over those that are."""
        grid = self._grid
        staying = grid.frozen_spans()
        spans = [_span(x, w, rows.columns[number]) for number, x, w in staying]
        numbers = {number for number, _, _ in staying}
        p.save()
        p.setClipRect(clip)
        p.fillRect(clip, look.color("surface"))
        self._rows(p, rows, grid.visible_span(clip.top(), clip.bottom()), spans, numbers)
        if grid.row_select or grid.currentIndex().column() in numbers:
            self._cursor(p, clip)
        p.restore()
        edge = sum(w for _, _, w in staying)
        paint.vline(p, edge, clip.top(), clip.height(), look.color("line2"))

    def _rows(
        self, p: QPainter, rows: RowModel, span: tuple[int, int],
        spans: list[tuple[float, float, Column]], only: Collection[int] | None,
    ) -> None:  # fmt: skip
        grid = self._grid
        current = grid.currentIndex()
        self._backs(p, rows, span, spans, only)
        cells = grid.cells
        cells.begin(p)
        height = grid.row_height()
        for row in range(span[0], span[1] + 1):
            found = rows.grid_row(row)
            y = float(grid.rowViewportPosition(row))
            if found is None:
                self._unread(p, spans, y, height)
                continue
            here = row == current.row()
            for x, w, column in spans:
                over = rows.overlay(found.key, column.key)
                cells.paint(p, Spot(x, y, w, height - 1, column, found, over, here))

    def _columns(self, rows: RowModel, clip: QRect) -> list[tuple[float, float, Column]]:
        header = self._grid.horizontalHeader()
        spans: list[tuple[float, float, Column]] = []
        for visual in range(header.count()):
            logical = header.logicalIndex(visual)
            if header.isSectionHidden(logical):
                continue
            x, w = header.sectionViewportPosition(logical), header.sectionSize(logical)
            if x <= clip.right() and x + w >= clip.left():
                spans.append(_span(x, w, rows.columns[logical]))
        return spans

    def _backs(
        self, p: QPainter, rows: RowModel, span: tuple[int, int],
        columns: list[tuple[float, float, Column]], only: Collection[int] | None,
    ) -> None:  # fmt: skip
        grid = self._grid
        current = grid.currentIndex().row()
        width, height = grid.viewport().width(), grid.row_height()
        well, sel, line = look.color("well"), look.color("sel"), look.color("line")
        wells = [(x, w) for x, w, column in columns if column.kind == QUANTITY]
        top = grid.rowViewportPosition(span[0])
        bottom = grid.rowViewportPosition(span[1]) + height
        for x, w in wells:
            p.fillRect(QRectF(x, top, w, bottom - top), well)
        hovered = grid.hovered_row()
        if span[0] <= hovered <= span[1] and hovered != current:
            p.fillRect(
                QRectF(0, grid.rowViewportPosition(hovered), width, height), look.color("hover")
            )
        if span[0] <= current <= span[1]:
            p.fillRect(QRectF(0, grid.rowViewportPosition(current), width, height), sel)
        for block in selecting.selected_rects(grid, only):
            p.fillRect(block, sel)
        for row in range(span[0], span[1] + 1):
            y = float(grid.rowViewportPosition(row))
            paint.hline(p, 0, y + height, width, line)
            found = rows.grid_row(row)
            if found is not None:
                self._edge(p, found, y, height, row == current)
        for edge in grid.band_edges() if only is None else ():
            paint.vline(p, edge, top, bottom - top, line)

    def _edge(self, p: QPainter, row: GridRow, y: float, height: int, current: bool) -> None:
        if row.state is not None and row.state.tone in EDGED:
            p.fillRect(QRectF(0, y, EDGE, height - 1), look.tone(row.state.tone, "edge"))
        elif current and self._grid.detail_edge:
            p.fillRect(QRectF(0, y, EDGE, height - 1), look.color("accent"))

    def _unread(
        self, p: QPainter, spans: list[tuple[float, float, Column]], y: float, height: int
    ) -> None:
        """A row under way: quiet bars where the words will be."""
        for x, w, column in spans:
            if column.stretch:
                bar = QRectF(x + 10, y + height / 2 - 4, max(20.0, w * 0.4), 7)
                paint.box(p, bar, 3, look.color("track"))

    def _cursor(self, p: QPainter, clip: QRect) -> None:
        grid = self._grid
        index = grid.currentIndex()
        if not index.isValid():
            return
        rect = grid.visualRect(index)
        if grid.row_select:
            if not grid.shows_row_ring():
                return
            rect = QRect(0, rect.y(), grid.viewport().width(), rect.height())
        if not rect.intersects(clip):
            return
        place = QRectF(rect).adjusted(0, 0, 0, -1)
        if grid.is_editing():
            paint.box(p, place, 3, look.color("surface"), look.color("focus"), 2.0)
        elif grid.hasFocus():
            paint.ring(p, place, 3)
        else:
            paint.box(p, place, 3, None, look.color("line2"), 2.0)


def _span(x: int, width: int, column: Column) -> tuple[float, float, Column]:
    """Where the cells of a column are painted."""
    return float(x + column.lead), float(width - column.lead), column
