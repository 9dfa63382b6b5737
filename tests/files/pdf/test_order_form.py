"""The printed order form read back: a draft says that it is one, nothing is left out."""

import io
import json

import pypdfium2 as pdfium
import pytest

from b2bdesk.files.pdf.model import OrderFormDoc
from b2bdesk.files.pdf.order_form import render_order_form
from b2bdesk.trade.errors import Expected
from tests.files.pdf.reading import outside, texts
from tests.files.pdf.samples import NAMES, order_form, order_line

MARK = "ЧЕРНОВИК, НЕ ОТПРАВЛЕН"


def printed(doc: OrderFormDoc, language: str = "ru") -> bytes:
    out = io.BytesIO()
    render_order_form(doc, out, language)
    return out.getvalue()


def lies_on_its_side(data: bytes) -> bool:
    with pdfium.PdfDocument(data) as pdf:
        width, height = pdf[0].get_size()
    return bool(width > height)


def test_a_draft_is_marked_on_every_sheet() -> None:
    sheets = texts(printed(order_form([order_line(i) for i in range(90)])))
    assert MARK in sheets[0]
    assert len(sheets) == 4
    assert all("Черновик, не отправлен" in sheet for sheet in sheets[1:])
    assert "Суммы предварительные" in sheets[-1]


def test_a_sent_order_is_not_marked() -> None:
    doc = order_form([order_line(1)], number="000123", sent_at="21.11.2026 14:05")
    sheet = texts(printed(doc))[0]
    assert "Заказ № 000123 от 21 ноября 2026 г." in sheet
    assert "Отправлен 21.11.2026 14:05" in sheet
    assert MARK not in sheet
    assert "предварительные" not in sheet


def test_every_line_and_column_is_printed() -> None:
    doc = order_form([order_line(i, comment=f"к линии {i}") for i in range(40)])
    data = printed(doc)
    whole = "\n".join(texts(data))
    for heading in ("Артикул", "Штрихкод", "Наименование", "Кратность", "Кол-во", "Комментарий"):
        assert heading in whole
    for index, each in enumerate(doc.lines):
        assert f"{each.article} {each.barcode} {each.name}" in whole
        assert f"к линии {index}" in whole
    assert "Позиций: 40" in whole
    assert "(Смирнова А. И.)" in whole
    assert lies_on_its_side(data)


def test_empty_columns_are_left_out_and_the_sheet_stands() -> None:
    data = printed(order_form([order_line(i, barcode="", multiple_e3=0) for i in range(5)]))
    sheet = texts(data)[0]
    for heading in ("Штрихкод", "Кратность", "Комментарий", "Склад", "Масса"):
        assert heading not in sheet
    assert not lies_on_its_side(data)


def test_an_unknown_price_is_said_not_guessed() -> None:
    lines = [order_line(1), order_line(2, price_e5=None, amount=None)]
    sheet = texts(printed(order_form(lines)))[0]
    assert sheet.count("уточняется") == 1
    assert "Без цены: 1 позиция" in sheet


def test_proforma_adds_weight_and_volume_and_says_what_is_missing() -> None:
    lines = [
        order_line(1, weight_e3=1_500, volume_e6=250_000),
        order_line(2, weight_e3=750, volume_e6=1),
        order_line(3, volume_e6=1_000_000),
    ]
    sheet = texts(printed(order_form(lines, proforma=True)))[0]
    assert "Проформа «Ноябрь, склад Химки» от 21 ноября 2026 г." in sheet
    assert "Масса: 2,25 кг, без учёта 1 позиции" in sheet
    assert "Объём: 1,25 м³" in sheet
    assert "Не является счётом на оплату" in sheet


def test_totals_are_those_of_the_cart() -> None:
    doc = order_form([order_line(1)], net=100_000, vat=22_000, gross=122_000)
    sheet = texts(printed(doc))[0]
    assert "Итого без НДС: 1 000,00" in sheet
    assert "НДС: 220,00" in sheet
    assert "Итого: 1 220,00" in sheet


def test_labels_can_be_english_while_goods_keep_their_names() -> None:
    sheet = texts(printed(order_form([order_line(1)]), "en"))[0]
    assert "DRAFT, NOT SENT" in sheet
    assert "Order form “Ноябрь, склад Химки” of 21 November 2026" in sheet
    assert NAMES[1] in sheet
    assert "402.32" in sheet


def test_long_texts_stay_on_the_paper() -> None:
    lines = [
        order_line(0, name=" ".join(NAMES * 5), comment="срочно " * 90),
        order_line(1, article="X" * 80, barcode="4" * 60, unit="мешок по сто штук", place="Ы" * 60),
    ]
    doc = order_form(lines, comment="Прошу отгрузить. " * 300, title="корзина " * 40)
    data = printed(doc)
    assert outside(data, 20) == []
    whole = "".join(texts(data))
    assert whole.count("срочно") == 90
    assert whole.count("отгрузить.") == 300


def test_a_form_without_lines_is_still_a_form() -> None:
    assert "Позиций: 0" in texts(printed(order_form([])))[0]


def test_the_same_form_is_the_same_file_and_survives_json() -> None:
    doc = order_form([order_line(1, weight_e3=5, volume_e6=7), order_line(2, price_e5=None)])
    again = OrderFormDoc.from_dict(json.loads(json.dumps(doc.to_dict())))
    assert again == doc
    assert printed(again) == printed(doc)


def test_json_of_another_kind_is_refused() -> None:
    with pytest.raises(Expected, match="bad_document"):
        OrderFormDoc.from_dict({"title": "x"})
