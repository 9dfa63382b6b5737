"""Counts the rows of every feed and compares them with the sums that writers keep.

`b2bdesk-portal check` says what it found; housekeeping counts anew what does not hold.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from b2bdesk.portal.accounts.store import TERMS
from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.catalog.store import GROUPS, ITEMS
from b2bdesk.portal.catalog.store import PARTS as CATALOG_PARTS
from b2bdesk.portal.documents.store import DOCUMENTS
from b2bdesk.portal.feeds.sources import sources
from b2bdesk.portal.feeds.sums import as_total, counted, sums_of
from b2bdesk.portal.orders.store import ORDERS
from b2bdesk.portal.own_codes.store import CODES
from b2bdesk.portal.pricing.store import PRICES
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.settlements.store import BALANCES, ENTRIES
from b2bdesk.portal.stock.store import BATCHES, INCOMING, PLACES, STOCK
from b2bdesk.portal.storage import tally
from b2bdesk.portal.storage.changes import Tracked
from b2bdesk.portal.storage.tally import Total
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.wire.feeds import FEEDS

_log = logging.getLogger(__name__)
_TRACKED: tuple[Tracked, ...] = (
    *(GROUPS, ITEMS, *CATALOG_PARTS.values(), PRICES, PLACES, STOCK, INCOMING, BATCHES),
    *(TERMS, ENTRIES, BALANCES, ORDERS, DOCUMENTS, CODES),
)


@dataclass(frozen=True)
class Proof:
    """What a feed has: its rows, whether its sums are kept, and the parts that are wrong."""

    feed: str
    rows: int
    kept: bool
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the sums may be told to buyers."""
        return self.kept and not self.wrong


def prove(connection: Connection, feed: str) -> Proof:
    """Count the rows of a feed in one snapshot and compare."""
    truth = _count(connection, feed)
    wrong = []
    for table, totals in truth.items():
        known = tally.kept(connection, feed, table)
        wrong += [
            f"{table}/{part}" if part else table
            for part in sorted(totals.keys() | known.keys())
            if totals.get(part, (0, 0)) != known.get(part, (0, 0))
        ]
    rows = sum(_divided(table, totals) for table, totals in truth.items())
    return Proof(feed, rows, tally.holds(connection, feed), tuple(wrong))


def count_anew(work: Work, feed: str) -> None:
    """Set the sums of a feed to what its rows say; writers of the feed wait meanwhile."""
    work.lock(feed)
    tally.forget(work, feed)
    for table, totals in _count(work.connection, feed).items():
        tally.write(work, feed, table, totals)
    tally.vouch(work, feed)


def mend(storage: Storage, *, thorough: bool = True) -> list[str]:
    """Count anew the feeds whose sums do not hold; returns them.

    Args:
        storage: the portal.
        thorough: scan the rows of every feed; else only see whether the sums are kept at all.
    """
    found = []
    for feed in FEEDS:
        with storage.reading() as connection:
            kept = tally.holds(connection, feed)
            proof = prove(connection, feed) if thorough and kept else Proof(feed, 0, kept, ())
        if proof.holds:
            continue
        storage.write(lambda work, feed=feed: count_anew(work, feed))  # type: ignore[misc]
        found.append(feed)
        if proof.kept:
            _log.error("sums of %s were wrong and are counted anew: %s", feed, proof.wrong)
        else:
            _log.info("sums of %s are counted: another program wrote without them", feed)
    return found


def _count(connection: Connection, feed: str) -> Mapping[str, dict[str, Total]]:
    found: dict[str, dict[str, Total]] = {}
    for tracked in _TRACKED:
        if tracked.feed == feed:
            found[tracked.wire] = _by_part(connection, tracked)
    if feed == assortments.FEED:
        for row in assortments.find(connection).values():
            for source in () if row.whole else sources(SYSTEM, connection, feed, row.id):
                found[source.table][row.id] = counted(connection, source)
    return found


def _by_part(connection: Connection, tracked: Tracked) -> dict[str, Total]:
    table = tracked.table
    sums = sums_of(table.c.h)
    if not tracked.divided:
        return {tally.EVERY: as_total(*connection.execute(select(*sums).select_from(table)).one())}
    part = table.c[tracked.divided]
    rows = connection.execute(select(part, *sums).group_by(part))
    return {row[0]: as_total(*row[1:]) for row in rows}


def _divided(table: str, totals: Mapping[str, Total]) -> int:
    """The rows of a table; those shown by listed assortments are among them already."""
    whole = totals.get(tally.EVERY)
    return whole[0] if whole is not None else sum(rows for rows, _ in totals.values())
