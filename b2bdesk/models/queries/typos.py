"""Typing errors, wrong layouts, other scripts: mended with the catalogue's own vocabulary.

Asked only when nothing else was found. The vocabulary is read once per state of the catalogue; the
nearest word by edit distance replaces a word that the catalogue has in no layout.
"""

import re
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Any

from b2bdesk.models.queries import phrases, slips, thesaurus
from b2bdesk.models.queries.view import View
from b2bdesk.trade.fold import fold_article
from b2bdesk.trade.keyboard import swap_layout, untransliterate

_LONGEST, _SHORTEST = 24, 3
_CUTOFF = 0.62
_SOUNDS_LIKE = 0.8
_SHORTLIST = 400
_NEAR = 3
_TRIED = 14
_ARTICLE_FROM, _CANDIDATES = 6, 20_000
_FEW, _SLIPS = 5, 8
_BEGINS = "article_fold >= ? AND article_fold < ?"
_SKELETON = str.maketrans("oзi", "031")
_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        ["a", "b", "v", "g", "d", "e", "e", "j", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r",
         "s", "t", "u", "f", "h", "c", "ch", "sh", "sh", "", "i", "", "e", "u", "ia"],
        strict=True,
    )
)  # fmt: skip
_HEARD = (
    ("shch", "sh"), ("sch", "sh"), ("zh", "j"), ("kh", "h"), ("ck", "k"), ("ph", "f"),
    ("ts", "c"), ("tz", "c"), ("x", "ks"), ("q", "k"), ("w", "v"), ("yu", "u"), ("iu", "u"),
    ("ya", "ia"), ("ye", "e"), ("yo", "e"), ("y", "i"), ("ee", "i"), ("oo", "u"), ("'", ""),
    ("ei", "ai"), ("io", "e"), ("jo", "e"), ("ch", "4"), ("sh", "5"), ("c", "k"), ("4", "ch"),
    ("5", "sh"), ("dj", "j"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_SIZE = re.compile(r"^[mм]?\d[\d.,]*[xх×*]\d[\d.,]*$", re.IGNORECASE)
_OTHER_KEYS = frozenset("[];`<>{}")
"""Signs that nobody types in a size or a code: Russian letters share their keys."""

_lock = threading.Lock()
_known: dict[str, "Vocabulary"] = {}


class Vocabulary:
    """The words of a catalogue without digits, and how many items have each.

    Typing errors are mended to words of the trade, too: other words are found by them.
    """

    def __init__(self, counts: dict[str, int]) -> None:
        self._terms = sorted(counts)
        self._counts = dict.fromkeys(thesaurus.spoken(), 1) | counts
        self._wanted = sorted(self._counts)
        self._sounds: dict[str, list[str]] = {}

    def knows(self, word: str) -> bool:
        """Say whether some word begins like this one; words with digits are not judged."""
        if any(map(str.isdigit, word)):
            return True
        start = phrases.stem(word)
        start = start if len(start) > _SHORTEST else word  # «клей» is not the beginning of «клерк»
        at = bisect_left(self._terms, start)
        return at < len(self._terms) and self._terms[at].startswith(start)

    def nearest(self, word: str) -> str | None:
        """Return the word itself when known, the nearest known word, or the nearest beginning."""
        if self.knows(word) or len(word) < _SHORTEST:
            return word
        return next(iter(self.near(word)), None)

    def near(self, word: str) -> list[str]:
        """Return what an unknown word may be, the likeliest first: by sound, two words, by letters.

        A word still being typed is compared with beginnings of known words.
        """
        if len(word) < _SHORTEST:
            return []
        found = self._alike(word) + self._halves(word)
        if len(word) > _SHORTEST:
            found += _meant(word, self._wanted, self._counts)
            beginnings: dict[str, int] = {}
            for term in self._terms:
                if len(term) > len(word):
                    start = term[: len(word)]
                    beginnings[start] = beginnings.get(start, 0) + self._counts[term]
            found += _meant(word, list(beginnings), beginnings)
        return list(dict.fromkeys(found))[: 2 * _NEAR]

    def close(self, word: str) -> list[str]:
        """Return known words few letters away, of short words too: to be proposed, not taken."""
        if self.knows(word) or len(word) < _SHORTEST:
            return []
        return _closest(word, self._terms, self._counts)

    def knows_all(self, text: str) -> bool:
        """Say whether a text has words and all of them are known."""
        asked = phrases.plain_words(text)
        return bool(asked) and all(map(self.knows, asked))

    def _alike(self, word: str) -> list[str]:
        """Return the words that sound the same in the other script («вольтекс», Voltex)."""
        if not self._sounds:
            for term in self._terms:
                self._sounds.setdefault(sound(term), []).append(term)
        heard = [sound(word), sound(word.replace("j", "y"))]
        if len(heard[0]) < _SHORTEST:
            return []
        found = [term for each in heard for term in self._sounds.get(each, ())]
        if not found and len(heard[0]) > 2 * _SHORTEST:
            close = _closest(
                heard[0], list(self._sounds), dict.fromkeys(self._sounds, 1), _SOUNDS_LIKE
            )
            found = [term for each in close for term in self._sounds[each]]
        return sorted(dict.fromkeys(found), key=lambda term: -self._counts[term])

    def _halves(self, word: str) -> list[str]:
        """Return a word as two known ones, for whoever forgot the space."""
        if len(word) < 2 * _SHORTEST + 1:
            return []
        halves = ((word[:at], word[at:]) for at in range(_SHORTEST, len(word) - _SHORTEST + 1))
        return [
            f"{a} {b}"
            for a, b in halves
            if a in self._counts
            and (b in self._counts if _SHORTEST in (len(a), len(b)) else self.knows(b))
        ]


def mended(view: View, text: str) -> Iterator[str]:
    """Yield texts that the catalogue understands, the likeliest first.

    A word that is not known is tried in the other layout, by its sound, then as near known
    words; a size or code in the layout in which some item has it.
    """
    known = _vocabulary(view)
    tokens = text.split()
    choices = [_readings_of(view, known, token) for token in tokens]
    if not all(choices):
        return
    combined = sorted(islice(product(*(range(len(each)) for each in choices)), 400), key=sum)
    for places in combined[:_TRIED]:
        made = [choice[place] for choice, place in zip(choices, places, strict=True)]
        if made != tokens:
            yield " ".join(made)


def _readings_of(view: View, known: Vocabulary, token: str) -> list[str]:
    if any(map(str.isdigit, token)):
        return [_size_or_code(view, token)]
    other = swap_layout(token)
    if not phrases.plain_words(token + other):
        return [token]
    found = [token] if known.knows_all(token) else []
    meant = bool(found)
    found += [each for each in (other, *untransliterate(token)) if known.knows_all(each)]
    asked = phrases.plain_words(token)
    if len(asked) == 1 and not meant:
        found += known.near(asked[0])[: _NEAR if not found else 1]
        if not found and len(phrases.plain_words(other)) == 1:
            found += known.near(phrases.plain_words(other)[0])[:_NEAR]
    elif not found:
        near = [known.nearest(word) for word in asked]
        found += [" ".join(word for word in near if word)] if near and all(near) else []
    return list(dict.fromkeys(found)) or ([token] if len(token) < _SHORTEST else [])


def _size_or_code(view: View, token: str) -> str:
    """Return a token with digits in the layout in which some item has it, else as typed."""
    if _SIZE.match(token):
        return token
    spellings = [token, swap_layout(token)]
    if _OTHER_KEYS.intersection(token):
        spellings.reverse()
    spellings += untransliterate(token)[:2]
    for spelling in spellings:
        wanted = phrases.match_all(phrases.plain_words(spelling))
        if wanted and view.rows("SELECT 1 FROM cache.words WHERE words MATCH ? LIMIT 1", (wanted,)):
            return spelling
    return token


def near_articles(view: View, text: str, limit: int) -> list[int]:
    """Return the numbers of items whose article has up to two signs other than a typed one.

    Of three pieces one is then untouched, and the trigrams of that piece find the candidates.
    """
    folded = fold_article(text).lower()
    if not any(map(str.isdigit, folded)) or len(text.split()) > _NEAR:
        return []
    if not _ARTICLE_FROM <= len(folded) <= _LONGEST:
        return []
    third = len(folded) // 3
    pieces = [folded[:third], folded[third : 2 * third], folded[2 * third :]]
    if third < phrases.MIN_TRIGRAM:
        half = len(folded) // 2
        pieces = [folded[:half], folded[half:]]
    allowed = 1 if len(folded) < 2 * _ARTICLE_FROM - 3 else 2
    wanted = " OR ".join(f"({phrases.trigrams([piece])})" for piece in pieces)
    candidates = view.rows(
        "SELECT i.n, i.article_fold FROM (SELECT rowid AS n FROM cache.trigrams"
        f" WHERE trigrams MATCH ? LIMIT {_CANDIDATES}) s CROSS JOIN item i ON i.n = s.n",
        (wanted,),
    )
    found = _nearest(candidates, folded, allowed, limit)
    if not found and third < phrases.MIN_TRIGRAM:  # both halves may be touched by one swap
        start = phrases.prefix_range(fold_article(text)[:third])
        same = f"SELECT n, article_fold FROM item WHERE {_BEGINS} LIMIT {_CANDIDATES}"
        found = _nearest(view.rows(same, start), folded, allowed, limit)
    return found


def _nearest(
    candidates: Sequence[tuple[Any, ...]], folded: str, allowed: int, limit: int
) -> list[int]:
    from rapidfuzz.distance import OSA

    near: list[tuple[int, int, int]] = []
    plain = folded.translate(_SKELETON)
    for n, article in candidates:
        its = article.lower().translate(_SKELETON)
        far = OSA.distance(plain, its, score_cutoff=allowed)
        if far <= allowed:
            near.append((far, abs(len(its) - len(plain)), n))
    near.sort()
    nearest = [each for each in near if each[0] == near[0][0]]
    return [n for *_, n in (nearest if len(nearest) >= _NEAR else near[:_FEW])[:limit]]


def article_of(view: View, n: int) -> str:
    """Return the article of an item."""
    return str(view.rows("SELECT article FROM item WHERE n = ?", (n,))[0][0])


def sound(word: str) -> str:
    """Return how a word sounds, in Latin letters, whichever script it is written in."""
    made = "".join(_LETTERS.get(char, char) for char in word)
    for spelt, heard in _HEARD:
        made = made.replace(spelt, heard)
    return _TWICE.sub(r"\1", made)


def suggestion(view: View, text: str) -> str:
    """Return the words of a text that the catalogue knows, to be offered instead of all."""
    tokens = [token for token in text.split() if phrases.plain_words(token)]
    known = _vocabulary(view)
    kept = [
        token
        for token in tokens
        if all(known.nearest(word) is not None for word in phrases.plain_words(token))
    ]
    named = any(len(word) >= _SHORTEST and word.isalpha() for word in kept)
    return " ".join(kept) if named and len(kept) < len(tokens) else ""


def proposed(view: View, token: str) -> list[str]:
    """Return known words a word of letters may have been meant as."""
    asked = phrases.plain_words(token)
    return _vocabulary(view).close(asked[0]) if len(asked) == 1 else []


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


def _meant(word: str, known: list[str], counts: dict[str, int]) -> list[str]:
    """Return the known words that one may have slipped to type as this word, likeliest first."""
    found = [
        (far, -counts[term], term)
        for term in _closest(word, known, counts, most=_SLIPS)
        if (far := slips.cost(word, term)) <= slips.allowed(word)
    ]
    return [term for *_, term in sorted(found)[:_NEAR]]


def _closest(
    word: str, known: list[str], counts: dict[str, int], cutoff: float = 0.0, most: int = 3
) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    near = process.extract(
        word,
        known,
        scorer=DamerauLevenshtein.normalized_similarity,
        limit=2 * most,
        score_cutoff=cutoff or (_CUTOFF if len(word) > _SHORTEST + 1 else 0.74),
    )
    ranked = sorted(near, key=lambda hit: (-round(hit[1], 2), -counts[hit[0]]))
    return [str(hit[0]) for hit in ranked[:most]]
