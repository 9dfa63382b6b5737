"""Carts as files for the buyer's own programs and for colleagues (PRODUCT O16)."""

from pathlib import Path

from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.ports.lists import ListFiles


class Exports:
    """Writes carts as tables."""

    def __init__(self, carts: Carts, files: ListFiles) -> None:
        self._carts = carts
        self._files = files

    def cart(self, cart_id: str, target: Path) -> Path:
        """Write a cart with today's prices as .xlsx, or as .csv when the file is called so.

        Raises:
            Expected: `cart_not_found`.
            Environment: the file could not be written.
        """
        sheet = self._carts.open(cart_id)
        return self._files.cart(target, sheet.cart.name, sheet.lines)
