"""The commands of the carts screen: menus, palette, keys. One table, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from b2bdesk.texts import tr
from b2bdesk.ui.frame.commands import CART, ORDER, Command

WHERE = "carts"


def commands(runs: Mapping[str, Callable[[], object]]) -> list[Command]:
    """The commands of the screen; `runs` are the screen's methods by short name."""
    table: list[tuple[str, str, tuple[str, ...], str, str]] = [
        ("send", tr("Send order"), ("Ctrl+Enter",), ORDER, "send"),
        ("check", tr("Check prices and stock"), ("F9",), ORDER, "clipboard-check"),
        ("prices", tr("Prices that changed"), ("Alt+P",), ORDER, "trending-up"),
        ("lines", tr("To the lines of the cart"), ("Esc",), CART, "list"),
        ("rename", tr("Rename the cart"), ("F2",), CART, "pencil"),
        ("copy", tr("Copy the cart"), ("Ctrl+D",), CART, "copy"),
        ("merge", tr("Merge into another cart"), (), CART, "arrows-join"),
        ("versus", tr("Compare with another cart"), (), CART, "columns"),
        ("note", tr("Note of the cart"), (), CART, "note"),
        ("give", tr("Cart as a file"), (), CART, "external-link"),
        ("compare", tr("Compare the cart by all contracts"), (), CART, "git-merge"),
        ("split", tr("Split into carts"), ("Ctrl+Shift+S",), CART, "arrows-split"),
        ("deal", tr("Deal out to addresses"), ("Ctrl+Shift+T",), CART, "table"),
        ("join", tr("Put the parts together"), (), CART, "arrows-join"),
        ("unsplit", tr("Take the split back"), ("Ctrl+Z",), CART, "arrow-back-up"),
        ("resplit", tr("Split again as it was"), ("Ctrl+Y",), CART, "arrow-forward-up"),
        ("proforma", tr("Order form as PDF"), ("Ctrl+P",), ORDER, "printer"),
        ("withdraw", tr("Withdraw the order"), (), CART, "arrow-back-up"),
        ("template", tr("Make a template or a cart again"), (), CART, "bookmark"),
        ("lock", tr("Lock or unlock the cart"), (), CART, "lock"),
        ("bin", tr("Show the recycle bin"), (), CART, "trash"),
        ("delete", tr("Move the cart to the recycle bin"), ("Ctrl+Del",), CART, "trash"),
    ]
    return [
        Command(f"carts.{name}", words, runs[name], keys, WHERE, menu, icon)
        for name, words, keys, menu, icon in table
    ]
