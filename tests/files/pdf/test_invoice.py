"""The printed invoice read back: contents, sheets, codes and what it refuses (DOCUMENTS §3)."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from b2bdesk.files.pdf.invoice import render_invoice
from b2bdesk.files.pdf.model import InvoiceDoc
from b2bdesk.texts import speaking
from b2bdesk.texts.formats import amount, price
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.documents import Document
from tests.files.pdf.reading import codes, outside, texts
from tests.files.pdf.samples import BUYER, NAMES, SELLER, invoice, line

LINK = "https://qr.nspk.ru/BD10006M8O2QSOT9HSBS4T5LP5P9KJQ4?type=02&bank=100000000111&cur=RUB"
HEADING = "Товары (работы, услуги)"
TRADER = replace(
    SELLER,
    name="ИП Иванов Иван Иванович",
    full_name="",
    inn="500100732259",
    kpp="",
    ogrn="304500116000157",
    director="",
    accountant="",
)


def printed(doc: InvoiceDoc, language: str = "ru") -> bytes:
    out = io.BytesIO()
    render_invoice(doc, out, language)
    return out.getvalue()


def test_one_sheet_names_everything_an_accountant_looks_for() -> None:
    doc = invoice([line(i, "22" if i % 3 else "10") for i in range(9)])
    sheets = texts(printed(doc))
    assert len(sheets) == 1
    for words in (
        "Счёт на оплату № 1234 от 21 ноября 2026 г.",
        "БИК 044525225",
        "30101810400000000225",
        "40702810138250123017",
        "ИНН 7707083893",
        "КПП 770701001",
        "Банк получателя",
        "ООО «Ромашка», ИНН 7736207543",
        "Договор № 15 от 12.01.2026 · Заказ № 000123",
        "Всего наименований 9, на сумму 30 167,32 руб.",
        "Тридцать тысяч сто шестьдесят семь рублей 32 копейки",
        "Оплатить не позднее 28.11.2026",
        "(Петров П. П.)",
        "(Сидорова С. С.)",
        "В том числе НДС 22%:",
        "В том числе НДС 10%:",
        "Всего к оплате:",
    ):
        assert words in sheets[0], words
    assert "Лист" not in sheets[0]


def test_every_line_is_on_paper_with_its_own_figures() -> None:
    doc = invoice([line(i) for i in range(120)])
    whole = "\n".join(texts(printed(doc)))
    with speaking("ru"):
        for each in doc.lines:
            row = f"{each.article} {each.name}"
            assert row in whole
            assert price(each.price_e5).replace("\xa0", " ") in whole
            assert amount(each.gross).replace("\xa0", " ") in whole


def test_heading_and_sheet_number_stand_on_every_sheet() -> None:
    sheets = texts(printed(invoice([line(i) for i in range(120)])))
    assert len(sheets) == 3
    for number, sheet in enumerate(sheets, 1):
        assert HEADING in sheet
        assert f"Лист {number} из 3" in sheet
    assert "Итого:" not in "".join(sheets[:-1])


@pytest.mark.parametrize("count", range(24, 48))
def test_totals_and_signatures_never_stand_without_lines(count: int) -> None:
    last = texts(printed(invoice([line(i) for i in range(count)])))[-1]
    assert HEADING in last
    assert line(count - 1).article in last
    assert last.index("Итого:") < last.index("Руководитель")


def test_payment_code_reads_back_exactly_and_only_on_the_first_sheet() -> None:
    doc = invoice([line(i) for i in range(60)])
    data = printed(doc)
    assert codes(data) == [
        "ST00012|Name=ООО «Крепёж-Опт»|PersonalAcc=40702810138250123017"
        "|BankName=ПАО СБЕРБАНК г. Москва|BIC=044525225|CorrespAcc=30101810400000000225"
        f"|Sum={doc.gross}|Purpose=Оплата по счёту № 1234 от 21.11.2026, в т.ч. НДС "
        + f"{doc.vat // 100:,}".replace(",", " ")
        + f",{doc.vat % 100:02} руб.|PayeeINN=7707083893|KPP=770701001|PayerINN=7736207543"
        "|DocNo=1234|DocDate=21.11.2026"
    ]
    assert codes(data, 1) == []


def test_link_of_the_portal_is_a_second_code() -> None:
    found = codes(printed(invoice([line(1)], payment_link=LINK)))
    assert LINK in found
    assert len(found) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"bik": "044525226"},
        {"bik": ""},
        {"account": "40702810138250123018"},
        {"corr_account": "30101810400000000226"},
        {"name": ""},
    ],
)
def test_no_payment_code_when_a_requisite_fails(change: dict[str, str]) -> None:
    assert SELLER.bank is not None
    seller = replace(SELLER, bank=replace(SELLER.bank, **change))
    data = printed(invoice([line(1)], seller=seller))
    assert codes(data) == []
    assert "QR" not in texts(data)[0]


def test_no_payment_code_in_another_currency_or_without_a_bank() -> None:
    assert codes(printed(invoice([line(1)], currency="USD"))) == []
    assert codes(printed(invoice([line(1)], seller=replace(SELLER, bank=None)))) == []


def test_document_without_tax_says_so_once() -> None:
    sheet = texts(printed(invoice([line(i, "none") for i in range(3)])))[0]
    assert "Без налога (НДС):" in sheet
    assert "В том числе" not in sheet
    assert sheet.count("без НДС") == 3


def test_mixed_rates_have_a_total_each() -> None:
    lines = [line(1), line(2, "10"), line(3, "0"), line(4, "none"), line(5, "5")]
    sheet = texts(printed(invoice(lines)))[0]
    for rate in ("22", "10", "5", "0"):
        assert f"В том числе НДС {rate}%:" in sheet
    assert "Без налога" not in sheet


def test_prices_without_vat_show_net_sums_and_add_the_tax() -> None:
    doc = invoice([line(i) for i in range(1, 4)], vat_included=False)
    sheet = texts(printed(doc))[0]
    with speaking("ru"):
        assert f"Итого без НДС: {amount(doc.net)}".replace("\xa0", " ") in sheet
        assert f"Сумма НДС 22%: {amount(doc.vat)}".replace("\xa0", " ") in sheet
        assert f"Всего к оплате: {amount(doc.gross)}".replace("\xa0", " ") in sheet


def test_sole_trader_signs_alone_and_has_no_kpp() -> None:
    sheet = texts(printed(invoice([line(1)], seller=TRADER, buyer=replace(BUYER, kpp=""))))[0]
    assert "ИНН 500100732259" in sheet
    assert "КПП" not in sheet
    assert "ОГРНИП 304500116000157" in sheet
    assert "Предприниматель" in sheet
    assert "(Иванов И. И.)" in sheet
    assert "Бухгалтер" not in sheet


def test_long_and_hostile_texts_stay_on_the_paper() -> None:
    lines = [
        line(0, name=" ".join(NAMES * 6)),
        line(1, article="ABCDEFGH-1234567890/" * 4),
        line(2, article="X" * 80, name="Y" * 300, unit="упаковка в мешке по сто штук"),
        line(3, name="Труба ⌀20 мм 中文 \u202eобман\u202c 😀\x00 ≥5\u2009°C\nвторая строка"),
        line(4, price_e5=10**17 + 12345, quantity_e3=10**15 + 1),
    ]
    long_name = "Общество «" + "Комплексное снабжение " * 12 + "»"
    seller = replace(SELLER, name=long_name, director="Иванов Иван Иванович, " * 6)
    doc = invoice(lines, seller=seller, terms="Условие поставки. " * 400, payment_link=LINK)
    data = printed(doc)
    assert outside(data, 20) == []
    whole = "".join(texts(data))
    assert "Ø20" in whole
    assert "обман" in whole
    assert "\u202e" not in whole
    assert whole.replace("\n", "").count("X" * 20) >= 1
    assert whole.count("поставки.") == 400


def test_a_row_higher_than_a_sheet_goes_on_with_the_next() -> None:
    doc = invoice([line(0, name="слово " * 4000), line(1)])
    sheets = texts(printed(doc))
    assert sum(sheet.count("слово") for sheet in sheets) == 4000
    assert all(HEADING in sheet for sheet in sheets)


def test_the_same_invoice_is_the_same_file_whatever_language_the_desk_speaks() -> None:
    doc = invoice([line(i) for i in range(5)])
    with speaking("en"):
        first = printed(doc)
    with speaking("ru"):
        assert printed(InvoiceDoc.from_dict(json.loads(json.dumps(doc.to_dict())))) == first
    assert b"2000" not in first[-2000:]


def test_labels_can_be_english() -> None:
    sheet = texts(printed(invoice([line(1)]), "en"))[0]
    assert "Invoice No. 1234 of 21 November 2026" in sheet
    assert "Pay no later than" in sheet
    assert "Всего" not in sheet


def test_contradicting_sums_are_refused() -> None:
    doc = invoice([line(1), line(2)])
    with pytest.raises(Expected) as total:
        printed(replace(doc, gross=doc.gross + 1, net=doc.net + 1))
    assert total.value.code == "document_sums_differ"
    wrong = replace(doc.lines[1], vat=doc.lines[1].vat + 1)
    with pytest.raises(Expected) as one:
        printed(replace(doc, lines=(doc.lines[0], wrong)))
    assert one.value.params == {"number": "1234", "place": "2"}


def test_file_and_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    target = tmp_path / "счёт 1234.pdf"
    pages = render_invoice(
        invoice([line(i) for i in range(120)]), target, progress=lambda *at: seen.append(at)
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert pages == 3
    assert target.read_bytes().startswith(b"%PDF-1.4")


def test_a_stopped_print_leaves_no_file(tmp_path: Path) -> None:
    def stop(_page: int, _pages: int) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "invoice.pdf"
    with pytest.raises(KeyboardInterrupt):
        render_invoice(invoice([line(1)]), target, progress=stop)
    assert not target.exists()


def test_json_of_the_documents_feed_is_what_the_form_reads() -> None:
    doc = invoice([line(0), line(1, "none")], payment_link=LINK)
    data = doc.to_dict()
    data |= {"id": "d1", "kind": "invoice", "entity_id": "e", "contract_id": "c", "new": [1]}
    wire = Document.__struct_fields__
    assert set(data) - {"new"} <= set(wire)
    assert InvoiceDoc.from_dict(data) == doc
    assert data["lines"][0]["quantity"] == "0.125"
    assert data["gross"] == f"{doc.gross // 100}.{doc.gross % 100:02}"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("gross", "12,50"),
        ("gross", 12.5),
        ("gross", "1.005"),
        ("gross", "1" + "0" * 30),
        ("date", "21.11.2026"),
        ("seller", "ООО"),
        ("lines", {"a": 1}),
        ("lines", [{"name": "без артикула"}]),
        ("number", 1234),
        ("vat_included", "yes"),
    ],
)
def test_json_that_does_not_fit_is_refused_with_its_place(key: str, value: object) -> None:
    data = invoice([line(1)]).to_dict() | {key: value}
    with pytest.raises(Expected) as error:
        InvoiceDoc.from_dict(data)
    assert error.value.code == "bad_document"
    assert f"/{key}" in str(error.value.params["field"])


def test_threads_of_the_portal_print_at_the_same_time() -> None:
    docs = [invoice([line(i) for i in range(20 + n)], number=str(n)) for n in range(12)]
    alone = [printed(doc) for doc in docs]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(printed, docs)) == alone
