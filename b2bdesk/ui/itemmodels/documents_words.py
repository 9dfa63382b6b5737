"""What a document is called in lists: kind and number, in the present language."""

from __future__ import annotations

from b2bdesk.texts import tr
from b2bdesk.usecases.rows.orders import DocumentRow


def kind_words(kind: str) -> str:
    """Return the name of a kind; an unknown kind is shown as it is."""
    names = {
        "invoice": tr("Payment invoice"),
        "upd": tr("UPD"),
        "torg12": tr("TORG-12"),
        "vat_invoice": tr("VAT invoice"),
        "act": tr("Reconciliation act"),
        "contract": tr("Contract"),
        "agreement": tr("Agreement"),
        "certificate": tr("Certificate"),
        "waybill": tr("Transport note"),
    }
    return names.get(kind, kind)


def document_words(row: DocumentRow) -> str:
    """Return "Счёт на оплату № 1234", or the document's own title."""
    return row.title or f"{kind_words(row.kind)} {tr('No. {number}').format(number=row.number)}"
