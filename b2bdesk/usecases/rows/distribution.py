"""Rows of a distribution: articles down, addresses across, a quantity in each cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.account import AddressRow
from b2bdesk.usecases.rows.carts import CartRow


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A line with what goes where, all in the line's unit.

    `lot_e3` is what a share should be a multiple of; `gross_minor` what the whole line comes to.
    """

    line_id: str
    position: int
    article: str
    name: str
    unit: str
    quantity_e3: int
    lot_e3: int
    gross_minor: int
    cells: Mapping[str, int] = field(default_factory=dict)

    @property
    def left_e3(self) -> int:
        """What is not dealt out yet; below zero = more than the line has."""
        return self.quantity_e3 - sum(self.cells.values())


@dataclass(frozen=True, slots=True)
class Matrix:
    """The distribution of a cart."""

    cart: CartRow
    addresses: tuple[AddressRow, ...]
    lines: tuple[SharedLine, ...]

    @property
    def open_lines(self) -> int:
        """How many lines are not dealt out exactly."""
        return sum(line.left_e3 != 0 for line in self.lines)


@dataclass(frozen=True, slots=True)
class Shared:
    """The lines a change of the distribution touched, as they are now; `cells` it wrote."""

    lines: tuple[SharedLine, ...]
    cells: int
    changes: ChangeSet
