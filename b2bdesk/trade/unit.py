"""Units of measure: ОКЕИ codes, how people spell them, and pack factors (DOCUMENTS §6).

The code is what documents print (box 2 of the УПД); a unit without one keeps its name and prints a
dash, never an invented code (Минфин 15.10.2012 № 03-07-05/42). Codes checked against ОК 015-94.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from b2bdesk.trade.decimals import half_up

DASH = "–"
PIECE = "796"
ONE_E3 = 1000


@dataclass(frozen=True, slots=True)
class Okei:
    """One unit of the classifier; `countable` ones have no fractions."""

    code: str
    short_ru: str
    name_ru: str
    short_en: str
    countable: bool = True


@dataclass(frozen=True, slots=True)
class PackUnit:
    """A unit of an item: `factor_e3` base units (10^-3) are one of it; `okei` may be unknown."""

    okei: str | None
    name: str
    factor_e3: int = ONE_E3


_TABLE = (
    Okei("003", "мм", "миллиметр", "mm", countable=False),
    Okei("004", "см", "сантиметр", "cm", countable=False),
    Okei("006", "м", "метр", "m", countable=False),
    Okei("008", "км", "километр", "km", countable=False),
    Okei("018", "пог. м", "погонный метр", "lin. m", countable=False),
    Okei("051", "см²", "квадратный сантиметр", "cm²", countable=False),
    Okei("055", "м²", "квадратный метр", "m²", countable=False),
    Okei("111", "мл", "миллилитр", "ml", countable=False),
    Okei("112", "л", "литр", "l", countable=False),
    Okei("113", "м³", "кубический метр", "m³", countable=False),
    Okei("161", "мг", "миллиграмм", "mg", countable=False),
    Okei("163", "г", "грамм", "g", countable=False),
    Okei("166", "кг", "килограмм", "kg", countable=False),
    Okei("168", "т", "тонна", "t", countable=False),
    Okei("206", "ц", "центнер", "q", countable=False),
    Okei("245", "кВт·ч", "киловатт-час", "kWh", countable=False),
    Okei("356", "ч", "час", "h", countable=False),
    Okei("383", "руб", "рубль", "RUB", countable=False),
    Okei("616", "боб", "бобина", "bobbin"),
    Okei("625", "лист", "лист", "sheet"),
    Okei("641", "дюжина", "дюжина", "dozen"),
    Okei("642", "ед", "единица", "unit"),
    Okei("657", "изд", "изделие", "article"),
    Okei("698", "мест", "место", "place"),
    Okei("704", "набор", "набор", "set"),
    Okei("715", "пар", "пара", "pair"),
    Okei("728", "пач", "пачка", "packet"),
    Okei("736", "рул", "рулон", "roll"),
    Okei("778", "упак", "упаковка", "pack"),
    Okei("796", "шт", "штука", "pcs"),
    Okei("797", "100 шт", "сто штук", "100 pcs", countable=False),
    Okei("798", "тыс. шт", "тысяча штук", "1000 pcs", countable=False),
    Okei("812", "ящ", "ящик", "crate"),
    Okei("839", "компл", "комплект", "kit"),
    Okei("840", "секц", "секция", "section"),
    Okei("868", "бут", "бутылка", "bottle"),
    Okei("870", "ампул", "ампула", "ampoule"),
    Okei("872", "флак", "флакон", "vial"),
    Okei("8751", "кор", "коробка", "box"),
    Okei("876", "усл. ед", "условная единица", "notional unit"),
)
OKEI: Mapping[str, Okei] = MappingProxyType({unit.code: unit for unit in _TABLE})

_SPELLINGS = {
    "796": "шт штук штука штуки штучка pcs pc pce piece pieces ea each",
    "778": "уп упак упаковка упаковки упаковок упк pack pk pkg package",
    "8751": "кор коробка коробки коробок короб box bx carton ctn",
    "812": "ящ ящик ящика ящиков crate",
    "728": "пач пачка пачки пачек packet",
    "839": "компл комплект комплекта комплектов кт кмп kit",
    "704": "набор набора наборов наб set",
    "715": "пара пары пар pair pr",
    "736": "рул рулон рулона рулонов roll",
    "616": "боб бобина бобины бобин bobbin",
    "625": "лист листа листов лст sheet",
    "642": "ед единица единицы единиц unit",
    "657": "изд изделие изделия изделий",
    "698": "место мест места",
    "868": "бут бутылка бутылки бутылок бутыль bottle",
    "872": "фл флак флакон флакона флаконов vial",
    "870": "амп ампула ампулы ампул",
    "840": "секц секция секции секций",
    "641": "дюж дюжина дюжины дюжин dozen doz",
    "166": "кг килограмм килограмма килограммов kg kilogram",
    "163": "г гр грамм грамма граммов g gram",
    "161": "мг миллиграмм mg",
    "168": "т тн тонна тонны тонн t ton tonne",
    "206": "ц центнер",
    "112": "л лтр литр литра литров l ltr liter litre",
    "111": "мл миллилитр миллилитров ml",
    "006": "м метр метра метров m meter metre",
    "018": "погм мп пм погонныйметр погонныхметров погметр lm",
    "003": "мм миллиметр mm",
    "004": "см сантиметр cm",
    "008": "км километр km",
    "051": "см2 квсм cm2",
    "055": "м2 квм квадратныйметр квадратныхметров кварметр m2 sqm",
    "113": "м3 кубм кубметр кубическийметр кубическихметров m3 cbm",
    "798": "тысшт 1000шт тысячаштук тыс 1000pcs",
    "797": "100шт стоштук сотня 100pcs",
    "356": "ч час часа часов h hour",
    "245": "квтч квтчас kwh",
    "383": "руб рубль рублей rub",
    "876": "уе услед условнаяединица",
}
_NOISE = re.compile(r"[^0-9a-zа-я]")
_RAISED = str.maketrans("²³ё", "23е")


def _key(text: str) -> str:
    return _NOISE.sub("", text.lower().translate(_RAISED))


_BY_SPELLING = {
    **{_key(sign): unit.code for unit in _TABLE for sign in (unit.name_ru, unit.short_ru)},
    **{word: code for code, words in _SPELLINGS.items() for word in words.split()},
}


def find_unit(text: str) -> str | None:
    """The ОКЕИ code of a unit as people write it («шт.», "pcs", «пог. м», "796"), or None."""
    key = _key(text)
    return _BY_SPELLING.get(key) or (key if key in OKEI else None)


def short(code: str | None, lang: str = "ru") -> str:
    """The short sign of a unit, a dash for an unknown one.

    Args:
        code: ОКЕИ code.
        lang: "ru" or "en".
    """
    unit = OKEI.get(code or "")
    if unit is None:
        return DASH
    return unit.short_en if lang == "en" else unit.short_ru


def is_countable(code: str | None) -> bool:
    """True when the unit has no fractions (pieces, boxes); an unknown unit may have some."""
    unit = OKEI.get(code or "")
    return unit is not None and unit.countable


def to_base(qty_e3: int, factor_e3: int) -> int:
    """A quantity in a unit as base units, both in thousandths, rounded half-up."""
    return half_up(qty_e3 * factor_e3, ONE_E3)


def from_base(base_e3: int, factor_e3: int) -> int | None:
    """Base units as a quantity in a unit, in thousandths; None when that is not exact."""
    if factor_e3 <= 0:
        return None
    whole, rest = divmod(base_e3 * ONE_E3, factor_e3)
    return None if rest else whole
