"""Rows of the price radar: what changed for one contract since some moment."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from b2bdesk.usecases.rows.offers import OfferRow

ROSE, FELL, PRICED, UNPRICED = "rose", "fell", "priced", "unpriced"
CAME, BACK, WENT = "came", "back", "went"
OUT, RETURNED = "out", "returned"
PACK = "pack"
KINDS = (ROSE, FELL, CAME, BACK, WENT, OUT, RETURNED, PACK, PRICED, UNPRICED)
SYNC, ORDER, DATE, PURCHASE = "sync", "order", "date", "purchase"
SINCE = (SYNC, ORDER, DATE, PURCHASE)


@dataclass(frozen=True, slots=True)
class RadarQuery:
    """What to look at.

    Attributes:
        since: SYNC (the last one that changed something), ORDER (own last one), DATE (`day`), or
            PURCHASE (each item since it was last bought).
        day: with DATE: from its beginning.
        contract_id: whose prices; empty = the contract in use.
        bought: only goods bought in the last 12 months.
        favourites: only favourites.
        group, brand: only these; empty = all.
    """

    since: str = SYNC
    day: date | None = None
    contract_id: str = ""
    bought: bool = False
    favourites: bool = False
    group: str = ""
    brand: str = ""


class Change(NamedTuple):
    """One change of one item.

    `old` and `new` are prices 10^-5 for price kinds, thousandths otherwise, None = there was
    none; `bought_e3` base units in 12 months; `money_minor` = difference × bought, minor units.
    """

    n: int
    kind: str
    old: int | None
    new: int | None
    at: int
    bought_e3: int
    money_minor: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class RadarFound:
    """What was found, by money first.

    Attributes:
        query: what was asked.
        since: from which moment; None = nothing was ever logged.
        changes: all changes after the filters.
        counts: by kind.
        money_minor: by kind, for ROSE and FELL.
        logged_from: how far back the log goes; None = it is empty.
        currency: of the contract.
        whole: False while the changes of goods never bought are still being looked up.
    """

    query: RadarQuery
    since: datetime | None
    changes: tuple[Change, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    money_minor: dict[str, int] = field(default_factory=dict)
    logged_from: datetime | None = None
    currency: str = "RUB"
    whole: bool = True


@dataclass(frozen=True, slots=True)
class RadarRow:
    """A change with its item; `offer` None = the cache has it no more, names come from the log."""

    change: Change
    item_id: str
    article: str
    name: str
    brand: str
    offer: OfferRow | None
