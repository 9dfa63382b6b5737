"""Printed forms: an invoice of 1,000 lines against ten times as many."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace

from b2bdesk.files.pdf.invoice import render_invoice
from b2bdesk.files.pdf.model import DocumentLine, InvoiceDoc, Party
from bench.measure import Row, seconds
from bench.stage import Stage

LINE = DocumentLine(
    article="КМ-933-08030-88Z",
    name="Болт DIN 933 М8×30, кл. 8.8, оцинкованный",
    unit="шт",
    okei="796",
    quantity_e3=100_000,
    price_e5=1_234_000,
    vat_code="22",
    net=101_148,
    vat=22_252,
    gross=123_400,
)


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    del stage
    one, ten = _invoice(1_000), _invoice(10_000)
    render_invoice(one, io.BytesIO())
    thousand = seconds(lambda: render_invoice(one, io.BytesIO()))
    yield Row("pdf.1k", thousand, "s", None, 0.6)
    yield Row("pdf.10k", seconds(lambda: render_invoice(ten, io.BytesIO()), 1), "s", thousand, 11.0)


def _invoice(count: int) -> InvoiceDoc:
    firm = Party(name="ООО «Оптима Снаб»", inn="7709876545", kpp="770901001", address="Москва")
    lines = tuple(replace(LINE, name=f"{LINE.name}, № {number}") for number in range(count))
    return InvoiceDoc(
        number="1",
        date=dt.date(2026, 11, 21),
        currency="RUB",
        seller=firm,
        buyer=firm,
        lines=lines,
        net=LINE.net * count,
        vat=LINE.vat * count,
        gross=LINE.gross * count,
    )
