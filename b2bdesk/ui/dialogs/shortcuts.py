"""The key sheet of the present screen, F1: what works here, then what works everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMetaMethod, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.frame.commands import ENTITY, SCREEN, Command, shown_key
from b2bdesk.ui.widgets.badges import KeyCap
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import PlainLabel, SectionTitle
from b2bdesk.ui.widgets.scroll import ScrollArea

Keys = Sequence[tuple[str, str]]
_TWO_COLUMNS = 32  # rows that two columns hold without scrolling
_WIDTHS = {2: 760, 3: 1120, 4: 1340}
_MARGIN = 32


def grid_keys(grid: DeskGrid) -> Keys:
    """Keys that do something in this grid, as (key, words)."""
    heard = partial(_heard, grid)
    typed = grid.has_quantity() or grid.has_editable()
    enter = tr("accept and go down") if grid.enter_moves else tr("open")
    found = (
        ("0–9", tr("type a quantity"), grid.has_quantity()),
        ("Enter", enter, grid.enter_moves or heard(grid.entered)),
        ("Tab", tr("next cell to fill in"), typed),
        ("Ctrl+Tab", tr("leave the table"), True),
        ("F2", tr("edit the cell"), typed),
        ("+ −", tr("one multiple more or less"), grid.has_quantity() and heard(grid.stepped)),
        ("Space", tr("product card"), heard(grid.card_requested)),
        ("Ctrl+C", tr("copy for Excel"), True),
        ("Ctrl+V", tr("paste a block"), grid.accepts_paste),
        ("Ctrl+D", tr("fill down"), heard(grid.filled_down)),
        ("Del", tr("clear"), typed and heard(grid.cleared)),
        ("Ctrl+Del", tr("delete the line"), heard(grid.deleted)),
        ("Alt+↑ ↓", tr("move the line"), heard(grid.moved)),
        (tr("letters"), tr("search"), heard(grid.letters_typed)),
    )
    return tuple((key, words) for key, words, works in found if works)


def _heard(grid: DeskGrid, signal: SignalInstance) -> bool:
    """Whether somebody listens to a signal of the grid."""
    return grid.isSignalConnected(QMetaMethod.fromSignal(signal))


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
    sections = _sections(window, here, everywhere)
    total = sum(_height(keys) for _, keys in sections)
    room = window.width() - 2 * _MARGIN
    count = 2 if total <= _TWO_COLUMNS else 4 if room >= _WIDTHS[4] else 3
    width = min(_WIDTHS[count], room)
    sheet = Sheet(window, tr("Keys: {screen}").format(screen=title), width=width)
    content = QWidget()
    columns = QHBoxLayout(content)
    columns.setContentsMargins(0, 0, 8, 0)
    columns.setSpacing(32)
    for part in _dealt(sections, count):
        column = QVBoxLayout()
        column.setSpacing(9)
        for name, keys in part:
            _section(column, name, keys)
        column.addStretch(1)
        columns.addLayout(column, 1)
    area = ScrollArea(content)
    area.setMinimumHeight(min(content.sizeHint().height() + 4, window.height() - 220))
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    sheet.body.addWidget(area)
    sheet.open_over()
    return sheet


def _sections(
    window: QWidget, here: Sequence[Command], everywhere: Sequence[Command]
) -> list[tuple[str, Keys]]:
    """Title and keys of each part that has any, the present screen first."""
    bound = [command for command in everywhere if command.key]
    firms = [command for command in bound if command.id.startswith(ENTITY)]
    screens = [command for command in bound if command.id.startswith(SCREEN)]
    common = _pairs([c for c in bound if c not in firms and c not in screens])
    if firms:
        keys = firms[0].key + (f" … {len(firms)}" if len(firms) > 1 else "")
        common.append((keys, tr("legal entity by its number")))
    grids = [grid for grid in window.findChildren(DeskGrid) if grid.isVisible()]
    grids.sort(key=DeskGrid.hasFocus, reverse=True)
    on_screen = {key for command in here for key in map(shown_key, command.keys)}
    of_grid = [each for each in grid_keys(grids[0]) if each[0] not in on_screen] if grids else []
    found: list[tuple[str, Keys]] = [
        (tr("On this screen"), _pairs(here)),
        (tr("In the grid"), of_grid),
        (tr("Everywhere"), common),
        (tr("Screens"), _pairs(screens)),
    ]
    return [(title, keys) for title, keys in found if keys]


def _pairs(commands: Sequence[Command]) -> list[tuple[str, str]]:
    return [(command.key, command.title) for command in commands if command.key]


def _height(keys: Keys) -> int:
    return len(keys) + 2  # its title and the gap below


def _dealt(sections: Sequence[tuple[str, Keys]], count: int) -> list[list[tuple[str, Keys]]]:
    """Put each section below the shortest column so far."""
    columns: list[list[tuple[str, Keys]]] = [[] for _ in range(count)]
    for section in sections:
        shortest = min(columns, key=_column_height)
        shortest.append(section)
    return [column for column in columns if column]


def _column_height(column: Sequence[tuple[str, Keys]]) -> int:
    return sum(_height(keys) for _, keys in column)


def _section(column: QVBoxLayout, title: str, keys: Keys) -> None:
    column.addWidget(SectionTitle(title, small=True))
    for key, words in keys:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(words[:1].upper() + words[1:], 13), 1)
        row.addWidget(KeyCap(key))
        column.addLayout(row)
    column.addSpacing(10)
