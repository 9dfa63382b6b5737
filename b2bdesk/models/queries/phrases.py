"""What a typed text asks for: its shape, its words as full-text queries (PERFORMANCE §3).

Pure text work for `queries.search`. A word loses its Russian ending and becomes a prefix; sizes,
standards and look-alikes are folded as the index was (`trade.fold`).
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from b2bdesk.trade.fold import fold_article, fold_name, words

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_CODE = re.compile(r"^[^\s]+(?:[\s\-./_]+[^\s]+){0,3}$")
_HAS_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")
_SMALL = re.compile(r"^\d{1,2}$")
_UNIT = re.compile(r"^[a-zа-яё]{1,3}$", re.IGNORECASE)
_THREAD = re.compile(r"^[mм]$", re.IGNORECASE)
_SIZED = re.compile(r"^[mм]\d+$", re.IGNORECASE)
_MEASURED = re.compile(r"^(\d+(?:[.,]\d+)?)([a-zа-яё]{1,3})$", re.IGNORECASE)
_STEMMED = 4
MIN_TRIGRAM = 3


def looks_like_code(text: str) -> bool:
    """Say whether a text may be (part of) an article, a barcode or a code.

    Digits or Latin letters without Russian words; look-alike Cyrillic letters beside digits count
    as a code too («АВ-12»).
    """
    if not _CODE.match(text):
        return False
    for token in text.split():
        letters = len(_CYRILLIC.findall(token))
        if letters > 3 or (letters and not _HAS_DIGIT.search(token)):
            return False
    return True


def may_be_code(text: str) -> bool:
    """Say whether a text that reads as words is worth a look among codes: «КМ», «мой 77»."""
    return bool(_CODE.match(text)) and (" " not in text or bool(_HAS_DIGIT.search(text)))


def is_digits(text: str) -> bool:
    """Say whether a text without blanks and hyphens is a number of 8 to 14 digits."""
    plain = re.sub(r"[\s-]", "", text)
    return plain.isdigit() and plain.isascii() and 8 <= len(plain) <= 14


def article_range(text: str) -> tuple[str, str] | None:
    """Return the first and the first-beyond folded article that begins with a text."""
    folded = fold_article(text)
    return prefix_range(folded) if folded else None


def prefix_range(folded: str) -> tuple[str, str]:
    """Return the half-open range of texts with a prefix."""
    return folded, folded + "\U0010ffff"


@lru_cache(512)
def word_query(text: str) -> str:
    """Return the full-text query for items that have all words of a text; empty = no words.

    A word is a prefix without its Russian ending. Numbers are tried with and without what people
    write beside them: «16а» and «16 а», «м 8» and «м8», «м8 30» and «м8х30», «8» and «м8».
    """
    groups: list[str] = []
    raw = text.split()
    at = 0
    while at < len(raw):
        pair = raw[at : at + 2]
        joined = _joined(*pair) if len(pair) == 2 else ""
        if joined:
            groups.append(_any_of([_all_of(" ".join(pair)), _all_of(joined)]))
            at += 2
            continue
        groups.append(_any_of([_all_of(each) for each in (raw[at], *_spellings(raw[at]))]))
        at += 1
    return " AND ".join(group for group in groups if group)


def match_all(prefixes: Sequence[str]) -> str:
    """Return the full-text query for items that have a word with each of the prefixes."""
    return " AND ".join(f'"{prefix}"*' for prefix in prefixes)


def match_any(prefixes: Sequence[str]) -> str:
    """Return the full-text query for items that have a word with any of the prefixes."""
    return " OR ".join(f'"{prefix}"*' for prefix in prefixes)


@lru_cache(512)
def word_prefixes(text: str) -> tuple[str, ...]:
    """Return the words of a text as prefixes: folded, Russian endings taken off."""
    return tuple(dict.fromkeys(map(stem, words(text))))


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, with their endings."""
    return tuple(dict.fromkeys(words(text)))


def _joined(first: str, second: str) -> str:
    """Return two tokens as people also write them in one; empty = they do not belong together."""
    if _NUMBER.match(first) and _UNIT.match(second):
        return first + second
    if _THREAD.match(first) and _NUMBER.match(second):
        return first + second
    if _SIZED.match(first) and _NUMBER.match(second):
        return f"{first}x{second}"
    return ""


def _spellings(token: str) -> list[str]:
    """Return other spellings of a token: unit apart, thread before a small number."""
    measured = _MEASURED.match(token)
    if measured and not _SIZED.match(token):
        return [f"{measured[1]} {measured[2]}"]
    return [f"m{token}"] if _SMALL.match(token) else []


def _all_of(text: str) -> str:
    return match_all(word_prefixes(text))


def _any_of(queries: list[str]) -> str:
    kept = list(dict.fromkeys(query for query in queries if query))
    if not kept:
        return ""
    return kept[0] if len(kept) == 1 else "(" + " OR ".join(f"({each})" for each in kept) + ")"


def trigram_query(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the trigram query of parts of words and the parts to be verified.

    None when no part has three characters. Parts are searched in folded names and in articles.
    """
    parts = [part for part in fold_name(text).split() if len(part) >= MIN_TRIGRAM]
    return _trigrams(parts)


def trigram_article(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the trigram query for the middle of an article."""
    folded = fold_article(text).lower()
    return _trigrams([folded]) if len(folded) >= MIN_TRIGRAM else None


def _trigrams(parts: list[str]) -> tuple[str, tuple[str, ...]] | None:
    if not parts:
        return None
    grams = dict.fromkeys(
        part[at : at + 3].replace('"', '""') for part in parts for at in range(len(part) - 2)
    )
    return " AND ".join(f'"{gram}"' for gram in grams), tuple(parts)


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("russian")


def stem(word: str) -> str:
    """Return a folded Russian word without its ending; anything else as it is."""
    if len(word) < _STEMMED or not _CYRILLIC.search(word) or _HAS_DIGIT.search(word):
        return word
    short = str(_stemmer().stemWord(word))
    return short if len(short) >= _STEMMED - 1 else word
