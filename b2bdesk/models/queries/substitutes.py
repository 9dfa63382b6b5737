"""Successors, analogues and own purchases of many items at once; implements `SubstitutesPort`."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.prices import scope_id
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.substitutes import Linked


class Substitutes:
    """Reads what could stand in for items."""

    def __init__(self, store: DeskStore, account: AccountPort) -> None:
        self._store = store
        self._account = account

    def linked(self, contract_id: str, item_ids: Sequence[str]) -> Mapping[str, tuple[Linked, ...]]:
        """Return the successors and analogues of each item; a missing key = none."""
        contract = self._account.contract(contract_id)
        found: dict[str, dict[str, Linked]] = defaultdict(dict)
        wanted = json.dumps(list(item_ids))
        with self._store.reading() as connection:
            sid = scope_id(connection, "catalog", contract.assortment) if contract else None
            successors = connection.exec_driver_sql(
                "SELECT i.id, r.id FROM json_each(?) j CROSS JOIN item i ON i.id = j.value"
                " JOIN item r ON r.id = i.replaced_by WHERE i.replaced_by <> ''",
                (wanted,),
            ).all()
            analogues = connection.exec_driver_sql(
                "SELECT i.id, coalesce(byid.id, byn.id) FROM json_each(?) j"
                " CROSS JOIN item i ON i.id = j.value"
                " CROSS JOIN link l ON l.sid = ? AND l.n = i.n AND l.kind = 'analogue'"
                ' LEFT JOIN item byid ON byid.id = l."to" LEFT JOIN item byn ON byn.n = l."to"'
                " ORDER BY i.id, l.rank",
                (wanted, -1 if sid is None else sid),
            ).all()
        for item_id, other in successors:
            found[item_id][other] = Linked(other, "replacement", 0)
        for item_id, other in analogues:
            if other is not None and other != item_id and other not in found[item_id]:
                found[item_id][other] = Linked(other, "analogue", len(found[item_id]))
        return {item_id: tuple(links.values()) for item_id, links in found.items() if links}

    def bought(self, item_ids: Sequence[str]) -> Mapping[str, int]:
        """Return how many own orders held each item."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT l.item_id, count(DISTINCT l.order_id) FROM json_each(?) j"
                " CROSS JOIN order_line l ON l.item_id = j.value GROUP BY l.item_id",
                (json.dumps(list(item_ids)),),
            ).all()
        return {row[0]: row[1] for row in rows}
