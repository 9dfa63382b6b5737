"""Prices and stock in the cache, and what SQL derives from them for sorting and filtering.

`base_price` is the personal price of one base unit per contract (`cid` = sid of its `terms`
scope, `asked` = only the portal knows it), `stock_total` the sum over places per stock view.
`price_change` is the log that the price radar and the card's history read (ARCHITECTURE).
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from b2bdesk.models.tables.base import SERVER, cache_metadata
from b2bdesk.models.tables.cache_meta import DERIVED, Exact

price = Table(
    "price",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("min", Integer, primary_key=True),
    Column("price", Integer, nullable=False),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

base_price = Table(
    "base_price",
    cache_metadata,
    Column("cid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("price", Integer),
    Column("asked", Integer, nullable=False, server_default="0"),
    Column("kind", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=DERIVED,
)
BASE_PRICE_INDEX = Index("base_price_price", base_price.c.cid, base_price.c.price)

price_change = Table(
    "price_change",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("min", Integer, primary_key=True),
    Column("at", Text, primary_key=True),
    Column("old", Integer),
    Column("new", Integer),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=DERIVED,
)

place = Table(
    "place",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("city", Text),
    Column("ord", Integer),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

stock = Table(
    "stock",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("qty", Integer),
    Column("at_least", Integer),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

incoming = Table(
    "incoming",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("date", Text, primary_key=True),
    Column("qty", Integer),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

batch = Table(
    "batch",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("use_by", Text, primary_key=True),
    Column("qty", Integer),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

stock_total = Table(
    "stock_total",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("qty", Integer),
    Column("at_least", Integer),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=DERIVED,
)
STOCK_TOTAL_INDEX = Index("stock_total_qty", stock_total.c.sid, stock_total.c.qty)
