"""Typing errors: the nearest words of the catalogue's own vocabulary.

Asked only when nothing else was found. The vocabulary is read once per cache file and kept as a
list of words; the nearest word by edit distance replaces each word that the catalogue has not.
"""

import threading
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from b2bdesk.models.queries import phrases
from b2bdesk.models.queries.view import View

_LONGEST, _SHORTEST = 24, 4
_CUTOFF = 0.7
_SHORTLIST = 400

_lock = threading.Lock()
_known: dict[str, tuple[list[str], dict[str, int]]] = {}


def nearest(view: View, text: str) -> str:
    """Return the text with unknown words replaced by the nearest known ones; empty = no help."""
    asked = phrases.plain_words(text)
    if not asked:
        return ""
    known, counts = _vocabulary(view)
    made: list[str] = []
    changed = False
    for word in asked:
        better = _nearest_word(word, known, counts)
        if better is None:
            return ""
        changed |= better != word
        made.append(better)
    return " ".join(made) if changed else ""


def suggestion(view: View, text: str) -> str:
    """Return the longest beginning of a text whose words the catalogue knows, to be offered."""
    asked = phrases.plain_words(text)
    known, counts = _vocabulary(view)
    kept = [word for word in asked if _nearest_word(word, known, counts) is not None]
    return " ".join(kept) if kept and len(kept) < len(asked) else ""


def similar(view: View, text: str, limit: int) -> list[int]:
    """Return the numbers of items whose names resemble a text, best first."""
    prefixes = phrases.word_prefixes(text)
    if not prefixes:
        return []
    shortlist = _shortlist(view, prefixes)
    wanted = " ".join(phrases.plain_words(text))
    scored = process.extract(
        wanted,
        dict(shortlist),
        scorer=fuzz.token_set_ratio,
        limit=limit,
        score_cutoff=55,
    )
    return [int(n) for _, _, n in scored]


def _shortlist(view: View, prefixes: tuple[str, ...]) -> Sequence[tuple[int, str]]:
    """Items with all words, else with most of them: the rarest word must be there."""
    tries = [phrases.match_all(prefixes)]
    if len(prefixes) > 1:
        longest = sorted(prefixes, key=len, reverse=True)
        tries += [phrases.match_all(tuple(longest[:2])), phrases.match_any(tuple(longest[:3]))]
    for query in tries:
        found = view.connection.exec_driver_sql(
            "SELECT i.n, i.name_fold FROM (SELECT rowid AS n FROM cache.words WHERE words MATCH ?)"
            f" s CROSS JOIN item_member m ON m.sid = {view.assortment} AND m.n = s.n"
            f" CROSS JOIN item i ON i.n = s.n LIMIT {_SHORTLIST}",
            (query,),
        ).all()
        if found:
            return [(n, name) for n, name in found]
    return []


def _vocabulary(view: View) -> tuple[list[str], dict[str, int]]:
    """Words of the active cache with the number of items that have them."""
    path, changed = view.connection.exec_driver_sql(
        "SELECT (SELECT file FROM pragma_database_list WHERE name = 'cache'),"
        " (SELECT coalesce(max(pulled_at), '') FROM scope WHERE feed = 'catalog')"
    ).one()
    key = f"{path}|{changed}"
    with _lock:
        found = _known.get(key)
    if found is None:
        rows = view.rows(
            "SELECT term, doc FROM cache.vocabulary WHERE term NOT GLOB '*[0-9]*'"
            f" AND length(term) BETWEEN {_SHORTEST - 1} AND {_LONGEST}"
        )
        counts = {str(term): int(doc) for term, doc in rows}
        found = (list(counts), counts)
        with _lock:
            _known.clear()
            _known[key] = found
    return found


def _nearest_word(word: str, known: list[str], counts: dict[str, int]) -> str | None:
    """Return the word itself when known, the nearest known word, or the nearest beginning."""
    if word in counts or len(word) < _SHORTEST or any(map(str.isdigit, word)):
        return word
    best = _closest(word, known, counts)
    if best is not None:
        return best
    beginnings: dict[str, int] = {}
    for term in known:
        if len(term) > len(word):
            start = term[: len(word)]
            beginnings[start] = beginnings.get(start, 0) + counts[term]
    return _closest(word, list(beginnings), beginnings)


def _closest(word: str, known: list[str], counts: dict[str, int]) -> str | None:
    near = process.extract(
        word,
        known,
        scorer=DamerauLevenshtein.normalized_similarity,
        limit=5,
        score_cutoff=_CUTOFF,
    )
    if not near:
        return None
    return str(max(near, key=lambda hit: (round(hit[1], 2), counts[hit[0]]))[0])
