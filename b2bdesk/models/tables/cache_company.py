"""What belongs to the buyer's firms in the cache: terms, money, orders, documents.

Bodies are the portal's JSON as sent (unknown fields included); `order_line` is drawn out of order
bodies so that own purchases of an item and sums by month are one indexed query. Tables with
bodies keep their rowid: wide rows would bloat the key tree of a WITHOUT ROWID table.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from b2bdesk.models.tables.base import SERVER, cache_metadata
from b2bdesk.models.tables.cache_meta import DERIVED, Exact

terms = Table(
    "terms",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("body", Text),
    Column("rev", Exact),
    sqlite_strict=True,
    info=SERVER,
)

balance = Table(
    "balance",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("currency", Text),
    Column("debt", Integer),
    Column("overdue", Integer),
    Column("credit_limit", Integer),
    Column("as_of", Text),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

entry = Table(
    "entry",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("date", Text),
    Column("kind", Text),
    Column("number", Text),
    Column("debit", Integer),
    Column("credit", Integer),
    Column("document_id", Text),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

orders = Table(
    "orders",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("client_order_id", Text),
    Column("number", Text),
    Column("created_at", Text),
    Column("entity_id", Text),
    Column("contract_id", Text),
    Column("state", Text),
    Column("reserve", Text),
    Column("payment", Text),
    Column("shipment", Text),
    Column("currency", Text),
    Column("total", Integer),
    Column("body", Text),
    Column("rev", Exact),
    sqlite_strict=True,
    info=SERVER,
)
ORDER_INDEXES = (
    Index("orders_client", orders.c.client_order_id),
    Index("orders_created", orders.c.created_at),
)

order_line = Table(
    "order_line",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("order_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("item_id", Text),
    Column("okei", Text),
    Column("quantity", Integer),
    Column("factor", Integer),
    Column("price", Integer),
    Column("gross", Integer),
    Column("changed", Integer),
    Column("line_id", Text),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=DERIVED,
)
ORDER_LINE_INDEXES = (
    Index("order_line_item", order_line.c.item_id),
    Index("order_line_client", order_line.c.line_id),
)

document = Table(
    "document",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("kind", Text),
    Column("number", Text),
    Column("date", Text),
    Column("entity_id", Text),
    Column("contract_id", Text),
    Column("order_id", Text),
    Column("state", Text),
    Column("currency", Text),
    Column("gross", Integer),
    Column("pay_until", Text),
    Column("sha256", Text),
    Column("bytes", Integer),
    Column("media", Text),
    Column("body", Text),
    Column("rev", Exact),
    sqlite_strict=True,
    info=SERVER,
)
DOCUMENT_INDEXES = (
    Index("document_date", document.c.date),
    Index("document_order", document.c.order_id),
)
