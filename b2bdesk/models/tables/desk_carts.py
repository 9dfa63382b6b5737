"""Carts, their lines and the undo journal: the buyer's own, written only by use cases.

Lines name items by the portal's opaque id and keep article, name and unit as seen, because the
cache's integers live only as long as an incarnation (PROTOCOL §1). Quantities are thousandths in
the line's unit, prices 10^-5 per base unit. `distribution` says how much of a line goes to which
address, `cart_part` which carts were made out of which by splitting.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from b2bdesk.models.tables.base import CLIENT, desk_metadata

cart = Table(
    "cart",
    desk_metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("contract_id", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("frozen", Integer, nullable=False, server_default="0"),
    Column("template", Integer, nullable=False, server_default="0"),
    Column("command_id", Text, nullable=False, server_default=""),
    Column("lines", Integer, nullable=False, server_default="0"),
    Column("gross_minor", Integer, nullable=False, server_default="0"),
    Column("created_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("deleted_at", Text),
    info=CLIENT,
)

cart_line = Table(
    "cart_line",
    desk_metadata,
    Column("line_id", Text, primary_key=True),
    Column("cart_id", Text, ForeignKey("cart.id", ondelete="CASCADE"), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("okei", Text, nullable=False),
    Column("factor_e3", Integer, nullable=False),
    Column("quantity_e3", Integer, nullable=False),
    Column("wish_e3", Integer),
    Column("kept", Integer, nullable=False, server_default="0"),
    Column("price_at_add_e5", Integer),
    Column("stock_at_add_e3", Integer),
    Column("typed", Text, nullable=False, server_default=""),
    Column("comment", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("address_id", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_e5", Integer),
    Index("cart_line_order", "cart_id", "rank"),
    Index("cart_line_item", "item_id"),
    info=CLIENT,
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    desk_metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("cart_id", Text, ForeignKey("cart.id", ondelete="CASCADE"), nullable=False),
    Column("label", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("images", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
    Column("undone", Integer, nullable=False, server_default="0"),
    Column("barrier", Integer, nullable=False, server_default="0"),
    Index("journal_cart", "cart_id", "seq"),
    info=CLIENT,
    sqlite_autoincrement=True,
)

distribution = Table(
    "distribution",
    desk_metadata,
    Column("cart_id", Text, ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True),
    Column("line_id", Text, primary_key=True),
    Column("address_id", Text, primary_key=True),
    Column("quantity_e3", Integer, nullable=False),
    info=CLIENT,
    sqlite_with_rowid=False,
)

cart_part = Table(
    "cart_part",
    desk_metadata,
    Column("part_id", Text, ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True),
    Column("split_id", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("rowno", Integer, nullable=False),
    Index("cart_part_split", "split_id"),
    Index("cart_part_source", "source_id"),
    info=CLIENT,
    sqlite_with_rowid=False,
)
