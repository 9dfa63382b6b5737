"""The window: a repaint of the grid beside Qt's own item model, and the start."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView, QWidget

from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import NUMBER, Column, GridRow
from b2bdesk.ui.startup import make_application
from b2bdesk.ui.widgets.grid import DeskGrid
from bench.measure import Row, one, p95, seconds
from bench.stage import Stage

ROWS, COLUMNS, FRAMES = 5_000, 10, 60
_EMPTY = (
    "from PySide6.QtWidgets import QApplication, QTableView\n"
    "app = QApplication([]); view = QTableView(); view.show(); view.grab()\n"
)


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    del stage
    app = make_application("light")
    ours = DeskGrid("bench")
    columns = [Column(f"c{n}", f"Column {n}", NUMBER if n > 3 else "text") for n in range(COLUMNS)]
    model = ListRowModel(columns, key=int, prepare=_prepare, parent=ours)
    model.set_rows(list(range(ROWS)))
    ours.set_rows_model(model)
    plain = QTableView()
    items = QStandardItemModel(ROWS, COLUMNS)
    for row in range(ROWS):
        for column in range(COLUMNS):
            items.setItem(row, column, QStandardItem(f"{row} {column}"))
    plain.setModel(items)
    yield Row("grid.repaint", _repaint(ours), "ms", _repaint(plain), 2.0, "p95 of a whole viewport")
    empty = seconds(lambda: _python("-c", _EMPTY))
    started = seconds(lambda: _python("-c", "import b2bdesk.app"))
    note = "the program imported, beside an empty window"
    yield Row("start.imports", started, "s", empty, 2.0, note)
    del app


def _prepare(row: int, _number: int) -> GridRow:
    return GridRow(row, {f"c{n}": f"{row} {n}" for n in range(COLUMNS)})


def _repaint(view: QWidget) -> float:
    view.resize(1280, 760)
    view.show()
    view.grab()
    times = [one(view.grab) for _ in range(FRAMES)]
    view.hide()
    return p95(times) * 1e3


def _python(*arguments: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, *arguments], env=environment, check=True)
