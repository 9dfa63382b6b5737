"""What people write into a quantity cell.

"5 шт.", "7,0", "12,000", «1 234», "x10", "2 кор", "3 уп по 12" are quantities; ">10", "5-7",
«уточнить» are not, and are never guessed. Everything becomes thousandths and perhaps a unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from b2bdesk.trade.decimals import parse_decimal, parse_leading_number, to_scaled

MAX_E3 = 10**9 * 1000
_NOISE = Decimal("0.000001")  # what a spreadsheet's arithmetic adds: 2.9999999999 is 3
_NOTHING = frozenset({"", "-", "–", "—", "−", "нет", "н/д", "х", "x", "no", "n/a", "none", "0"})
_TIMES = re.compile(r"^\s*(?:[xх×*]\s*(?=\d))|(?<=\d)\s*[xх×*]\s*$", re.IGNORECASE)
_PACKS = re.compile(
    r"(?P<count>\d[\d\s.,]*?)\s*(?P<unit>[^\W\d]{1,12})\.?\s*(?:по|x|х|×|\*|@|/)\s*"
    r"(?P<each>\d[\d.,]*)\s*(?P<each_unit>[^\W\d]{0,8})\.?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[^\W\d][^\d]{0,19}|(?:100|1000)\s*шт\.?", re.IGNORECASE)
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_UNIT_FIRST = re.compile(r"(?P<unit>[^\W\d]{1,10})\.?\s*[:=]?\s*(?P<number>\d[\d\s.,]*)$")
_EXPONENT = re.compile(r"\d+(?:[.,]\d+)?[eEеЕ]\+?\d{1,2}")


class ParsedQuantity(NamedTuple):
    """A parsed cell.

    `e3` thousandths of `unit` (text as written, "" = none); None with a `problem`: `empty` or the
    code of a reason. `each_e3` > 0: every unit holds that many base units («3 уп по 12»).
    """

    e3: int | None
    unit: str = ""
    problem: str = ""
    each_e3: int = 0
    note: bool = False


@lru_cache(16384)
def parse_quantity(text: str) -> ParsedQuantity:
    """Read a quantity cell as described above."""
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    if plain.lower().rstrip(".") in _NOTHING:
        return ParsedQuantity(None, problem="empty")
    value = parse_decimal(plain)
    if value is not None:
        return _scaled(value, "")
    noted = _NOTE.sub("", plain)
    found = _with_words(_TIMES.sub("", noted).strip())
    if found is not None and noted != plain:
        return found._replace(note=True)
    return found or ParsedQuantity(None, problem="bad_text")


def _with_words(plain: str) -> ParsedQuantity | None:
    """A number with a unit before or after it, or packs of a size."""
    value = parse_decimal(plain)
    if value is not None:
        return _scaled(value, "")
    packs = _PACKS.fullmatch(plain)
    if packs is not None:
        return _packs(packs)
    if _EXPONENT.fullmatch(plain):
        return _exponent(plain)
    found = parse_leading_number(plain)
    if found is not None:
        number, rest = found
        if _UNIT.fullmatch(rest) and plain[:1] not in "<>~≈≤≥±" and not _qualified(plain):
            return _scaled(number, rest)
        return None
    first = _UNIT_FIRST.fullmatch(plain)
    if first is not None and not _qualified(plain):
        value = parse_decimal(first["number"])
        return None if value is None else _scaled(value, first["unit"])
    return None


def _qualified(plain: str) -> bool:
    """«более 10», «до 5», «около 3»: a stock, not an order."""
    return bool(
        re.match(r"(более|больше|свыше|от|до|менее|меньше|около|примерно|ок)\b", plain.lower())
    )


def _packs(found: re.Match[str]) -> ParsedQuantity | None:
    count, each = parse_decimal(found["count"]), parse_decimal(found["each"])
    if count is None or each is None or each <= 0:
        return None
    parsed = _scaled(count, found["unit"])
    return parsed._replace(each_e3=to_scaled(each, 3)) if parsed.e3 is not None else parsed


def _exponent(plain: str) -> ParsedQuantity:
    value = Decimal(re.sub("[еЕ]", "e", plain).replace(",", "."))
    if value == value.to_integral_value():
        return _scaled(value, "")
    return ParsedQuantity(None, problem="bad_text")


def _scaled(value: Decimal, unit: str) -> ParsedQuantity:
    if value == 0:
        return ParsedQuantity(None, unit, problem="empty")
    if abs(value) * 1000 > MAX_E3:
        return ParsedQuantity(None, unit, problem="too_large")
    e3 = to_scaled(value, 3)
    if abs(Decimal(e3).scaleb(-3) - value) > _NOISE or not e3:
        return ParsedQuantity(None, unit, problem="too_fine")
    return ParsedQuantity(e3, unit.strip())


def nearest_e3(text: str) -> int:
    """Return the thousandths nearest to a quantity of more decimals; 0 = it is no number."""
    found = parse_leading_number(_TIMES.sub("", " ".join(text.split())).strip())
    return to_scaled(found[0], 3) if found else 0
