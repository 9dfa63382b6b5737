"""The payload of the payment QR (ГОСТ Р 56042-2014)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from b2bdesk.trade.payment_qr import Payment, payment_problems, payment_qr

PAYMENT = Payment(
    name="ООО «Поставщик Опт»",
    account="40702810138250123017",
    bank="ПАО СБЕРБАНК г. Москва",
    bik="044525225",
    corr_account="30101810400000000225",
    sum_minor=12345678,
    purpose="Оплата по счёту № 1234 от 21.11.2026, в т.ч. НДС 22% 20921,42",
    payee_inn="7707083893",
    payee_kpp="770701001",
    payer_inn="500100732259",
    doc_no="1234",
    doc_date="21.11.2026",
)


def test_the_payload_of_the_standard() -> None:
    assert payment_qr(PAYMENT) == (
        "ST00012|Name=ООО «Поставщик Опт»|PersonalAcc=40702810138250123017"
        "|BankName=ПАО СБЕРБАНК г. Москва|BIC=044525225|CorrespAcc=30101810400000000225"
        "|Sum=12345678|Purpose=Оплата по счёту № 1234 от 21.11.2026, в т.ч. НДС 22% 20921,42"
        "|PayeeINN=7707083893|KPP=770701001|PayerINN=500100732259|DocNo=1234|DocDate=21.11.2026"
    )


def test_optional_fields_may_lack_and_the_separator_never_gets_in() -> None:
    payment = replace(
        PAYMENT, corr_account="", payee_inn="", payee_kpp="", payer_inn="", doc_no="", doc_date="",
        name="ООО | Рога\nи копыта", purpose="х" * 300,
    )  # fmt: skip
    payload = payment_qr(payment)
    assert payload is not None
    parts = payload.split("|")
    assert parts[0] == "ST00012"
    assert parts[1] == "Name=ООО Рога и копыта"
    assert parts[5] == "CorrespAcc=0"
    assert parts[7] == "Purpose=" + "х" * 160
    assert len(parts) == 8


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"bik": "04452522"}, "bik_format"),
        ({"account": "40702810138250123018"}, "account_checksum"),
        ({"corr_account": "30101810400000000226"}, "corr_account_checksum"),
        ({"payee_inn": "7707083894"}, "inn_checksum"),
        ({"payer_inn": "1"}, "inn_format"),
        ({"payee_kpp": "77"}, "kpp_format"),
        ({"name": " "}, "payee_incomplete"),
        ({"bank": ""}, "payee_incomplete"),
        ({"sum_minor": 0}, "payment_sum"),
        ({"sum_minor": 10**18}, "payment_sum"),
    ],
)
def test_no_code_when_anything_is_wrong(change: dict[str, object], code: str) -> None:
    payment = replace(PAYMENT, **change)  # type: ignore[arg-type]  # fields by name
    assert payment_qr(payment) is None
    assert code in payment_problems(payment)


def test_a_good_payment_has_no_problems() -> None:
    assert payment_problems(PAYMENT) == ()
