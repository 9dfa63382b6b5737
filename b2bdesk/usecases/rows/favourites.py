"""Rows of favourites: goods kept at hand, what is waited for, what has come true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.offers import OfferRow

WAITS, HOLDS = "waits", "holds"


@dataclass(frozen=True, slots=True)
class WatchRule:
    """One condition on an item in one contract.

    Attributes:
        item_id, contract_id: what and by whose terms.
        kind: of `domain.watching.KINDS`.
        value: the limit as text: price 10^-5, percent 10^-2, ISO date; empty where none is needed.
        base_e5: the price when it was set, for a fall in percent.
        state: WAITS or HOLDS.
        held_at: since when it holds.
    """

    item_id: str
    kind: str
    contract_id: str
    value: str
    base_e5: int | None
    state: str
    set_at: datetime
    held_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """A condition that came true. `found` is what was found, in the unit of the rule's value."""

    id: int
    at: datetime
    item_id: str
    article: str
    name: str
    kind: str
    contract_id: str
    value: str
    found: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Favourite:
    """An item somebody put into favourites, as it was named then."""

    item_id: str
    article: str
    name: str
    list_name: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class FavouriteRow:
    """A favourite as the screen shows it; `offer` None = the catalogue has it no more.

    `elsewhere` names the contract of a rule, by kind, when it is not the one in use.
    """

    kept: Favourite
    offer: OfferRow | None
    rules: Mapping[str, WatchRule]
    next_batch: date | None = None
    event: WatchEvent | None = None
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    freshest: date | None = None

    @property
    def holding(self) -> tuple[WatchRule, ...]:
        """The conditions that hold now."""
        return tuple(rule for rule in self.rules.values() if rule.state == HOLDS)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What a rule looks at, in one contract. `listed` = the item can be found there.

    `freshest` is the latest day until which something of the stock may be used.
    """

    article: str
    name: str
    price_e5: int | None
    stock_e3: int | None
    listed: bool
    next_batch: date | None
    freshest: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of all rules found: conditions that came true just now."""

    rules: int
    events: tuple[WatchEvent, ...] = ()
    changes: ChangeSet = field(default_factory=ChangeSet)
