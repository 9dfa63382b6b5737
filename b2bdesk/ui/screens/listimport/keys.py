"""The commands of the import, as F1, the menus and the palette show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from b2bdesk.texts import tr
from b2bdesk.ui.frame.commands import CART, EDIT, FILE, Command

WHERE = "import"
PICKS = range(1, 6)


def commands(acts: Mapping[str, Callable[[], object]]) -> list[Command]:
    """One command for each act that has a key."""
    table: tuple[tuple[str, str, tuple[str, ...], str, str], ...] = (
        ("go", tr("Go on: next step or into the cart"), ("Ctrl+Enter",), CART, "check"),
        ("deal", tr("A cart for each address of the list"), ("Ctrl+Shift+Enter",), CART, "map-pin"),
        ("cart", tr("Choose the cart the list goes to"), ("Ctrl+Shift+J",), CART, "shopping-cart"),
        ("keep", tr("Rows not found wait in the cart"), ("Ctrl+Shift+L",), CART, "hourglass"),
        ("file", tr("Choose a list"), ("Ctrl+O",), FILE, "file-import"),
        ("report", tr("Save the report"), ("Ctrl+Shift+E",), FILE, "file-spreadsheet"),
        ("unknown", tr("Save what was not recognised"), ("Ctrl+Shift+U",), FILE, "help-circle"),
        ("fill", tr("Put the answers into your file"), ("Ctrl+S",), FILE, "table"),
        ("close", tr("Close the list"), ("Esc",), FILE, "x"),
        ("paste", tr("Take a list from the clipboard"), ("Ctrl+V",), EDIT, "clipboard"),
        ("next", tr("Next problem"), ("F8",), EDIT, "arrow-down"),
        ("previous", tr("Previous problem"), ("Shift+F8",), EDIT, "arrow-up"),
        ("instead", tr("Pick: substitutes, similar goods"), ("F4",), EDIT, "arrows-exchange"),
        ("sheets", tr("Read all sheets with goods together"), ("Ctrl+Shift+B",), EDIT, "table"),
        ("undo", tr("Take back: a choice, a quantity, the added lines"), ("Ctrl+Z",), EDIT,
         "arrow-back-up"),
    )  # fmt: skip
    return [
        Command(f"{WHERE}.{name}", words, acts[name], keys, WHERE, menu, icon)
        for name, words, keys, menu, icon in table
    ]


def picks(take: Callable[[int], Callable[[], object]], *, plain: bool) -> list[Command]:
    """Take a proposal: Alt and its number anywhere, the number alone on rows that ask."""
    return [
        Command(f"{WHERE}.{'pick' if plain else 'take'}{n}",
                tr("Take proposal {n}").format(n=n), take(n),
                (str(n),) if plain else (f"Alt+{n}",), WHERE, hidden=True)
        for n in PICKS
    ]  # fmt: skip
