"""The commands of the catalogue: menus, palette, keys. One table, nothing else."""

from __future__ import annotations

from collections.abc import Callable

from b2bdesk.texts import tr
from b2bdesk.ui.frame.commands import CART, EDIT, FILE, VIEW, Command

WHERE = "catalog"
Run = Callable[[], object]


def commands(runs: dict[str, Run]) -> list[Command]:
    """The commands of the screen; `runs` are its methods by short name."""
    return [
        Command(
            f"catalog.{name}", words, runs[name], keys, WHERE, menu, icon, hidden=name == "escape"
        )
        for name, words, keys, menu, icon in _table()
    ]


def _table() -> list[tuple[str, str, tuple[str, ...], str, str]]:
    return [
        ("undo", tr("Undo in the cart"), ("Ctrl+Z",), EDIT, "arrow-back-up"),
        ("redo", tr("Redo in the cart"), ("Ctrl+Y", "Ctrl+Shift+Z"), EDIT, "arrow-forward-up"),
        ("excel", tr("List to Excel"), ("Ctrl+Shift+E",), FILE, "file-spreadsheet"),
        ("print", tr("Print the list"), ("Ctrl+P", "Ctrl+Shift+P"), FILE, "printer"),
        ("card", tr("Card beside the list"), (), VIEW, "layout-sidebar"),
        ("full", tr("Full card"), (), VIEW, "maximize"),
        ("instead", tr("Pick: substitutes"), ("F4",), CART, "arrows-exchange"),
        ("variants", tr("Variants of the item"), ("F7",), CART, "table"),
        ("cart", tr("Open the cart"), (), CART, "shopping-cart"),
        ("in_stock", tr("Only in stock"), (), VIEW, "package"),
        ("bought", tr("Only what was bought before"), (), VIEW, "history"),
        ("promoted", tr("Only promotions"), (), VIEW, "discount"),
        ("added", tr("Only new goods"), (), VIEW, "circle-plus"),
        ("clear", tr("Clear the filters"), (), VIEW, "filter-off"),
        ("list", tr("View: with pictures"), (), VIEW, "layout-list"),
        ("table", tr("View: table"), (), VIEW, "table"),
        ("tiles", tr("View: tiles"), (), VIEW, "layout-grid"),
        ("compact", tr("Rows: compact"), (), VIEW, "list"),
        ("normal", tr("Rows: normal"), (), VIEW, "list"),
        ("roomy", tr("Rows: roomy"), (), VIEW, "list"),
        ("tree", tr("To the categories"), (), VIEW, "folder"),
        ("before", tr("Previous item"), ("Alt+Up",), "", "arrow-up"),
        ("after", tr("Next item"), ("Alt+Down",), "", "arrow-down"),
        ("escape", tr("Close the card"), ("Esc",), "", "x"),
    ]
