"""The foot of a УПД: signatures of the счёт-фактура, then who handed over and who received."""

from b2bdesk.files.pdf.blocks import Place, bound, short_name
from b2bdesk.files.pdf.model import Party, WaybillDoc
from b2bdesk.files.pdf.sheet import Paper
from b2bdesk.files.pdf.statutory import (
    LEADING,
    SIZE,
    captioned,
    field,
    inn_kpp,
    narrow,
    narrow_bold,
    words,
)
from b2bdesk.files.pdf.upd_head import STATUS_WIDTH
from b2bdesk.texts.formats import day_long

_SIGN, _NAME, _POST = "(подпись)", "(ф.и.о.)", "(должность)"
_TRANSPORT = (
    "(транспортная накладная, поручение экспедитору, экспедиторская / складская расписка и др. / "
    "масса нетто/ брутто груза, если не приведены ссылки на транспортные документы, содержащие "
    "эти сведения)"
)
_MAKER = "Наименование экономического субъекта – составителя документа"
_STAMP_NOTE = "(может не заполняться при проставлении печати в М.П., может быть указан ИНН / КПП)"
_RESPONSIBLE = "Ответственный за правильность оформления факта хозяйственной жизни"


def draw_upd_tail(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    """Draw everything below the table; return the bottom."""
    y = _draw_signers(paper, place.down(place.y + 4), doc) + 2
    y = field(
        paper,
        place.down(y),
        "Основание передачи (сдачи) / получения (приемки)",
        _basis(doc),
        "[10]",
        170.0,
    )
    y = _small(paper, place.down(y - 1), "(договор; доверенность и др.)")
    label = "Данные о транспортировке и грузе"
    y = field(paper, place.down(y), label, doc.transport, "[11]", 170.0)
    y = _small(paper, place.down(y - 1), _TRANSPORT) + 3
    middle = place.x + place.width / 2
    left = Place(place.x, y, middle - place.x - 8)
    right = Place(middle + 8, y, place.right - middle - 8)
    bottom = max(_draw_giver(paper, left, doc), _draw_taker(paper, right, doc))
    paper.lines([(middle, y, middle, bottom)], 0.8)
    return bottom


def _draw_signers(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    """Draw director, chief accountant and sole trader; return the bottom."""
    status = Place(place.x, place.y, STATUS_WIDTH - 6)
    status_end = words(paper, status, "Документ составлен на", narrow(), SIZE)
    status_end = captioned(paper, status.down(status_end), [(1, "", " "), (0.8, "листах", "")])
    body = Place(place.x + STATUS_WIDTH + 8, place.y, place.width - STATUS_WIDTH - 8)
    seller = doc.seller
    half = Place(body.x, body.y, body.width / 2 - 6)
    other = Place(half.right + 12, body.y, half.width)
    director = "" if seller.sole_trader else short_name(seller.director)
    post = "Руководитель организации или иное уполномоченное лицо"
    y = _signer(paper, half, post, director)
    chief = "Главный бухгалтер или иное уполномоченное лицо"
    y = max(y, _signer(paper, other, chief, short_name(seller.accountant)))
    trader = short_name(seller.director or seller.name.removeprefix("ИП "))
    y_trader = _signer(
        paper,
        half.down(y),
        "Индивидуальный предприниматель или иное уполномоченное лицо",
        trader if seller.sole_trader else "",
    )
    certificate = "(реквизиты свидетельства о государственной регистрации ИП)"
    ogrn = f"ОГРНИП {seller.ogrn}" if seller.sole_trader and seller.ogrn else ""
    captioned(paper, other.down(y), [(1, ogrn, certificate)])
    bottom = max(y_trader, status_end)
    divider = place.x + STATUS_WIDTH
    paper.lines([(divider, place.y - 4, divider, bottom)], 0.8)
    paper.lines([(place.x, bottom, place.right, bottom)], 0.8)
    return bottom


def _signer(paper: Paper, place: Place, post: str, name: str) -> float:
    label = Place(place.x, place.y, 118)
    end = words(paper, label, post, narrow(), SIZE)
    lines = Place(place.x + 122, place.y + LEADING - 2, place.width - 122)
    return max(end, captioned(paper, lines, [(1, "", _SIGN), (1.2, name, _NAME)])) + 1


def _draw_giver(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    title = "Товар (груз) передал / услуги, результаты работ, права сдал"
    y = words(paper, place, title, narrow_bold(), SIZE)
    people = (doc.shipped_by_post, doc.shipped_by)
    y = _person(paper, place.down(y), people, "[12]")
    day = day_long(doc.shipped_on) if doc.shipped_on else ""
    y = field(paper, place.down(y), "Дата отгрузки, передачи (сдачи)", day, "[13]", 170.0) + 2
    y = words(paper, place.down(y), "Иные сведения об отгрузке, передаче", narrow(), SIZE)
    note = "(ссылки на неотъемлемые приложения, сопутствующие документы, иные документы и т.п.)"
    y = captioned(paper, place.down(y), [(1, doc.other_seller, note)], "[14]")
    y = words(paper, place.down(y), _RESPONSIBLE, narrow(), SIZE)
    y = _person(paper, place.down(y), (doc.responsible_post, doc.responsible), "[15]")
    maker = f"{_MAKER} (в т.ч. комиссионера / агента)"
    return _maker(paper, place.down(y), maker, doc.seller, "[16]")


def _draw_taker(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    title = "Товар (груз) получил / услуги, результаты работ, права принял"
    y = words(paper, place, title, narrow_bold(), SIZE)
    y = _person(paper, place.down(y), ("", doc.received_by), "[17]")
    day = day_long(doc.received_on) if doc.received_on else ""
    y = field(paper, place.down(y), "Дата получения (приемки)", day, "[18]", 170.0) + 2
    y = words(paper, place.down(y), "Иные сведения о получении, приемке", narrow(), SIZE)
    note = (
        "(информация о наличии/отсутствии претензии; ссылки на неотъемлемые приложения, "
        "и другие документы и т.п.)"
    )
    y = captioned(paper, place.down(y), [(1, "", note)], "[19]")
    y = words(paper, place.down(y), _RESPONSIBLE, narrow(), SIZE)
    y = _person(paper, place.down(y), ("", ""), "[20]")
    return _maker(paper, place.down(y), _MAKER, doc.buyer, "[21]")


def _person(paper: Paper, place: Place, who: tuple[str, str], mark: str) -> float:
    post, name = who
    parts = [(1.0, post, _POST), (1.0, "", _SIGN), (1.2, short_name(name), _NAME)]
    return captioned(paper, place, parts, mark)


def _maker(paper: Paper, place: Place, label: str, party: Party, mark: str) -> float:
    y = words(paper, place, label, narrow(), SIZE)
    value = f"{party.name}, ИНН/КПП {inn_kpp(party)}"
    y = captioned(paper, place.down(y), [(1, value, _STAMP_NOTE)], mark)
    paper.text(place.x, y + SIZE, "М.П.", narrow(), SIZE)
    return y + LEADING + 2


def _small(paper: Paper, place: Place, text: str) -> float:
    size = 5.4
    paper.text_centre(place.x + place.width / 2, place.y + size, text, narrow(), size)
    return place.y + size * 1.2


def _basis(doc: WaybillDoc) -> str:
    order = f"Заказ № {doc.order_number}" if doc.order_number else ""
    known = doc.order_number and doc.order_number in doc.basis
    return bound(" · ".join(part for part in (doc.basis, "" if known else order) if part))
