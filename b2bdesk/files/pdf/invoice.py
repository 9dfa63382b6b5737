"""The payment invoice (счёт на оплату, DOCUMENTS §3): called by the client and by the portal.

Head with bank block, payment QR and parties; the table with its heading on every sheet; totals,
sum in words and signatures kept together with the last lines. Everything is measured first and
then drawn, so that the number of sheets is known. A Russian document by default; "en" translates
the labels for a foreign reader, the contents stay as posted.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from b2bdesk.files.pdf.bank_block import draw_bank_block
from b2bdesk.files.pdf.blocks import (
    Place,
    labelled,
    paragraph,
    party_line,
    signatures,
)
from b2bdesk.files.pdf.check import check_sums
from b2bdesk.files.pdf.form import Form, Progress, note_lines, write_notes
from b2bdesk.files.pdf.model import DocumentLine, InvoiceDoc
from b2bdesk.files.pdf.qr_codes import draw_code, invoice_codes
from b2bdesk.files.pdf.sheet import MM, PORTRAIT, About, Paper
from b2bdesk.files.pdf.table import CENTRE, DECIMAL, RIGHT, Column, Style, Table
from b2bdesk.files.pdf.totals import Total, draw_totals, rate_text, vat_totals
from b2bdesk.files.pdf.typeset import bold, regular
from b2bdesk.texts import language, speaking, trc, trn
from b2bdesk.texts.formats import amount, date, day_long, money, price, quantity
from b2bdesk.texts.in_words import amount_in_words

_LABELS = 92.0
_SHORT_TERMS = 10


def render_invoice(
    doc: InvoiceDoc,
    out: BinaryIO | Path,
    language: str = "ru",
    progress: Progress | None = None,
) -> int:
    """Print an invoice as PDF; the same document gives the same bytes.

    Args:
        doc: the invoice as posted.
        out: a binary stream or the file to write.
        language: of the labels.
        progress: called with (sheets drawn, sheets in all); may raise to stop.

    Returns:
        The number of sheets.

    Raises:
        Expected: `document_sums_differ` when lines and totals contradict each other.
    """
    check_sums(doc)
    with speaking(language):
        return _Invoice(doc).print(out, progress)


class _Invoice(Form):
    """One invoice being printed."""

    def __init__(self, doc: InvoiceDoc) -> None:
        super().__init__(PORTRAIT)
        self._doc = doc
        self._codes = invoice_codes(doc)
        self._title = invoice_title(doc)
        self._terms = note_lines((doc.terms, *doc.notes), self.place.width)

    def about(self) -> About:
        """Title, seller and date of the invoice."""
        doc = self._doc
        return About(self._title, doc.seller.name, doc.date, trc("print", "Invoice"), language())

    def table(self, width: float, highest: float) -> Table:
        """Return the lines of the invoice, measured."""
        return _invoice_table(self._doc, width, highest)

    def notes(self) -> Sequence[str]:
        """Return terms too long to stand above the signatures."""
        return self._terms if len(self._terms) > _SHORT_TERMS else ()

    def head(self, paper: Paper, place: Place) -> float:
        """Draw bank block, codes, title and parties."""
        left_end = place.right
        codes_end = place.y
        for code in reversed(self._codes):
            left_end -= code.side
            codes_end = max(codes_end, draw_code(paper, code, left_end, place.y + 2))
            left_end -= 5 * MM
        block = Place(place.x, place.y, left_end - place.x)
        y = place.y
        if self._doc.seller.bank is not None:
            y = draw_bank_block(paper, block, self._doc.seller, self._doc.seller.bank)
        y = self._draw_title(paper, block.down(y + 10), codes_end)
        return self._parties(paper, place.down(y + 7)) + 6

    def tail(self, paper: Paper, place: Place, table: Table) -> float:
        """Draw totals, words, terms and signatures."""
        doc = self._doc
        sums = table.column(place.x, -1)
        y = draw_totals(paper, place.y + 5, _invoice_totals(doc), sums) + 5
        count = trn("{n} item for {sum}", "{n} items for {sum}", len(doc.lines))
        words = count.format(n=len(doc.lines), sum=_sum_text(doc.gross, doc.currency))
        y = paragraph(paper, place.down(y), words, regular(), 9.0)
        if language() == "ru":
            spelled = amount_in_words(doc.gross, doc.currency)
            y = paragraph(paper, place.down(y + 1), spelled, bold(), 9.5)
        y += 6
        paper.lines([(place.x, y, place.right, y)], 1.5)
        y += 4
        if doc.pay_until is not None:
            until = trc("print", "Pay no later than {date}").format(date=date(doc.pay_until))
            y = paragraph(paper, place.down(y), until, bold(), 9.0) + 2
        if len(self._terms) <= _SHORT_TERMS:
            y = write_notes(paper, place.down(y), self._terms)
        return signatures(paper, place.down(y + 6), _signers(doc)) + 6

    def _draw_title(self, paper: Paper, place: Place, codes_end: float) -> float:
        size = 15.0
        lines = bold().wrap(self._title, size, place.width)
        height = len(lines) * size * 1.15 + 5
        bottom = max(place.y + height, codes_end)
        paragraph(paper, place.down(bottom - height), self._title, bold(), size)
        paper.lines([(self.place.x, bottom, self.place.right, bottom)], 1.5)
        return bottom

    def _parties(self, paper: Paper, place: Place) -> float:
        doc = self._doc
        rows = [
            (trc("print", "Seller:"), party_line(doc.seller)),
            (trc("print", "Buyer:"), party_line(doc.buyer)),
        ]
        if doc.consignee is not None and doc.consignee != doc.buyer:
            rows.append((trc("print", "Consignee:"), party_line(doc.consignee)))
        basis = _basis(doc)
        if basis:
            rows.append((trc("print", "Basis:"), basis))
        y = place.y
        for label, value in rows:
            y = labelled(paper, place.down(y), label, value, _LABELS) + 3
        return y


def invoice_title(doc: InvoiceDoc) -> str:
    """«Счёт на оплату № 1234 от 21 ноября 2026 г.» in the language in force."""
    text = trc("print", "Invoice No. {number} of {date}")
    return text.format(number=doc.number, date=day_long(doc.date))


def _invoice_table(doc: InvoiceDoc, width: float, highest: float) -> Table:
    """Measure the table; the column of articles is left out when no line has one."""
    with_articles = any(line.article for line in doc.lines)
    unit = "" if doc.currency == "RUB" else f", {doc.currency}"
    columns = [
        Column(trc("print", "No."), RIGHT, 20),
        Column(trc("print", "Article"), least=44, most=92),
        Column(trc("print", "Goods (works, services)")),
        Column(trc("print", "Qty"), DECIMAL, 34),
        Column(trc("print", "Unit"), CENTRE, 24, 46),
        Column(
            (trc("print", "Price") if doc.vat_included else trc("print", "Price without VAT"))
            + unit,
            DECIMAL,
            48,
        ),
        Column(trc("print", "VAT"), CENTRE, 30),
        Column(
            (trc("print", "Sum") if doc.vat_included else trc("print", "Sum without VAT")) + unit,
            RIGHT,
            62,
        ),
    ]
    rows = [_invoice_cells(doc, number, line) for number, line in enumerate(doc.lines, 1)]
    if not with_articles:
        del columns[1]
        for row in rows:
            del row[1]
    style = Style(regular(), bold(), comma="," if language() == "ru" else ".")
    return Table(columns, rows, width, style, highest)


def _invoice_cells(doc: InvoiceDoc, number: int, line: DocumentLine) -> list[str]:
    return [
        str(number),
        line.article,
        line.name,
        quantity(line.quantity_e3),
        line.unit or "–",
        price(line.price_e5),
        rate_text(line.vat_code),
        amount(line.gross if doc.vat_included else line.net, doc.currency),
    ]


def _invoice_totals(doc: InvoiceDoc) -> list[Total]:
    currency = doc.currency
    taxes = vat_totals(doc.lines, currency, doc.vat_included)
    first = (
        Total(trc("print", "Total:"), amount(doc.gross, currency))
        if doc.vat_included or not doc.vat
        else Total(trc("print", "Total without VAT:"), amount(doc.net, currency))
    )
    return [first, *taxes, Total(trc("print", "Total to pay:"), amount(doc.gross, currency))]


def _basis(doc: InvoiceDoc) -> str:
    order = (
        trc("print", "Order No. {number}").format(number=doc.order_number)
        if doc.order_number
        else ""
    )
    known = doc.order_number and doc.order_number in doc.basis
    return " · ".join(part for part in (doc.basis, "" if known else order) if part)


def _sum_text(minor: int, currency: str) -> str:
    """A sum with the currency as forms write it: «123 456,78 руб.»."""
    if currency == "RUB" and language() == "ru":
        return f"{amount(minor)}\xa0руб."
    return money(minor, currency)


def _signers(doc: InvoiceDoc) -> Sequence[tuple[str, str]]:
    seller = doc.seller
    if seller.sole_trader:
        people = [(trc("print", "Sole trader"), seller.director or seller.name.removeprefix("ИП "))]
        return people + (
            [(trc("print", "Accountant"), seller.accountant)] if seller.accountant else []
        )
    return [
        (trc("print", "Director"), seller.director),
        (trc("print", "Accountant"), seller.accountant),
    ]
