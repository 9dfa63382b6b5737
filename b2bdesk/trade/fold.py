"""One spelling out of many: how articles and names are folded before they are compared.

Used on both ends (PROTOCOL R9a): the portal ships ready columns, the client folds what is typed and
whatever came from another FOLD_VERSION. SQLite folds neither ё nor look-alike letters nor sizes
(PERFORMANCE §3), so all of it happens here. Both folds are idempotent and quick enough for a whole
catalogue at load.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from b2bdesk.trade.keyboard import swap_layout, untransliterate

__all__ = [
    "FOLD_VERSION",
    "fold_article",
    "fold_articles",
    "fold_name",
    "strip_zeros",
    "swap_layout",
    "untransliterate",
    "words",
]

FOLD_VERSION = 1

_LOOKALIKE = dict(zip("авекмнорстухіѕј", "abekmhopctyxisj", strict=True))
_TO_LATIN = str.maketrans(_LOOKALIKE)
_TO_CYRILLIC = str.maketrans({latin: cyr for cyr, latin in list(_LOOKALIKE.items())[:12]})


def _accents() -> dict[int, str]:
    """Latin letters with diacritics to plain ones, as SQLite's unicode61 does."""
    plain: dict[int, str] = {ord("ſ"): "s"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base != chr(code):
            plain[code] = base
    return plain


_ACCENTS = _accents()
_MARKS: dict[int, None] = dict.fromkeys(range(0x300, 0x370))
_DIGITS_ABOVE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_INVISIBLE: dict[int, None] = dict.fromkeys(
    (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)
)
_BLANK = (*range(0x21), *range(0x7F, 0xA1), 0x1680, *range(0x2000, 0x200B), *range(0x2028, 0x202A))
_BLANKS = (*_BLANK, 0x202F, 0x205F, 0x3000)
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "'\"`\u00b4«»“”„‘’‚‹›ʼ″′"
_TIMES = "×✕✖⨯∗⋅"

_ARTICLE_TABLE: dict[int, str | int | None] = {
    **{ord(c.upper()): latin.upper() for c, latin in _LOOKALIKE.items()},
    **{code: base.upper() for code, base in _ACCENTS.items()},
    **_MARKS,
    **_DIGITS_ABOVE,
    **_INVISIBLE,
    **dict.fromkeys(_BLANKS),
    **dict.fromkeys(map(ord, _DASHES + _QUOTES + ".,/\\_()[]{}:;|№•·…")),
    **dict.fromkeys(map(ord, _TIMES + "*"), "X"),
    ord("Ё"): "E",
}
_NAME_TABLE: dict[int, str | int | None] = {
    **{code: base.lower() for code, base in _ACCENTS.items()},
    **_MARKS,
    **_DIGITS_ABOVE,
    **_INVISIBLE,
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys(map(ord, _DASHES + _QUOTES + "\\_()[]{}:;|№•·…!?#$%&+<=>@^~°®™"), " "),
    **dict.fromkeys(map(ord, _TIMES + "*"), " * "),
    ord(","): ".",
    ord("ё"): "е",
}

_WORD = re.compile(r"[^\W_]+")
_LOOSE_DOT = re.compile(r"(?<!\d)[./]|[./](?!\d)")
_TIMES_BETWEEN = re.compile(r"(?<=\d)[ xх*]*[xх*][ xх*]*(?=\d)")
_STANDARD = re.compile(r"(?<![^\W_])(din|дин|iso|исо|gost|г[oо][cс][tт])(?=\d)")
_STANDARD_NAMES = {"дин": "din", "исо": "iso", "gost": "гост"}
_HAS_DIGIT = re.compile(r"\d")
_HAS_LATIN = re.compile(r"[a-z]")
_HAS_CYRILLIC = re.compile(r"[а-яіѕј]")
_CACHED_WORDS = 1 << 16

_BETWEEN = "~"  # parts articles that are folded together; folding leaves it as it is
_TOGETHER = 400


def fold_article(text: str) -> str:
    """Fold an article: upper case, ё→е, look-alikes to Latin, no separators (АБВ-00 1 → AБB001)."""
    upper = text.upper()
    if not upper.isascii():
        upper = unicodedata.normalize("NFC", upper)
    return upper.translate(_ARTICLE_TABLE)


def fold_articles(texts: Sequence[str]) -> list[str]:
    """Fold many articles; the same as `fold_article` of each, plain ones some hundred at once."""
    done: list[str] = []
    for start in range(0, len(texts), _TOGETHER):
        block = texts[start : start + _TOGETHER]
        joined = _BETWEEN.join(block)
        folded = fold_article(joined).split(_BETWEEN) if joined.isascii() else []
        done += folded if len(folded) == len(block) else map(fold_article, block)
    return done


def fold_name(text: str) -> str:
    """Fold a name for word search and comparison.

    Lower case, ё→е, punctuation to single spaces, decimal comma to dot. Sizes become one Latin
    spelling («3х2,5», "3 x 2.5", «3*2,5» → "3x2.5"; «М8×30» → "m8x30"), standards one spacing
    («ДИН933» → "din 933"), words of two scripts one script.
    """
    folded = " ".join(map(_fold_chunk, text.split()))
    if folded[:1] == " " or folded[-1:] == " " or "  " in folded:
        folded = " ".join(folded.split())
    folded = _TIMES_BETWEEN.sub("x", folded)
    if "*" in folded:
        folded = " ".join(folded.replace("*", " ").split())
    return folded


@lru_cache(_CACHED_WORDS)
def _fold_chunk(chunk: str) -> str:
    """Fold what stands between two spaces; kept, as names of a catalogue share their words."""
    lower = chunk.lower()
    if not lower.isascii():
        lower = unicodedata.normalize("NFC", lower)
    folded = _LOOSE_DOT.sub(" ", lower.translate(_NAME_TABLE))
    folded = _STANDARD.sub(r"\1 ", folded)
    return " ".join(map(_fold_word, folded.split()))


def _fold_word(word: str) -> str:
    """One script per word: Latin where digits are (sizes, codes), else Cyrillic if there is any."""
    if _HAS_DIGIT.search(word):
        return word.translate(_TO_LATIN)
    if _HAS_LATIN.search(word) and _HAS_CYRILLIC.search(word):
        word = word.translate(_TO_CYRILLIC)
    return _STANDARD_NAMES.get(word, word)


def words(text: str) -> list[str]:
    """The words of a text after folding, as SQLite's FTS5 tokenizer unicode61 would cut them."""
    return _WORD.findall(fold_name(text))


def strip_zeros(folded: str) -> str:
    """A folded article without its leading zeros; all zeros leave one."""
    return folded.lstrip("0") or folded[-1:]
