"""The commands of the order sheet: menus, palette, keys. One table, nothing else."""

from __future__ import annotations

from collections.abc import Callable

from b2bdesk.texts import tr
from b2bdesk.ui.frame.commands import CART, EDIT, FILE, ORDER, Command

WHERE = "order"
UNDO, REDO = "order.undo", "order.redo"
Run = Callable[[], object]


def commands(runs: dict[str, Run]) -> list[Command]:
    """The commands of the screen; `runs` are the screen's methods by short name."""
    made: list[Command] = []
    for name, words, keys, menu, icon in _table():
        if name in runs:
            made.append(Command(f"order.{name}", words, runs[name], keys, WHERE, menu, icon))
    return made


def _table() -> list[tuple[str, str, tuple[str, ...], str, str]]:
    return [
        ("send", tr("Send order"), ("Ctrl+Enter",), ORDER, "send"),
        ("check", tr("Check prices and stock"), ("F9",), ORDER, "clipboard-check"),
        ("file", tr("Add lines from a file"), ("Ctrl+O",), FILE, "file-import"),
        ("pdf", tr("Save the order form as PDF"), ("Ctrl+P",), FILE, "printer"),
        ("export", tr("Export the cart to Excel"), ("Ctrl+Shift+E",), FILE, "table"),
        ("give", tr("Share the cart as a file"), (), FILE, "external-link"),
        ("undo", tr("Undo"), ("Ctrl+Z",), EDIT, "arrow-back-up"),
        ("redo", tr("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), EDIT, "arrow-forward-up"),
        ("paste", tr("Paste lines"), (), EDIT, "clipboard"),
        ("find", tr("Find a line of the cart"), ("Ctrl+G",), EDIT, "search"),
        ("next", tr("Next problem"), ("F8",), EDIT, "arrow-down"),
        ("previous", tr("Previous problem"), ("Shift+F8",), EDIT, "arrow-up"),
        ("remove", tr("Remove the line"), (), EDIT, "trash"),
        ("comment", tr("Comment of the line"), ("Ctrl+M",), EDIT, "note"),
        ("unit", tr("Unit of the line"), ("Ctrl+U",), EDIT, "ruler-2"),
        ("replace", tr("Pick: substitutes, similar goods"), ("F4",), CART, "arrows-exchange"),
        ("shortages", tr("Substitutes for all shortages"), ("Ctrl+F4",), CART, "arrows-exchange"),
        ("prices", tr("Accept all new prices"), (), CART, "trending-up"),
        ("review", tr("Prices that changed"), ("Alt+P",), CART, "trending-up"),
        ("picking", tr("Pick in the catalogue"), (), CART, "list"),
        ("scanner", tr("New line"), ("F6",), CART, "plus"),
        ("checkout", tr("Check out"), (), CART, "list-check"),
    ]
