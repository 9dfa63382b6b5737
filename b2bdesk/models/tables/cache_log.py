"""The log of what became of goods: the price radar reads it.

One row per thing that changed in a sync: `sid` is the `terms` scope for personal base prices, the
`catalog` scope for goods that came, went or are packed otherwise, the `stock` scope for goods that
ran out or are back. Copied at a cache switch (by id into another incarnation), 90 days long.
"""

from sqlalchemy import Column, Integer, Table, Text

from b2bdesk.models.tables.base import cache_metadata
from b2bdesk.models.tables.cache_meta import DERIVED

offer_change = Table(
    "offer_change",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("at", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("old", Integer),
    Column("new", Integer),
    Column("note", Text),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=DERIVED,
)
