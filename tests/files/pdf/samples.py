"""Invoices and order forms for the tests, of any length and with the names that break layouts."""

import datetime as dt
from dataclasses import replace
from typing import Any

from b2bdesk.files.pdf.model import (
    Bank,
    DocumentLine,
    InvoiceDoc,
    OrderFormDoc,
    OrderLine,
    Party,
    WaybillDoc,
)
from b2bdesk.trade.vat import Amounts, line_amounts, total

SELLER = Party(
    name="ООО «Крепёж-Опт»",
    full_name="Общество с ограниченной ответственностью «Крепёж-Опт»",
    inn="7707083893",
    kpp="770701001",
    address="117997, г. Москва, ул. Вавилова, д. 19, стр. 2, помещ. 14",
    phone="+7 (495) 123-45-67",
    director="Петров Пётр Петрович",
    accountant="Сидорова Светлана Сергеевна",
    bank=Bank(
        name="ПАО СБЕРБАНК г. Москва",
        bik="044525225",
        account="40702810138250123017",
        corr_account="30101810400000000225",
    ),
)
BUYER = Party(
    name="ООО «Ромашка»",
    inn="7736207543",
    kpp="773601001",
    address="119021, г. Москва, ул. Льва Толстого, д. 16",
    phone="+7 (495) 739-70-00",
)
NAMES = (
    "Болт DIN 933 М8×40 оцинк. класс прочности 8.8",
    "Кабель ВВГнг(А)-LS 3×2,5 ок(N,PE)-0,66, бухта 100 м",
    "Саморез по гипсокартону 3,5×35, фосфатированный, редкий шаг",
    "Бумага офисная А4, 80 г/м², 500 л, белизна 146 %",
    "Дрель-шуруповёрт аккумуляторная 18 В, 2 АКБ Li-Ion 4 А·ч, кейс",
)


def line(index: int, vat_code: str = "22", **changes: Any) -> DocumentLine:
    """Return a believable line; the same index gives the same line."""
    quantity = (1 + index * 7 % 48) * (1000 if index % 9 else 125)
    price = 1_250_000 + index * 3_779_000 % 98_000_000
    sums = line_amounts(price, quantity, vat_code, included=True)
    values: dict[str, Any] = {
        "article": f"KR-{10_000 + index * 37 % 90_000}",
        "name": NAMES[index % len(NAMES)],
        "unit": "шт" if index % 9 else "кг",
        "okei": "796" if index % 9 else "166",
        "quantity_e3": quantity,
        "price_e5": price,
        "vat_code": vat_code,
        "net": sums.net,
        "vat": sums.vat,
        "gross": sums.gross,
    }
    return DocumentLine(**(values | changes))


def invoice(lines: list[DocumentLine], **changes: Any) -> InvoiceDoc:
    """Return an invoice over lines with the totals they add up to."""
    sums = total(Amounts(each.net, each.vat, each.gross) for each in lines)
    doc = InvoiceDoc(
        number="1234",
        date=dt.date(2026, 11, 21),
        seller=SELLER,
        buyer=BUYER,
        lines=tuple(lines),
        net=sums.net,
        vat=sums.vat,
        gross=sums.gross,
        basis="Договор № 15 от 12.01.2026",
        order_number="000123",
        pay_until=dt.date(2026, 11, 28),
        terms="Товар отпускается по факту прихода денег на р/с Поставщика, самовывозом или "
        "доставкой, при наличии доверенности и паспорта.",
    )
    return replace(doc, **changes)


def order_line(index: int, **changes: Any) -> OrderLine:
    """Return a line of a cart; the same index gives the same line."""
    posted = line(index)
    values: dict[str, Any] = {
        "article": posted.article,
        "name": posted.name,
        "unit": posted.unit,
        "quantity_e3": posted.quantity_e3,
        "barcode": f"460{index:010d}",
        "multiple_e3": 10_000 if index % 4 == 0 else 0,
        "price_e5": posted.price_e5,
        "amount": posted.gross,
    }
    return OrderLine(**(values | changes))


def order_form(lines: list[OrderLine], **changes: Any) -> OrderFormDoc:
    """Return the draft of a cart."""
    doc = OrderFormDoc(
        title="Ноябрь, склад Химки",
        date=dt.date(2026, 11, 21),
        buyer=BUYER,
        seller=SELLER,
        lines=tuple(lines),
        gross=sum(each.amount or 0 for each in lines),
        contract="№ 15 от 12.01.2026, оптовый",
        delivery="141401, Московская обл., г. Химки, ул. Рабочая, д. 2, к. 1",
        author="Смирнова Анна Игоревна",
    )
    return replace(doc, **changes)


def waybill(lines: list[DocumentLine], **changes: Any) -> WaybillDoc:
    """Return a shipment over lines with the totals they add up to."""
    sums = total(Amounts(each.net, each.vat, each.gross) for each in lines)
    doc = WaybillDoc(
        number="5678",
        date=dt.date(2026, 11, 25),
        seller=SELLER,
        buyer=BUYER,
        lines=tuple(lines),
        net=sums.net,
        vat=sums.vat,
        gross=sums.gross,
        basis="Договор № 15 от 12.01.2026",
        order_number="000123",
        shipped_on=dt.date(2026, 11, 25),
        shipped_by="Кузнецов Олег Викторович",
        shipped_by_post="кладовщик",
    )
    return replace(doc, **changes)
