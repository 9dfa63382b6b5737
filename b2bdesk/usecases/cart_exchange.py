"""Handing a cart to a colleague as a `.b2bcart` file, and taking one in (PRODUCT O4, P4).

Goods are found by the portal's id, else by article; what is not found stays as a line that waits
for the buyer. Prices are always those of the receiving contract.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from b2bdesk.trade.shared_cart import SharedCart, SharedLine
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.ports.resolve import ResolvePort
from b2bdesk.usecases.rows.carts import AddResult, CartRow, NewLine


class CartFilesPort(Protocol):
    """Writes and reads `.b2bcart` files."""

    def write(self, target: Path, cart: SharedCart) -> Path:
        """Write a cart."""
        ...

    def read(self, path: Path) -> SharedCart:
        """Read a cart; raises `Expected` when it is none."""
        ...


@dataclass(frozen=True, slots=True)
class Received:
    """A cart made out of a file; `unknown` counts lines nothing was found for."""

    cart: CartRow
    added: AddResult
    unknown: int


class CartExchange:
    """Gives and takes carts."""

    def __init__(self, carts: Carts, files: CartFilesPort, resolve: ResolvePort) -> None:
        self._carts = carts
        self._files = files
        self._resolve = resolve

    def give(self, cart_id: str, target: Path) -> Path:
        """Write a cart into a file.

        Raises:
            Expected: `cart_not_found`.
            Environment: the file could not be written.
        """
        sheet = self._carts.open(cart_id)
        lines = tuple(
            SharedLine(
                line.item_id,
                line.article or line.typed,
                line.name,
                line.quantity_e3,
                line.okei,
                line.comment,
            )
            for line in sheet.lines
        )
        return self._files.write(target, SharedCart(sheet.cart.name, lines, sheet.cart.note))

    def take(self, path: Path, name: str = "") -> Received:
        """Make a cart of the present contract out of a file; it becomes the active one.

        Raises:
            Expected: `file_not_found`, `cart_file_bad`, `cart_file_newer`, `no_contract`.
        """
        shared = self._files.read(path)
        known = self._resolve.offers_by_ids([line.item_id for line in shared.lines if line.item_id])
        missing = [line.article for line in shared.lines if line.item_id not in known]
        hits = self._resolve.resolve(missing) if missing else {}
        lines = []
        for line in shared.lines:
            found = hits.get(line.article, ())
            item_id = line.item_id if line.item_id in known else ""
            if not item_id and len(found) == 1:
                item_id = found[0].offer.id
            typed = line.article or line.name
            lines.append(
                NewLine(item_id, line.quantity_e3, line.okei, line.comment, typed, kept=True)
            )
        cart = self._carts.create(name or shared.name)
        if shared.note:
            self._carts.set_note(cart.id, shared.note)
        added = self._carts.add_lines(cart.id, lines, "receive", "keep", rounding=False)
        return Received(cart, added, sum(not line.item_id for line in lines))
