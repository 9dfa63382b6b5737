"""What the price radar reads from the log of changes in the cache."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from b2bdesk.usecases.rows.radar import Change, RadarQuery, RadarRow


class RadarPort(Protocol):
    """Reads changes of one contract; instants are aware."""

    def logged(self, contract_id: str) -> tuple[datetime, datetime] | None:
        """Return the first and the last moment in the log of a contract's scopes."""
        ...

    def last_sync(self, before: datetime) -> datetime | None:
        """Return when the last sync began that ended with the given moment."""
        ...

    def last_order(self, contract_id: str) -> datetime | None:
        """Return when the last own order by a contract was made."""
        ...

    def changes(self, query: RadarQuery, since: datetime, bought_since: date) -> Sequence[Change]:
        """Return net changes since a moment, filtered, in no order."""
        ...

    def since_purchase(self, query: RadarQuery, bought_since: date) -> Sequence[Change]:
        """Return goods bought since a date whose price differs from that of their last purchase."""
        ...

    def rows(self, contract_id: str, changes: Sequence[Change]) -> list[RadarRow]:
        """Return changes with their items, in the order given."""
        ...

    def brands(self, contract_id: str, changes: Sequence[Change]) -> tuple[str, ...]:
        """Return the brands that occur among changes, in alphabetical order."""
        ...
