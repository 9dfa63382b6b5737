"""Filters and sorts of the catalogue as SQL over one source of item numbers.

A source is a piece of SQL with the alias `s` and the column `n`: hits of an index, the table of
items itself, or prices and stock in their own order, so that a sort of everything is a walk along
an index and not a sort (PERFORMANCE G10).
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from b2bdesk.models.queries.excluding import without_words
from b2bdesk.models.queries.narrowing import Conditions, by_marks, conditions, reads_item
from b2bdesk.models.queries.packed import packed, unpacked
from b2bdesk.models.queries.phrases import prefix_range
from b2bdesk.models.queries.view import View
from b2bdesk.trade.fold import fold_article
from b2bdesk.usecases.rows.offers import Query

SHARE = 6
"""A first page in another order walks that order, unless so many of the category would not make up
the greatest one: then its own index is quicker."""
MANY = 10_000
"""A filter by price or stock that leaves more goods is tested item by item (see `_join`)."""
AS_IT_COMES = "NULL"
"""The order of a source that is ranked later: ordering by a constant would still sort."""
_GONE = "SELECT n FROM item WHERE status = 'deleted'"
_BOUGHT = (
    "(SELECT b.n FROM (SELECT DISTINCT item_id AS id FROM order_line) l"
    " CROSS JOIN item b ON b.id = l.id) s"
)
_STAYS = f"s.n NOT IN ({_GONE})"
_OF_ITEM = {"article": "article_fold", "name": "name_fold", "brand": "brand"}
_SUBTREE = (
    "WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT g.id FROM grp g"
    " JOIN below ON g.parent = below.id WHERE g.sid = {sid}) SELECT id FROM below"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where item numbers come from.

    Attributes:
        sql: a table or subquery with the alias `s`.
        values: its parameters.
        member: it has only items of the assortment already.
        item: alias under which item columns can be read without a join.
        order: its own order, kept whatever the query sorts by.
        grouped: it has only items of the category asked for.
    """

    sql: str
    values: tuple[Any, ...] = ()
    member: bool = False
    item: str = ""
    order: str = ""
    grouped: bool = False


@dataclass(slots=True)
class Statement:
    """Pieces of a SELECT over a source."""

    source: Source
    joins: list[str] = field(default_factory=list)
    wheres: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    order: str = "s.n"

    def numbers(self, view: View, limit: int | None = None) -> "array[int]":
        """Return the item numbers in order."""
        if limit is None:
            return unpacked(self.listed(view))
        found = view.rows(f"{self._ordered()} LIMIT {limit}", self.parameters())
        return array("q", [n for (n,) in found])

    def listed(self, view: View) -> str:
        """Return the item numbers in order, with commas between."""
        return packed(view, self._ordered(), self.parameters())

    def count(self, view: View) -> int:
        """Return how many there are."""
        if self.source.member and not self.joins and self.wheres == [_STAYS]:
            # a walk of plain numbers, less the few that are gone
            return self._count(view, "") - self._count(view, f" WHERE s.n IN ({_GONE})")
        return self._count(view, self._where())

    def grouped(self, view: View, column: str) -> list[tuple[Any, ...]]:
        """Return the values of an item column with their numbers, the most frequent first."""
        name = f"{self.source.item or 'i'}.{column}"
        return view.rows(
            f"SELECT {name}, count(*) {self.from_where()} GROUP BY {name}"
            f" HAVING coalesce({name}, '') <> '' ORDER BY 2 DESC, 1",
            self.parameters(),
        )

    def _count(self, view: View, where: str) -> int:
        joins = " ".join(self.joins)
        counted = f"SELECT count(*) FROM {self.source.sql} {joins}{where}"
        return int(view.rows(counted, self.parameters())[0][0])

    def _ordered(self) -> str:
        order = "" if self.order == AS_IT_COMES else f" ORDER BY {self.order}"
        return f"SELECT s.n AS n {self.from_where()}{order}"

    def from_where(self) -> str:
        """Return the source, its joins and conditions."""
        return f"FROM {self.source.sql} {' '.join(self.joins)}{self._where()}"

    def _where(self) -> str:
        return f" WHERE {' AND '.join(self.wheres)}" if self.wheres else ""

    def parameters(self) -> list[Any]:
        """Return the parameters of `from_where`, in order."""
        return [*self.source.values, *self.values]


