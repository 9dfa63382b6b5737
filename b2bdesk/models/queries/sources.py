"""Where a typed text is looked up, the most exact place first (PERFORMANCE §3).

Codes go to the B-tree of folded articles, to barcodes, codes, own codes and to what replaces a
discontinued article; words go to the word index as prefixes. What these do not have is tried with
other words of the trade, then as a part of a word by trigrams, then in the other keyboard layout,
in the other script and mended letter by letter; `queries.partly` then leaves words out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from b2bdesk.models.queries import measures, phrases, respell, shortened, typos
from b2bdesk.models.queries.barcodes import barcode_like
from b2bdesk.models.queries.filters import AS_IT_COMES, Source
from b2bdesk.models.queries.phrases import Word
from b2bdesk.models.queries.view import View
from b2bdesk.trade.fold import fold_article, strip_zeros
from b2bdesk.trade.keyboard import swap_layout, untransliterate

_FEW = 200
_FEW_WORDED = 20
_NEAR_ARTICLES = 50
_PADDED = range(5, 12)
_SHORT = 5  # a number of fewer digits is more likely a standard or a size than a code
_BY_ARTICLE = "SELECT n FROM item WHERE article_fold >= ? AND article_fold < ?"
_BY_OWN = "SELECT i.n FROM own_code o JOIN item i ON i.id = o.item_id WHERE o.code_fold = ?"
_GONE = (
    "FROM item d JOIN item r ON r.id = d.replaced_by WHERE d.status = 'deleted'"
    " AND r.status <> 'deleted' AND d.article_fold = ?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text: its words and where they are looked up, in turn.

    Each place is one or more sources whose hits belong together; `ordered` are the numbers of its
    hits where their order is known already; `left_out` the words that were given up.
    """

    text: str
    words: tuple[Word, ...]
    places: Iterator[tuple[Source, ...]]
    ordered: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()


def readings(view: View, text: str, tried: dict[str, None] | None = None) -> Iterator[Reading]:
    """Yield the text as typed, respelt, in the other layout or script, mended.

    `tried` gets the texts that were read, the typed one first.
    """
    tried = {} if tried is None else tried
    yield from _tried(view, tried, (text,))
    yield from _tried(view, tried, respell.respelt(view, text))
    bare = respell.unlabelled(text)
    yield from _by_barcode(view, bare)
    near = _near(view, bare)
    local = re.search("[a-z]", text, re.IGNORECASE) is None
    if local:
        yield from near
    yield from _tried(view, tried, _texts(view, text))
    yield from near


def _tried(view: View, tried: dict[str, None], texts: Iterable[str]) -> Iterator[Reading]:
    for text in texts:
        if text and text not in tried:
            tried[text] = None
            words = phrases.cut(text)
            yield Reading(text, _essential(words), _of_text(view, text, words))


def _by_barcode(view: View, text: str) -> Iterator[Reading]:
    """The end of a barcode, or a barcode with a wrong digit: then the right one is told."""
    for barcode, ns in barcode_like(view, text):
        yield Reading(barcode or text, (), iter(((_of_numbers(ns),),)), tuple(ns))


def _near(view: View, text: str) -> Iterator[Reading]:
    """Articles with a sign or two other than typed; those that type Latin switched the layout."""
    found = typos.near_articles(view, text, _NEAR_ARTICLES)
    if found:
        first = typos.article_of(view, found[0])
        yield Reading(first, (), iter(((_of_numbers(found),),)), tuple(found))


def _of_numbers(ns: Sequence[int]) -> Source:
    return Source(f"(SELECT n FROM item WHERE n IN ({', '.join(map(str, ns))})) s")


def _texts(view: View, text: str) -> Iterator[str]:
    yield swap_layout(text)
    tokens = text.split()
    spelt = [untransliterate(word) for word in tokens]
    for codes in (False, True):  # «lampa 9w», then «noski r.41»
        if any(spelt):
            yield " ".join(
                each[0] if each and (codes or not any(map(str.isdigit, word))) else word
                for each, word in zip(spelt, tokens, strict=True)
            )
    yield from typos.mended(view, text)
    apart = respell.apart(text)
    if apart != text:
        yield from typos.mended(view, apart)


