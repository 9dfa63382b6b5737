"""Where an entity had goods delivered in its orders: what is dealt out «as last time»."""

import json
from collections.abc import Callable, Mapping, Sequence

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import fetch_all


def ordered_shares(
    store: DeskStore,
) -> Callable[[str, Sequence[str]], Mapping[str, dict[str, int]]]:
    """Return what tells how much of each item went to each address, in base units."""

    def shares(entity_id: str, item_ids: Sequence[str]) -> Mapping[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        with store.reading() as connection:
            for item_id, address_id, quantity in fetch_all(
                connection,
                "SELECT l.item_id, json_extract(o.body, '$.address_id') AS address,"
                " sum(l.quantity * coalesce(l.factor, 1000) / 1000)"
                " FROM (SELECT DISTINCT value AS id FROM json_each(?)) j"
                " CROSS JOIN order_line l ON l.item_id = j.id"
                " CROSS JOIN orders o ON o.sid = l.sid AND o.id = l.order_id"
                " WHERE o.entity_id = ? AND coalesce(o.state, '') NOT IN ('cancelled', 'rejected')"
                " AND json_valid(o.body) GROUP BY l.item_id, address",
                (json.dumps(list(item_ids)), entity_id),
            ):
                if address_id:
                    found.setdefault(item_id, {})[address_id] = quantity or 0
        return found

    return shares
