"""Facts of watched goods in any contract of the account; implements `FavouriteFacts`."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import date

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.account import AccountCache
from b2bdesk.models.queries.batches import LATEST, use_by
from b2bdesk.models.queries.moments import day
from b2bdesk.models.queries.offers import offers_by_ids
from b2bdesk.models.queries.view import view_of
from b2bdesk.models.repos.favourites import Favourites
from b2bdesk.usecases.rows.favourites import ItemFacts


class WatchedFacts:
    """Reads what rules look at."""

    def __init__(
        self, desk: DeskStore, account: AccountCache, store: Favourites, today: Callable[[], date]
    ) -> None:
        self._desk = desk
        self._account = account
        self._store = store
        self._today = today

    def of_items(self, contract_id: str, item_ids: Collection[str]) -> Mapping[str, ItemFacts]:
        """Return what the cache knows of items in a contract; unknown ones are left out."""
        contract = self._account.contract(contract_id)
        if contract is None or not item_ids:
            return {}
        with self._desk.reading() as connection:
            view = view_of(connection, contract)
            offers = offers_by_ids(view, list(item_ids), self._today())
            dates = {
                item_id: (day(made), day(freshest))
                for item_id, made, freshest in connection.exec_driver_sql(
                    f"SELECT i.id, i.next_batch, {use_by(LATEST, view.stock, 'i.n')}"
                    " FROM json_each(?) j CROSS JOIN item i ON i.id = j.value",
                    (json.dumps(list(item_ids)),),
                )
            }
        return {
            item_id: ItemFacts(
                offer.article,
                offer.name,
                offer.price_e5,
                offer.stock_e3,
                offer.in_assortment and offer.status != "deleted",
                *dates[item_id],
            )
            for item_id, offer in offers.items()
        }

    def keep_own_prices(self) -> int:
        """Copy price moves of own goods into desk.db for good."""
        return self._store.keep_own_prices()
