"""Price types and their rows (owner: `pricing.store`)."""

from sqlalchemy import Index, Table

from b2bdesk.portal.storage.tables.base import (
    METADATA,
    change_columns,
    integer,
    key,
    number_key,
    text,
)

price_types = Table(
    "price_type",
    METADATA,
    key("id"),
    text("name"),
    text("currency", "RUB"),
    integer("vat_included", 1),
    integer("step_e5", 1000),
    integer("ord"),
)

prices = Table(
    "price",
    METADATA,
    key("price_type"),
    number_key(),
    number_key("min_e3"),
    integer("price_e5"),
    *change_columns(),
    sqlite_with_rowid=False,
)

Index("ix_price_rev", prices.c.price_type, prices.c.rev)
