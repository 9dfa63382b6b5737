"""Facets of a question, counted in SQL over its item numbers; implements `FacetsPort`.

One pass counts everything with all filters in force; each facet that narrows already is counted
once more without itself, so that a second value can be added to it. Attributes are read from the
JSON of the items, and only for results narrow enough to have some in common.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec

from b2bdesk.domain.facets import arrange
from b2bdesk.models.queries.filters import everything, statement
from b2bdesk.models.queries.narrowing import conditions
from b2bdesk.models.queries.search import SearchQueries
from b2bdesk.models.queries.view import View, Views
from b2bdesk.usecases.rows.facets import FacetsRow, PlaceFacet
from b2bdesk.usecases.rows.offers import FacetRow, Query

WIDEST = 40_000
_SCALARS = msgspec.json.Decoder(dict[str, str | int | float | bool | None])
_OF_ITEMS = (
    "SELECT i.brand, count(*), sum(coalesce(i.added, '') >= ?),"
    " sum(i.id IN (SELECT item_id FROM order_line)), sum({promoted})"
    " FROM json_each(?) j CROSS JOIN item i ON i.n = j.value GROUP BY i.brand ORDER BY 2 DESC, 1"
)
_ATTRIBUTES = (
    "SELECT i.attributes FROM json_each(?) j CROSS JOIN item i ON i.n = j.value"
    " WHERE coalesce(i.attributes, '{}') <> '{}'"
)
_PLACES = (
    "SELECT p.id, coalesce(nullif(p.city, ''), p.name), coalesce(f.goods, 0) FROM place p LEFT JOIN"
    " ({goods}) f ON f.place = p.id WHERE p.sid = {sid} ORDER BY p.ord, p.name"
)
_OF_FEW = (
    "SELECT s.place, count(*) AS goods FROM json_each(?) j"
    " CROSS JOIN stock s ON s.sid = {sid} AND s.n = j.value WHERE s.qty > 0 GROUP BY s.place"
)
# of very many one walk over the stock is quicker than a look for each
_OF_MANY = (
    "SELECT s.place, count(*) AS goods FROM stock s WHERE s.sid = {sid} AND s.qty > 0"
    " AND s.n IN (SELECT value FROM json_each(?)) GROUP BY s.place"
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
            by_brand = _by_brand(view, listed, today, news_from)
            places = () if plain.places else _places(view, ns)
        for name in _chosen(plain):
            counted = [each for each in counted if each[0] != name]
            counted += self._alone(plain, name)
        brands = _brands(by_brand)
        if plain.brands:
            without = json.dumps(self._numbers(replace(plain, brands=())))
            with self._views.now() as view:
                brands = _brands(_by_brand(view, without, today, news_from))
        if plain.places:
            others = self._numbers(replace(plain, places=()))
            with self._views.now() as view:
                places = _places(view, others)
        return FacetsRow(
            total=len(ns),
            brands=brands,
            wide=len(ns) > WIDEST,
            attributes=arrange(counted, len(ns), _chosen(plain)),
            places=places,
            price_low_e5=low,
            price_high_e5=high,
            in_stock=stocked,
            bought=sum(row[3] for row in by_brand),
            promoted=sum(row[4] for row in by_brand),
            added=sum(row[2] for row in by_brand),
        )

    def _numbers(self, query: Query) -> list[int]:
        if query.text.strip():
            return self._search.find(query).ns.tolist()
        with self._views.now() as view:
            [source] = everything(view, query)
            return statement(view, query, source).numbers(view)

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
    """Count (attribute, value) pairs; decoding here is quicker than `json_each` in SQL."""
    if count > WIDEST:
        return []
    counts: Counter[tuple[str, Any]] = Counter()
    for (text,) in view.rows(_ATTRIBUTES, [listed]):
        counts.update(_pairs(text))
    merged: Counter[tuple[str, str]] = Counter()
    for (name, value), goods in counts.items():
        if value is not None:
            merged[name, str(value)] += goods
    return [(name, value, goods) for (name, value), goods in merged.items()]


def _pairs(text: str) -> Iterable[tuple[str, Any]]:
    try:
        return _SCALARS.decode(text).items()
    except msgspec.MsgspecError:
        pass
    try:
        told = msgspec.json.decode(text)
    except msgspec.MsgspecError:
        return ()
    pairs = told.items() if isinstance(told, dict) else ()
    return [(name, value) for name, value in pairs if isinstance(value, str | int | float)]


def _by_brand(
    view: View, listed: str, today: date, news_from: date
) -> list[tuple[str | None, int, int, int, int]]:
    """Return brand, goods, new ones, bought ones, promoted ones."""
    promoted = conditions(view, Query(promoted_on=today), "i")
    statement = _OF_ITEMS.format(promoted=" AND ".join(promoted.wheres) or "1")
    rows = view.rows(statement, [news_from.isoformat(), *promoted.values, listed])
    return [(brand, *map(int, counts)) for brand, *counts in rows]


def _brands(rows: list[tuple[str | None, int, int, int, int]]) -> tuple[FacetRow, ...]:
    return tuple(FacetRow(row[0], row[1]) for row in rows if row[0])


def _places(view: View, ns: list[int]) -> tuple[PlaceFacet, ...]:
    """Count goods by warehouse."""
    goods = (_OF_MANY if len(ns) > WIDEST else _OF_FEW).format(sid=view.stock)
    rows = view.rows(_PLACES.format(sid=view.stock, goods=goods), [json.dumps(ns)])
    return tuple(PlaceFacet(*row) for row in rows)
