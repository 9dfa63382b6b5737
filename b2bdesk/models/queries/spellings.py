"""Other ways to write one token with digits: threads, fractions, numbers with №, another script.

Pure text work for `queries.phrases`; everything returned is folded or folds to what names have.
"""

import re
from collections.abc import Sequence

from b2bdesk.trade.fold import fold_article, fold_name

FRACTIONS = {"1/2": "½", "1/4": "¼", "3/4": "¾", "1/3": "⅓", "2/3": "⅔", "1/8": "⅛"}
HAS_DIGIT = re.compile(r"\d")
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
MARKED = re.compile(r"[-./_]")
SMALL = re.compile(r"^\d{1,2}$")
FRACTION = re.compile(r"^\d/\d{1,2}$")
SHORT_LETTERS = 3
_SAME_LETTERS = dict(zip("авекмнорстух", "abekmhopctyx", strict=True))
_TO_LATIN = str.maketrans(_SAME_LETTERS)
_TO_CYRILLIC = str.maketrans({latin: letter for letter, latin in _SAME_LETTERS.items()})
_STANDARDS = {"дин": "din", "исо": "iso", "gost": "гост"}
_GRIT = re.compile(r"^\d{2,4}$")
_WHOLE_FIRST = re.compile(r"^(\d{1,2})[xх×*](\d\S*)$", re.IGNORECASE)
_THREADED = re.compile(r"^([mм]?)(\d{1,3})[xх×*](\d\S*)$", re.IGNORECASE)
_OTHER_SIGN = re.compile(r"^([mм]?\d{1,3})[-/](\d{1,4})$", re.IGNORECASE)
_CURVE = re.compile(r"^([bcdвсд])(\d{1,3})$", re.IGNORECASE)
_CURVES = {"b": "b", "в": "b", "c": "c", "с": "c", "d": "d", "д": "d"}
_LETTERED = re.compile(r"^([^\W\d_]{2,})(\d+)$")


def beginnings(token: str, folded: Sequence[str]) -> list[str]:
    """Return other spellings of a token: thread before a small number, another script, …"""
    lower = token.lower()
    made = [f"m{token}", f"ø{token}", f"n{token}"] if SMALL.match(token) else []
    if lower in FRACTIONS:
        made.append(FRACTIONS[lower])
    if FRACTION.match(token):
        made.append(f"g{token}")
    if MARKED.search(token) or HAS_DIGIT.search(token):
        made.append(fold_article(token).lower())
    mixed = CYRILLIC.search(lower) and re.search("[a-z]", lower)
    if len(folded) == 1 and (mixed or len(lower) <= SHORT_LETTERS):
        made += _other_script(folded[0])
    if _GRIT.match(token):
        made.append(f"p{token}")
    made += threads(token)
    made += [" ".join(form.replace(".", " ").split()) for form in whole(token)]
    for name, standard in _STANDARDS.items():
        if name.startswith(lower):
            made.append(standard[: len(lower)])
    return made


def whole(token: str) -> list[str]:
    """Return other ways in which names have a token of letters and digits, folded.

    «4х40» as 4.0x40, «м8-30» and «6/110» as sizes, «rj45» as rj 45, «c16» as 16 a c.
    """
    first = _WHOLE_FIRST.match(token)
    if first:
        return [f"{first[1]}.0x{fold_name(first[2])}"]
    size = _OTHER_SIGN.match(token)
    if size and token not in FRACTIONS:
        return [fold_name(f"{size[1]}x{size[2]}")]
    curve = _CURVE.match(token)
    if curve:
        letter = _CURVES[curve[1].lower()]
        return [f"{curve[2]} а {letter}"]
    lettered = _LETTERED.match(token)
    return [fold_name(f"{lettered[1]} {lettered[2]}")] if lettered else []


def threads(token: str) -> list[str]:
    """Return how else a size of a thread stands in names: «м8х40» as m 8x40, 8x40 as m8x40."""
    size = _THREADED.match(token) or _THREADED.match(_OTHER_SIGN.sub(r"\1x\2", token))
    if not size:
        return []
    plain = fold_name(f"{size[2]}x{size[3]}")
    return [f"m {plain}", f"м {plain}"] if size[1] else [f"m{plain}"]


def _other_script(word: str) -> list[str]:
    """Return a word in one script, or in the other, when all its letters look the same there."""
    latin, cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    found = [latin] if latin.isascii() and latin != word else []
    if cyrillic != word and not any("a" <= char <= "z" for char in cyrillic):
        found.append(cyrillic)
    return found
