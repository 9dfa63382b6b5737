"""Search as you type over the active cache (PERFORMANCE §3).

`queries.sources` says where a text is looked up, `queries.typos` what else may have been meant;
the first reading that finds something answers. Only the first `RANKED` hits are ranked; the rest
follows in catalogue order.
"""

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from b2bdesk.models.queries import partly, phrases, sources, suggesting
from b2bdesk.models.queries.filters import Source, everything, statement
from b2bdesk.models.queries.ranking import Ranking
from b2bdesk.models.queries.view import View, Views
from b2bdesk.usecases.rows.offers import FacetRow, Found, GroupRow, Query, Suggestion

RANKED = 400
_LONGEST = 400
_PLAIN = Query()


class SearchQueries:
    """Finds item numbers."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._ranking = Ranking()

    def find(self, query: Query, look: Callable[[], None] | None = None) -> Found:
        """Return the numbers of all items that fit, in order, and how many there are.

        Args:
            query: what is asked.
            look: asked now and then; what it raises ends the search.
        """
        text = _readable(query.text)
        with self._views.now(look) as view:
            if not text:
                return _browsed(view, query)
            found = self._find_text(view, query, text)
            if found is None:
                return Found(array("q"), 0)
            return found

    def suggestions(self, text: str, known: str, limit: int) -> list[Suggestion]:
        """Return what may have been meant instead of a text; `known` was searched already."""
        with self._views.now() as view:
            return suggesting.suggestions(view, _readable(text), known, limit)

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
            if not _readable(query.text):
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

    def _find_text(self, view: View, query: Query, text: str) -> Found | None:
        """Try the readings of a text until one finds something."""
        narrowed = replace(query, text="", sort="rank", limit=None, quick=False) != _PLAIN
        for reading in _readings(view, text):
            corrected = "" if reading.text == text else reading.text
            for place in reading.places:
                found = self._text_hits(view, place, query, reading)
                if found.total:
                    return replace(
                        found, corrected=corrected, replaces=_replaced(view, text),
                        left_out=reading.left_out,
                    )  # fmt: skip
                outside = narrowed and statement(view, _PLAIN, sources.union(place)).count(view)
                if outside:
                    return Found(array("q"), 0, corrected, elsewhere=outside)
        return None

    def _text_hits(
        self, view: View, place: tuple[Source, ...], query: Query, reading: sources.Reading
    ) -> Found:
        if query.sort != "rank":
            made = statement(view, query, replace(sources.union(place), order=""))
            found = made.numbers(view, query.limit)
            if query.quick and len(found) == query.limit:
                return Found(found, len(found), counted=False)
            total = made.count(view) if len(found) == query.limit else len(found)
            return Found(found, total)
        most = None if query.limit is None else max(query.limit, RANKED)
        hits = [statement(view, query, source).numbers(view, most) for source in place]
        full = most is not None and any(len(each) == most for each in hits)
        ranked = self._ordered(view, query, reading, hits) if any(hits) else []
        total = len(ranked)
        if full and not query.quick:
            total = statement(view, query, sources.union(place)).count(view)
        ns = array("q", islice(ranked, query.limit))
        return Found(ns, total, counted=not (full and query.quick))

    def _ordered(
        self, view: View, query: Query, reading: sources.Reading, hits: Sequence[Sequence[int]]
    ) -> list[int]:
        """Rank the first hits of each source; the rest follows as it came.

        Of very many hits those with all words whole are among the first.
        """
        first = [n for each in hits for n in each[:RANKED]]
        if reading.ordered:
            return sorted(first, key=reading.ordered.index)
        if len(first) >= RANKED and len(reading.words) > 1:
            whole = phrases.whole_of(reading.words)
            if whole:
                exact = statement(view, query, sources.matched("words", whole))
                first += exact.numbers(view, RANKED)
        known = sources.exact_hits(view, reading.text)
        ranked = self._ranking.ordered(view, set(first), reading.text, reading.words, known)
        guessed = [n for n in sources.guessed_codes(view, reading.text) if n in ranked[1:]]
        ranked = list(dict.fromkeys([*ranked[:1], *guessed, *ranked]))
        rest = dict.fromkeys(n for each in hits for n in each[RANKED:])
        return ranked if not rest else list(dict.fromkeys([*ranked, *rest]))


def _readings(view: View, text: str) -> Iterator[sources.Reading]:
    """Every way to read a text; with words left out at last."""
    tried: dict[str, None] = {}
    yield from sources.readings(view, text, tried)
    yield from partly.readings(view, list(tried))


def _readable(text: str) -> str:
    """Return what of a text can be searched: no half characters, no more than a long name."""
    return text[:_LONGEST].encode(errors="ignore").decode().strip()


def _replaced(view: View, text: str) -> str:
    """Return the discontinued article that a text names, when its successor is shown instead."""
    found = sources.discontinued(view, text)
    return found[0][1] if found else ""


def _browsed(view: View, query: Query) -> Found:
    """Everything that passes the filters, along an index where there is one."""
    ns = array("q")
    for source in everything(view, query):
        made = statement(view, query, source)
        left = None if query.limit is None else query.limit - len(ns)
        if left is None or left > 0:
            ns += made.numbers(view, left)
    if query.limit is None or len(ns) < query.limit:
        return Found(ns, len(ns))
    if query.quick:
        return Found(ns, len(ns), counted=False)
    plain = replace(query, sort="rank")  # the same items, counted without an order
    [source] = everything(view, plain)
    return Found(ns, statement(view, plain, source).count(view))
