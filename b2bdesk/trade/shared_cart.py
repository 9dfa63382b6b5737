"""A cart as it travels between desks (`.b2bcart`): goods and quantities, never prices.

`files.cart_file` writes and reads it, `usecases.cart_exchange` gives and takes it.
"""

from __future__ import annotations

from typing import NamedTuple


class SharedLine(NamedTuple):
    """One line; quantity in thousandths of its unit."""

    item_id: str
    article: str
    name: str
    quantity_e3: int
    okei: str = ""
    comment: str = ""


class SharedCart(NamedTuple):
    """A cart with its lines in the buyer's order."""

    name: str
    lines: tuple[SharedLine, ...]
    note: str = ""
