"""The copy of a УПД read back: its lines, columns and what depends on the date (DOCUMENTS §4)."""

import datetime as dt
import io
import json
from dataclasses import replace

import pytest

from b2bdesk.files.pdf.model import WaybillDoc
from b2bdesk.files.pdf.upd import render_upd
from b2bdesk.texts import speaking
from b2bdesk.texts.formats import amount
from b2bdesk.trade.errors import Expected
from tests.files.pdf.reading import outside, texts
from tests.files.pdf.samples import NAMES, SELLER, line, waybill

MARKS = "А 1 1а 1б 2 2а 3 4 5 6 7 8 9 10 10а 11"
ADVANCE = "при получении оплаты, частичной оплаты"


def printed(doc: WaybillDoc) -> bytes:
    out = io.BytesIO()
    render_upd(doc, out)
    return out.getvalue()


def test_lines_of_the_form_and_both_sides_of_the_handing_over() -> None:
    doc = waybill([line(i) for i in range(6)])
    sheets = texts(printed(doc))
    assert len(sheets) == 1
    sheet = sheets[0]
    for mark in ("(1)", "(1а)", "(2)", "(2а)", "(2б)", "(3)", "(4)", "(5)", "(5а)", "(5б)"):
        assert mark in sheet
    for mark in ("(6)", "(6а)", "(6б)", "(7)", "(8)", "(9)"):
        assert mark in sheet
    for number in range(10, 22):
        assert f"[{number}]" in sheet
    for words in (
        "Универсальный",
        "Счет-фактура № 5678 от 25 ноября 2026 г.",
        "Копия для ознакомления",
        "7707083893/770701001",
        "он же",
        "российский рубль, 643",
        "№ п/п 1–6, № 5678 от 25.11.2026",
        "Договор № 15 от 12.01.2026 · Заказ № 000123",
        "кладовщик",
        "Кузнецов О. В.",
        "Петров П. П.",
    ):
        assert words in sheet, words


def test_every_line_has_its_posted_sums_and_the_total_too() -> None:
    doc = waybill([line(i, "22" if i % 2 else "10") for i in range(60)])
    sheets = texts(printed(doc))
    whole = "\n".join(sheets)
    with speaking("ru"):
        for index, each in enumerate(doc.lines, 1):
            assert f"{each.article} {index} {each.name}" in whole
            sums = f"{each.vat_code}% {amount(each.vat)} {amount(each.gross)}"
            assert sums.replace("\xa0", " ") in whole
        total = f"{amount(doc.net)} Х {amount(doc.vat)} {amount(doc.gross)}".replace("\xa0", " ")
    assert total in sheets[-1]
    assert all(MARKS in sheet for sheet in sheets)
    assert all("Копия для ознакомления" in sheet for sheet in sheets)


def test_line_5b_came_in_april_2026() -> None:
    assert ADVANCE in texts(printed(waybill([line(1)], date=dt.date(2026, 4, 1))))[0]
    before = texts(printed(waybill([line(1)], date=dt.date(2026, 3, 31))))[0]
    assert ADVANCE not in before
    assert "(5б)" not in before
    assert "№ 26)" not in before


def test_columns_of_traceability_appear_only_when_a_line_is_traced() -> None:
    assert "12а" not in texts(printed(waybill([line(1)])))[0]
    traced = line(2, trace_okei="796", trace_unit="шт", trace_quantity_e3=5000, trace_net=123_456)
    sheet = texts(printed(waybill([line(1), traced])))[0]
    assert f"{MARKS} 12 12а 13 14" in sheet
    assert "1 234,56" in sheet


def test_price_is_without_tax_whatever_the_invoice_showed() -> None:
    posted = line(0, quantity_e3=4000, price_e5=3_050_000, net=10_000, vat=2_200, gross=12_200)
    assert " 4 25,00 100,00 " in texts(printed(waybill([posted])))[0]
    bare = replace(posted, price_e5=2_500_000)
    assert " 4 25,00 100,00 " in texts(printed(waybill([bare], vat_included=False)))[0]


def test_exempt_goods_show_no_tax_in_rate_and_sum() -> None:
    sheet = texts(printed(waybill([line(1, "none")])))[0]
    assert "без НДС без НДС" in sheet
    assert "Х без НДС" in sheet


def test_country_is_a_code_or_a_name() -> None:
    lines = [line(1, country="156", country_name="Китай"), line(2, country="Беларусь")]
    sheet = texts(printed(waybill(lines)))[0]
    assert "156 Китай" in sheet
    assert "– Беларусь" in sheet


def test_a_sole_trader_signs_as_one() -> None:
    trader = replace(
        SELLER,
        name="ИП Иванов Иван Иванович",
        full_name="",
        inn="500100732259",
        kpp="",
        ogrn="304500116000157",
        director="",
        accountant="",
    )
    sheet = texts(printed(waybill([line(1)], seller=trader)))[0]
    assert "Иванов И. И." in sheet
    assert "ОГРНИП 304500116000157" in sheet
    assert "500100732259/" not in sheet


def test_long_texts_stay_on_the_paper() -> None:
    lines = [
        line(0, name=" ".join(NAMES * 6), declaration="10131010/150126/3012345; " * 5),
        line(1, article="X" * 80, unit="мешок по сто штук", country="Объединённые Эмираты"),
    ]
    seller = replace(SELLER, full_name="Общество " * 60, address="г. Москва, " * 60)
    data = printed(waybill(lines, seller=seller, payment_documents="№ 1 от 01.01.2026; " * 30))
    assert outside(data, 15) == []


def test_the_same_waybill_is_the_same_file_and_survives_json() -> None:
    doc = waybill([line(i) for i in range(3)])
    again = WaybillDoc.from_dict(json.loads(json.dumps(doc.to_dict())))
    assert again == doc
    assert printed(again) == printed(doc)


def test_contradicting_sums_are_refused() -> None:
    with pytest.raises(Expected, match="document_sums_differ"):
        printed(replace(waybill([line(1)]), vat=0))
