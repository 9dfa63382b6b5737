"""The head of a ТОРГ-12: who sends, receives, supplies and pays, with the boxes of codes."""

from b2bdesk.files.pdf.blocks import Place
from b2bdesk.files.pdf.model import Party, WaybillDoc
from b2bdesk.files.pdf.sheet import Paper
from b2bdesk.files.pdf.statutory import (
    CAPTION,
    LEADING,
    SIZE,
    copy_stamp,
    field,
    narrow,
    narrow_bold,
    short_day,
)

_BOX = 74.0
_CODE_LABELS = 96.0
_LABELS = 74.0
_ROW = 11.5
_FULL = "(организация, адрес, телефон, факс, банковские реквизиты)"
_FORM = (
    "Унифицированная форма № ТОРГ-12",
    "Утверждена постановлением Госкомстата России от 25.12.98 № 132",
)


def draw_torg12_head(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    """Draw everything above the table; return the bottom."""
    for number, text in enumerate(_FORM):
        y = place.y + 5.6 + number * 6.6
        paper.text_right(place.right, y, text, narrow(), 5.6)
    copy_stamp(paper, place.right - 190, place.y)
    top = place.y + 18
    codes_end = _draw_codes(paper, place.down(top), doc)
    parties = Place(place.x, top, place.width - _BOX - _CODE_LABELS - 14)
    parties_end = _draw_parties(paper, parties, doc)
    title_end = _draw_title(paper, Place(place.x, parties_end + 2, parties.width), doc)
    return max(codes_end, title_end) + 5


def requisites(party: Party) -> str:
    """Everything the form asks of a party, bank details too."""
    bank = party.bank
    parts = [
        party.title,
        party.inn and f"ИНН {party.inn}",
        party.kpp and f"КПП {party.kpp}",
        party.address,
        party.phone and f"тел. {party.phone}",
    ]
    if bank is not None:
        parts += [
            f"р/с {bank.account}",
            f"в банке {bank.name}",
            f"БИК {bank.bik}",
            bank.corr_account and f"к/с {bank.corr_account}",
        ]
    return ", ".join(part for part in parts if part)


def _draw_parties(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    consigner = doc.consigner or doc.seller
    y = _captioned_field(
        paper, place, "", requisites(consigner), _FULL.replace("(орг", "(грузоотправитель: орг")
    )
    y = _captioned_field(paper, place.down(y), "", doc.unit_name, "(структурное подразделение)")
    rows = (
        ("Грузополучатель", doc.consignee or doc.buyer),
        ("Поставщик", doc.seller),
        ("Плательщик", doc.buyer),
    )
    for label, party in rows:
        y = _captioned_field(paper, place.down(y), label, requisites(party), _FULL)
    basis = doc.basis or (f"Заказ № {doc.order_number}" if doc.order_number else "")
    return _captioned_field(paper, place.down(y), "Основание", basis, "(договор, заказ-наряд)")


def _captioned_field(paper: Paper, place: Place, label: str, value: str, caption: str) -> float:
    y = field(paper, place, label, value, "", _LABELS if label else 1.0)
    middle = (place.x + (_LABELS if label else 0) + place.right) / 2
    paper.text_centre(middle, y + CAPTION - 1, caption, narrow(), CAPTION)
    return y + CAPTION + 1.5


def _draw_codes(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    """Draw the column of code boxes at the right edge; return its bottom."""
    consigner = doc.consigner or doc.seller
    consignee = doc.consignee or doc.buyer
    rows = (
        ("Форма по ОКУД", "0330212"),
        ("по ОКПО", consigner.okpo),
        ("Вид деятельности по ОКДП", ""),
        ("по ОКПО", consignee.okpo),
        ("по ОКПО", doc.seller.okpo),
        ("по ОКПО", doc.buyer.okpo),
        ("Основание: номер", ""),
        ("дата", ""),
        ("Транспортная накладная: номер", doc.transport_number),
        ("дата", short_day(doc.transport_date) if doc.transport_date else ""),
        ("Вид операции", doc.operation),
    )
    left = place.right - _BOX
    paper.text_centre(left + _BOX / 2, place.y + SIZE + 1, "Коды", narrow_bold(), SIZE)
    y = place.y + _ROW
    lines = []
    for label, value in rows:
        paper.text_right(left - 3, y + SIZE + 1, label, narrow(), SIZE)
        words = narrow().wrap(value, SIZE, _BOX - 4)[0]
        paper.text_centre(left + _BOX / 2, y + SIZE + 1, words, narrow(), SIZE)
        lines.append((left, y, place.right, y))
        y += _ROW
    paper.lines(lines[1:], 0.4)
    paper.box(left, place.y + _ROW, _BOX, y - place.y - _ROW, 1.0)
    paper.box(left, place.y, _BOX, _ROW, 0.4)
    return y


def _draw_title(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    """Draw «ТОВАРНАЯ НАКЛАДНАЯ» with the boxes of number and date; return the bottom."""
    box, row = 84.0, LEADING + 2
    left = place.right - 2 * box
    heads = ("Номер документа", "Дата составления")
    values = (doc.number, short_day(doc.date))
    base = place.y + row + SIZE + 1
    paper.text_right(left - 8, base + 1, "ТОВАРНАЯ НАКЛАДНАЯ", narrow_bold(), 11)
    for number, (head, value) in enumerate(zip(heads, values, strict=True)):
        middle = left + (number + 0.5) * box
        paper.text_centre(middle, place.y + SIZE + 0.5, head, narrow(), SIZE)
        paper.text_centre(middle, base, narrow().wrap(value, SIZE, box)[0], narrow_bold(), 8.0)
    paper.box(left, place.y, 2 * box, row, 0.4)
    paper.box(left, place.y + row, 2 * box, row, 1.0)
    paper.lines([(left + box, place.y, left + box, place.y + 2 * row)], 0.4)
    return place.y + 2 * row
