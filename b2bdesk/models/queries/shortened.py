"""Words that names have cut short («пласт.», «оцинк») or as the noun behind an adjective.

Somebody who types «хомут пластиковый» means «Хомут пласт.» too. That a beginning is an abbreviation
is read out of the names themselves: a dot stands behind it. Asked only where the words as typed
find little; what is found so comes behind what has the words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from b2bdesk.models.queries.phrases import Word, either
from b2bdesk.models.queries.stemming import stem
from b2bdesk.models.queries.view import View

_LEAST, _LONGEST, _SHORTEST, _SAMPLE = 4, 24, 2, 8
_ALONE, _BARE = 4, 5
_ADJECTIVE = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|ых|ую)$")
_SUFFIXES = ("ическ", "енн", "онн", "ов", "ев", "ян", "н", "")
_NOUNS = ("", "а", "о", "ь", "й", "я")
_STEM = 3
_NAMES = "SELECT ?, i.name FROM (SELECT rowid AS n FROM cache.words WHERE words MATCH ? LIMIT {})"


def widened(view: View, words: Sequence[Word]) -> tuple[Word, ...] | None:
    """Return the words with what names may have instead of them; None = names have nothing."""
    told = sum(not each.noise and not "".join(each.stems).isdigit() for each in words)
    made = tuple(_widened(view, each, beside=told > 1) for each in words)
    return made if made != tuple(words) else None


def _widened(view: View, word: Word, beside: bool) -> Word:
    if not _is_word(word) or word.noise:
        return word
    typed = word.forms[0]
    adjective = _ADJECTIVE.search(typed) is not None
    found = [f'"{each}"' for each in _nouns(typed)] if adjective else []
    for each, dotted in _cut_short(view, typed):
        least = (_SHORTEST if adjective else _SHORTEST + 1) if beside else _ALONE
        if len(each) >= least if dotted else (beside and len(each) >= _BARE):
            found.append(f'"{each}"')
    return replace(word, direct=either([word.direct, *found])) if found else word


def _is_word(word: Word) -> bool:
    typed = word.forms[0] if word.forms else ""
    return _LEAST <= len(typed) <= _LONGEST and typed.isalpha() and not typed.isascii()


@lru_cache(512)
def _nouns(adjective: str) -> tuple[str, ...]:
    """Return the nouns an adjective may come from: «пластик», «резина», «латунь»."""
    its_stem = stem(adjective)
    found = []
    for suffix in _SUFFIXES:
        root = its_stem.removesuffix(suffix)
        if its_stem.endswith(suffix) and len(root) > _STEM:
            found += [root + end for end in _NOUNS]
            break
    return tuple(found)


def _cut_short(view: View, typed: str) -> list[tuple[str, bool]]:
    """Return the beginnings of a word that names have as words, and whether with a dot."""
    short = [typed[:length] for length in range(_SHORTEST, len(typed))]
    query = " UNION ALL ".join(
        f"SELECT * FROM ({_NAMES.format(_SAMPLE)} s CROSS JOIN item i ON i.n = s.n)" for _ in short
    )
    values = [value for each in short for value in (each, f'"{each}"')]
    names: dict[str, list[str]] = {}
    for each, name in view.rows(query, values):
        names.setdefault(str(each), []).append(str(name).casefold().replace("ё", "е"))
    return [(each, _is_dotted(each, told)) for each, told in names.items()]


def _is_dotted(short: str, names: Sequence[str]) -> bool:
    dotted = re.compile(rf"(?<![^\W_]){re.escape(short)}\.")
    return 2 * sum(dotted.search(name) is not None for name in names) >= len(names)
