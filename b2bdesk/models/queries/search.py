"""Search as you type over the active cache: routes by the shape of the text (PERFORMANCE §3).

Codes go to the B-tree of folded articles, then barcodes, codes, own codes and trigrams; words go
to the word index as prefixes, then to trigrams; when nothing fits, the other keyboard layout,
Latin spelling of Russian words and the nearest words of the vocabulary are tried. Only the first
`RANKED` hits are ranked; the rest follows in catalogue order.
"""

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from b2bdesk.models.queries import phrases, typos
from b2bdesk.models.queries.filters import Source, everything, statement
from b2bdesk.models.queries.view import View, Views
from b2bdesk.trade.fold import fold_article, fold_name, strip_zeros
from b2bdesk.trade.keyboard import swap_layout, untransliterate
from b2bdesk.usecases.rows.offers import FacetRow, Found, GroupRow, Query

RANKED = 1_000
_SHORT = 2


class SearchQueries:
    """Finds item numbers."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def find(self, query: Query) -> Found:
        """Return the numbers of all items that fit, in order, and how many there are."""
        text = query.text.strip()
        with self._views.now() as view:
            if not text:
                return _browsed(view, query)
            found, corrected = self._find_text(view, query, text)
            if found is None:
                suggestion = typos.suggestion(view, text)
                return Found(array("q"), 0, suggestion=suggestion)
            return Found(found.ns, found.total, corrected, "", found.counted)

    def groups(self) -> tuple[GroupRow, ...]:
        """Return the category tree with counts, parents before children."""
        with self._views.now() as view:
            found = view.connection.exec_driver_sql(
                "SELECT g.id, coalesce(g.parent, ''), g.name, coalesce(c.items, 0) FROM grp g"
                " LEFT JOIN grp_count c ON c.sid = g.sid AND c.id = g.id WHERE g.sid = ?"
                " ORDER BY g.ord, g.name",
                (view.assortment,),
            ).all()
        return tuple(GroupRow(*row) for row in found)

    def brands(self, query: Query) -> tuple[FacetRow, ...]:
        """Return the brands among the items that fit, the most frequent first."""
        wanted = replace(query, brands=(), sort="rank", limit=None)
        with self._views.now() as view:
            if not query.text.strip():
                [source] = everything(view, wanted)
                return tuple(
                    FacetRow(*row)
                    for row in statement(view, wanted, source, with_item=True).grouped(
                        view, "brand"
                    )
                )
        ns = self.find(wanted).ns
        with self._views.now() as view:
            found = view.rows(
                "SELECT i.brand, count(*) FROM json_each(?) j CROSS JOIN item i ON i.n = j.value"
                " WHERE coalesce(i.brand, '') <> '' GROUP BY i.brand ORDER BY 2 DESC, 1",
                (json.dumps(ns.tolist()),),
            )
        return tuple(FacetRow(*row) for row in found)

    def _find_text(self, view: View, query: Query, text: str) -> tuple[Found | None, str]:
        """Try the readings of a text until one finds something."""
        for reading in _readings(view, text):
            corrected = "" if reading == text else reading
            for source in _sources(view, reading):
                found = _text_hits(view, source, query, reading)
                if found.total:
                    return found, corrected
        return None, ""


def _readings(view: View, text: str) -> Iterator[str]:
    """The text as typed, in the other layout, in Russian letters, mended word by word."""
    yield text
    swapped = swap_layout(text)
    if swapped != text:
        yield swapped
    spelt = [untransliterate(word) for word in text.split()]
    if any(spelt):
        yield " ".join(
            each[0] if each else word for each, word in zip(spelt, text.split(), strict=True)
        )
    mended = typos.mended(view, text)
    if mended:
        yield mended


def _sources(view: View, text: str) -> Iterator[Source]:
    """The places a reading is looked up in, the most exact first."""
    is_code = phrases.looks_like_code(text)
    if is_code:
        yield from _code_sources(view, text)
    wanted = phrases.word_query(text)
    if wanted:
        yield _matched("words", wanted)
    parts = phrases.trigram_query(text)
    if parts:
        yield _verified(*parts)
    if not is_code and phrases.may_be_code(text):
        yield from _code_sources(view, text)


def _code_sources(view: View, text: str) -> Iterator[Source]:
    folded = fold_article(text)
    if not folded:
        return
    range_ = phrases.prefix_range(folded)
    by_article = "SELECT n FROM item WHERE article_fold >= ? AND article_fold < ?"
    own = "SELECT i.n FROM own_code o JOIN item i ON i.id = o.item_id WHERE o.code_fold = ?"
    code = "SELECT n FROM item WHERE code = ?"
    values: list[object] = [*range_, folded, text.strip()]
    parts = [by_article, own, code]
    if phrases.is_digits(text):
        digits = "".join(char for char in text if char.isdigit())
        parts.append(f"SELECT n FROM barcode WHERE sid = {view.assortment} AND barcode IN (?, ?)")
        values += [digits, digits.zfill(13)]
    yield Source(f"({' UNION '.join(parts)}) s", tuple(values))
    bare = phrases.prefix_range(strip_zeros(folded))
    yield Source(
        "(SELECT n FROM item WHERE ltrim(article_fold, '0') >= ?"
        " AND ltrim(article_fold, '0') < ?) s",
        bare,
    )
    middle = phrases.trigram_article(text)
    if middle:
        yield _verified(*middle)


def _matched(index: str, query: str) -> Source:
    return Source(f"(SELECT rowid AS n FROM cache.{index} WHERE {index} MATCH ?) s", (query,))


def _verified(query: str, parts: tuple[str, ...]) -> Source:
    """Trigrams say what may fit; each part must really stand in the text."""
    checks = " AND ".join("instr(x.text, ?)" for _ in parts)
    return Source(
        "(SELECT f.rowid AS n FROM cache.trigrams f CROSS JOIN item_text x ON x.n = f.rowid"
        f" WHERE trigrams MATCH ? AND {checks}) s",
        (query, *parts),
    )


def _browsed(view: View, query: Query) -> Found:
    """Everything that passes the filters, along an index where there is one."""
    ns: list[int] = []
    for source in everything(view, query):
        made = statement(view, query, source)
        left = None if query.limit is None else query.limit - len(ns)
        if left is None or left > 0:
            ns += made.numbers(view, left)
    if query.limit is None or len(ns) < query.limit:
        return Found(array("q", ns), len(ns))
    plain = replace(query, sort="rank")  # the same items, counted without an order
    [source] = everything(view, plain)
    return Found(array("q", ns), statement(view, plain, source).count(view))


def _text_hits(view: View, source: Source, query: Query, text: str) -> Found:
    made = statement(view, query, source)
    ranked = query.sort == "rank"
    short = ranked and len(text) <= _SHORT
    limit = RANKED if short else _first(query.limit, ranked)
    ns = made.numbers(view, limit)
    total, counted = len(ns), True
    if limit is not None and len(ns) == limit:
        counted = not short
        total = made.count(view) if counted else total
    ordered = array("q", _ranked(view, ns[:RANKED], text) if ranked else ns[:RANKED])
    ordered.extend(ns[RANKED:])
    return Found(ordered[: query.limit] if query.limit else ordered, total, counted=counted)


def _first(limit: int | None, ranked: bool) -> int | None:
    """Return how many hits are read: those that are ranked, when only a few are wanted."""
    return limit if limit is None or not ranked else max(limit, RANKED)


def _ranked(view: View, ns: Sequence[int], text: str) -> list[int]:
    """Order hits by exactness, then in stock, then bought before, then catalogue order."""
    rows = view.rows(
        "SELECT i.n, i.article_fold, i.name_fold, coalesce(t.qty, 0) > 0,"
        " EXISTS (SELECT 1 FROM order_line l WHERE l.item_id = i.id)"
        " FROM json_each(?) j CROSS JOIN item i ON i.n = j.value"
        f" LEFT JOIN stock_total t ON t.sid = {view.stock} AND t.n = i.n",
        (json.dumps(list(ns)),),
    )
    exactness = _exactness(text)
    keyed = sorted(
        (exactness(article, name), not stock, not bought, n)
        for n, article, name, stock, bought in rows
    )
    return [key[-1] for key in keyed]


def _exactness(text: str) -> Callable[[str, str], int]:
    """Return how exact a hit is: 0 the article itself, 1–3 a beginning, then by whole words.

    A size counts as whole when the hit goes on with the next measure: «м8» in «m8x30».
    """
    article, name = fold_article(text), fold_name(text)
    wanted = phrases.plain_words(text)
    small = {f"m{word}" for word in wanted if word.isdigit() and len(word) <= _SHORT}

    def missing(its_name: str) -> int:
        padded = f" {its_name} "
        found = sum(f" {word} " in padded or f" {word}x" in padded for word in wanted)
        found += sum(f" {word} " in padded or f" {word}x" in padded for word in small)
        return max(len(wanted) - found, 0)

    def of(its_article: str, its_name: str) -> int:
        if article and its_article == article:
            return 0
        if article and its_article.startswith(article):
            return 1
        if its_name.startswith(name):
            return 2
        if f" {name}" in its_name:
            return 3
        return 4 + missing(its_name)

    return of
