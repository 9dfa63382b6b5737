"""The commands of Избранное: menus, palette, keys."""

from __future__ import annotations

from collections.abc import Callable

from b2bdesk.texts import tr
from b2bdesk.ui.frame.commands import CART, EDIT, FILE, VIEW, Command

WHERE = "favourites"


def commands(runs: dict[str, Callable[[], object]]) -> list[Command]:
    """The commands of the screen; `runs` are its methods by short name."""
    table = [
        ("remove", tr("Take out of favourites"), ("Ctrl+Shift+D",), EDIT, "star"),
        ("undo", tr("Undo in the cart"), ("Ctrl+Z",), EDIT, "arrow-back-up"),
        ("export", tr("Save as a spreadsheet"), ("Ctrl+Shift+E",), FILE, "file-spreadsheet"),
        ("print", tr("Print the list"), ("Ctrl+P",), FILE, "printer"),
        ("card", tr("Show in the catalogue"), (), CART, "layout-grid"),
        ("goods", tr("View: goods"), (), VIEW, "star"),
        ("history", tr("View: what came true"), (), VIEW, "history"),
    ]
    return [
        Command(f"favourites.{name}", title, runs[name], shortcuts, WHERE, menu, icon)
        for name, title, shortcuts, menu, icon in table
    ]
