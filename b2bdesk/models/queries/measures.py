"""Quantities in their other units: «500 мл» is «0,5 л», «900 гр» is «0,9 кг», «20 см» is «200 мм».

Pure text work for `queries.phrases` and `queries.sources`: a name has one spelling of a quantity,
and whoever types the other one means the same goods.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

LENGTHS = frozenset(("мм", "см"))
"""Units in which a number may be one of several measures of a size («200 мм» of 200×3,6)."""
_KINDS = (
    {"мл": 1, "л": 1000},
    {"г": 1, "кг": 1000},
    {"мм": 1, "см": 10, "м": 1000},
    {"вт": 1, "квт": 1000},
)
_NAMES = {
    "мл": ("мл", "ml", "миллилитр"), "л": ("л", "l", "литр"), "г": ("г", "гр", "g", "грамм"),
    "кг": ("кг", "kg", "килограмм"), "мм": ("мм", "mm", "миллиметр"),
    "см": ("см", "cm", "сантиметр"), "м": ("м", "метр"), "вт": ("вт", "w", "ватт"),
    "квт": ("квт", "kw", "киловатт"),
}  # fmt: skip
_ENDINGS = ("", "а", "ов", "ы", "у", "е")
_SPELT = {name + end: unit for unit, names in _NAMES.items() for name in names for end in _ENDINGS}
_QUANTITY = re.compile(
    r"(?<![\w.,/×*-])(\d{1,5}(?:[.,]\d{1,3})?)\s?([a-zа-яё]{1,12})\.?(?![\w²³])", re.IGNORECASE
)
_LEAST, _MOST, _DIGITS, _WAYS = Decimal("0.01"), Decimal(99_999), 3, 3


def otherwise(number: str, unit: str) -> list[tuple[str, str]]:
    """Return a quantity in the other units of its kind: number with a dot, unit.

    A number of more than three decimals is nobody's way to write a quantity and is left out.
    """
    short = _SPELT.get(unit.lower().strip("."))
    kind = next((each for each in _KINDS if short in each), None)
    if short is None or kind is None:
        return []
    amount = Decimal(number.replace(",", ".")) * kind[short]
    made = []
    for other, factor in kind.items():
        value = amount / factor
        if other != short and _LEAST <= value <= _MOST and _is_short(value):
            made.append((_written(value), other))
    return made


def respelt(text: str) -> Iterator[str]:
    """Yield a text with its quantities in other units, one of them at a time."""
    ways = 0
    for found in _QUANTITY.finditer(text):
        for number, unit in otherwise(found[1], found[2]):
            ways += 1
            if ways > _WAYS:
                return
            yield f"{text[: found.start()]}{number} {unit}{text[found.end() :]}"


def _is_short(value: Decimal) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= _DIGITS


def _written(value: Decimal) -> str:
    return f"{value.normalize():f}"