def statement(view: View, query: Query, source: Source, with_item: bool = False) -> Statement:
    """Return the SELECT of what fits a query among a source (its text is the source's business).

    Args:
        view: through which scopes.
        query: filters and sort.
        source: where item numbers come from.
        with_item: item columns are wanted besides.
    """
    tests, query = by_marks(view, query)
    made = Statement(source, order=source.order or "s.n")
    if not source.member and view.assortments != 1:
        made.joins.append(f"CROSS JOIN item_member m ON m.sid = {view.assortment} AND m.n = s.n")
    if (_reads_item(query, source.member, source.grouped) or with_item) and not source.item:
        made.joins.append("CROSS JOIN item i ON i.n = s.n")
    item = source.item or "i"
    if view.rows("SELECT EXISTS (SELECT 1 FROM item WHERE status = 'deleted')")[0][0]:
        made.wheres.append(_STAYS)
    _price(view, query, made)
    _stock(view, query, made)
    _filters(view, query, item, made)
    for test, values in tests:
        made.wheres.append(_tested(query, source).format(test))
        made.values += values
    _further(conditions(view, query, item), made)
    for words in query.without:
        _further(without_words(view, words), made)
    for each in query.unless:
        _leave_out(view, each, made)
    if not source.order:
        _sort(query, item, made)
    return made


def _tested(query: Query, source: Source) -> str:
    """Return how marks are looked at: all at once for everything, otherwise item by item."""
    if source.member and not (query.group or query.brands):
        return "s.n IN (SELECT n FROM item_marks WHERE {})"
    return "EXISTS (SELECT 1 FROM item_marks k WHERE k.n = s.n AND {})"


def everything(view: View, query: Query) -> list[Source]:
    """Return the sources that together are the whole assortment, in the order of the sort."""
    query = by_marks(view, query)[1]
    if query.bought:
        return [Source(_BOUGHT)]
    if query.group and _by_category(view, query):
        groups = subtree(view, query.group)
        marks = ", ".join("?" * len(groups))
        walk = f"(SELECT n FROM item WHERE grp IN ({marks})) s"
        return [Source(walk, tuple(groups), grouped=True)]
    if query.sort not in ("price", "stock"):
        # rows of items are wide: plain numbers are read from the memberships
        if _reads_item(query, whole=True) and view.assortments == 1:
            return [Source("item s", member=True, item="s")]
        return [Source(f"(SELECT n FROM item_member WHERE sid = {view.assortment}) s", member=True)]
    return _walks(view, query)


def _walks(view: View, query: Query) -> list[Source]:
    """Return what has a price (stock) along its index, and the rest where it stands.

    Goods without stock stand where zero stands; goods without a price come last. The rest is left
    out when the filters let nothing of it through.
    """
    if query.sort == "price":
        column, own = "o.price", f"base_price o WHERE o.cid = {view.cid} AND o.price > 0"
        least = query.price_from_e5
    else:
        column, own = "o.qty", f"stock_total o WHERE o.sid = {view.stock} AND o.qty > 0"
        least = 1 if query.in_stock else query.stock_from_e3
    members = f"SELECT {{}} FROM item_member m WHERE m.sid = {view.assortment}"
    first = Source(
        f"(SELECT o.n, {column} AS v FROM {own}{_within(query)}"
        f" AND EXISTS ({members.format('1')} AND m.n = o.n)) s",
        member=True,
        order=f"s.v {'DESC' if query.descending else 'ASC'}, s.n",
    )
    if least is not None and least > 0:
        return [first]
    rest = Source(
        f"({members.format('m.n')} AND NOT EXISTS (SELECT 1 FROM {own} AND o.n = m.n)) s",
        member=True,
        order="s.n",
    )
    return [rest, first] if query.sort == "stock" and not query.descending else [first, rest]


def _within(query: Query) -> str:
    """Return the bounds of a walk along prices: it begins and ends with them."""
    if query.sort != "price":
        return ""
    bounds = ((">=", query.price_from_e5), ("<=", query.price_to_e5))
    return "".join(f" AND o.price {sign} {bound:d}" for sign, bound in bounds if bound is not None)


def _by_category(view: View, query: Query) -> bool:
    """Say whether the index of categories is the way: for all of one, or when it is small."""
    if query.sort == "rank" or query.limit is None:
        return True
    found = view.rows(
        f"SELECT sum(iif(id = ?, items, 0)) * {SHARE} <= max(items) FROM grp_count"
        f" WHERE sid = {view.assortment}",
        [query.group],
    )
    return bool(found[0][0])


def subtree(view: View, group: str) -> Sequence[str]:
    """Return a group and everything below it."""
    return [row[0] for row in view.rows(_SUBTREE.format(sid=view.assortment), (group,))]


def _reads_item(query: Query, whole: bool, grouped: bool = False) -> bool:
    """Say whether columns of the item decide; groups and brands of the whole are read as sets."""
    sets = () if whole else (query.group and not grouped, query.brands)
    told = (*sets, query.bought, query.article, query.brand_words, reads_item(query))
    return any(told) or query.sort in _OF_ITEM


