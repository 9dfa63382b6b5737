"""The window: a repaint of the grid beside Qt's own item model, and the start."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView, QWidget

from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import NUMBER, Column, GridRow
from b2bdesk.ui.startup import make_application
from b2bdesk.ui.widgets.grid import DeskGrid
from bench.measure import Row, one, p95
from bench.stage import Stage
from tests.support.originals import copy_home

ROWS, COLUMNS, FRAMES = 5_000, 10, 60
_EMPTY = (
    "from PySide6.QtWidgets import QApplication, QTableView\n"
    "app = QApplication([]); view = QTableView(); view.show(); view.grab(); print('painted')\n"
)
_STARTS = 3


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
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
    yield from _started(stage)
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


def _started(stage: Stage) -> Iterator[Row]:
    """Start the program over a copy of the profile (ours is open) and an empty window in turn."""
    home = stage.folder / "started"
    copy_home(stage.folder / "home", home)
    program = ("-m", "bench.first_paint", "--home", str(home), "--profile", "bench")
    pairs = [(_told("-c", _EMPTY), _told(*program)) for _ in range(_STARTS)]
    empty = statistics.median(plain["painted"] for plain, _ in pairs)
    frame = statistics.median(ours["frame"] for _, ours in pairs)
    window = statistics.median(ours["window"] for _, ours in pairs)
    yield Row("start.first_paint", frame, "s", empty, 2.0, "filled cache, beside an empty window")
    yield Row("start.window", window, "s", empty, None, "the window with its first screen")


def _told(*arguments: str) -> dict[str, float]:
    """Return the seconds from the start of a process to each word it says."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    argv = [sys.executable, "-P", *arguments]
    began = time.perf_counter()
    with subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        return {line.strip(): time.perf_counter() - began for line in process.stdout}
