"""Documents given out and the index of file contents (owner: `documents.store`).

Bytes of files lie in a folder beside the database, by their SHA-256.
"""

from sqlalchemy import Column, Index, Table

from b2bdesk.portal.storage.tables.base import KEY, METADATA, change_columns, integer, key, text

documents = Table(
    "document",
    METADATA,
    key("id"),
    Column("company_id", KEY, nullable=False),
    text("entity_id"),
    text("contract_id"),
    text("order_id"),
    text("kind"),
    text("number"),
    text("date"),
    text("state"),
    text("currency", "RUB"),
    integer("gross"),
    text("pay_until"),
    text("sha256"),
    integer("bytes"),
    text("media", "application/pdf"),
    text("body", "{}"),
    *change_columns(),
)

Index("ix_document_rev", documents.c.company_id, documents.c.rev)
Index("ix_document_moved", documents.c.rev)
Index("ix_document_order", documents.c.order_id)
Index("ix_document_sha", documents.c.sha256)
