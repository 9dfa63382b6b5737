"""Everything a person can do, in one frozen object that `ui` and `cli` are handed.

`bootstrap.open_services` builds it and `Services.close` ends it. Attributes are use case objects;
their methods are synchronous and thread-safe, and the caller picks the lane.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.accounts import Accounts
from b2bdesk.usecases.bought import Bought
from b2bdesk.usecases.bulk_entry import BulkEntry
from b2bdesk.usecases.cart_exchange import CartExchange
from b2bdesk.usecases.cart_prices import CartPrices
from b2bdesk.usecases.cart_rebind import Rebinding
from b2bdesk.usecases.cart_warnings import CartWarnings
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.catalogue import Catalogue
from b2bdesk.usecases.changes import News
from b2bdesk.usecases.code_sharing import CodeSharing
from b2bdesk.usecases.distributing import Distributing
from b2bdesk.usecases.documents import Documents
from b2bdesk.usecases.exports import Exports
from b2bdesk.usecases.facets import Facets
from b2bdesk.usecases.favourites import Favourites
from b2bdesk.usecases.goods import Goods
from b2bdesk.usecases.home import Home
from b2bdesk.usecases.keeping import Keeping
from b2bdesk.usecases.lanes import Lanes
from b2bdesk.usecases.network import Network
from b2bdesk.usecases.notes import Notes
from b2bdesk.usecases.nudges import Nudges
from b2bdesk.usecases.order_commands import OrderCommands
from b2bdesk.usecases.orders import Orders
from b2bdesk.usecases.outbox import Outbox
from b2bdesk.usecases.own_codes import OwnDictionary
from b2bdesk.usecases.ports.resolve import ResolvePort
from b2bdesk.usecases.ports.tables import TableFiles
from b2bdesk.usecases.radar import Radar
from b2bdesk.usecases.search import Search
from b2bdesk.usecases.session import Session
from b2bdesk.usecases.settings import Settings
from b2bdesk.usecases.settlements import Settlements
from b2bdesk.usecases.splitting import Splitting
from b2bdesk.usecases.submit import Submit
from b2bdesk.usecases.substitution import Substitution
from b2bdesk.usecases.synchronise import Synchroniser
from b2bdesk.usecases.upkeep import Upkeep
from b2bdesk.usecases.watch import Watch

Handler = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ProfileInfo:
    """One portal + one sign-in = one data folder.

    Attributes:
        name: of the profile, "default" when none was chosen.
        home: its data folder (desk.db, caches, vault).
        cache: folder of what may be deleted at any time (pictures, downloads under way).
        exports: where files the buyer asked for are offered to be saved.
        demo: the embedded demo portal is behind it.
        portal_url: what was signed in to last, "" before the first time.
    """

    name: str
    home: Path
    cache: Path
    exports: Path
    demo: bool = False
    portal_url: str = ""


@dataclass(frozen=True, kw_only=True)
class CartCases:
    """What a person does with carts, up to the sealed order."""

    carts: Carts
    warnings: CartWarnings
    prices: CartPrices
    notes: Notes
    rebinding: Rebinding
    substitution: Substitution
    distributing: Distributing
    splitting: Splitting
    exchange: CartExchange
    submit: Submit
    bulk_entry: BulkEntry
    exports: Exports
    own_codes: OwnDictionary
    code_sharing: CodeSharing


@dataclass(frozen=True, kw_only=True)
class GoodsCases:
    """What is told of goods over time."""

    favourites: Favourites
    radar: Radar
    bought: Bought
    tables: TableFiles


@dataclass(frozen=True, kw_only=True)
class Services(CartCases, GoodsCases):
    """The use cases of one profile.

    Besides them: `serve(handler)` lets other processes of this user reach the program (verbs
    raise, open, cli; PROTOCOL R12), `keeps_secrets()` tells whether a sign-in outlives the program,
    `stopping` is set when the program ends, so that waiting
    network calls give up.
    """

    profile: ProfileInfo
    news: News
    lanes: Lanes
    settings: Settings
    network: Network
    session: Session
    account: Accounts
    search: Search
    catalogue: Catalogue
    facets: Facets
    goods: Goods
    resolve: ResolvePort
    outbox: Outbox
    orders: Orders
    order_commands: OrderCommands
    documents: Documents
    settlements: Settlements
    home: Home
    sync: Synchroniser
    nudges: Nudges
    keeping: Keeping
    upkeep: Upkeep
    watch: Watch
    keeps_secrets: Callable[[], bool]
    serve: Callable[[Handler], None]
    stopping: Event
    notices: tuple[CodedError, ...] = ()
    closing: tuple[Callable[[], None], ...] = ()

    def close(self) -> None:
        """Finish running work, then close stores and connections in the order given."""
        self.stopping.set()
        self.lanes.close()
        self.keeping.close()
        for step in self.closing:
            step()
