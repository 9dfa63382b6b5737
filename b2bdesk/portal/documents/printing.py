"""Prints a document at the first request; its digest then enters the feed with the row."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import msgspec

from b2bdesk.files.pdf.invoice import render_invoice
from b2bdesk.files.pdf.model import InvoiceDoc, WaybillDoc
from b2bdesk.files.pdf.torg12 import render_torg12
from b2bdesk.files.pdf.upd import render_upd
from b2bdesk.portal.documents.store import DocumentRow, find_document, put_documents
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.documents import Document


def printed(storage: Storage, scope: Scope, document_id: str) -> tuple[DocumentRow, bytes]:
    """A document of the scope with the bytes of its file, printed now if it was not yet.

    Raises:
        Expected: `not_found`: foreign, unknown, or of a kind that is not printed here.
    """
    with storage.reading() as connection:
        row = find_document(scope, connection, document_id)
    if row is None:
        raise Expected("not_found")
    file = storage.blobs.path(row.sha256)
    if file is not None:
        return row, file.read_bytes()
    printer = _PRINTERS.get(row.document.kind)
    if printer is None:
        raise Expected("not_found")
    out = io.BytesIO()
    printer(msgspec.to_builtins(row.document), out)
    data = out.getvalue()
    sha256 = storage.blobs.put(data)
    done = replace(row, sha256=sha256, bytes=len(data), media="application/pdf")

    def keep(work: Work) -> None:
        # another request may have changed the document while this one was printing
        now = find_document(scope, work.connection, document_id)
        if now is not None and _same_paper(now.document, row.document):
            put_documents(scope, work, [replace(done, document=now.document)])

    if sha256 != row.sha256:
        storage.write(keep)
    return done, data


def _invoice(data: dict[str, object], out: io.BytesIO) -> None:
    render_invoice(InvoiceDoc.from_dict(data), out)


def _upd(data: dict[str, object], out: io.BytesIO) -> None:
    render_upd(WaybillDoc.from_dict(data), out)


def _torg12(data: dict[str, object], out: io.BytesIO) -> None:
    render_torg12(WaybillDoc.from_dict(data), out)


def _same_paper(one: Document, other: Document) -> bool:
    return msgspec.structs.replace(one, state="") == msgspec.structs.replace(other, state="")


_PRINTERS: dict[str, Callable[[dict[str, object], io.BytesIO], None]] = {
    "invoice": _invoice,
    "upd": _upd,
    "torg12": _torg12,
}
