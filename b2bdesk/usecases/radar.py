"""The price radar: what rose, fell, came, went or is packed otherwise, in money at own volumes.

Money = (price now − price then) × what was bought by the contract in the last 12 months: what the
change costs or saves in a year that is like the last one. Reads the cache's log; on the readers.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from b2bdesk.usecases.ports.radar import RadarPort
from b2bdesk.usecases.rows.account import Context, ContractRow
from b2bdesk.usecases.rows.radar import (
    DATE,
    FELL,
    ORDER,
    PURCHASE,
    ROSE,
    Change,
    RadarFound,
    RadarQuery,
    RadarRow,
)

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class RadarPorts:
    """What the radar stands on."""

    log: RadarPort
    context: Callable[[], Context | None]
    contract: Callable[[str], ContractRow | None]
    today: Callable[[], date]


class Radar:
    """Looks at what changed."""

    def __init__(self, ports: RadarPorts) -> None:
        self._ports = ports

    def look(self, query: RadarQuery) -> RadarFound:
        """Return what changed for a contract, what moves most money first."""
        contract = self._contract(query.contract_id)
        if contract is None:
            return RadarFound(query, None)
        asked = replace(query, contract_id=contract.id)
        year = self._ports.today() - YEAR
        logged = self._ports.log.logged(contract.id)
        since = self._since(asked, logged)
        if asked.since == PURCHASE:
            changes = self._ports.log.since_purchase(asked, year)
        elif since is None or logged is None:
            changes = ()
        else:
            changes = self._ports.log.changes(asked, since, year)
        return _found(asked, since, changes, logged[0] if logged else None, contract.currency)

    def first(self, query: RadarQuery) -> RadarFound | None:
        """Return the changes of what was bought: they stand first and have all the money in them.

        Much sooner than `look`; None where that would bring the same.
        """
        if query.bought or query.since == PURCHASE:
            return None
        found = self.look(replace(query, bought=True))
        return replace(found, query=replace(found.query, bought=False), whole=False)

    def rows(self, found: RadarFound, changes: Sequence[Change]) -> list[RadarRow]:
        """Return changes of a result with their goods as the contract sees them."""
        return self._ports.log.rows(found.query.contract_id, changes)

    def brands(self, found: RadarFound) -> tuple[str, ...]:
        """Return the brands among the changes of a result."""
        return self._ports.log.brands(found.query.contract_id, found.changes)

    def _contract(self, contract_id: str) -> ContractRow | None:
        if contract_id:
            return self._ports.contract(contract_id)
        context = self._ports.context()
        return context.contract if context else None

    def _since(
        self, query: RadarQuery, logged: tuple[datetime, datetime] | None
    ) -> datetime | None:
        if query.since == PURCHASE:
            return None
        if query.since == DATE and query.day is not None:
            return datetime.combine(query.day, time()).astimezone()
        if query.since == ORDER:
            return self._ports.log.last_order(query.contract_id)
        if logged is None:
            return None
        last = logged[1]
        return self._ports.log.last_sync(last) or last - timedelta(seconds=1)


def _found(
    query: RadarQuery,
    since: datetime | None,
    changes: Sequence[Change],
    logged_from: datetime | None,
    currency: str,
) -> RadarFound:
    bought = [change for change in changes if change.bought_e3]
    others = [change for change in changes if not change.bought_e3]
    ordered = (*sorted(bought, key=_weight), *sorted(others, key=attrgetter("n")))
    counts = dict(Counter(map(attrgetter("kind"), ordered)))
    money = {ROSE: 0, FELL: 0}
    for change in bought:
        if change.kind in money:
            money[change.kind] += change.money_minor
    return RadarFound(query, since, ordered, counts, money, logged_from, currency)


def _weight(change: Change) -> tuple[int, int, int]:
    """What moves most money first, then what is bought, then the rest in a steady order."""
    return -abs(change.money_minor), -change.bought_e3, change.n
