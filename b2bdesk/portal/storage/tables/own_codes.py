"""The companies' own codes (owner: `own_codes.store`)."""

from sqlalchemy import Index, Table

from b2bdesk.portal.storage.tables.base import METADATA, change_columns, key, text

own_codes = Table(
    "own_code",
    METADATA,
    key("company_id"),
    key("key"),
    text("code"),
    text("item_id"),
    text("article"),
    text("name"),
    text("okei"),
    text("author"),
    text("author_name"),
    text("at"),
    *change_columns(),
)

Index("ix_own_code_rev", own_codes.c.company_id, own_codes.c.rev)
Index("ix_own_code_moved", own_codes.c.rev)
