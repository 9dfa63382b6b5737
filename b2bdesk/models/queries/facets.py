"""Facets of a question, counted over its item numbers; implements `FacetsPort`.

One pass counts everything with all filters in force; each facet that narrows already is counted
once more without itself, so that a second value can be added to it. Brands and attributes are
counted by the marks of items (`attributes`), whatever the width of the result. The counts of the
last questions without words are kept as long as the cache stays the same: the whole catalogue and
its categories are come back to all the time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from b2bdesk.domain.facets import arrange
from b2bdesk.models.queries import attributes
from b2bdesk.models.queries.filters import everything, statement
from b2bdesk.models.queries.narrowing import conditions
from b2bdesk.models.queries.packed import as_set
from b2bdesk.models.queries.search import SearchQueries
from b2bdesk.models.queries.view import View, Views
from b2bdesk.usecases.rows.facets import FacetsRow, PlaceFacet
from b2bdesk.usecases.rows.offers import FacetRow, Query

KEPT = 24
_STATE = (
    "SELECT (SELECT file FROM pragma_database_list WHERE name = 'cache'),"
    " (SELECT group_concat(sid || ' ' || generation || ' ' || cursor, '|') FROM scope),"
    " (SELECT group_concat(name || value, '|') FROM cache_fact"
    " WHERE name IN ('repriced_on', 'repricing', 'later')),"
    " (SELECT count(*) FROM order_line)"
)
SIDE_BY_SIDE = 16
"""So many warehouses are counted in one pass; of more the rows are sorted by them."""
_BRANDS = (
    "SELECT i.brand, count(*) FROM json_each(?) j CROSS JOIN item i ON i.n = j.value"
    " WHERE coalesce(i.brand, '') <> '' GROUP BY i.brand ORDER BY 2 DESC, 1"
)
_PLACES = (
    "SELECT id, coalesce(nullif(city, ''), name) FROM place WHERE sid = {sid} ORDER BY ord, name"
)
_LYING = "FROM json_each(?) j CROSS JOIN stock s ON s.sid = {sid} AND s.n = j.value WHERE s.qty > 0"
_OFFERED = (
    "SELECT min(iif(b.price > 0, b.price, NULL)), max(iif(b.price > 0, b.price, NULL)),"
    " coalesce(sum(t.qty > 0), 0) FROM json_each(?) j"
    " LEFT JOIN base_price b ON b.cid = {cid} AND b.n = j.value"
    " LEFT JOIN stock_total t ON t.sid = {sid} AND t.n = j.value"
)
_BOUGHT = (
    "SELECT i.n FROM (SELECT DISTINCT item_id AS id FROM order_line) l"
    " CROSS JOIN item i ON i.id = l.id"
)
_ADDED = "SELECT n FROM item WHERE added <> '' AND added >= ?"


class FacetQueries:
    """Counts what results can be narrowed by."""

    def __init__(self, views: Views, search: SearchQueries) -> None:
        self._views = views
        self._search = search
        self._kept: OrderedDict[tuple[object, ...], FacetsRow] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, query: Query, today: date, news_from: date, look: Callable[[], None]) -> FacetsRow:
        """Return the facets of a question.

        Args:
            query: what is asked, with all its filters.
            today: promotions of this day are counted.
            news_from: goods taken up from this day on are new.
            look: asked now and then, also within a count; what it raises ends it.
        """
        plain = replace(query, sort="rank", descending=False, limit=None)
        if plain.text.strip():
            return self._counted(plain, today, news_from, look)
        with self._views.now() as view:
            contract = view.contract.id if view.contract else ""
            key = (plain, today, news_from, contract, *view.rows(_STATE)[0])
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
        if known is None:
            known = self._counted(plain, today, news_from, look)
            with self._lock:
                self._kept[key] = known
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return known

    def _counted(
        self, plain: Query, today: date, news_from: date, look: Callable[[], None]
    ) -> FacetsRow:
        listed = self._listed(plain, look)
        total = listed.count(",") + 1 if listed else 0
        with self._views.now(look) as view:
            brands, counted = _told(view, listed, look)
            low, high, stocked = _offered(view, listed)
            places = () if plain.places else _places(view, listed)
            among = as_set(listed)
            bought = _count(view, _BOUGHT, among)
            added = _count(view, _ADDED, among, news_from.isoformat())
            promoted = _promoted(view, among, today)
        for name in _chosen(plain):
            counted = [each for each in counted if each[0] != name]
            counted += self._alone(plain, name, look)
        if plain.brands:
            without = self._listed(replace(plain, brands=()), look)
            with self._views.now(look) as view:
                brands = _told(view, without, look)[0]
        if plain.places:
            others = self._listed(replace(plain, places=()), look)
            with self._views.now(look) as view:
                places = _places(view, others)
        return FacetsRow(
            total=total,
            brands=tuple(FacetRow(*each) for each in brands),
            attributes=arrange(counted, total, _chosen(plain)),
            places=places,
            price_low_e5=low,
            price_high_e5=high,
            in_stock=stocked,
            bought=bought,
            promoted=promoted,
            added=added,
        )

    def _listed(self, query: Query, look: Callable[[], None]) -> str:
        """Return the numbers of the goods of a question, with commas between."""
        look()
        if query.text.strip():
            return ",".join(map(str, self._search.find(query, look).ns))
        with self._views.now(look) as view:
            [source] = everything(view, query)
            return statement(view, query, source).listed(view)

    def _alone(
        self, query: Query, name: str, look: Callable[[], None]
    ) -> list[tuple[str, str, int]]:
        """Count one attribute without its own filter."""
        listed = self._listed(
            replace(
                query,
                attributes=tuple(each for each in query.attributes if each[0] != name),
                ranges=tuple(each for each in query.ranges if each[0] != name),
            ),
            look,
        )
        with self._views.now(look) as view:
            _, counted = _told(view, listed, look)
        return [each for each in counted if each[0] == name]


def _chosen(query: Query) -> list[str]:
    return [*(name for name, _ in query.attributes), *(name for name, _, _ in query.ranges)]


def _told(
    view: View, listed: str, look: Callable[[], None]
) -> tuple[list[tuple[str, int]], list[tuple[str, str, int]]]:
    """Count brands and attributes; before the items are marked there are brands only."""
    if attributes.is_marked(view):
        return attributes.counts(view, f"[{listed}]", look)
    return [(brand, goods) for brand, goods in view.rows(_BRANDS, [f"[{listed}]"])], []


def _offered(view: View, listed: str) -> tuple[int | None, int | None, int]:
    """Return the lowest and the highest price (E5), and how many goods are in stock."""
    found = view.rows(_OFFERED.format(cid=view.cid, sid=view.stock), [f"[{listed}]"])
    low, high, stocked = found[0]
    return low, high, stocked


def _count(view: View, statement: str, among: set[int], *values: object) -> int:
    return len(among.intersection(n for (n,) in view.rows(statement, values)))


def _promoted(view: View, among: set[int], today: date) -> int:
    found = conditions(view, Query(promoted_on=today), "i")
    if not found.wheres:
        return len(among)
    where = " AND ".join(found.wheres)
    return _count(view, f"SELECT i.n FROM item i WHERE {where}", among, *found.values)


def _places(view: View, listed: str) -> tuple[PlaceFacet, ...]:
    """Count goods by warehouse."""
    places = view.rows(_PLACES.format(sid=view.stock))
    if not places:
        return ()  # the stock has not come yet
    lying = _LYING.format(sid=view.stock)
    if len(places) <= SIDE_BY_SIDE:
        sums = ", ".join(["sum(s.place = ?)"] * len(places))
        found = view.rows(
            f"SELECT {sums} {lying}", [*(place for place, _ in places), f"[{listed}]"]
        )[0]
        goods = dict(zip((place for place, _ in places), found, strict=False))
    else:
        goods = dict(view.rows(f"SELECT s.place, count(*) {lying} GROUP BY 1", [f"[{listed}]"]))
    return tuple(PlaceFacet(place, name, goods.get(place) or 0) for place, name in places)
