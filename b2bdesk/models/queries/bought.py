"""Lines of own orders for «Покупали раньше»; implements `PurchasesPort`."""

import json
from collections.abc import Collection, Mapping, Sequence

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.moments import day
from b2bdesk.usecases.rows.bought import AddressCount, BoughtFilter, Purchased

_COUNTS = "coalesce(o.state, '') NOT IN ('cancelled', 'rejected')"
_ADDRESS = "coalesce(json_extract(o.body, '$.address'), '')"


class PurchaseQueries:
    """Reads orders of all companies of the sign-in."""

    def __init__(self, desk: DeskStore) -> None:
        self._desk = desk

    def lines(self, wanted: BoughtFilter) -> Sequence[Purchased]:
        """Return every item of every order, the latest order first."""
        where, values = _COUNTS, []
        if wanted.entity_id:
            where += " AND o.entity_id = ?"
            values.append(wanted.entity_id)
        if wanted.address:
            where += f" AND {_ADDRESS} = ?"
            values.append(wanted.address)
        with self._desk.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT l.item_id, o.id, o.created_at, l.quantity * l.factor / 1000,"
                " l.price FROM orders o"
                " CROSS JOIN order_line l ON l.sid = o.sid AND l.order_id = o.id"
                f" WHERE {where} AND l.item_id <> '' AND l.quantity > 0"
                " ORDER BY o.created_at DESC, o.id, l.position",
                tuple(values),
            ).all()
        return [
            Purchased(item_id, order_id, at, quantity, price)
            for item_id, order_id, text, quantity, price in found
            if (at := day(text))
        ]

    def names(self, item_ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        """Return article and name of items as their last order wrote them."""
        with self._desk.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT w.value, max(o.created_at), (SELECT json_array("
                "coalesce(json_extract(b.value, '$.article'), ''),"
                " coalesce(json_extract(b.value, '$.name'), ''))"
                " FROM json_each(o.body, '$.lines') b"
                " WHERE json_extract(b.value, '$.item_id') = w.value LIMIT 1)"
                " FROM json_each(?) w CROSS JOIN order_line l ON l.item_id = w.value"
                " JOIN orders o ON o.sid = l.sid AND o.id = l.order_id"
                " WHERE json_valid(o.body) GROUP BY w.value",
                (json.dumps(list(item_ids)),),
            ).all()
        return {item_id: _pair(text) for item_id, _, text in found if text}

    def addresses(self, entity_id: str) -> tuple[AddressCount, ...]:
        """Return the addresses orders of an entity went to, the most used first."""
        with self._desk.reading() as connection:
            found = connection.exec_driver_sql(
                f"SELECT {_ADDRESS}, count(*) FROM orders o WHERE o.entity_id = ?"
                f" AND {_COUNTS} AND {_ADDRESS} <> '' GROUP BY 1 ORDER BY 2 DESC, 1",
                (entity_id,),
            )
            return tuple(AddressCount(str(address), count) for address, count in found)


def _pair(text: str) -> tuple[str, str]:
    article, name = json.loads(text)
    return str(article), str(name)
