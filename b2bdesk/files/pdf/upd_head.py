"""The head of a УПД: status at the left, счёт-фактура and the parties at the right."""

from b2bdesk.files.pdf.blocks import Place
from b2bdesk.files.pdf.model import WaybillDoc
from b2bdesk.files.pdf.sheet import Paper
from b2bdesk.files.pdf.statutory import (
    DASH,
    LEADING,
    SIZE,
    copy_stamp,
    currency_text,
    field,
    inn_kpp,
    named,
    narrow,
    narrow_bold,
    short_day,
    words,
)
from b2bdesk.texts.formats import day_long

STATUS_WIDTH = 78.0
_DECREE = (
    "Приложение № 1 к постановлению Правительства Российской Федерации от 26 декабря 2011 г. № 1137"
)
_EDITION = "(в редакции постановления Правительства Российской Федерации от 23.01.2026 № 26)"
_ADVANCE = (
    "К счету-фактуре (счетам-фактурам), выставленному (выставленным) при получении оплаты, "
    "частичной оплаты или иных платежей в счет предстоящих поставок товаров (выполнения работ, "
    "оказания услуг), передачи имущественных прав"
)
_LABELS = 112.0


def draw_upd_head(paper: Paper, place: Place, doc: WaybillDoc, edition_26: bool) -> float:
    """Draw everything above the table; return the bottom.

    Args:
        paper: what is drawn on.
        place: the width of the sheet, from its top.
        doc: the document.
        edition_26: whether the form has line 5б (documents since 2026-04-01).
    """
    body = Place(place.x + STATUS_WIDTH + 8, place.y, place.width - STATUS_WIDTH - 8)
    status_end = _draw_status(paper, Place(place.x, place.y, STATUS_WIDTH - 6), doc)
    y = _draw_number(paper, body, doc, edition_26) + 3
    middle = body.x + body.width * 0.53
    left = Place(body.x, y, middle - body.x - 6)
    right = Place(middle + 4, y, body.right - middle - 4)
    bottom = max(
        status_end,
        _draw_fields(paper, left, _seller_fields(doc, edition_26)),
        _draw_fields(paper, right, _buyer_fields(doc)),
    )
    bottom += 3
    divider = place.x + STATUS_WIDTH
    paper.lines([(divider, place.y, divider, bottom)], 0.8)
    return bottom


def _draw_status(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    y = words(paper, place, "Универсальный передаточный документ", narrow_bold(), 9.5) + 6
    paper.text(place.x, y + 9, "Статус:", narrow(), 8.5)
    left = place.x + narrow().width("Статус:", 8.5) + 5
    paper.text_centre(left + 8, y + 9, doc.status, narrow_bold(), 9.5)
    paper.box(left, y, 16, 13, 0.8)
    y += 19
    for text in (
        "1 – счет-фактура и передаточный документ (акт)",
        "2 – передаточный документ (акт)",
    ):
        y = words(paper, place.down(y), text, narrow(), 6.0) + 1
    return y


def _draw_number(paper: Paper, place: Place, doc: WaybillDoc, edition_26: bool) -> float:
    """Draw lines (1) and (1а), the decree and the mark of a copy."""
    size = 9.0
    lines = [
        (f"Счет-фактура № {doc.number} от {day_long(doc.date)}", "(1)"),
        (
            f"Исправление № {doc.correction_number or DASH} от {short_day(doc.correction_date)}",
            "(1а)",
        ),
    ]
    y = place.y
    for text, mark in lines:
        clean = narrow_bold().clean(text)
        paper.text(place.x, y + size, clean, narrow_bold(), size)
        end = place.x + narrow_bold().width(clean, size) + 5
        paper.text(end, y + size, mark, narrow(), SIZE)
        y += size * 1.25
    decree = Place(place.right - 210, place.y, 210)
    decree_end = place.y
    for text in (_DECREE, _EDITION) if edition_26 else (_DECREE,):
        for line in narrow().wrap(text, 5.6, decree.width):
            decree_end += 6.4
            paper.text_right(decree.right, decree_end, line, narrow(), 5.6)
    copy_stamp(paper, decree.x - 10, place.y + 1)
    return max(y, decree_end)


def _draw_fields(paper: Paper, place: Place, fields: list[tuple[str, str, str]]) -> float:
    y = place.y
    for label, value, mark in fields:
        if mark:
            y = field(paper, place.down(y), label, value, mark, _LABELS)
        else:
            y = _wide_label(paper, place.down(y), label)
    return y


def _wide_label(paper: Paper, place: Place, text: str) -> float:
    """Write a label that has its values in the next field."""
    y = place.y
    for line in narrow().wrap(text, 6.0, place.width):
        paper.text(place.x, y + 6.4, line, narrow(), 6.0)
        y += LEADING * 0.85
    return y + 0.5


def _seller_fields(doc: WaybillDoc, edition_26: bool) -> list[tuple[str, str, str]]:
    seller = doc.seller
    consigner = doc.consigner
    sender = named(consigner) if consigner and consigner != seller else "он же"
    shipping = doc.shipping_document or (
        f"Универсальный передаточный документ, № п/п 1–{len(doc.lines)}, "
        f"№ {doc.number} от {short_day(doc.date)}"
    )
    fields = [
        ("Продавец:", seller.title, "(2)"),
        ("Адрес:", seller.address or DASH, "(2а)"),
        ("ИНН/КПП продавца:", inn_kpp(seller), "(2б)"),
        ("Грузоотправитель и его адрес:", sender, "(3)"),
        ("Грузополучатель и его адрес:", named(doc.consignee or doc.buyer), "(4)"),
        ("К платежно-расчетному документу №", doc.payment_documents or f"{DASH} от {DASH}", "(5)"),
        ("Документ об отгрузке:", shipping, "(5а)"),
    ]
    if edition_26:
        fields += [
            (_ADVANCE, "", ""),
            (
                "№ и дата, исправление № и дата:",
                doc.advance_invoices or f"{DASH} от {DASH}",
                "(5б)",
            ),
        ]
    return fields


def _buyer_fields(doc: WaybillDoc) -> list[tuple[str, str, str]]:
    buyer = doc.buyer
    contract = "Идентификатор государственного контракта, договора (соглашения) (при наличии):"
    return [
        ("Покупатель:", buyer.title, "(6)"),
        ("Адрес:", buyer.address or DASH, "(6а)"),
        ("ИНН/КПП покупателя:", inn_kpp(buyer), "(6б)"),
        ("Валюта: наименование, код", currency_text(doc.currency), "(7)"),
        (contract, doc.contract_id_gov or DASH, "(8)"),
    ]
