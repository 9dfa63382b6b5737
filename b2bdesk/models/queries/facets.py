"""Facets of a question, counted in SQL over its item numbers; implements `FacetsPort`.

One pass counts everything with all filters in force; each facet that narrows already is counted
once more without itself, so that a second value can be added to it. Attributes are read from the
JSON of the items and only for results narrow enough to have some in common.
"""

import json
from dataclasses import replace
from datetime import date

from b2bdesk.domain.facets import arrange
from b2bdesk.models.queries.filters import everything, statement
from b2bdesk.models.queries.search import SearchQueries
from b2bdesk.models.queries.view import View, Views
from b2bdesk.usecases.rows.facets import FacetsRow, PlaceFacet
from b2bdesk.usecases.rows.offers import FacetRow, Query

WIDEST = 40_000
_BRANDS = (
    "SELECT i.brand, count(*) FROM json_each(?) j CROSS JOIN item i ON i.n = j.value"
    " WHERE coalesce(i.brand, '') <> '' GROUP BY i.brand ORDER BY 2 DESC, 1"
)
_ATTRIBUTES = (
    "SELECT a.key, CAST(a.atom AS TEXT), count(*) FROM json_each(?) j"
    " CROSS JOIN item i ON i.n = j.value CROSS JOIN json_each(i.attributes) a"
    " WHERE a.atom IS NOT NULL GROUP BY 1, 2 ORDER BY min(a.id)"
)
_PLACES = (
    "SELECT p.id, coalesce(nullif(p.city, ''), p.name), coalesce(f.goods, 0) FROM place p LEFT JOIN"
    " (SELECT s.place, count(*) AS goods FROM json_each(?) j"
    " CROSS JOIN stock s ON s.sid = {sid} AND s.n = j.value WHERE s.qty > 0 GROUP BY s.place) f"
    " ON f.place = p.id WHERE p.sid = {sid} ORDER BY p.ord, p.name"
)
_PRICES = (
    "SELECT min(b.price), max(b.price) FROM json_each(?) j"
    " CROSS JOIN base_price b ON b.cid = {cid} AND b.n = j.value WHERE b.price > 0"
)
_IN_STOCK = (
    "SELECT count(*) FROM json_each(?) j"
    " CROSS JOIN stock_total t ON t.sid = {sid} AND t.n = j.value WHERE t.qty > 0"
)


class FacetQueries:
    """Counts what results can be narrowed by."""

    def __init__(self, views: Views, search: SearchQueries) -> None:
        self._views = views
        self._search = search

    def of(self, query: Query, today: date, news_from: date) -> FacetsRow:
        """Return the facets of a question.

        Args:
            query: what is asked, with all its filters.
            today: promotions of this day are counted.
            news_from: goods taken up from this day on are new.
        """
        plain = replace(query, sort="rank", descending=False, limit=None)
        ns = self._numbers(plain)
        listed = json.dumps(ns)
        with self._views.now() as view:
            counted = _attributes(view, listed, len(ns))
            low, high = view.rows(_PRICES.format(cid=view.cid), [listed])[0]
            stocked = view.rows(_IN_STOCK.format(sid=view.stock), [listed])[0][0]
            brands = () if plain.brands else _brands(view, listed)
            places = () if plain.places else _places(view, listed)
        for name in _chosen(plain):
            counted = [each for each in counted if each[0] != name]
            counted += self._alone(plain, name)
        if plain.brands:
            with self._views.now() as view:
                brands = _brands(view, json.dumps(self._numbers(replace(plain, brands=()))))
        if plain.places:
            with self._views.now() as view:
                places = _places(view, json.dumps(self._numbers(replace(plain, places=()))))
        return FacetsRow(
            total=len(ns),
            brands=brands,
            attributes=arrange(counted, len(ns), _chosen(plain)),
            places=places,
            price_low_e5=low,
            price_high_e5=high,
            in_stock=stocked,
            bought=self._count(replace(plain, bought=True)),
            promoted=self._count(replace(plain, promoted_on=today)),
            added=self._count(replace(plain, added_from=news_from)),
        )

    def _numbers(self, query: Query) -> list[int]:
        if query.text.strip():
            return self._search.find(query).ns.tolist()
        with self._views.now() as view:
            [source] = everything(view, query)
            return statement(view, query, source).numbers(view)

    def _count(self, narrowed: Query) -> int:
        """Count what a switch would leave; of a text the search itself tells."""
        if narrowed.text.strip():
            return self._search.find(replace(narrowed, limit=1)).total
        with self._views.now() as view:
            [source] = everything(view, narrowed)
            return statement(view, narrowed, source).count(view)

    def _alone(self, query: Query, name: str) -> list[tuple[str, str, int]]:
        """Count one attribute without its own filter."""
        ns = self._numbers(
            replace(
                query,
                attributes=tuple(each for each in query.attributes if each[0] != name),
                ranges=tuple(each for each in query.ranges if each[0] != name),
            )
        )
        with self._views.now() as view:
            rows = _attributes(view, json.dumps(ns), len(ns))
        return [each for each in rows if each[0] == name]


def _chosen(query: Query) -> list[str]:
    return [*(name for name, _ in query.attributes), *(name for name, _, _ in query.ranges)]


def _attributes(view: View, listed: str, count: int) -> list[tuple[str, str, int]]:
    if count > WIDEST:
        return []
    return [
        (str(name), str(value), goods) for name, value, goods in view.rows(_ATTRIBUTES, [listed])
    ]


def _brands(view: View, listed: str) -> tuple[FacetRow, ...]:
    return tuple(FacetRow(*row) for row in view.rows(_BRANDS, [listed]))


def _places(view: View, listed: str) -> tuple[PlaceFacet, ...]:
    return tuple(PlaceFacet(*row) for row in view.rows(_PLACES.format(sid=view.stock), [listed]))
