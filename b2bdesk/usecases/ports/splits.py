"""What splitting, joining and distributing carts need of desk.db."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from b2bdesk.domain.cart import Line
from b2bdesk.domain.edits import Edit
from b2bdesk.domain.splitting import Supply
from b2bdesk.usecases.ports.carts import CartRecord, Summary


@dataclass(frozen=True, slots=True)
class NewPart:
    """A cart that a split makes, with its lines and what it stands for in words."""

    record: CartRecord
    lines: Sequence[Line]
    title: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A split: the cart it was, and its parts as (id, state, title), in their order."""

    split_id: str
    source_id: str
    way: str
    parts: tuple[tuple[str, str, str], ...]


class SplitsPort(Protocol):
    """Splits and joins; each is one transaction."""

    def origin(self, cart_id: str) -> Origin | None:
        """Return the split a cart came out of or was last split by; None = neither."""
        ...

    def living(self, origin: Origin) -> tuple[tuple[str, str, str], ...]:
        """Return parts of a split, and parts of those, that are in no bin: id, state, title."""
        ...

    def known(self, cart_ids: Sequence[str]) -> bool:
        """Say whether one of these carts is there or was sealed here once."""
        ...

    def split(self, source_id: str, way: str, parts: Sequence[NewPart], at: datetime) -> None:
        """Insert the parts and lay the source into the recycle bin."""
        ...

    def join(
        self, origin: Origin, gone: Sequence[str], edit: Edit, summary: Summary, at: datetime
    ) -> None:
        """Bring the source back and lay the parts into the recycle bin."""
        ...

    def again(self, origin: Origin, at: datetime) -> None:
        """Split once more as it was: the same parts come out of the recycle bin."""
        ...


class CellsPort(Protocol):
    """Reads how a cart is distributed over addresses."""

    def cells(
        self, cart_id: str, line_ids: Sequence[str] | None = None
    ) -> Mapping[str, Mapping[str, int]]:
        """Return quantities in the lines' units: by line, then by address; None = of all lines."""
        ...


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A warehouse that a contract may order from; `city` names the branch."""

    id: str
    name: str
    city: str


class SuppliesPort(Protocol):
    """Reads where goods lie and arrive, as a contract may see it."""

    def places(self, contract_id: str) -> Sequence[PlaceRow]:
        """Return the warehouses of the contract's stock view, in the supplier's order."""
        ...

    def supplies(self, contract_id: str, item_ids: Sequence[str]) -> Mapping[str, Supply]:
        """Return what lies and comes of each item; items nobody has told of are missing."""
        ...
