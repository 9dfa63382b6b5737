"""The catalogue in the cache: items once, whatever assortments show them, and what hangs on them.

An item is one row keyed by the portal's number `n`; `item_member` says through which assortments
it is seen and at which revision (R6). Rows that hang on items are kept per assortment (`sid`),
so that each scope can be counted, summed and dropped by itself.
"""

from sqlalchemy import Column, Index, Integer, Table, Text, text

from b2bdesk.models.tables.base import SERVER, cache_metadata
from b2bdesk.models.tables.cache_meta import DERIVED, Exact

item = Table(
    "item",
    cache_metadata,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("code", Text),
    Column("article", Text, nullable=False),
    Column("brand", Text),
    Column("name", Text, nullable=False),
    Column("grp", Text),
    Column("base_unit", Text),
    Column("minimum", Integer),
    Column("multiple", Integer),
    Column("vat", Text),
    Column("weight", Integer),
    Column("volume", Integer),
    Column("status", Text),
    Column("replaced_by", Text),
    Column("next_batch", Text),
    Column("segment", Text),
    Column("variant", Text),
    Column("added", Text),
    Column("article_fold", Text, nullable=False, server_default=""),
    Column("name_fold", Text, nullable=False, server_default=""),
    Column("rev", Exact),
    Column("attributes", Text),
    Column("description", Text),
    sqlite_strict=True,
    info=SERVER,
)
ITEM_INDEXES = (
    Index("item_id", item.c.id, unique=True),
    Index("item_article_fold", item.c.article_fold),
    Index("item_bare", text("ltrim(article_fold, '0')"), _table=item),
    Index("item_code", item.c.code),
    Index("item_grp", item.c.grp),
    Index("item_brand", item.c.brand),
    Index("item_name", item.c.name_fold),
    Index("item_variant", item.c.variant, sqlite_where=item.c.variant != ""),
    Index("item_added", item.c.added, sqlite_where=item.c.added != ""),
    Index("item_deleted", item.c.status, sqlite_where=item.c.status == "deleted"),
)

item_member = Table(
    "item_member",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

grp = Table(
    "grp",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("parent", Text),
    Column("name", Text),
    Column("ord", Integer),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

grp_count = Table(
    "grp_count",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("items", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=DERIVED,
)

unit = Table(
    "unit",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("okei", Text, primary_key=True),
    Column("name", Text),
    Column("factor", Integer),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

barcode = Table(
    "barcode",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("barcode", Text, primary_key=True),
    Column("okei", Text),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)
BARCODE_INDEX = Index("barcode_text", barcode.c.barcode)

link = Table(
    "link",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("to", Exact, primary_key=True),
    Column("rank", Integer),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)

file = Table(
    "file",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("ord", Integer, primary_key=True),
    Column("sha256", Text),
    Column("bytes", Integer),
    Column("media", Text),
    Column("title", Text),
    Column("rev", Exact),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=SERVER,
)
