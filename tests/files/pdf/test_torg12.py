"""The copy of a ТОРГ-12 read back: columns, sums of every sheet, words (DOCUMENTS §5)."""

import io
from dataclasses import replace

import pytest

from b2bdesk.files.pdf.model import WaybillDoc
from b2bdesk.files.pdf.torg12 import render_torg12
from b2bdesk.texts import speaking
from b2bdesk.texts.formats import amount
from b2bdesk.trade.errors import Expected
from tests.files.pdf.reading import outside, texts
from tests.files.pdf.samples import NAMES, SELLER, line, waybill

MARKS = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"


def printed(doc: WaybillDoc) -> bytes:
    out = io.BytesIO()
    render_torg12(doc, out)
    return out.getvalue()


def money(minor: int) -> str:
    with speaking("ru"):
        return amount(minor).replace("\xa0", " ")


def test_the_form_names_parties_codes_and_words() -> None:
    lines = [
        line(i, places=i, weight_net_e3=2_000, weight_gross_e3=2_500, package="кор.")
        for i in (1, 2, 3, 4)
    ]
    sheet = texts(printed(waybill(lines, seller=replace(SELLER, okpo="12345678"))))[0]
    for words in (
        "0330212",
        "Утверждена постановлением Госкомстата России от 25.12.98 № 132",
        "ТОВАРНАЯ НАКЛАДНАЯ",
        "5678",
        "25.11.2026",
        "12345678",
        "р/с 40702810138250123017",
        "Договор № 15 от 12.01.2026",
        "Копия для ознакомления",
        "Десять",
        "Восемь кг",
        "Четыре",
        "кладовщик",
        MARKS,
    ):
        assert words in sheet, words
    assert "без НДС" not in sheet


def test_every_sheet_adds_up_its_lines_and_the_last_all_of_them() -> None:
    doc = waybill([line(i) for i in range(90)])
    sheets = texts(printed(doc))
    assert len(sheets) > 2
    start = 0
    for sheet in sheets:
        assert MARKS in sheet
        stop = start + sum(f"арт. {each.article} " in sheet for each in doc.lines[start:])
        part = doc.lines[start:stop]
        net, vat = money(sum(x.net for x in part)), money(sum(x.vat for x in part))
        assert f"{net} Х {vat} {money(sum(x.gross for x in part))}" in sheet
        assert "Итого" in sheet
        start = stop
    assert start == 90
    assert f"{money(doc.net)} Х {money(doc.vat)} {money(doc.gross)}" in sheets[-1]
    assert "Всего по накладной" in sheets[-1]
    assert "Всего по накладной" not in "".join(sheets[:-1])


def test_a_line_cut_in_two_is_added_once() -> None:
    doc = waybill([line(0, name="слово " * 4000), line(1)])
    sheets = texts(printed(doc))
    assert sum(sheet.count("слово") for sheet in sheets) == 4000
    assert f"{money(doc.net)} Х" in sheets[-1]
    first = doc.lines[0]
    assert f"{money(first.net)} Х {money(first.vat)} {money(first.gross)}" in sheets[0]


def test_long_texts_stay_on_the_paper() -> None:
    lines = [
        line(0, name=" ".join(NAMES * 6), package="ящик деревянный решетчатый"),
        line(1, article="X" * 80, barcode="4" * 40, unit="мешок по сто штук"),
    ]
    seller = replace(SELLER, full_name="Общество " * 60, address="г. Москва, " * 60)
    assert outside(printed(waybill(lines, seller=seller)), 15) == []


def test_another_currency_is_named_in_the_columns() -> None:
    sheet = texts(printed(waybill([line(1)], currency="USD")))[0]
    assert "USD" in sheet
    assert "руб. коп." not in sheet


def test_contradicting_sums_are_refused() -> None:
    with pytest.raises(Expected, match="document_sums_differ"):
        printed(replace(waybill([line(1)]), vat=0))
