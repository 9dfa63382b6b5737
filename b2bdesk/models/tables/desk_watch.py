"""Favourites, what the buyer waits for, what has come true, and own prices for good.

A rule holds one condition on an item in one contract; `state` is `waits` until the condition is
true, then `holds`, so that it is told once and again after it was false. Prices are 10^-5 per
base unit, percent is 10^-2 of a percent, dates are ISO texts. `own_price` keeps price moves of
goods ever bought, carted or watched by opaque id, whatever becomes of the cache.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from b2bdesk.models.tables.base import CLIENT, desk_metadata

favourite = Table(
    "favourite",
    desk_metadata,
    Column("item_id", Text, primary_key=True),
    Column("article", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("list_name", Text, nullable=False, server_default=""),
    Column("added_at", Text, nullable=False),
    info=CLIENT,
    sqlite_with_rowid=False,
)

watch_rule = Table(
    "watch_rule",
    desk_metadata,
    Column("item_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("contract_id", Text, nullable=False),
    Column("value", Text, nullable=False, server_default=""),
    Column("base_e5", Integer),
    Column("state", Text, nullable=False),
    Column("set_at", Text, nullable=False),
    Column("held_at", Text, nullable=False, server_default=""),
    info=CLIENT,
    sqlite_with_rowid=False,
)

watch_event = Table(
    "watch_event",
    desk_metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("contract_id", Text, nullable=False),
    Column("value", Text, nullable=False, server_default=""),
    Column("found", Text, nullable=False, server_default=""),
    Column("seen", Integer, nullable=False, server_default="0"),
    Index("watch_event_item", "item_id", "at"),
    info=CLIENT,
    sqlite_autoincrement=True,
)

own_price = Table(
    "own_price",
    desk_metadata,
    Column("contract_id", Text, primary_key=True),
    Column("item_id", Text, primary_key=True),
    Column("at", Integer, primary_key=True),
    Column("old", Integer),
    Column("new", Integer),
    info=CLIENT,
    sqlite_with_rowid=False,
)
