"""Copying carts, making carts out of templates, pouring one cart into another.

Functions over `Carts`: a copy takes today's prices and stock as seen; what is merged goes into
the recycle bin, so that nothing is lost. Called on the lane that writes desk.db.
"""

from dataclasses import dataclass

from b2bdesk.domain.cart import Line
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.rows.carts import AddResult, CartRow, NewLine


@dataclass(frozen=True, slots=True)
class Copied:
    """A new cart and what went into it."""

    cart: CartRow
    added: AddResult


def copy_cart(carts: Carts, cart_id: str, name: str = "") -> Copied:
    """Make a cart of the present contract with the lines of another one; it becomes active.

    Raises:
        Expected: `cart_not_found`, `no_contract`.
    """
    lines = [_new(line) for line in carts.stored(cart_id)]
    made = carts.create(name)
    return Copied(made, carts.add_lines(made.id, lines, "copy", "keep", rounding=False))


def merge_carts(carts: Carts, source_id: str, target_id: str) -> AddResult:
    """Add the lines of a cart to another one; the first goes into the recycle bin.

    Raises:
        Expected: `cart_not_found`, `cart_sealed`, `cart_frozen`; `cart_same` for one and the same.
    """
    lines = carts.stored(source_id)
    if source_id == target_id:
        raise Expected("cart_same")
    with collector_paused():
        added = carts.add_lines(target_id, [_new(line) for line in lines], "merge")
    carts.delete(source_id)
    return added


def _new(line: Line) -> NewLine:
    return NewLine(
        line.item_id, line.quantity_e3, line.okei, line.comment, line.typed or line.article,
        line.source, bool(line.kept), line.place, line.address_id,
    )  # fmt: skip
