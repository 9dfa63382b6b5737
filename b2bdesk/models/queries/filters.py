"""Filters and sorts of the catalogue as SQL over one source of item numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from b2bdesk.models.queries.view import View
from b2bdesk.usecases.rows.offers import Query

_ORDER = {
    "article": "i.article_fold",
    "name": "i.name_fold",
    "brand": "i.brand",
    "price": "b.price",
    "stock": "t.qty",
}
_OF_ITEM = ("article", "name", "brand")
_SUBTREE = (
    "WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT g.id FROM grp g"
    " JOIN below ON g.parent = below.id WHERE g.sid = {sid}) SELECT id FROM below"
)


@dataclass(slots=True)
class Clause:
    """Pieces of a statement whose source has the column `s.n`."""

    joins: list[str] = field(default_factory=list)
    wheres: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    order: str = "s.n"

    def statement(self, source: str, columns: str = "s.n", limit: int | None = None) -> str:
        """Return the SELECT over a source of item numbers."""
        where = f" WHERE {' AND '.join(self.wheres)}" if self.wheres else ""
        tail = f" LIMIT {limit}" if limit is not None else ""
        joined = f"{source} {' '.join(self.joins)}{where}"
        return f"SELECT {columns} FROM {joined} ORDER BY {self.order}{tail}"

    def count(self, source: str) -> str:
        """Return the SELECT that counts."""
        where = f" WHERE {' AND '.join(self.wheres)}" if self.wheres else ""
        return f"SELECT count(*) FROM {source} {' '.join(self.joins)}{where}"


def clause(view: View, query: Query, is_member: bool) -> Clause:
    """Return joins, conditions and order for a query.

    Args:
        view: through which scopes.
        query: filters and sort; its text is the business of the source.
        is_member: the source has only items of the assortment already.
    """
    made = Clause()
    if not is_member and view.assortments != 1:
        made.joins.append(f"CROSS JOIN item_member m ON m.sid = {view.assortment} AND m.n = s.n")
    made.wheres.append("s.n NOT IN (SELECT n FROM item WHERE status = 'deleted')")
    if query.group or query.brands or query.bought or query.sort in _OF_ITEM:
        made.joins.append("CROSS JOIN item i ON i.n = s.n")
    _price(view, query, made)
    _stock(view, query, made)
    if query.group:
        groups = subtree(view, query.group)
        made.wheres.append(f"i.grp IN ({', '.join('?' * len(groups))})")
        made.values += groups
    if query.brands:
        made.wheres.append(f"i.brand IN ({', '.join('?' * len(query.brands))})")
        made.values += query.brands
    if query.bought:
        made.wheres.append("i.id IN (SELECT item_id FROM order_line)")
    column = _ORDER.get(query.sort)
    if column:
        way = "DESC" if query.descending else "ASC"
        made.order = f"{column} IS NULL, {column} {way}, s.n"
    return made


def subtree(view: View, group: str) -> Sequence[str]:
    """Return a group and everything below it."""
    found = view.connection.exec_driver_sql(_SUBTREE.format(sid=view.assortment), (group,))
    return [str(each) for each in found.scalars()]


def _price(view: View, query: Query, made: Clause) -> None:
    wanted = query.price_from_e5 is not None or query.price_to_e5 is not None
    if query.sort == "price" or wanted:
        made.joins.append(f"LEFT JOIN base_price b ON b.cid = {view.cid} AND b.n = s.n")
    if query.price_from_e5 is not None:
        made.wheres.append("b.price >= ?")
        made.values.append(query.price_from_e5)
    if query.price_to_e5 is not None:
        made.wheres.append("b.price <= ?")
        made.values.append(query.price_to_e5)


def _stock(view: View, query: Query, made: Clause) -> None:
    if query.sort == "stock" or query.in_stock:
        made.joins.append(f"LEFT JOIN stock_total t ON t.sid = {view.stock} AND t.n = s.n")
    if query.in_stock:
        made.wheres.append("t.qty > 0")
