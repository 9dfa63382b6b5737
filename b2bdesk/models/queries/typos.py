"""Typing errors and wrong layouts: mended word by word with the catalogue's own vocabulary.

Asked only when nothing else was found. The vocabulary is read once per state of the catalogue; the
nearest word by edit distance replaces a word that the catalogue has in no layout.
"""

import threading
from bisect import bisect_left
from collections.abc import Sequence

from b2bdesk.models.queries import phrases
from b2bdesk.models.queries.view import View
from b2bdesk.trade.keyboard import swap_layout, untransliterate

_LONGEST, _SHORTEST = 24, 4
_CUTOFF = 0.7
_SHORTLIST = 400
_OTHER_KEYS = frozenset("[];`")
"""Signs that nobody types in a size or a code: Russian letters share their keys."""

_lock = threading.Lock()
_known: dict[str, "Vocabulary"] = {}


class Vocabulary:
    """The words of a catalogue without digits, and how many items have each."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._terms = sorted(counts)

    def knows(self, word: str) -> bool:
        """Say whether some word begins like this one; words with digits are not judged."""
        if any(map(str.isdigit, word)):
            return True
        start = phrases.stem(word)
        at = bisect_left(self._terms, start)
        return at < len(self._terms) and self._terms[at].startswith(start)

    def nearest(self, word: str) -> str | None:
        """Return the word itself when known, the nearest known word, or the nearest beginning."""
        if self.knows(word) or len(word) < _SHORTEST:
            return word
        best = _closest(word, self._terms, self._counts)
        if best is not None:
            return best
        beginnings: dict[str, int] = {}
        for term in self._terms:
            if len(term) > len(word):
                start = term[: len(word)]
                beginnings[start] = beginnings.get(start, 0) + self._counts[term]
        return _closest(word, list(beginnings), beginnings)

    def knows_all(self, text: str) -> bool:
        """Say whether a text has words and all of them are known."""
        asked = phrases.plain_words(text)
        return bool(asked) and all(map(self.knows, asked))


def mended(view: View, text: str) -> str:
    """Return a text that the catalogue understands, word by word; empty = no help.

    A word that is not known is tried in the other layout, in Russian letters, then as the nearest
    known word; a size or code in the layout in which some item has it.
    """
    known = _vocabulary(view)
    made: list[str] = []
    for token in text.split():
        if any(map(str.isdigit, token)):
            made.append(_size_or_code(view, token))
            continue
        other = swap_layout(token)
        if known.knows_all(token) or not phrases.plain_words(token + other):
            made.append(token)
        elif known.knows_all(other):
            made.append(other)
        else:
            better = _respelt(known, token)
            if not better:
                return ""
            made.append(better)
    return " ".join(made) if made != text.split() else ""


def _size_or_code(view: View, token: str) -> str:
    """Return a token with digits in the layout in which some item has it, else as typed."""
    spellings = [token, swap_layout(token)]
    if _OTHER_KEYS.intersection(token):
        spellings.reverse()
    for spelling in spellings:
        wanted = phrases.match_all(phrases.plain_words(spelling))
        if wanted and view.rows("SELECT 1 FROM cache.words WHERE words MATCH ? LIMIT 1", (wanted,)):
            return spelling
    return token


def _respelt(known: Vocabulary, token: str) -> str:
    for spelling in untransliterate(token):
        if known.knows_all(spelling):
            return spelling
    near = [known.nearest(word) for word in phrases.plain_words(token)]
    return " ".join(word for word in near if word) if near and all(near) else ""


def suggestion(view: View, text: str) -> str:
    """Return the words of a text that the catalogue knows, to be offered instead of all."""
    asked = phrases.plain_words(text)
    known = _vocabulary(view)
    kept = [word for word in asked if known.nearest(word) is not None]
    return " ".join(kept) if kept and len(kept) < len(asked) else ""


def similar(view: View, text: str, limit: int) -> list[int]:
    """Return the numbers of items whose names resemble a text, best first."""
    prefixes = phrases.word_prefixes(text)
    if not prefixes:
        return []
    from rapidfuzz import fuzz, process

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


def _vocabulary(view: View) -> Vocabulary:
    """The vocabulary of the active cache, read once per state of the catalogue."""
    path, changed = view.connection.exec_driver_sql(
        "SELECT (SELECT file FROM pragma_database_list WHERE name = 'cache'),"
        " (SELECT coalesce(max(cursor), '') FROM scope WHERE feed = 'catalog')"
    ).one()
    key = f"{path}|{changed}"
    with _lock:
        found = _known.get(key)
    if found is None:
        rows = view.rows(
            "SELECT term, doc FROM cache.vocabulary WHERE term NOT GLOB '*[0-9]*'"
            f" AND length(term) <= {_LONGEST}"
        )
        found = Vocabulary({str(term): int(doc) for term, doc in rows})
        with _lock:
            _known.clear()
            _known[key] = found
    return found


def _closest(word: str, known: list[str], counts: dict[str, int]) -> str | None:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

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
