"""What own purchases are read from: lines of cached orders."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from b2bdesk.usecases.rows.bought import AddressCount, BoughtFilter, Purchased


class PurchasesPort(Protocol):
    """Reads lines of own orders that count (not cancelled, not rejected)."""

    def lines(self, wanted: BoughtFilter) -> Sequence[Purchased]:
        """Return every item of every order, the latest order first."""
        ...

    def names(self, item_ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        """Return article and name of items as their last order wrote them."""
        ...

    def addresses(self, entity_id: str) -> tuple[AddressCount, ...]:
        """Return the addresses orders of an entity went to, the most used first."""
        ...