def _of_text(view: View, text: str, typed: tuple[Word, ...]) -> Iterator[tuple[Source, ...]]:
    words, strict = _essential(typed), _meant(typed)
    coded = phrases.may_be_code(text) or phrases.looks_like_code(text)
    pieces = [_codes(view, text)] if coded and fold_article(text) else []
    if strict != words:
        there = _worded(strict)
        if there is not None and _numbers(view, there, 1):
            words = strict
    spelt = _spelt(view, text, words)
    pieces += next(spelt)
    if pieces:
        middle = _middle(text) if phrases.looks_like_code(text) else None
        if middle is not None and all(len(_numbers(view, one, _FEW)) < _FEW for one in pieces):
            pieces.append(middle)
        yield tuple(pieces)
    for place in spelt:
        if place:
            yield tuple(place)
    if coded and fold_article(text):
        yield (_bare(text),)
    for other in _otherwise(text, view):
        yield (other,)
    for inside in _inside(view, words):
        yield (inside,)


def _spelt(view: View, text: str, words: Sequence[Word]) -> Iterator[list[Source]]:
    """Yield what has the words, quantities in other units too; then words that names cut short.

    Where few have the words both are one place. Beginnings the index keeps say whether few have
    them: a longer one is put together of all items anew.
    """
    spelt = [words, *(_essential(phrases.cut(each)) for each in measures.respelt(text))]
    quick = phrases.index_prefixes(phrases.all_of(words))
    few = not quick or len(_numbers(view, matched("words", quick), _FEW_WORDED)) < _FEW_WORDED
    wide = [shortened.widened(view, each) for each in spelt] if few else []
    yield [
        source
        for at, each in enumerate(spelt)
        if (source := _worded((wide[at] if few else None) or each)) is not None
    ]
    later = [] if few else [shortened.widened(view, each) for each in spelt]
    yield [source for each in later if each and (source := _worded(each)) is not None]


def _otherwise(text: str, view: View | None = None) -> Iterator[Source]:
    """Items that have other words of the trade for some of a text, words cut short with a view."""
    words = phrases.cut(phrases.parted(text))
    named = [replace(w, noise=w.noise and not w.may_name) for w in words]
    for each in (named, words) if tuple(named) != words else (words,):
        wide = shortened.widened(view, each) if view is not None else None
        query, parts = phrases.with_synonyms(wide or each)
        source = _with_parts(query, parts) if query else None
        if source is not None:
            yield source


def matched(index: str, query: str) -> Source:
    """Return the hits of a full-text query."""
    return Source(f"(SELECT rowid AS n FROM cache.{index} WHERE {index} MATCH ?) s", (query,))


def exact_hits(view: View, text: str) -> frozenset[int]:
    """Return the items that a text names: by article, code, barcode, own code or as replaced."""
    folded = fold_article(text)
    if not folded:
        return frozenset()
    source = _codes(view, text, whole=True)
    found = frozenset(n for (n,) in view.rows(f"SELECT n FROM {source.sql}", source.values))
    return found - set(guessed_codes(view, text))


def guessed_codes(view: View, text: str) -> list[int]:
    """Return the items whose code is a short number with zeros before it («933», 00000000933)."""
    folded = fold_article(text)
    if not folded.isdigit() or len(folded) >= _SHORT:
        return []
    padded = _padded(folded)
    marks = ", ".join("?" * len(padded))
    return [n for (n,) in view.rows(f"SELECT n FROM item WHERE code IN ({marks})", tuple(padded))]


def _padded(folded: str) -> list[str]:
    return [folded.zfill(length) for length in _PADDED if length > len(folded)]


def discontinued(view: View, text: str) -> list[tuple[int, str]]:
    """Return what replaces the discontinued item with an article: number, the old article."""
    return [
        (n, old) for n, old in view.rows(f"SELECT r.n, d.article {_GONE}", (fold_article(text),))
    ]


def _codes(view: View, text: str, whole: bool = False) -> Source:
    folded = fold_article(text)
    first, beyond = (folded, f"{folded}\0") if whole else phrases.prefix_range(folded)
    padded = [text.strip(), folded]
    if folded.isdigit():
        padded += _padded(folded)
    marks = ", ".join("?" * len(padded))
    parts = [_BY_ARTICLE, _BY_OWN, f"SELECT n FROM item WHERE code IN ({marks})"]
    values: list[object] = [first, beyond, folded, *padded]
    parts.append(f"SELECT r.n {_GONE}")
    values.append(folded)
    if phrases.is_digits(text):
        digits = "".join(char for char in text if char.isdigit())
        parts.append(
            f"SELECT n FROM barcode WHERE +sid = {view.assortment}"
            " AND barcode IN (?, ?, ?) UNION ALL"
            " SELECT n FROM barcode"
            f" WHERE +sid = {view.assortment} AND barcode >= ? AND barcode < ?"
        )
        bare = digits.lstrip("0")
        values += [digits, digits.zfill(13), bare.zfill(13 if len(bare) > 8 else 8)]
        values += phrases.prefix_range(digits)
    return Source(f"({' UNION ALL '.join(parts)}) s", tuple(values), order=AS_IT_COMES)


