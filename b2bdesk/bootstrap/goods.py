"""Favourites, price radar, own purchases and tables of one profile: who stands behind the ports."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from b2bdesk.bootstrap.stores import Stores
from b2bdesk.files.goods_table import GoodsTables
from b2bdesk.models.queries.bought import PurchaseQueries
from b2bdesk.models.queries.card import CatalogueQueries
from b2bdesk.models.queries.radar import RadarQueries
from b2bdesk.models.queries.watched import WatchedFacts
from b2bdesk.models.repos.favourites import Favourites as FavouriteRepo
from b2bdesk.usecases.bought import Bought, BoughtPorts
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.changes import News
from b2bdesk.usecases.favourites import FavouritePorts, Favourites
from b2bdesk.usecases.radar import Radar, RadarPorts
from b2bdesk.usecases.services import GoodsCases


def open_goods(
    stores: Stores,
    catalogue: CatalogueQueries,
    carts: Carts,
    news: News,
    today: Callable[[], date],
    now: Callable[[], datetime],
) -> GoodsCases:
    """Make the use cases of a profile."""
    store = FavouriteRepo(stores.desk)
    facts = WatchedFacts(stores.desk, stores.account, store, today)
    favourites = Favourites(
        FavouritePorts(
            store, facts, catalogue.by_ids, stores.context, stores.account.contract, now
        ),
        news,
    )
    radar = Radar(
        RadarPorts(
            RadarQueries(stores.desk, stores.account, today),
            stores.context,
            stores.account.contract,
            today,
        )
    )

    def carted() -> Mapping[str, int]:
        return carts.quantities(carts.active().id) if stores.context() else {}

    bought = Bought(BoughtPorts(PurchaseQueries(stores.desk), catalogue.by_ids, carted, today))
    return GoodsCases(favourites=favourites, radar=radar, bought=bought, tables=GoodsTables())
