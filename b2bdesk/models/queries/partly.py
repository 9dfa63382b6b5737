"""Goods that have only some of the words: better than an empty list, and what is missing is named.

Words that no item has go first, then the commonest ones; the noun stays longest. Asked at last.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from b2bdesk.models.queries import phrases, sources
from b2bdesk.models.queries.phrases import Word
from b2bdesk.models.queries.sources import Reading
from b2bdesk.models.queries.view import View

_DROPPED, _TRIED, _FEWER = 2, 24, 2
_COUNTED, _NOUN = 2_000, 1_000_000
_NAMED = 4
_SIZE = re.compile(r"\d[xхXХ×*/-]\d|(?=.*[^\W\d_]{2})(?=.*\d{2})")
_ADJECTIVE = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)$", re.IGNORECASE)


def readings(view: View, texts: Sequence[str]) -> Iterator[Reading]:
    """Yield texts without some of their words: at least half of them first, then fewer.

    Args:
        view: the catalogue.
        texts: as typed first, then what else it may mean.
    """
    cut = [_words(text) for text in texts]
    values = [_values(view, words) for words in cut]
    for words, worth in zip(cut, values, strict=True):
        yield from _without(words, worth, half=True)
    for words, worth in islice(zip(cut, values, strict=True), _FEWER):
        yield from _without(words, worth, half=False)


def _words(text: str) -> list[Word]:
    words = [word for word in phrases.cut(text) if not word.noise]
    if len(words) == 1:
        words = [word for word in phrases.cut(phrases.parted(text)) if not word.noise]
    return words


def _values(view: View, words: Sequence[Word]) -> list[int]:
    """Return how much each word says: 0 = no item has it, the more items the less, a noun most."""
    if len(words) < 2:
        return [0] * len(words)
    values = []
    noun = False
    for word in words:
        found = sources.hits_of(view, word, _COUNTED)
        values.append(_COUNTED + 1 - found if found else 0)
        if found and not noun and word.typed.isalpha() and not _ADJECTIVE.search(word.typed):
            noun = True
            values[-1] = _NOUN
    return values


def _without(words: Sequence[Word], values: Sequence[int], half: bool) -> Iterator[Reading]:
    least = (len(words) + 1) // 2 if half else 1
    known = [at for at, value in enumerate(values) if value]
    unknown = len(words) - len(known)
    tried = 0
    for dropped in range(0 if unknown else 1, max(_DROPPED, len(known)) + 1):
        kept = len(known) - dropped
        if kept < least or (kept > 1 and dropped > _DROPPED):
            continue
        ways = combinations(reversed(known), dropped)
        for gone in sorted(ways, key=lambda gone: sum(values[at] for at in gone)):
            tried += 1
            if tried > _TRIED:
                return
            stay = [at for at in known if at not in gone]
            if _says_something([words[at] for at in stay], words, half):
                yield _reading(words, stay)


def _reading(words: Sequence[Word], stay: Sequence[int]) -> Reading:
    some = tuple(words[at] for at in stay)
    told = " ".join(word.typed for word in some)
    left_out = tuple(word.typed for at, word in enumerate(words) if at not in stay)
    return Reading(told, some, sources.of_words(told, some), left_out=left_out)


def _says_something(some: Sequence[Word], words: Sequence[Word], half: bool) -> bool:
    """Numbers alone are not enough of a text, nor are one or two letters."""
    if all(map(_is_number, some)):
        return half and bool(some) and all(map(_is_number, words))
    least = _NAMED - half
    return any(
        (len(word.typed) >= least and word.typed[:least].isalpha()) or _SIZE.search(word.typed)
        for word in some
    )


def _is_number(word: Word) -> bool:
    return "".join(word.stems).isdigit() and len("".join(word.stems)) <= _NAMED
