"""The commands of Что изменилось: menus, palette, keys."""

from __future__ import annotations

from collections.abc import Callable

from b2bdesk.texts import tr
from b2bdesk.ui.frame.commands import CART, EDIT, FILE, VIEW, Command

WHERE = "radar"


def commands(runs: dict[str, Callable[[], object]]) -> list[Command]:
    """The commands of the screen; `runs` are its methods by short name."""
    table = [
        ("undo", tr("Undo in the cart"), ("Ctrl+Z",), EDIT, "arrow-back-up"),
        ("star", tr("Put into favourites"), ("Ctrl+Shift+D",), EDIT, "star"),
        ("export", tr("Save as a spreadsheet"), ("Ctrl+Shift+E",), FILE, "file-spreadsheet"),
        ("print", tr("Print the list"), ("Ctrl+P",), FILE, "printer"),
        ("card", tr("Show in the catalogue"), (), CART, "layout-grid"),
        ("sync", tr("Since the last synchronisation"), (), VIEW, "clock"),
        ("order", tr("Since the last order"), (), VIEW, "clock"),
        ("purchase", tr("Since each was bought"), (), VIEW, "clock"),
    ]
    return [
        Command(f"radar.{name}", title, runs[name], shortcuts, WHERE, menu, icon)
        for name, title, shortcuts, menu, icon in table
    ]
