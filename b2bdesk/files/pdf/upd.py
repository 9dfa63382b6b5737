"""УПД, a copy to read (DOCUMENTS §4): ПП РФ № 1137, since 2026-04-01 in the edition of № 26.

The seller's document decides; this prints its structured data in the order of the form on landscape
sheets, marked «Копия для ознакомления». Documents dated before line 5б came into force print
without it; columns 12–14 appear only when a line is traceable.
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from b2bdesk.files.pdf.blocks import Place
from b2bdesk.files.pdf.check import check_sums
from b2bdesk.files.pdf.form import Form, Progress
from b2bdesk.files.pdf.model import DocumentLine, WaybillDoc
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
from b2bdesk.files.pdf.upd_head import STATUS_WIDTH, draw_upd_head
from b2bdesk.files.pdf.upd_tail import draw_upd_tail
from b2bdesk.texts import speaking
from b2bdesk.texts.formats import amount, day_long, price, quantity
from b2bdesk.trade.vat import NONE

EDITION_26 = dt.date(2026, 4, 1)
_NET, _EXCISE, _RATE, _VAT, _GROSS = 8, 9, 10, 11, 12
_TOTAL_ROW = 12.0
_GOODS = "Наименование товара (описание выполненных работ, оказанных услуг), имущественного права"
_DECLARATION = (
    "Регистрационный номер декларации на товары или регистрационный номер партии товара, "
    "подлежащего прослеживаемости"
)


def render_upd(doc: WaybillDoc, out: BinaryIO | Path, progress: Progress | None = None) -> int:
    """Print the copy of a УПД as PDF; the same document gives the same bytes.

    Args:
        doc: the document as posted.
        out: a binary stream or the file to write.
        progress: called with (sheets drawn, sheets in all); may raise to stop.

    Returns:
        The number of sheets.

    Raises:
        Expected: `document_sums_differ` when lines and totals contradict each other.
    """
    check_sums(doc)
    with speaking("ru"):
        return _Upd(doc).print(out, progress)


class _Upd(Form):
    """One УПД being printed."""

    def __init__(self, doc: WaybillDoc) -> None:
        super().__init__(LANDSCAPE, FORM_MARGINS)
        self._doc = doc
        self._traced = any(line.trace_okei or line.trace_unit for line in doc.lines)

    def about(self) -> About:
        """Name, number and date of the document."""
        doc = self._doc
        title = f"УПД № {doc.number} от {day_long(doc.date)}"
        return About(title, doc.seller.name, doc.date, "Универсальный передаточный документ")

    def running(self, about: About) -> str:
        """Say on every sheet that this is a copy."""
        return f"{COPY} · {about.title} · {about.author}"

    def head(self, paper: Paper, place: Place) -> float:
        """Draw status, счёт-фактура and parties."""
        return draw_upd_head(paper, place, self._doc, self._doc.date >= EDITION_26)

    def table(self, width: float, highest: float) -> Table:
        """Return the lines in the columns of the form."""
        doc = self._doc
        rows = [_cells(doc, index, line) for index, line in enumerate(doc.lines)]
        if self._traced:
            for row, line in zip(rows, doc.lines, strict=True):
                row += _trace_cells(doc, line)
        style = form_style(divider=1)
        if self._traced:
            style = replace(style, head_size=5.0)
        return Table(_columns(self._traced), rows, width, style, highest)

    def tail(self, paper: Paper, place: Place, table: Table) -> float:
        """Draw the total, signatures and both sides of the handing over."""
        y = _draw_total(paper, self._doc, table.edges(place.x), place.y)
        return draw_upd_tail(paper, place.down(y), self._doc)


def _columns(traced: bool) -> list[Column]:
    """Return columns А … 11, and 12 … 14 when a line is traced; then all are narrower."""
    unit, origin = "Единица измерения", "Страна происхождения товара"
    cost = "Стоимость товаров (работ, услуг), имущественных прав"
    columns = [
        Column("Код вида товара", CENTRE, 24, 34, mark="1б"),
        Column("код", CENTRE, 18, 22, group=unit, mark="2"),
        Column("условное обозначение (национальное)", CENTRE, 40, 46, group=unit, mark="2а"),
        Column("Количество (объем)", DECIMAL, 34, mark="3"),
        Column("Цена (тариф) за единицу измерения", DECIMAL, 44, mark="4"),
        Column(f"{cost} без налога - всего", RIGHT, 56, mark="5"),
        Column("В том числе сумма акциза", CENTRE, 30, 46, mark="6"),
        Column("Налоговая ставка", CENTRE, 30, 38, mark="7"),
        Column("Сумма налога, предъявляемая покупателю", RIGHT, 48, mark="8"),
        Column(f"{cost} с налогом - всего", RIGHT, 56, mark="9"),
        Column("цифровой код", CENTRE, 26, 30, group=origin, mark="10"),
        Column("краткое наименование", CENTRE, 40, 46, group=origin, mark="10а"),
        Column(_DECLARATION, CENTRE, 56, 74, mark="11"),
    ]
    if traced:
        columns += _trace_columns()
        columns = [replace(c, least=c.least * 0.7, most=c.most * 0.8) for c in columns]
    return [
        Column("Код товара/ работ, услуг", least=STATUS_WIDTH, most=STATUS_WIDTH, mark="А"),
        Column("№ п/п", RIGHT, 15, mark="1"),
        Column(_GOODS, mark="1а"),
        *columns,
    ]


def _trace_columns() -> list[Column]:
    """Return columns 12–14, for goods that are traced."""
    unit = "Количественная единица измерения товара, используемая в целях прослеживаемости"
    traced = "товара, подлежащего прослеживаемости"
    return [
        Column("код", CENTRE, 22, 26, group=unit, mark="12"),
        Column("условное обозначение", CENTRE, 34, 40, group=unit, mark="12а"),
        Column(f"Количество {traced}", DECIMAL, 44, mark="13"),
        Column(f"Стоимость {traced}, без налога", RIGHT, 44, mark="14"),
    ]


def _cells(doc: WaybillDoc, index: int, line: DocumentLine) -> list[str]:
    exempt = line.vat_code == NONE
    coded = line.country.isdigit()
    return [
        line.article or DASH,
        str(index + 1),
        line.name,
        line.kind_code or DASH,
        line.okei or DASH,
        line.unit or DASH,
        quantity(line.quantity_e3),
        price(net_price_e5(doc, index)),
        amount(line.net, doc.currency),
        "без акциза",
        "без НДС" if exempt else f"{line.vat_code}%",
        "без НДС" if exempt else amount(line.vat, doc.currency),
        amount(line.gross, doc.currency),
        line.country if coded else DASH,
        line.country_name or ("" if coded else line.country) or DASH,
        line.declaration or DASH,
    ]


def _trace_cells(doc: WaybillDoc, line: DocumentLine) -> list[str]:
    return [
        line.trace_okei or DASH,
        line.trace_unit or DASH,
        DASH if line.trace_quantity_e3 is None else quantity(line.trace_quantity_e3),
        DASH if line.trace_net is None else amount(line.trace_net, doc.currency),
    ]


def _draw_total(paper: Paper, doc: WaybillDoc, edges: list[float], y: float) -> float:
    """Draw «Всего к оплате (9)» under columns 5, 8 and 9; return its bottom."""
    bottom = y + _TOTAL_ROW
    base = y + SIZE + 1.5
    paper.text(edges[1] + 2, base, "Всего к оплате (9)", narrow_bold(), SIZE)
    all_exempt = all(line.vat_code == NONE for line in doc.lines)
    vat = "без НДС" if all_exempt else amount(doc.vat, doc.currency)
    for index, text in ((_NET, amount(doc.net, doc.currency)), (_VAT, vat)):
        paper.text_right(edges[index + 1] - 2, base, text, narrow_bold(), SIZE)
    gross = amount(doc.gross, doc.currency)
    paper.text_right(edges[_GROSS + 1] - 2, base, gross, narrow_bold(), SIZE)
    middle = (edges[_EXCISE] + edges[_RATE + 1]) / 2
    paper.text_centre(middle, base, "Х", narrow(), SIZE)
    upright = (edges[_NET], edges[_EXCISE], edges[_VAT], edges[_GROSS])
    paper.lines([(x, y, x, bottom) for x in upright], 0.4)
    last = edges[_GROSS + 1]
    paper.lines([(edges[1], bottom, last, bottom), (last, y, last, bottom)], 0.8)
    paper.lines([(edges[1], y, edges[1], bottom)], 0.8)
    return bottom
