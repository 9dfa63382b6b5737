"""What base prices were before they moved last, out of the cache's log.

Implements `PriceLogPort`; `models.offerlog` writes the log.
"""

import json
from collections.abc import Collection

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import fetch_all
from b2bdesk.models.offerlog import PRICE
from b2bdesk.models.prices import scope_id


class PriceLog:
    """Reads `offer_change` of a contract."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def before(self, contract_id: str, item_ids: Collection[str]) -> dict[str, int]:
        """Return the base price of items before their last change; others are missing."""
        with self._store.reading() as connection:
            sid = scope_id(connection, "terms", contract_id)
            if sid is None:
                return {}
            rows = fetch_all(
                connection,
                "SELECT i.id, c.old FROM (SELECT n, max(at) AS last FROM offer_change"
                " WHERE sid = ? AND kind = ? AND n IN"
                " (SELECT i.n FROM json_each(?) j CROSS JOIN item i ON i.id = j.value)"
                " GROUP BY n) f"
                " CROSS JOIN offer_change c"
                " ON c.sid = ? AND c.at = f.last AND c.n = f.n AND c.kind = ?"
                " CROSS JOIN item i ON i.n = f.n WHERE c.old IS NOT NULL",
                (sid, PRICE, json.dumps(sorted(item_ids)), sid, PRICE),
            )
        return dict(map(tuple, rows))
