"""What the buyer meant to type: the other keyboard layout, and Russian words in Latin letters.

Search asks here for a second try when the first one finds nothing (PERFORMANCE §3): «ghbdtn» was
meant as «привет», «bolt» as «болт».
"""

from __future__ import annotations

from itertools import islice, product

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&"
_YCUKEN = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?'
_TO_YCUKEN = str.maketrans(_QWERTY, _YCUKEN)
_TO_QWERTY = str.maketrans(_YCUKEN, _QWERTY)

MAX_SPELLINGS = 8
_SOUNDS: dict[str, tuple[str, ...]] = {
    "shch": ("щ",), "sch": ("щ", "сх"), "zh": ("ж",), "kh": ("х",), "ts": ("ц", "тс"),
    "ch": ("ч",), "sh": ("ш",), "yu": ("ю",), "ju": ("ю",), "ya": ("я",), "ja": ("я",),
    "yo": ("ё",), "jo": ("ё",), "ye": ("е",), "je": ("е",), "ey": ("ей",), "ay": ("ай",),
    "oy": ("ой",), "iy": ("ий",), "yy": ("ый",), "aj": ("ай",), "ej": ("ей",), "oj": ("ой",),
    "ij": ("ий",), "yj": ("ый",), "ck": ("к",), "ph": ("ф",),
    "a": ("а",), "b": ("б",), "c": ("ц", "к"), "d": ("д",), "e": ("е", "э"), "f": ("ф",),
    "g": ("г",), "h": ("х",), "i": ("и",), "j": ("й", "ж"), "k": ("к",), "l": ("л", "ль"),
    "m": ("м",), "n": ("н",), "o": ("о",), "p": ("п",), "q": ("к",), "r": ("р",), "s": ("с",),
    "t": ("т",), "u": ("у",), "v": ("в",), "w": ("в",), "x": ("кс", "х"), "y": ("ы", "й"),
    "z": ("з",), "'": ("ь", "ъ"),
}  # fmt: skip
_LONGEST = max(map(len, _SOUNDS))


def swap_layout(text: str) -> str:
    """The same keys in the other layout, qwerty to йцукен or back, whichever the letters need."""
    cyrillic = sum("а" <= char <= "я" or char == "ё" for char in text.lower())
    latin = sum("a" <= char <= "z" for char in text.lower())
    return text.translate(_TO_QWERTY if cyrillic > latin else _TO_YCUKEN)


def untransliterate(text: str) -> list[str]:
    """Likely Russian spellings of a word typed in Latin letters, the likeliest first.

    Returns:
        At most `MAX_SPELLINGS` lower-case spellings; none when the text has no Latin letter.
    """
    lower = text.lower()
    if not any("a" <= char <= "z" for char in lower):
        return []
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(lower):
        for length in range(_LONGEST, 0, -1):
            sound = _SOUNDS.get(lower[at : at + length])
            if sound and not _opens_syllable(lower, at + length):
                break
        else:
            sound, length = (lower[at],), 1
        parts.append(sound)
        at += length
    return ["".join(spelling) for spelling in islice(product(*parts), MAX_SPELLINGS)]


def _opens_syllable(lower: str, at: int) -> bool:
    """Say whether the j or y before a place belongs to the vowel there («ja», not «aj»)."""
    before = lower[at - 2 : at]
    return (
        len(before) == len("aj")
        and before[0] in "aeoiy"
        and before[1] in "jy"
        and lower[at : at + 1] in tuple("aeou")
    )
