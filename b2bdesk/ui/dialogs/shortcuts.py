"""The key sheet of the present screen, F1: what works here, then what works everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.frame.commands import Command
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import KeyCap, PlainLabel, SectionTitle
from b2bdesk.ui.widgets.scroll import ScrollArea

Keys = Sequence[tuple[str, str]]


def grid_keys() -> Keys:
    """Keys of every grid, as (key, words)."""
    return (
        ("0–9", tr("type a quantity")),
        ("Enter", tr("accept and go down")),
        ("Tab", tr("next cell to fill in")),
        ("Ctrl+Tab", tr("leave the table")),
        ("F2", tr("edit the cell")),
        ("+ −", tr("one multiple more or less")),
        ("Space", tr("product card")),
        ("Ctrl+C", tr("copy for Excel")),
        ("Ctrl+D", tr("fill down")),
        ("Del", tr("clear")),
        ("Ctrl+Del", tr("delete the line")),
        ("Alt+↑ ↓", tr("move the line")),
        (tr("letters"), tr("search")),
    )


def open_shortcuts(
    window: QWidget, title: str, here: Sequence[Command], everywhere: Sequence[Command]
) -> Sheet:
    """Open the sheet.

    Args:
        window: the window.
        title: title of the screen.
        here: commands of the screen.
        everywhere: commands of the frame.
    """
    sheet = Sheet(window, tr("Keys: {screen}").format(screen=title), width=720)
    content = QWidget()
    columns = QHBoxLayout(content)
    columns.setContentsMargins(0, 0, 8, 0)
    columns.setSpacing(36)
    left = [(c.key, c.title) for c in here if c.key]
    with_grid = any(grid.isVisible() for grid in window.findChildren(DeskGrid))
    first, second = QVBoxLayout(), QVBoxLayout()
    if left:
        _section(first, tr("On this screen"), left)
    if with_grid:
        _section(first, tr("In the grid"), grid_keys())
    _section(second, tr("Everywhere"), [(c.key, c.title) for c in everywhere if c.key])
    for column in (first, second):
        column.setSpacing(9)
        column.addStretch(1)
        columns.addLayout(column, 1)
    area = ScrollArea(content)
    area.setMinimumHeight(min(content.sizeHint().height() + 4, window.height() - 220))
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    sheet.body.addWidget(area)
    sheet.open_over()
    return sheet


def _section(column: QVBoxLayout, title: str, keys: Keys) -> None:
    column.addWidget(SectionTitle(title, small=True))
    for key, words in keys:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(words, 13), 1)
        row.addWidget(KeyCap(key))
        column.addLayout(row)
    column.addSpacing(10)
