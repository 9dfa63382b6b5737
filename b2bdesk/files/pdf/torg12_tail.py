"""The foot of a ТОРГ-12: counts and sums in words, who let the goods go and who took them."""

from b2bdesk.files.pdf.blocks import Place, short_name
from b2bdesk.files.pdf.model import WaybillDoc
from b2bdesk.files.pdf.sheet import Paper
from b2bdesk.files.pdf.statutory import CAPTION, SIZE, captioned, field, narrow, words
from b2bdesk.texts.formats import day_long, quantity
from b2bdesk.texts.in_words import amount_in_words, number_in_words

_POST, _SIGN, _NAME = "(должность)", "(подпись)", "(расшифровка подписи)"
_WORDS = "(прописью)"


def draw_torg12_tail(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    """Draw everything below the sums; return the bottom."""
    y = _draw_counts(paper, place, doc) + 2
    middle = place.x + place.width * 0.52
    left = Place(place.x, y, middle - place.x - 6)
    right = Place(middle + 6, y, place.right - middle - 6)
    bottom = max(_draw_giver(paper, left, doc), _draw_taker(paper, right, doc))
    paper.lines([(middle, y, middle, bottom)], 0.6)
    return bottom


def _draw_counts(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    """Draw enclosures, number of entries, places and masses; return the bottom."""
    count = _capital(number_in_words(len(doc.lines)))
    enclosures = number_in_words(doc.enclosures) if doc.enclosures else ""
    y = captioned(
        paper,
        place,
        [
            (1.15, "Товарная накладная имеет приложение на", ""),
            (1.0, enclosures, " "),
            (0.5, "листах и содержит", ""),
            (2.6, count, _WORDS),
            (1.0, "порядковых номеров записей", ""),
        ],
    )
    places = sum(line.places for line in doc.lines)
    net = [line.weight_net_e3 for line in doc.lines if line.weight_net_e3 is not None]
    gross = [line.weight_gross_e3 for line in doc.lines if line.weight_gross_e3 is not None]
    return captioned(
        paper,
        place.down(y),
        [
            (0.35, "Всего мест", ""),
            (1.2, _capital(number_in_words(places)) if places else "", _WORDS),
            (0.6, "Масса груза (нетто)", ""),
            (1.6, _mass(sum(net)) if net else "", _WORDS),
            (0.6, "Масса груза (брутто)", ""),
            (1.6, _mass(sum(gross)) if gross else "", _WORDS),
        ],
    )


def _draw_giver(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    seller = doc.seller
    papers = [
        (1.6, "Приложение (паспорта, сертификаты и т.п.) на", ""),
        (1.6, "", _WORDS),
        (0.3, "листах", ""),
    ]
    y = captioned(paper, place, papers)
    total = amount_in_words(doc.gross, doc.currency)
    y = words(paper, place.down(y), "Всего отпущено на сумму", narrow(), SIZE) - 1
    y = field(paper, place.down(y), "", total, "", 1.0)
    paper.text_centre(place.x + place.width / 2, y + CAPTION - 1, _WORDS, narrow(), CAPTION)
    y += CAPTION + 3
    director = short_name(seller.director)
    y = _signed(paper, place.down(y), "Отпуск груза разрешил", ("руководитель", director))
    chief = [
        (1.0, "Главный (старший) бухгалтер", ""),
        (1.0, "", _SIGN),
        (1.2, short_name(seller.accountant), _NAME),
    ]
    y = captioned(paper, place.down(y), chief)
    who = (doc.shipped_by_post, short_name(doc.shipped_by))
    y = _signed(paper, place.down(y), "Отпуск груза произвел", who)
    day = day_long(doc.shipped_on) if doc.shipped_on else "«____» ______________ 20___ года"
    return _stamped(paper, place.down(y), day)


def _draw_taker(paper: Paper, place: Place, doc: WaybillDoc) -> float:
    y = captioned(paper, place, [(0.6, "По доверенности №", ""), (2.4, doc.proxy, " ")])
    whom = "(кем, кому (организация, место работы, должность, фамилия, и., о.))"
    y = captioned(paper, place.down(y), [(0.3, "выданной", ""), (2.7, "", whom)])
    y = captioned(paper, place.down(y), [(1, "", " ")])
    y = _signed(paper, place.down(y), "Груз принял", ("", ""))
    y = _signed(paper, place.down(y), "Груз получил грузополучатель", ("", ""))
    y = captioned(paper, place.down(y), [(1, "", " ")])
    day = day_long(doc.received_on) if doc.received_on else "«____» ______________ 20___ года"
    return _stamped(paper, place.down(y), day)


def _signed(paper: Paper, place: Place, label: str, who: tuple[str, str]) -> float:
    post, name = who
    parts = [(1.0, label, ""), (0.9, post, _POST), (0.8, "", _SIGN), (1.1, name, _NAME)]
    return captioned(paper, place, parts)


def _stamped(paper: Paper, place: Place, day: str) -> float:
    base = place.y + SIZE + 3
    paper.text(place.x + 30, base, "М.П.", narrow(), SIZE)
    paper.text(place.x + 90, base, day, narrow(), SIZE)
    return base + 6


def _mass(grams: int) -> str:
    """Kilograms in figures and, when they are whole, in words."""
    if grams % 1000:
        return f"{quantity(grams)} кг"
    return f"{_capital(number_in_words(grams // 1000))} кг"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
