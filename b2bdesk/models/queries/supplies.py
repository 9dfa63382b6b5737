"""Where the goods of a cart lie and arrive, by warehouse; implements `SuppliesPort`."""

import json
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Connection

from b2bdesk.domain.splitting import Coming, Held, Supply
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import fetch_all
from b2bdesk.models.prices import scope_id
from b2bdesk.models.queries.moments import day
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.splits import PlaceRow


class Supplies:
    """Reads places, stock and arrivals of a contract's stock view."""

    def __init__(self, store: DeskStore, account: AccountPort, today: Callable[[], date]) -> None:
        self._store = store
        self._account = account
        self._today = today

    def places(self, contract_id: str) -> list[PlaceRow]:
        """Return the warehouses of the contract's stock view, in the supplier's order."""
        with self._store.reading() as connection:
            sid = self._view(connection, contract_id)
            return [
                PlaceRow(place, name or place, city or "")
                for place, name, city in connection.exec_driver_sql(
                    "SELECT id, name, city FROM place WHERE sid = ? ORDER BY ord, id", (sid,)
                )
            ]

    def supplies(self, contract_id: str, item_ids: Sequence[str]) -> dict[str, Supply]:
        """Return what lies and comes of each item; items nobody has told of are missing."""
        listed = json.dumps(list(item_ids))
        held: dict[str, list[Held]] = {}
        coming: dict[str, list[Coming]] = {}
        with self._store.reading() as connection:
            sid = self._view(connection, contract_id)
            for item_id, place, quantity, at_least in fetch_all(
                connection,
                "SELECT i.id, s.place, s.qty, s.at_least FROM json_each(?) j"
                " CROSS JOIN item i ON i.id = j.value"
                " CROSS JOIN stock s ON s.sid = ? AND s.n = i.n WHERE s.qty IS NOT NULL",
                (listed, sid),
            ):
                held.setdefault(item_id, []).append(Held(place, quantity, bool(at_least)))
            for item_id, place, text, quantity in fetch_all(
                connection,
                "SELECT i.id, a.place, a.date, a.qty FROM json_each(?) j"
                " CROSS JOIN item i ON i.id = j.value"
                " CROSS JOIN incoming a ON a.sid = ? AND a.n = i.n AND a.date >= ?",
                (listed, sid, self._today().isoformat()),
            ):
                arrival = day(text)
                if arrival and quantity:
                    coming.setdefault(item_id, []).append(Coming(place, arrival, quantity))
        return {
            item_id: Supply(tuple(held.get(item_id, ())), tuple(coming.get(item_id, ())))
            for item_id in held.keys() | coming.keys()
        }

    def _view(self, connection: Connection, contract_id: str) -> int:
        contract = self._account.contract(contract_id)
        found = scope_id(connection, "stock", contract.stock_view) if contract else None
        return -1 if found is None else found