def _filters(view: View, query: Query, item: str, made: Statement) -> None:
    if query.group and not made.source.grouped:
        _among(made, item, "grp", subtree(view, query.group))
    if query.brands:
        _among(made, item, "brand", query.brands)
    if query.bought:
        made.wheres.append(f"{item}.id IN (SELECT item_id FROM order_line)")
    if query.article:
        _articles(query.article.split("|"), item, made)
    for word in query.brand_words:
        ranges = [prefix_range(each) for each in word.split("|")]
        among = " OR ".join(["fold >= ? AND fold < ?"] * len(ranges))
        made.wheres.append(f"{item}.brand IN (SELECT name FROM brand WHERE {among})")
        made.values += [bound for each in ranges for bound in each]


def _articles(patterns: Sequence[str], item: str, made: Statement) -> None:
    """Keep articles with one of some beginnings; a star stands for anything."""
    tests: list[str] = []
    for pattern in patterns:
        parts = [fold_article(part) for part in pattern.rstrip("*").split("*")]
        if len(parts) == 1:
            tests.append(f"({item}.article_fold >= ? AND {item}.article_fold < ?)")
            made.values += prefix_range(parts[0])
        else:
            tests.append(f"{item}.article_fold GLOB ?")
            made.values.append("*".join(map(_literally, parts)) + "*" * pattern.endswith("*"))
    made.wheres.append(f"({' OR '.join(tests)})")


def _literally(text: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in text)


def _leave_out(view: View, query: Query, made: Statement) -> None:
    """Leave out what fits another question."""
    for source in everything(view, query):
        gone = statement(view, query, source)
        made.wheres.append(f"s.n NOT IN (SELECT s.n {gone.from_where()})")
        made.values += gone.parameters()


def _further(more: Conditions, made: Statement) -> None:
    made.wheres += more.wheres
    made.values += more.values


def _among(made: Statement, item: str, column: str, values: Sequence[str]) -> None:
    """Keep items with one of some values.

    Of the whole assortment they are a set, read from the narrow index of the column: rows of items
    are wide. The plus keeps the planner from walking that set instead of the source's own order.
    """
    marks = ", ".join("?" * len(values))
    if made.source.member:
        made.wheres.append(f"+s.n IN (SELECT n FROM item WHERE {column} IN ({marks}))")
    else:
        made.wheres.append(f"{item}.{column} IN ({marks})")
    made.values += values


def _sort(query: Query, item: str, made: Statement) -> None:
    way = "DESC" if query.descending else "ASC"
    if query.sort in _OF_ITEM:
        made.order = f"{item}.{_OF_ITEM[query.sort]} {way}, s.n"
    elif query.sort == "price":
        made.order = f"coalesce(b.price, 0) <= 0, b.price {way}, s.n"
    elif query.sort == "stock":
        made.order = f"coalesce(t.qty, 0) {way}, s.n"


def _price(view: View, query: Query, made: Statement) -> None:
    bounds = [(">=", query.price_from_e5), ("<=", query.price_to_e5)]
    told = [(f"price {sign} ?", bound) for sign, bound in bounds if bound is not None]
    if (query.sort == "price" and not made.source.order) or told:
        own = [f"cid = {view.cid}", *(test for test, _ in told)]
        join = _join(view, "base_price", own, [bound for _, bound in told]) if told else "LEFT"
        made.joins.append(f"{join} JOIN base_price b ON b.cid = {view.cid} AND b.n = s.n")
    for test, bound in told:
        made.wheres.append(f"b.{test}")
        made.values.append(bound)


def _join(view: View, table: str, tests: Sequence[str], values: Sequence[Any]) -> str:
    """Return how a table that narrows is joined.

    When it leaves many goods the source is walked in its order and the table is looked at per item:
    the planner would read all that fits from the table's index and sort it for a first page. What
    leaves few is read from that index.
    """
    many = f"SELECT 1 FROM {table} WHERE {' AND '.join(tests)} LIMIT 1 OFFSET {MANY}"
    return "CROSS" if view.rows(many, values) else "LEFT"


def _stock(view: View, query: Query, made: Statement) -> None:
    bounds = ((">=", query.stock_from_e3), ("<=", query.stock_to_e3))
    bounded = any(bound is not None for _, bound in bounds)
    if (query.sort == "stock" and not made.source.order) or query.in_stock or bounded:
        own = [f"sid = {view.stock}", "qty > 0"]
        join = _join(view, "stock_total", own, ()) if query.in_stock else "LEFT"
        made.joins.append(f"{join} JOIN stock_total t ON t.sid = {view.stock} AND t.n = s.n")
    if query.in_stock:
        made.wheres.append("t.qty > 0")
    for sign, bound in bounds:
        if bound is not None:
            made.wheres.append(f"coalesce(t.qty, 0) {sign} ?")
            made.values.append(bound)
