"""Where favourites are kept and what their rules look at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from b2bdesk.usecases.rows.favourites import Favourite, ItemFacts, WatchEvent, WatchRule


class FavouriteStore(Protocol):
    """The buyer's favourites, rules and events in desk.db."""

    def favourites(self) -> tuple[Favourite, ...]:
        """Return all favourites, by list and name."""
        ...

    def ids(self) -> frozenset[str]:
        """Return the ids of all favourites."""
        ...

    def keep(self, rows: Sequence[Favourite]) -> None:
        """Add favourites; those that are there already stay as they are."""
        ...

    def forget(self, item_ids: Collection[str]) -> None:
        """Remove favourites with their rules; events stay."""
        ...

    def set_list(self, item_ids: Collection[str], name: str) -> None:
        """Put favourites into a list; empty = none."""
        ...

    def rules(self) -> tuple[WatchRule, ...]:
        """Return all rules."""
        ...

    def put_rules(self, rules: Sequence[WatchRule]) -> None:
        """Write rules, one per item and kind."""
        ...

    def drop_rule(self, item_id: str, kind: str) -> None:
        """Remove a rule."""
        ...

    def settle(self, rules: Sequence[WatchRule], events: Sequence[WatchEvent]) -> None:
        """Write new states of rules and the events that came of them, together."""
        ...

    def events(self, limit: int) -> tuple[WatchEvent, ...]:
        """Return what came true, the latest first."""
        ...

    def unseen(self) -> int:
        """Count the events nobody has looked at."""
        ...

    def see(self, at: datetime) -> int:
        """Mark the events up to a moment as looked at; returns how many."""
        ...


class FavouriteFacts(Protocol):
    """Facts of watched goods by contract, out of the cache."""

    def of_items(self, contract_id: str, item_ids: Collection[str]) -> Mapping[str, ItemFacts]:
        """Return what the cache knows of items in a contract; unknown ones are left out."""
        ...

    def keep_own_prices(self) -> int:
        """Copy price moves of own goods into desk.db for good; returns how many."""
        ...
