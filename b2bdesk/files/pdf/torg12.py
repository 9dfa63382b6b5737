"""ТОРГ-12, a copy to read (DOCUMENTS §5): ОКУД 0330212, Госкомстат 25.12.98 № 132.

The seller's structured shipment in the fifteen columns of the form on landscape sheets, with
«Итого» on every sheet, «Всего по накладной» and the sums in words, marked «Копия для ознакомления».
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from b2bdesk.files.pdf.blocks import Place
from b2bdesk.files.pdf.check import check_sums
from b2bdesk.files.pdf.form import Form, Progress
from b2bdesk.files.pdf.model import DocumentLine, WaybillDoc
from b2bdesk.files.pdf.paginate import PagePlan
from b2bdesk.files.pdf.sheet import LANDSCAPE, About, Paper
from b2bdesk.files.pdf.statutory import (
    COPY,
    DASH,
    FORM_MARGINS,
    SIZE,
    form_style,
    narrow,
    narrow_bold,
    net_price_e5,
)
from b2bdesk.files.pdf.table import CENTRE, DECIMAL, RIGHT, Column, Table
from b2bdesk.files.pdf.torg12_head import draw_torg12_head
from b2bdesk.files.pdf.torg12_tail import draw_torg12_tail
from b2bdesk.texts import speaking
from b2bdesk.texts.formats import amount, day_long, number, price, quantity
from b2bdesk.trade.vat import NONE

_PLACES, _GROSS_MASS, _QUANTITY, _NET, _RATE, _VAT, _SUM = 7, 8, 9, 11, 12, 13, 14
_ROW = 11.0


def render_torg12(doc: WaybillDoc, out: BinaryIO | Path, progress: Progress | None = None) -> int:
    """Print the copy of a ТОРГ-12 as PDF; the same document gives the same bytes.

    Args:
        doc: the shipment as posted.
        out: a binary stream or the file to write.
        progress: called with (sheets drawn, sheets in all); may raise to stop.

    Returns:
        The number of sheets.

    Raises:
        Expected: `document_sums_differ` when lines and totals contradict each other.
    """
    check_sums(doc)
    with speaking("ru"):
        return _Torg12(doc).print(out, progress)


class _Torg12(Form):
    """One waybill being printed."""

    foot_height = _ROW

    def __init__(self, doc: WaybillDoc) -> None:
        super().__init__(LANDSCAPE, FORM_MARGINS)
        self._doc = doc

    def about(self) -> About:
        """Name, number and date of the waybill."""
        doc = self._doc
        title = f"Товарная накладная № {doc.number} от {day_long(doc.date)}"
        return About(title, doc.seller.name, doc.date, "ТОРГ-12")

    def running(self, about: About) -> str:
        """Say on every sheet that this is a copy."""
        return f"{COPY} · {about.title} · {about.author}"

    def head(self, paper: Paper, place: Place) -> float:
        """Draw parties, code boxes, number and date."""
        return draw_torg12_head(paper, place, self._doc)

    def table(self, width: float, highest: float) -> Table:
        """Return the lines in the columns of the form."""
        doc = self._doc
        rows = [_cells(doc, index, line) for index, line in enumerate(doc.lines)]
        return Table(_columns(doc.currency), rows, width, form_style(), highest)

    def foot(self, paper: Paper, table: Table, y: float, plan: PagePlan) -> float:
        """Draw «Итого» of the sheet: the lines that begin on it."""
        rows = table.rows[plan.start : plan.stop]
        lines = [self._doc.lines[row.source] for row in rows if row.source >= 0]
        return _draw_sums(paper, table.edges(self.place.x), y, "Итого", _sums(self._doc, lines))

    def tail(self, paper: Paper, place: Place, table: Table) -> float:
        """Draw «Всего по накладной», words and signatures."""
        edges = table.edges(place.x)
        sums = _sums(self._doc, self._doc.lines)
        y = _draw_sums(paper, edges, place.y, "Всего по накладной", sums)
        return draw_torg12_tail(paper, place.down(y + 4), self._doc)


def _columns(currency: str) -> list[Column]:
    money = "руб. коп." if currency == "RUB" else currency
    goods, unit, count, vat = "Товар", "Единица измерения", "Количество", "НДС"
    return [
        Column("Номер по порядку", RIGHT, 22, mark="1"),
        Column("наименование, характеристика, сорт, артикул товара", group=goods, mark="2"),
        Column("код", CENTRE, 30, 56, group=goods, mark="3"),
        Column("наименование", CENTRE, 38, 46, group=unit, mark="4"),
        Column("код по ОКЕИ", CENTRE, 24, 30, group=unit, mark="5"),
        Column("Вид упаковки", CENTRE, 32, 44, mark="6"),
        Column("в одном месте", CENTRE, 30, 36, group=count, mark="7"),
        Column("мест, штук", RIGHT, 26, group=count, mark="8"),
        Column("Масса брутто", DECIMAL, 36, mark="9"),
        Column("Количество (масса нетто)", DECIMAL, 40, mark="10"),
        Column(f"Цена, {money}", DECIMAL, 46, mark="11"),
        Column(f"Сумма без учета НДС, {money}", RIGHT, 58, mark="12"),
        Column("ставка, %", CENTRE, 32, group=vat, mark="13"),
        Column(f"сумма, {money}", RIGHT, 50, group=vat, mark="14"),
        Column(f"Сумма с учетом НДС, {money}", RIGHT, 58, mark="15"),
    ]


def _cells(doc: WaybillDoc, index: int, line: DocumentLine) -> list[str]:
    exempt = line.vat_code == NONE
    name = f"{line.name}, арт. {line.article}" if line.article else line.name
    mass = line.weight_gross_e3
    return [
        str(index + 1),
        name,
        line.barcode or DASH,
        line.unit or DASH,
        line.okei or DASH,
        line.package or DASH,
        line.in_one_place or DASH,
        str(line.places) if line.places else DASH,
        DASH if mass is None else quantity(mass),
        quantity(line.quantity_e3),
        price(net_price_e5(doc, index)),
        amount(line.net, doc.currency),
        "без НДС" if exempt else f"{line.vat_code}%",
        "без НДС" if exempt else amount(line.vat, doc.currency),
        amount(line.gross, doc.currency),
    ]


def _sums(doc: WaybillDoc, lines: Sequence[DocumentLine]) -> Mapping[int, str]:
    """Return the sums of posted lines by column."""
    places = sum(line.places for line in lines)
    masses = [line.weight_gross_e3 for line in lines if line.weight_gross_e3 is not None]
    currency = doc.currency
    exempt = all(line.vat_code == NONE for line in lines)
    return {
        _PLACES: number(places) if places else DASH,
        _GROSS_MASS: quantity(sum(masses)) if masses else DASH,
        _QUANTITY: quantity(sum(line.quantity_e3 for line in lines)),
        _NET: amount(sum(line.net for line in lines), currency),
        _RATE: "Х",
        _VAT: "без НДС" if exempt else amount(sum(line.vat for line in lines), currency),
        _SUM: amount(sum(line.gross for line in lines), currency),
    }


def _draw_sums(
    paper: Paper, edges: Sequence[float], y: float, label: str, sums: Mapping[int, str]
) -> float:
    """Draw one row of sums under the table; return its bottom."""
    bottom = y + _ROW
    base = y + SIZE + 1
    left = edges[_PLACES]
    paper.text_right(left - 4, base, label, narrow_bold(), SIZE)
    for index, text in sums.items():
        if index == _RATE:
            middle = (edges[index] + edges[index + 1]) / 2
            paper.text_centre(middle, base, text, narrow(), SIZE)
        else:
            paper.text_right(edges[index + 1] - 2, base, text, narrow_bold(), SIZE)
    paper.lines([(x, y, x, bottom) for x in edges[_PLACES:]], 0.4)
    paper.lines([(left, bottom, edges[-1], bottom)], 0.4)
    return bottom
