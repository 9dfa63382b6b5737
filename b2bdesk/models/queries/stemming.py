"""Russian words without their endings, as the search compares them."""

import re
from functools import cache, lru_cache
from typing import Any

_CYRILLIC = re.compile(r"[а-яё]")
_HAS_DIGIT = re.compile(r"\d")
_STEMMED = 4


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("russian")


@lru_cache(4096)
def stem(word: str) -> str:
    """Return a folded Russian word without its ending; anything else as it is."""
    if len(word) < _STEMMED or not _CYRILLIC.search(word) or _HAS_DIGIT.search(word):
        return word
    short = str(_stemmer().stemWord(word))
    return short if len(short) >= _STEMMED - 1 else word
