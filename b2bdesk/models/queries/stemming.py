"""Russian words without their endings, as the search compares them."""

import re
import threading
from functools import lru_cache
from typing import Any

_CYRILLIC = re.compile(r"[а-яё]")
_HAS_DIGIT = re.compile(r"\d")
_STEMMED = 4
_mine = threading.local()


def _stemmer() -> Any:
    """The stemmer of this thread: it keeps the word at hand in itself, and two readers search."""
    if not hasattr(_mine, "stemmer"):
        import snowballstemmer

        _mine.stemmer = snowballstemmer.stemmer("russian")
    return _mine.stemmer


@lru_cache(4096)
def stem(word: str) -> str:
    """Return a folded Russian word without its ending; anything else as it is."""
    if len(word) < _STEMMED or not _CYRILLIC.search(word) or _HAS_DIGIT.search(word):
        return word
    short = str(_stemmer().stemWord(word))
    return short if len(short) >= _STEMMED - 1 else word
