"""Orders, their lines, and the memory of idempotency keys (PROTOCOL R2, R3; owner: `orders.store`).

`body` is the order as the wire carries it; header columns and `order_line` are its projection for
SQL, written together with it in one function.
"""

from sqlalchemy import Column, Index, LargeBinary, Table, UniqueConstraint

from b2bdesk.portal.storage.tables.base import (
    KEY,
    METADATA,
    change_columns,
    integer,
    key,
    number_key,
    text,
)

orders = Table(
    "orders",
    METADATA,
    key("id"),
    Column("company_id", KEY, nullable=False),
    Column("client_order_id", KEY, nullable=False),
    text("entity_id"),
    text("contract_id"),
    text("number"),
    text("created_at"),
    text("author_id"),
    text("currency", "RUB"),
    text("state"),
    text("reserve"),
    text("payment"),
    text("shipment"),
    integer("total"),
    integer("confirmed_total"),
    integer("invoiced_total"),
    integer("paid_total"),
    integer("shipped_total"),
    integer("partial_delivery", 1),
    text("body"),
    text("cart_root"),
    *change_columns(),
    UniqueConstraint("company_id", "client_order_id"),
)

lines = Table(
    "order_line",
    METADATA,
    key("order_id"),
    number_key("pos"),
    text("line_id"),
    text("item_id"),
    text("place"),
    text("state"),
    integer("factor_e3", 1000),
    integer("price_e5"),
    integer("qty_e3"),
    integer("confirmed_e3"),
    integer("reserved_e3"),
    integer("shipped_e3"),
    integer("invoiced_e3"),
    integer("cancelled_e3"),
    integer("gross"),
    sqlite_with_rowid=False,
)

reservations = Table(
    "reservation",
    METADATA,
    key("order_id"),
    key("line_id"),
    key("place"),
    integer("n"),
    integer("qty_e3"),
)

idem = Table(
    "idem",
    METADATA,
    key("company_id"),
    key("idem_key"),
    text("kind"),
    text("body_sha256"),
    integer("status"),
    Column("response", LargeBinary, nullable=False),
    text("order_id"),
    text("created_at"),
)

Index("ix_orders_rev", orders.c.company_id, orders.c.rev)
Index("ix_orders_moved", orders.c.rev)
Index("ix_orders_cart", orders.c.company_id, orders.c.cart_root)
Index("ix_orders_number", orders.c.number)
Index("ix_orders_contract", orders.c.contract_id)
Index("ix_order_line_item", lines.c.item_id)
