"""What could stand in for an item, as the catalogue and own orders say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Linked:
    """One item the supplier names: `replacement` or `analogue`, in his order from 0."""

    item_id: str
    kind: str
    rank: int


class SubstitutesPort(Protocol):
    """Reads links of many items in a constant number of queries."""

    def linked(self, contract_id: str, item_ids: Sequence[str]) -> Mapping[str, tuple[Linked, ...]]:
        """Return the successors and analogues of each item; a missing key = none."""
        ...

    def bought(self, item_ids: Sequence[str]) -> Mapping[str, int]:
        """Return how many own orders held each item."""
        ...
