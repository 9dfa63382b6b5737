"""Prints a document from its JSON by its kind; the use case of documents is handed one.

`print_*` write a whole file or raise; nothing here knows where files lie. The forms and the PDF
library behind them are read when the first one is printed.
"""

from pathlib import Path
from typing import Any

from b2bdesk.files.pdf.model import InvoiceDoc, OrderFormDoc, WaybillDoc
from b2bdesk.trade.errors import Expected

_INVOICE, _UPD, _TORG12 = "invoice", "upd", "torg12"


class Printer:
    """The kinds of documents that are printed on this machine."""

    def can_print(self, kind: str) -> bool:
        """Say whether documents of a kind are printed here."""
        return kind in (_INVOICE, _UPD, _TORG12)

    def print_document(self, kind: str, body: dict[str, Any], path: Path) -> None:
        """Write the PDF of a document.

        Raises:
            Expected: `bad_document`, `document_sums_differ`, or a kind that is not printed here.
        """
        if kind == _INVOICE:
            from b2bdesk.files.pdf.invoice import render_invoice

            render_invoice(InvoiceDoc.from_dict(body), path)
        elif kind == _UPD:
            from b2bdesk.files.pdf.upd import render_upd

            render_upd(WaybillDoc.from_dict(body), path)
        elif kind == _TORG12:
            from b2bdesk.files.pdf.torg12 import render_torg12

            render_torg12(WaybillDoc.from_dict(body), path)
        else:
            raise Expected("bad_document", place=kind)

    def print_order_form(self, body: dict[str, Any], path: Path, language: str) -> None:
        """Write the order form of a draft; raises as `print_document`."""
        from b2bdesk.files.pdf.order_form import render_order_form

        render_order_form(OrderFormDoc.from_dict(body), path, language)
