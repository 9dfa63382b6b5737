"""An edit of a cart as data: images of what it changes, before and after.

Every class-B use case produces one `Edit`; the repository writes the after-images and the journal
row in one transaction. Undo is the same edit turned round, applied where the present row still
equals the after-image (ARCHITECTURE, Undo).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from b2bdesk.domain.cart import LINE_FIELDS, Line, lines_reader

RANK_STEP = 1 << 16

CART_FIELDS = ("name", "entity_id", "contract_id", "currency", "note", "frozen", "template")


@dataclass(frozen=True, slots=True)
class CartHead:
    """What an edit may change of a cart besides its lines."""

    name: str
    entity_id: str
    contract_id: str
    currency: str
    note: str = ""
    frozen: int = 0
    template: int = 0


@dataclass(frozen=True, slots=True)
class LineSwap:
    """One line before and after; None = absent."""

    before: Line | None
    after: Line | None

    @property
    def line_id(self) -> str:
        """The line both images are of."""
        line = self.after or self.before
        return line.line_id if line else ""


class CellSwap(NamedTuple):
    """How much of a line goes to an address, before and after; 0 = nothing."""

    line_id: str
    address_id: str
    before_e3: int
    after_e3: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One undoable step: a code for its name with values, line swaps, the head when it changed.

    `cells` are changes of the cart's distribution over addresses; they touch no line.
    """

    cart_id: str
    label: str
    params: dict[str, Any] = field(default_factory=dict)
    swaps: tuple[LineSwap, ...] = ()
    head: tuple[CartHead, CartHead] | None = None
    cells: tuple[CellSwap, ...] = ()

    @property
    def empty(self) -> bool:
        """Say whether it changes nothing."""
        return not self.swaps and self.head is None and not self.cells

    def reversed(self) -> "Edit":
        """Return the edit that takes this one back."""
        return replace(
            self,
            swaps=tuple(LineSwap(swap.after, swap.before) for swap in reversed(self.swaps)),
            head=(self.head[1], self.head[0]) if self.head else None,
            cells=tuple(
                CellSwap(each.line_id, each.address_id, each.after_e3, each.before_e3)
                for each in reversed(self.cells)
            ),
        )


def applicable(edit: Edit, present: Mapping[str, Line], head: CartHead) -> tuple[Edit, int]:
    """Keep what still finds its before-image in the present state.

    Returns:
        The edit that can be applied, and how many rows were left alone.
    """
    swaps = tuple(swap for swap in edit.swaps if present.get(swap.line_id) == swap.before)
    conflicts = len(edit.swaps) - len(swaps)
    kept_head = edit.head
    if kept_head is not None and kept_head[0] != head:
        kept_head = None
        conflicts += 1
    return replace(edit, swaps=swaps, head=kept_head), conflicts


def images(edit: Edit) -> dict[str, Any]:
    """Return the JSON form that the journal keeps: values of lines by position, names once."""
    found: dict[str, Any] = {
        "fields": LINE_FIELDS,
        "lines": [(swap.before, swap.after) for swap in edit.swaps],
    }
    if edit.head:
        found["head"] = [{name: getattr(head, name) for name in CART_FIELDS} for head in edit.head]
    if edit.cells:
        found["cells"] = edit.cells
    return found


def edit_of_images(
    cart_id: str, label: str, params: dict[str, Any], found: Mapping[str, Any]
) -> Edit:
    """Return the edit of its JSON form."""
    heads = found.get("head")
    line = lines_reader(found["fields"])
    swaps = tuple(
        LineSwap(line(before) if before else None, line(after) if after else None)
        for before, after in found["lines"]
    )
    cells = tuple(CellSwap(*each) for each in found.get("cells", ()))
    pair = (_head(heads[0]), _head(heads[1])) if heads else None
    return Edit(cart_id, label, params, swaps, pair, cells)


def _head(image: Mapping[str, Any]) -> CartHead:
    return CartHead(**{name: image[name] for name in CART_FIELDS if name in image})


def rank_between(low: int | None, high: int | None) -> int | None:
    """Return a rank between two neighbours, None when no gap is left (then all are renumbered)."""
    if low is None and high is None:
        return RANK_STEP
    if high is None:
        return (low or 0) + RANK_STEP
    if low is None:
        return high - RANK_STEP
    middle = (low + high) // 2
    return middle if low < middle < high else None
