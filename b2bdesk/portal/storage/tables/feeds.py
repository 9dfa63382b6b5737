"""Bookkeeping of changes: counters, tombstones, purge marks, generations (PROTOCOL R6, R7).

Owner: `storage.changes`. A counter row stays locked from `Work.take` to the commit, so revisions
of a feed become visible in their order; that is what lets a cursor be "the last row sent".
"""

from sqlalchemy import Index, Table

from b2bdesk.portal.storage.tables.base import METADATA, integer, key, text

counters = Table("feed_counter", METADATA, key("feed"), integer("seq"))

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
