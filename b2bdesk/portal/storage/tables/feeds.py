"""Bookkeeping of changes: counters, tombstones, purges, generations, sums (PROTOCOL R6, R7, R9).

Owner: `storage.changes`. A counter row stays locked from `Work.take` to the commit, so revisions
of a feed become visible in their order; that is what lets a cursor be "the last row sent".
`summed` follows `seq` where the writer keeps `feed_part` (`storage.tally`).
"""

from sqlalchemy import Index, Table

from b2bdesk.portal.storage.tables.base import METADATA, integer, key, text

counters = Table("feed_counter", METADATA, key("feed"), integer("seq"), integer("summed"))

parts = Table(
    "feed_part",
    METADATA,
    key("feed"),
    key("tbl"),
    key("part"),
    integer("amount"),
    integer("low"),
    integer("high"),
)

tombstones = Table(
    "tombstone",
    METADATA,
    key("feed"),
    key("scope"),
    key("tbl"),
    key("row_key"),
    integer("rev"),
    text("at"),
)

purges = Table("tombstone_purge", METADATA, key("feed"), key("scope"), key("tbl"), integer("rev"))

generations = Table("scope_generation", METADATA, key("feed"), key("scope"), integer("generation"))

Index("ix_tombstone_rev", tombstones.c.feed, tombstones.c.scope, tombstones.c.tbl, tombstones.c.rev)
