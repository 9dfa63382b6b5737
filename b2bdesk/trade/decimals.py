"""Decimal numbers as people type them and as the wire carries them, and exact rounding.

People write «1 234,50», "1,234.50", "1'234.50" and every kind of space between; the wire writes
"1234.50" only. Qt's and Python's own parsers refuse half of the first kind (LIBRARIES 1.2), hence
this one. Scaled integers (minor units, 10^-5, 10^-3) are made and printed here; nothing is a float.
"""

from __future__ import annotations

import re
from decimal import Decimal

MAX_LENGTH = 40
_SPACES = "\t\u00a0\u1680\u180e\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff "
_APOSTROPHES = "'`\u00b4\u02bc\u2018\u2019\u2032"
_GROUP = re.compile(rf"[{_SPACES}{_APOSTROPHES}]")
_SPACE_RUN = re.compile(rf"[{_SPACES}]+")
_MINUS = str.maketrans("\u2212\u2012\u2013\u2014\uff0d\u2010\u2011", "-------")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
_DIGITS = re.compile(r"\d+", re.ASCII)
_STRICT = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_RUN = re.compile(
    rf"[+-]? ?(?:[.,]?\d)(?:[\d.,]|[{_APOSTROPHES}](?=\d)|[{_SPACES}](?=\d))*", re.ASCII
)
_PREFIX = re.compile(r"(?:[<>\u2264\u2265~\u2248=\u00b1]|более|больше|свыше|от|до|менее|меньше)+ *")
_SUFFIX = re.compile(
    r"(?:₽|руб(?:л(?:ь|я|ей))?|р|rub|rur|\$|usd|€|eur|¥|cny|коп|"
    r"шт(?:ук[аи]?)?|pcs|pc|ед|уп(?:ак(?:овк[аи])?)?|кор(?:обк[аи])?|кг|г|гр|м|л|т)\.?",
    re.IGNORECASE,
)


def parse_decimal(text: str) -> Decimal | None:
    """Read a whole text as one number typed by a person.

    Spaces and apostrophes of every kind group thousands; the decimal sign is a comma or a dot.
    One sign standing once is the decimal sign («1,234» is 1.234 here, as quantities have three
    decimals); of two different signs the last one is. Suffixes are not numbers: `parse_amount`.

    Returns:
        The number, or None when the text is anything else (also when groups are not of three).
    """
    if len(text) > MAX_LENGTH:
        return None
    plain = _SPACE_RUN.sub(" ", text.translate(_MINUS)).strip()
    sign = ""
    if plain[:1] in ("+", "-"):
        sign = "-" if plain[0] == "-" else ""
        plain = plain[1:].lstrip()
    whole, fraction = _split_fraction(_GROUP.sub(" ", plain))
    if whole is None or (fraction and not _DIGITS.fullmatch(fraction)):
        return None
    if not whole and not fraction:
        return None
    return Decimal(f"{sign}{whole or '0'}.{fraction or '0'}") if fraction else Decimal(sign + whole)


def _split_fraction(plain: str) -> tuple[str | None, str]:
    """Digits before and after the decimal sign; (None, "") when the shape is wrong."""
    comma, dot = plain.count(","), plain.count(".")
    if comma and dot:
        decimal = "," if plain.rfind(",") > plain.rfind(".") else "."
        grouping = "." if decimal == "," else ","
        if plain.count(decimal) > 1 or " " in plain:
            return None, ""
    elif comma + dot == 1:
        decimal, grouping = ("," if comma else "."), ""
    elif comma + dot > 1:
        decimal, grouping = "", ("," if comma else ".")
        if " " in plain:
            return None, ""
    else:
        decimal, grouping = "", ""
    whole, _, fraction = plain.partition(decimal) if decimal else (plain, "", "")
    grouped = whole.replace(grouping, " ") if grouping else whole
    if not grouped and decimal:
        return "", fraction
    if " " in grouped:
        return (grouped.replace(" ", ""), fraction) if _GROUPED.fullmatch(grouped) else (None, "")
    return (grouped, fraction) if _DIGITS.fullmatch(grouped) else (None, "")


def parse_leading_number(text: str) -> tuple[Decimal, str] | None:
    """Find the number a text begins with and what stands around it.

    "5 шт." gives (5, "шт."), ">10" gives (10, ">"), «1 234,50 ₽» gives (1234.50, "₽").

    Returns:
        The number and the rest (a mark in front of the number, then what follows it), or None.
    """
    plain = text.translate(_MINUS).strip()
    prefix = _PREFIX.match(plain.lower())
    start = prefix.end() if prefix else 0
    run = _RUN.match(plain, start)
    if run is None:
        return None
    number = run.group()
    while True:
        value = parse_decimal(number)
        if value is not None:
            rest = plain[:start].strip() + " " + plain[start + len(number) :].strip()
            return value, rest.strip()
        shorter = re.sub(rf"[{_SPACES}{_APOSTROPHES}][^{_SPACES}{_APOSTROPHES}]*$", "", number)
        if shorter == number:
            return None
        number = shorter


def parse_amount(text: str) -> Decimal | None:
    """Like `parse_decimal`, but takes one trailing currency or unit word («1 234,50 ₽», "5 шт")."""
    found = parse_leading_number(text)
    if found is None:
        return None
    value, rest = found
    return value if not rest or _SUFFIX.fullmatch(rest) else None


def strict_decimal(text: str) -> Decimal:
    """Read a decimal string of the wire: digits, one dot, an optional minus, nothing else.

    Raises:
        ValueError: any other form, also exponents and more than 40 characters.
    """
    if len(text) > MAX_LENGTH or not _STRICT.fullmatch(text):
        raise ValueError(f"not a decimal string: {text[:MAX_LENGTH]!r}")
    return Decimal(text)


def half_up(num: int, den: int) -> int:
    """Divide two integers, rounding half away from zero.

    Raises:
        ZeroDivisionError: `den` is zero.
    """
    if num >= 0 and den > 0:
        return (2 * num + den) // (2 * den)
    quotient = (2 * abs(num) + abs(den)) // (2 * abs(den))
    return quotient if (num < 0) == (den < 0) else -quotient


def to_scaled(value: Decimal, exponent: int) -> int:
    """Scale a decimal by 10^exponent, rounding half away from zero.

    Raises:
        ValueError: the value is not finite or absurdly large (over 10^30).
    """
    if not value.is_finite() or value.adjusted() > 30:
        raise ValueError(f"not a sensible number: {value}")
    sign, digits, power = value.as_tuple()
    number = int("".join(map(str, digits)))
    shift = int(power) + exponent
    scaled = number * 10**shift if shift >= 0 else half_up(number, 10 ** min(-shift, 80))
    return -scaled if sign else scaled


def exact_scaled(text: str, exponent: int) -> int:
    """Scale a wire decimal by 10^exponent without rounding.

    Raises:
        ValueError: not a decimal string, or more significant decimals than `exponent`.
    """
    value = strict_decimal(text)
    scaled = to_scaled(value, exponent)
    if Decimal(scaled).scaleb(-exponent) != value:
        raise ValueError(f"more than {exponent} decimals: {text!r}")
    return scaled


def scaled_text(value: int, exponent: int, keep: int = 0) -> str:
    """Print a scaled integer as a wire decimal, keeping at least `keep` decimals."""
    sign = "-" if value < 0 else ""
    digits = str(abs(value)).rjust(exponent + 1, "0")
    whole, fraction = (digits[:-exponent], digits[-exponent:]) if exponent else (digits, "")
    fraction = fraction[:keep] + fraction[keep:].rstrip("0")
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
