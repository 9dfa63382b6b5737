"""Sums and counts in Russian words, as printed forms demand them (DOCUMENTS §3, §5).

Own, because the form wants «Сто двадцать три рубля 78 копеек»: the whole in words with a capital,
kopecks as two digits (LIBRARIES §0 no. 8). Forms are Russian documents, so there is no English.
"""

from __future__ import annotations

from b2bdesk.texts.currencies import minor_digits

_ONES = (
    "", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять",
    "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать",
    "семнадцать", "восемнадцать", "девятнадцать",
)  # fmt: skip
_FEMININE = {1: "одна", 2: "две"}
_TENS = (
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят",
    "восемьдесят", "девяносто",
)  # fmt: skip
_HUNDREDS = (
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот",
    "девятьсот",
)  # fmt: skip
_CLASSES = (
    ("тысяча", "тысячи", "тысяч"),
    ("миллион", "миллиона", "миллионов"),
    ("миллиард", "миллиарда", "миллиардов"),
    ("триллион", "триллиона", "триллионов"),
    ("квадриллион", "квадриллиона", "квадриллионов"),
    ("квинтиллион", "квинтиллиона", "квинтиллионов"),
)
LARGEST = 10 ** (3 * len(_CLASSES) + 3) - 1
_CENT = ("цент", "цента", "центов")
_KOPECK = ("копейка", "копейки", "копеек")
_CURRENCIES = {
    "RUB": (("рубль", "рубля", "рублей"), _KOPECK),
    "BYN": (("белорусский рубль", "белорусских рубля", "белорусских рублей"), _KOPECK),
    "USD": (("доллар США", "доллара США", "долларов США"), _CENT),
    "EUR": (("евро", "евро", "евро"), _CENT),
    "CNY": (("юань", "юаня", "юаней"), ("фэнь", "фэня", "фэней")),
    "KZT": (("тенге", "тенге", "тенге"), ("тиын", "тиына", "тиынов")),
}


def plural(number: int, forms: tuple[str, str, str]) -> str:
    """The Russian form for a count: 1 рубль, 2 рубля, 5 рублей."""
    tail = abs(number) % 100
    if 10 < tail < 20:
        return forms[2]
    return forms[(2, 0, 1, 1, 1, 2, 2, 2, 2, 2)[tail % 10]]


def number_in_words(number: int, feminine: bool = False) -> str:
    """A whole number in lower-case words: «двадцать одна тысяча пять».

    Args:
        number: any integer up to `LARGEST` in size.
        feminine: whether what is counted is feminine («одна штука»).

    Raises:
        ValueError: beyond `LARGEST`.
    """
    if abs(number) > LARGEST:
        raise ValueError("too large to be spelled")
    if number == 0:
        return "ноль"
    words: list[str] = ["минус"] if number < 0 else []
    rest = abs(number)
    for power in range(len(_CLASSES), 0, -1):
        group, rest = divmod(rest, 1000**power)
        if group:
            words += _below_thousand(group, feminine=power == 1)
            words.append(plural(group, _CLASSES[power - 1]))
    return " ".join(words + _below_thousand(rest, feminine))


def amount_in_words(minor: int, currency: str = "RUB") -> str:
    """A sum with a capital: «Сто двадцать три тысячи четыреста рублей 78 копеек».

    A currency we have no words for is written by its code, minor units as digits: «Десять XAU 05».
    """
    places = minor_digits(currency)
    whole, part = divmod(abs(minor), 10**places)
    words = ("минус " if minor < 0 else "") + number_in_words(whole)
    names = _CURRENCIES.get(currency)
    parts = [words, plural(whole, names[0]) if names else currency]
    if places:
        parts.append(f"{part:0{places}}")
        if names:
            parts.append(plural(part, names[1]))
    text = " ".join(parts)
    return text[0].upper() + text[1:]


def _below_thousand(number: int, feminine: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10) if rest >= 20 else (0, rest)
    last = _FEMININE.get(ones, _ONES[ones]) if feminine else _ONES[ones]
    return [word for word in (_HUNDREDS[hundreds], _TENS[tens], last) if word]
