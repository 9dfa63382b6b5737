"""What lies where, what is on its way, and who may see how much (owner: `stock.store`).

A row means "known": no row for an item and place is *unknown*, never zero. `reserved_e3` is held
for orders; views show what is left.
"""

from sqlalchemy import Index, Table

from b2bdesk.portal.storage.tables.base import (
    METADATA,
    change_columns,
    integer,
    key,
    number_key,
    text,
)

places = Table(
    "place", METADATA, key("id"), text("name"), text("city"), integer("ord"), *change_columns()
)

stock = Table(
    "stock",
    METADATA,
    number_key(),
    key("place"),
    integer("qty_e3"),
    integer("reserved_e3"),
    *change_columns(),
    sqlite_with_rowid=False,
)

incoming = Table(
    "incoming",
    METADATA,
    number_key(),
    key("place"),
    key("date"),
    integer("qty_e3"),
    *change_columns(),
    sqlite_with_rowid=False,
)

batches = Table(
    "batch",
    METADATA,
    number_key(),
    key("place"),
    key("use_by"),
    integer("qty_e3"),
    *change_columns(),
    sqlite_with_rowid=False,
)

views = Table(
    "stock_view",
    METADATA,
    key("id"),
    text("name"),
    text("places", "[]"),
    text("steps", "[]"),
    integer("shows_incoming", 1),
)

for _table in (places, stock, incoming, batches):
    Index(f"ix_{_table.name}_rev", _table.c.rev)
