"""Documents in the database (feed `documents`, scope: company).

The structured document is the truth; its printed file is made at the first request and stays the
same until what it prints changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks
from b2bdesk.portal.storage.changes import Tracked, put
from b2bdesk.portal.storage.tables.documents import documents
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.money import Money
from b2bdesk.wire.codec import encode
from b2bdesk.wire.documents import Document

DOCUMENTS = Tracked(documents, "documents", "document", ("id",), scope="company_id")


@dataclass(frozen=True)
class DocumentRow:
    """A document with its owner and, once printed, where its bytes are."""

    company_id: str
    document: Document
    sha256: str = ""
    bytes: int = 0
    media: str = "application/pdf"


def put_documents(
    scope: Scope, work: Work, rows: Sequence[DocumentRow], *, fresh: bool = False
) -> int:
    """Store documents.

    A file printed before stays with a document when only its state differs: the state is not
    printed. Returns how many were new or different.
    """
    known = {} if fresh else _by_id(work.connection, [row.document.id for row in rows])
    values = []
    for row in rows:
        before = known.get(row.document.id)
        if before is not None and not row.sha256 and _prints_alike(before, row):
            row = DocumentRow(
                row.company_id, row.document, before.sha256, before.bytes, before.media
            )
        values.append(_values(row))
    return len(put(work, DOCUMENTS, values, fresh=fresh))


def find_document(scope: Scope, connection: Connection, document_id: str) -> DocumentRow | None:
    """A document of the scope's companies, None when it is foreign or unknown."""
    row = _by_id(connection, [document_id]).get(document_id)
    return row if row is not None and scope.sees(row.company_id) else None


def documents_of_order(scope: Scope, connection: Connection, order_id: str) -> list[DocumentRow]:
    """Documents of an order, oldest first."""
    query = (
        select(documents)
        .where(documents.c.order_id == order_id, scope.within(documents.c.company_id))
        .order_by(documents.c.date, documents.c.number)
    )
    return [_row(row) for row in connection.execute(query)]


def fallen_due(scope: Scope, connection: Connection, today: str) -> list[DocumentRow]:
    """Invoices nothing was paid for that were to be paid before a day (ISO)."""
    query = select(documents).where(
        documents.c.kind == "invoice",
        documents.c.state == "due",
        documents.c.pay_until != "",
        documents.c.pay_until < today,
        scope.within(documents.c.company_id),
    )
    return [_row(row) for row in connection.execute(query)]


def owns_file(scope: Scope, connection: Connection, sha256: str) -> str | None:
    """Media type of a file if it belongs to a document of the scope, else None."""
    query = select(documents.c.media).where(
        documents.c.sha256 == sha256, scope.within(documents.c.company_id)
    )
    found: str | None = connection.execute(query.limit(1)).scalar()
    return found


def _by_id(connection: Connection, ids: Sequence[str]) -> dict[str, DocumentRow]:
    found: dict[str, DocumentRow] = {}
    for some in chunks(ids):
        for row in connection.execute(select(documents).where(documents.c.id.in_(some))):
            found[row.id] = _row(row)
    return found


def _row(row: Any) -> DocumentRow:
    body = msgspec.json.decode(row.body, type=Document)
    return DocumentRow(row.company_id, body, row.sha256, row.bytes, row.media)


def _prints_alike(one: DocumentRow, other: DocumentRow) -> bool:
    def printed(row: DocumentRow) -> Document:
        return msgspec.structs.replace(row.document, state="")

    return printed(one) == printed(other)


def _values(row: DocumentRow) -> tuple[Any, ...]:
    document = row.document
    return (
        document.id,
        row.company_id,
        document.entity_id,
        document.contract_id,
        document.order_id,
        document.kind,
        document.number,
        document.date,
        document.state,
        document.currency,
        Money.parse(document.gross, document.currency).minor,
        document.pay_until,
        row.sha256,
        row.bytes,
        row.media,
        encode(document).decode(),
    )
