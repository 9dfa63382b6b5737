"""The order form of a cart (бланк заказа) and its variant with weight and volume (проформа).

The buyer's own paper, printed offline from a draft or from a sent order (DOCUMENTS §1, §6). A draft
says on every sheet that it has not been sent and that its sums are preliminary. Columns nobody
filled are left out; the sheet lies on its side when they would squeeze the names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from b2bdesk.files.pdf.blocks import Place, bound, labelled, paragraph, party_line, signatures
from b2bdesk.files.pdf.form import OFFICE, Form, Progress, note_lines
from b2bdesk.files.pdf.model import OrderFormDoc, OrderLine
from b2bdesk.files.pdf.sheet import LANDSCAPE, PORTRAIT, About, Paper
from b2bdesk.files.pdf.table import CENTRE, DECIMAL, RIGHT, Column, Style, Table, fit_columns
from b2bdesk.files.pdf.totals import Total, draw_totals
from b2bdesk.files.pdf.typeset import bold, regular
from b2bdesk.texts import language, speaking, trc, trn
from b2bdesk.texts.formats import amount, day_long, number, price, quantity
from b2bdesk.trade.decimals import half_up

_LABELS = 78.0
_LEAST_NAME = 210.0
_STAMP = 10.0
_NAMES = 3
_UPRIGHT = PORTRAIT[0] - OFFICE.left - OFFICE.right


def render_order_form(
    doc: OrderFormDoc,
    out: BinaryIO | Path,
    language: str = "ru",
    progress: Progress | None = None,
) -> int:
    """Print an order form as PDF; the same document gives the same bytes.

    Args:
        doc: the draft or order.
        out: a binary stream or the file to write.
        language: of the labels, "ru" or "en".
        progress: called with (sheets drawn, sheets in all); may raise to stop.

    Returns:
        The number of sheets.
    """
    with speaking(language):
        return _OrderForm(doc).print(out, progress)


@dataclass(frozen=True, slots=True)
class _Field:
    """A column with the text of its cell for each line."""

    column: Column
    cells: list[str]


class _OrderForm(Form):
    """One order form being printed."""

    def __init__(self, doc: OrderFormDoc) -> None:
        self._doc = doc
        self._fields = _fields(doc)
        super().__init__(PORTRAIT if _names_fit(self._fields) else LANDSCAPE)
        self._title = order_title(doc)

    def about(self) -> About:
        """Title, buyer and date."""
        doc = self._doc
        subject = trc("print", "Order form")
        return About(self._title, doc.buyer.name, doc.date, subject, language())

    def running(self, about: About) -> str:
        """Say on every sheet of a draft that it is one; first, since long titles are cut."""
        mark = "" if self._doc.sent_at else f"{draft_mark()} · "
        return f"{mark}{about.title} · {about.author}"

    def head(self, paper: Paper, place: Place) -> float:
        """Draw mark, title and who orders what from whom."""
        doc = self._doc
        title_width = place.width
        if not doc.sent_at:
            title_width -= _draw_stamp(paper, place, draft_mark()) + 12
        y = paragraph(paper, Place(place.x, place.y, title_width), self._title, bold(), 15.0)
        y = max(y, place.y + 22)
        if doc.sent_at:
            sent = trc("print", "Sent {moment}").format(moment=doc.sent_at)
            y = paragraph(paper, place.down(y), sent, regular(), 9.0)
        paper.lines([(place.x, y + 3, place.right, y + 3)], 1.5)
        y += 9
        for label, value in _facts(doc):
            y = labelled(paper, place.down(y), label, value, _LABELS) + 3
        return y + 5

    def table(self, width: float, highest: float) -> Table:
        """Return the lines of the order, measured."""
        columns, rows, style = _columns(self._fields)
        return Table(columns, rows, width, style, highest)

    def tail(self, paper: Paper, place: Place, table: Table) -> float:
        """Draw totals, what is missing in them, and a line to sign."""
        doc = self._doc
        y = place.y + 5
        totals = _totals(doc)
        if totals:
            commented = any(line.comment for line in doc.lines)
            y = draw_totals(paper, y, totals, table.column(place.x, -2 if commented else -1)) + 4
        for text in _closing(doc):
            y = paragraph(paper, place.down(y), text, regular(), 9.0) + 1
        return signatures(paper, place.down(y + 6), [(trc("print", "Made by"), doc.author)]) + 6

    def notes(self) -> Sequence[str]:
        """Return the comment to the whole order."""
        comment = self._doc.comment.strip()
        if not comment:
            return ()
        return note_lines([trc("print", "Comment: {text}").format(text=comment)], self.place.width)


def draft_mark() -> str:
    """«Черновик, не отправлен»: what every draft is marked with."""
    return trc("print", "Draft, not sent")


def order_title(doc: OrderFormDoc) -> str:
    """«Заказ № 000123 от 21 ноября 2026 г.», «Бланк заказа «Ноябрь» от …», «Проформа …»."""
    if doc.proforma:
        text = trc("print", "Proforma “{title}” of {date}")
    elif doc.number:
        text = trc("print", "Order No. {number} of {date}")
    else:
        text = trc("print", "Order form “{title}” of {date}")
    title = (doc.title or doc.number).strip()
    return bound(text.format(number=doc.number, title=title, date=day_long(doc.date)))


def _draw_stamp(paper: Paper, place: Place, words: str) -> float:
    """Frame the mark of a draft in the upper right corner; return its width."""
    clean = bold().clean(words.upper())
    width = bold().width(clean, _STAMP) + 14
    paper.text(place.right - width + 7, place.y + 14, clean, bold(), _STAMP)
    paper.box(place.right - width, place.y + 1, width, 19, 1.2)
    return width


def _facts(doc: OrderFormDoc) -> list[tuple[str, str]]:
    facts = [
        (trc("print", "Buyer:"), party_line(doc.buyer)),
        (trc("print", "Seller:"), party_line(doc.seller)),
        (trc("print", "Contract:"), doc.contract),
        (trc("print", "Delivery:"), bound(doc.delivery)),
        (trc("print", "Warehouse:"), doc.place),
        (trc("print", "Ship date:"), day_long(doc.ship_date) if doc.ship_date else ""),
    ]
    return [(label.partition(" (")[0].rstrip(":") + ":", value) for label, value in facts if value]


def _fields(doc: OrderFormDoc) -> list[_Field]:
    """Return the columns, without those that are empty in every line."""
    lines = doc.lines
    unit = "" if doc.currency == "RUB" else f", {doc.currency}"
    priced = trc("print", "Price") if doc.vat_included else trc("print", "Price without VAT")
    summed = trc("print", "Sum") if doc.vat_included else trc("print", "Sum without VAT")
    multiple = Column(trc("print", "Multiple"), DECIMAL, 30)
    weight = Column(trc("print", "Weight, kg"), DECIMAL, 34)
    volume = Column(trc("print", "Volume, m³"), DECIMAL, 34)
    fields = [
        _Field(Column("№", RIGHT, 20), [str(n) for n in range(1, len(lines) + 1)]),
        _Field(Column(trc("print", "Article"), least=44, most=92), [x.article for x in lines]),
        _Field(Column(trc("print", "Barcode"), CENTRE, 40, 74), [x.barcode for x in lines]),
        _Field(Column(trc("print", "Name"), share=3.0), [x.name for x in lines]),
        _Field(Column(trc("print", "Unit"), CENTRE, 24, 46), [x.unit or "–" for x in lines]),
        _Field(multiple, [quantity(x.multiple_e3) if x.multiple_e3 > 0 else "" for x in lines]),
        _Field(Column(trc("print", "Qty"), DECIMAL, 34), [quantity(x.quantity_e3) for x in lines]),
        _Field(weight, [_weight(x.weight_e3) for x in lines] if doc.proforma else []),
        _Field(volume, [_volume(x.volume_e6) for x in lines] if doc.proforma else []),
        _Field(Column(trc("print", "Warehouse"), least=44, most=70), [x.place for x in lines]),
        _Field(Column(priced + unit, RIGHT, 48), [_price(x) for x in lines]),
        _Field(Column(summed + unit, RIGHT, 62), [_amount(x, doc.currency) for x in lines]),
        _Field(Column(trc("print", "Comment"), share=1.0), [x.comment for x in lines]),
    ]
    return [field for index, field in enumerate(fields) if index == _NAMES or any(field.cells)]


def _columns(fields: Sequence[_Field]) -> tuple[list[Column], list[tuple[str, ...]], Style]:
    style = Style(regular(), bold(), comma="," if language() == "ru" else ".")
    rows = list(zip(*(field.cells for field in fields), strict=True))
    return [field.column for field in fields], rows, style


def _names_fit(fields: Sequence[_Field]) -> bool:
    """Whether an upright sheet leaves the open columns enough room."""
    columns, rows, style = _columns(fields)
    widths = fit_columns(columns, rows, _UPRIGHT, style)
    return all(
        width >= _LEAST_NAME * column.share / 3
        for column, width in zip(columns, widths, strict=True)
        if column.open
    )


def _price(line: OrderLine) -> str:
    return trc("print", "on request") if line.price_e5 is None else price(line.price_e5)


def _amount(line: OrderLine, currency: str) -> str:
    return "–" if line.amount is None else amount(line.amount, currency)


def _weight(grams: int | None) -> str:
    return "" if grams is None else quantity(grams)


def _volume(cubic_cm: int | None) -> str:
    """Cubic metres with three decimals, the least a truck is counted in."""
    return "" if cubic_cm is None else quantity(max(half_up(cubic_cm, 1000), 1))


def _totals(doc: OrderFormDoc) -> list[Total]:
    """The sums the cart showed; nothing is computed here."""
    sums = [
        (trc("print", "Total without VAT:"), doc.net),
        (trc("print", "VAT:"), doc.vat),
        (trc("print", "Total:"), doc.gross),
    ]
    return [Total(label, amount(value, doc.currency)) for label, value in sums if value is not None]


def _closing(doc: OrderFormDoc) -> list[str]:
    """What the reader must know about the lines and sums."""
    lines = doc.lines
    texts = [trc("print", "Lines: {n}").format(n=number(len(lines)))]
    open_prices = sum(line.price_e5 is None for line in lines)
    if open_prices:
        text = trn("{n} line without a price", "{n} lines without a price", open_prices)
        texts.append(text.format(n=number(open_prices)))
    if doc.proforma:
        texts += _mass_and_volume(lines)
    if not doc.sent_at:
        texts.append(
            trc("print", "Sums are preliminary: the seller's answer decides. Not an invoice.")
        )
    return texts


def _mass_and_volume(lines: Sequence[OrderLine]) -> list[str]:
    weights = [line.weight_e3 for line in lines if line.weight_e3 is not None]
    volumes = [line.volume_e6 for line in lines if line.volume_e6 is not None]
    texts = []
    if weights:
        text = trc("print", "Weight: {weight} kg").format(weight=quantity(sum(weights)))
        texts.append(text + _without(len(lines) - len(weights)))
    if volumes:
        text = trc("print", "Volume: {volume} m³").format(volume=_volume(sum(volumes)))
        texts.append(text + _without(len(lines) - len(volumes)))
    return texts


def _without(count: int) -> str:
    if not count:
        return ""
    text = trn(", without {n} line of unknown size", ", without {n} lines of unknown size", count)
    return text.format(n=number(count))
