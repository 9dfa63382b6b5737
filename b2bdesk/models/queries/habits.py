"""Own purchases of the items of carts, in one query; asked by `usecases.cautions`."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from b2bdesk.domain.cautions import Purchase
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import fetch_all
from b2bdesk.models.queries.moments import day
from b2bdesk.usecases.ports.context import AccountPort

_QUERY = (
    "SELECT l.item_id, sum(l.quantity * l.factor / 1000), o.created_at,"
    " coalesce(nullif(o.number, ''), o.id), coalesce(o.entity_id, '')"
    " FROM json_each(?) j CROSS JOIN order_line l ON l.item_id = j.value"
    " CROSS JOIN orders o ON o.sid = l.sid AND o.id = l.order_id"
    " WHERE coalesce(o.state, '') NOT IN ('cancelled', 'rejected') AND l.quantity > 0"
    " GROUP BY l.item_id, o.sid, o.id ORDER BY o.created_at DESC, o.id"
)


def own_purchases(
    store: DeskStore, account: AccountPort
) -> Callable[[Collection[str]], Mapping[str, Sequence[Purchase]]]:
    """Return what reads the purchases of items by all legal entities, the latest first."""

    def purchases(item_ids: Collection[str]) -> Mapping[str, Sequence[Purchase]]:
        names = {each.id: each.name for each in account.entities()}
        with store.reading() as connection:
            rows = fetch_all(connection, _QUERY, (json.dumps(sorted(item_ids)),))
        found: dict[str, list[Purchase]] = defaultdict(list)
        for item_id, quantity, at, number, entity_id in rows:
            on = day(at)
            if on is not None:
                name = names.get(entity_id, "")
                found[item_id].append(Purchase(on, number, entity_id, name, quantity or 0))
        return found

    return purchases