def _bare(text: str) -> Source:
    bare = phrases.prefix_range(strip_zeros(fold_article(text)))
    return Source(
        "(SELECT n FROM item WHERE ltrim(article_fold, '0') >= ?"
        " AND ltrim(article_fold, '0') < ?) s",
        bare,
    )


def _middle(text: str) -> Source | None:
    """Pieces of articles: trigrams say what may fit, the piece must really stand in the article."""
    folded = fold_article(text)
    if len(folded) < phrases.MIN_TRIGRAM:
        return None
    return Source(
        "(SELECT f.rowid AS n FROM cache.trigrams f CROSS JOIN item x ON x.n = f.rowid"
        " WHERE trigrams MATCH ? AND instr(x.article_fold, ?)) s",
        (phrases.trigrams([folded.lower()]), folded),
    )


def _worded(words: Sequence[Word]) -> Source | None:
    """Items with all words; sizes with a fraction are looked for inside the text."""
    direct = phrases.all_of(words)
    parts = [part for word in words if not word.direct for part in word.parts]
    return _with_parts(direct, parts)


def _inside(view: View, words: Sequence[Word]) -> Iterator[Source]:
    """Words that no item begins with are looked for inside of words; then all of them are."""
    known = [
        not word.direct or bool(_numbers(view, matched("words", word.direct), 1)) for word in words
    ]
    for only_unknown in (True, False):
        direct: list[Word] = []
        parts: list[str] = []
        for word, there in zip(words, known, strict=True):
            if word.parts and not (only_unknown and there and word.direct):
                parts += word.parts
            elif word.direct and there:
                direct.append(word)
            elif not word.noise:
                break
        else:
            found = _with_parts(phrases.all_of(direct), parts)
            if found is not None and parts:
                yield found


def _with_parts(direct: str, parts: Sequence[str]) -> Source | None:
    if not parts:
        return matched("words", direct) if direct else None
    grams = phrases.trigrams(parts)
    if not grams:
        return matched("words", direct) if direct else None
    long = [part for part in parts if len(part) > phrases.MIN_TRIGRAM]
    checks = "".join(" AND instr(x.text, ?)" for _ in long)
    inner = "SELECT f.rowid AS n FROM cache.trigrams f"
    if long:
        inner += " CROSS JOIN item_text x ON x.n = f.rowid"
    inner += f" WHERE trigrams MATCH ?{checks}"
    if not direct:
        return Source(f"({inner}) s", (grams, *long))
    return Source(
        "(SELECT w.rowid AS n FROM cache.words w WHERE words MATCH ?"
        f" AND +w.rowid IN (SELECT n FROM ({inner}))) s",
        (direct, grams, *long),
    )


def of_words(text: str, words: tuple[Word, ...]) -> Iterator[tuple[Source, ...]]:
    """Yield where some of the words of a text are looked up."""
    if len(words) == 1 and phrases.looks_like_code(text):
        folded = fold_article(text)
        if len(folded) >= _SHORT:
            first, beyond = phrases.prefix_range(folded)
            yield (Source(f"({_BY_ARTICLE}) s", (first, beyond)),)
    worded = _worded(words)
    if worded is not None:
        yield (worded,)
    for other in _otherwise(text):
        yield (other,)


def hits_of(view: View, word: Word, most: int) -> int:
    """Return how many items have a word or another one of the trade for it, up to `most`."""
    for place in of_words(word.typed, (word,)):
        found = len(_numbers(view, place[0], most))
        if found:
            return found
    wide = shortened.widened(view, (word,))
    source = _worded(wide) if wide else None
    return len(_numbers(view, source, most)) if source is not None else 0


def _essential(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave out what says nothing of its own, but for the last word: it is being typed."""
    last = len(words) - 1
    kept = tuple(w for at, w in enumerate(words) if not w.noise or (at == last and not w.counts))
    return kept or words


def _meant(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave out less: «короб», «кг» and «размер» may be the goods themselves."""
    last = len(words) - 1
    kept = tuple(
        w
        for at, w in enumerate(words)
        if not w.noise or w.may_name or (at == last and not w.counts)
    )
    return kept or words


def union(pieces: Sequence[Source]) -> Source:
    """Return sources as one, each item once."""
    if len(pieces) == 1:
        return pieces[0]
    sql = " UNION ".join(f"SELECT n FROM {piece.sql}" for piece in pieces)
    return Source(f"({sql}) s", tuple(value for piece in pieces for value in piece.values))


def _numbers(view: View, source: Source, limit: int) -> list[tuple[int]]:
    return view.rows(f"SELECT n FROM {source.sql} LIMIT {limit}", source.values)
