"""Two carts side by side, item by item (PRODUCT O4).

Quantities are in base units, so that three boxes and thirty pieces are the same.
"""

from collections import defaultdict
from dataclasses import dataclass

from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.rows.carts import LineRow


@dataclass(frozen=True, slots=True)
class Compared:
    """One item in two carts; a quantity is 0 where the cart does not have it.

    `difference_minor` is what the right cart costs more for it, None when currencies differ.
    """

    item_id: str
    article: str
    name: str
    left_e3: int
    right_e3: int
    difference_minor: int | None

    @property
    def same(self) -> bool:
        """Say whether both carts hold as much of it."""
        return self.left_e3 == self.right_e3


def compare_carts(carts: Carts, left_id: str, right_id: str) -> tuple[Compared, ...]:
    """Return all items of two carts, in the order of the left one, then of the right one.

    Raises:
        Expected: `cart_not_found`.
    """
    left, right = carts.open(left_id), carts.open(right_id)
    sides = (_by_item(left.lines), _by_item(right.lines))
    comparable = left.cart.currency == right.cart.currency
    found = []
    for key in dict.fromkeys((*sides[0], *sides[1])):
        pair = [side.get(key, []) for side in sides]
        line = (pair[0] or pair[1])[0]
        sums = [sum(each.gross_minor for each in lines) for lines in pair]
        quantities = [sum(each.base_e3 for each in lines) for lines in pair]
        found.append(
            Compared(
                line.item_id,
                line.article,
                line.name or line.typed,
                quantities[0],
                quantities[1],
                sums[1] - sums[0] if comparable else None,
            )
        )
    return tuple(found)


def _by_item(lines: tuple[LineRow, ...]) -> dict[str, list[LineRow]]:
    found: dict[str, list[LineRow]] = defaultdict(list)
    for line in lines:
        found[line.item_id or f"\x00{line.typed}"].append(line)
    return found
