"""QR codes of an invoice: the payment by ГОСТ Р 56042 and the link of the portal (СБП).

Only on the first page, level M or better, a module of at least 0.5 mm so that a phone reads it from
paper. No payment code when a requisite fails its check or the currency is not the rouble. segno
makes the matrix: it is in the program for the screen already and twice as quick as reportlab's.
"""

from dataclasses import dataclass

import segno

from b2bdesk.files.pdf.model import InvoiceDoc
from b2bdesk.files.pdf.sheet import MM, Paper
from b2bdesk.files.pdf.typeset import regular
from b2bdesk.texts import trc
from b2bdesk.texts.formats import NBSP
from b2bdesk.trade.payment_qr import Payment, payment_qr

_MODULE = 0.5 * MM
_LEAST = 25 * MM
_MAX_LINK = 500
_CAPTION = 6.5


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code ready to draw: its dark modules, side in points and what is written under it."""

    rows: tuple[bytes, ...]
    side: float
    caption: str


def invoice_codes(doc: InvoiceDoc) -> list[QrCode]:
    """Return the codes an invoice carries, the one from the portal first."""
    codes = []
    link = doc.payment_link.strip()
    if link and len(link) <= _MAX_LINK and link.isprintable():
        codes.append(_code(link, trc("print", "Pay through SBP")))
    payload = payment_payload(doc)
    if payload:
        codes.append(_code(payload, trc("print", "Pay by QR code")))
    return codes


def payment_payload(doc: InvoiceDoc) -> str | None:
    """Return the text of the payment code, or None when there must be none."""
    bank = doc.seller.bank
    if bank is None or doc.currency != "RUB":
        return None
    day = f"{doc.date:%d.%m.%Y}"
    vat = f"в т.ч. НДС {_plain(doc.vat)} руб." if doc.vat else "без НДС"
    return payment_qr(
        Payment(
            name=doc.seller.name,
            account=bank.account,
            bank=bank.name,
            bik=bank.bik,
            corr_account=bank.corr_account,
            sum_minor=doc.gross,
            purpose=f"Оплата по счёту № {doc.number} от {day}, {vat}",
            payee_inn=doc.seller.inn,
            payee_kpp=doc.seller.kpp,
            payer_inn=doc.buyer.inn,
            doc_no=doc.number,
            doc_date=day,
        )
    )


def draw_code(paper: Paper, code: QrCode, x: float, y: float) -> float:
    """Draw a code with its caption, upper left corner at (x, y); return the bottom."""
    module = code.side / len(code.rows)
    runs = []
    for number, row in enumerate(code.rows):
        start = 0
        while (start := row.find(1, start)) >= 0:
            stop = row.find(0, start)
            stop = len(row) if stop < 0 else stop
            runs.append((x + start * module, y + number * module, (stop - start) * module, module))
            start = stop
    paper.fill(runs, 0)
    bottom = y + code.side + _CAPTION + 2.5
    face = regular()
    words = face.clean(code.caption)
    paper.text_centre(x + code.side / 2, bottom, words, face, _CAPTION)
    return bottom + 4


def _code(text: str, caption: str) -> QrCode:
    matrix = segno.make_qr(text, error="m", encoding="utf-8").matrix
    side = max(len(matrix) * _MODULE, _LEAST)
    return QrCode(tuple(bytes(1 if cell else 0 for cell in row) for row in matrix), side, caption)


def _plain(minor: int) -> str:
    whole, part = divmod(minor, 100)
    return f"{whole:,}".replace(",", NBSP) + f",{part:02}"
