"""Opening the stores of a profile and the way to its portal.

Everything that has to be closed again is put into `closing`, in the order of opening.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from b2bdesk.host.instance import Owner
from b2bdesk.host.places import Places, computer
from b2bdesk.host.secrets import Vault, api_token
from b2bdesk.models import backup
from b2bdesk.models.cache import CacheData
from b2bdesk.models.caches import Caches
from b2bdesk.models.desk import FILE, DeskStore
from b2bdesk.models.queries.account import AccountCache
from b2bdesk.models.queries.card import CatalogueQueries
from b2bdesk.models.queries.documents import DocumentQueries
from b2bdesk.models.queries.money import MoneyQueries
from b2bdesk.models.queries.orders import OrderQueries
from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.search import SearchQueries
from b2bdesk.models.queries.syncstate import SyncStateQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.models.repos.carts import Carts as CartRepo
from b2bdesk.models.repos.outbox import Outbox as OutboxRepo
from b2bdesk.models.repos.settings import Settings as SettingsRepo
from b2bdesk.sync.api import Api
from b2bdesk.sync.clock import PortalClock
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.trade.errors import CodedError, Environment
from b2bdesk.usecases.keeping import HOUR_SECONDS, Keeping
from b2bdesk.usecases.network import CERTIFICATES, PROXY, SECRET, with_password
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.whereabouts import look_around

if TYPE_CHECKING:
    from b2bdesk.sync.transport import Transport


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stores:
    """The open stores of a profile and what reads and writes them."""

    places: Places
    owner: Owner
    vault: Vault
    desk: DeskStore
    caches: Caches
    settings: SettingsRepo
    account: AccountCache
    carts: CartRepo
    outbox: OutboxRepo
    notices: tuple[CodedError, ...] = ()

    @property
    def data(self) -> CacheData:
        """The portal's truth in the cache files."""
        return CacheData(self.caches)

    def context(self) -> Context | None:
        """Who one buys as right now."""
        active = self.account.active()
        return Context(*active) if active else None


@dataclass(frozen=True, slots=True)
class Link:
    """The way to the portal."""

    clock: PortalClock
    keeper: TokenKeeper
    api: Api
    stopping: threading.Event

    def today(self) -> date:
        """The supplier's date (PROTOCOL R10a)."""
        return self.supplier_now().date()

    def supplier_now(self) -> datetime:
        """The present moment in the supplier's zone, as well as it is known."""
        return self.clock.now().astimezone(self.keeper.zone())


def open_stores(places: Places, closing: list[Callable[[], None]]) -> Stores:
    owner = Owner(places.data)
    closing.append(owner.close)
    vault = Vault(f"b2bdesk/{places.profile}")
    closing.append(vault.close)
    desk, notices = open_desk(places.data)
    closing.append(desk.close)
    caches = Caches(desk)
    closing.append(caches.close)
    settings = SettingsRepo(desk)
    notices += _copied(settings, places)
    account = AccountCache(settings, desk)
    return Stores(
        places,
        owner,
        vault,
        desk,
        caches,
        settings,
        account,
        CartRepo(desk),
        OutboxRepo(desk),
        notices,
    )


def _copied(settings: SettingsRepo, places: Places) -> tuple[CodedError, ...]:
    """Say when the folder is a copy of another one; where that cannot be noted, nothing is said."""
    now = datetime.now(UTC)
    try:
        return look_around(
            settings, places.data, computer(), places.portable, lambda at: (at / FILE).exists(), now
        )
    except (Environment, OSError) as error:
        log.info("where the data folder lies could not be noted: %s", error)
        return ()


def open_desk(folder: Path) -> tuple[DeskStore, tuple[CodedError, ...]]:
    """Open desk.db; a damaged one is laid aside and the newest good backup takes its place (R15).

    So it is with one that is gone or empty although backups are there. A restore that broke off is
    finished. What was ordered after that backup is not ordered again: the cached orders tell
    (`queries.ordered`).

    Returns:
        The store and what the person must be told.

    Raises:
        Environment: `store_damaged` when there is no good backup, other troubles as they are.
    """
    store, backups = folder / FILE, backup.Backups(folder / "backups")
    if not backup.finish_restore(store) and not (store.exists() and store.stat().st_size):
        copy = backups.newest_good()
        return (DeskStore(folder), ()) if copy is None else _restored(store, copy)
    try:
        return DeskStore(folder), ()
    except Environment as error:
        if error.code != "store_damaged":
            raise
        copy = backups.newest_good()
        if copy is None:
            error.params["what"] = "no_copy"
            raise
        return _restored(store, copy)


def _restored(store: Path, copy: Path) -> tuple[DeskStore, tuple[CodedError, ...]]:
    if store.exists() and not store.stat().st_size:
        store.unlink()  # nothing is in it
    aside = backup.restore(store, copy)
    made = backup.made_at(copy)
    log.info("desk.db was %s; restored from %s", "damaged" if aside else "gone", copy.name)
    values = {"made": made.date() if made else ""}
    notice = Environment(
        "store_restored" if aside else "store_found_again",
        **({**values, "file": aside.name} if aside else values),
    )
    return DeskStore(store.parent), (notice,)


def open_keeping(desk: DeskStore) -> Keeping:
    """Return what copies the store: also at the end of a run, when no copy is of the last hour."""

    def changes() -> int:
        return desk.bare(lambda raw: raw.total_changes)

    begun = changes()

    def overdue() -> bool:
        if changes() == begun:
            return False
        made = next(map(backup.made_at, desk.backups.copies()), None)
        return made is None or abs(datetime.now(UTC) - made) > timedelta(seconds=HOUR_SECONDS)

    return Keeping(lambda: desk.backup("hourly"), lambda: desk.backup("seal"), overdue)


def open_link(stores: Stores, closing: list[Callable[[], None]]) -> Link:
    clock = PortalClock()

    def connect(address: str) -> Transport:
        from b2bdesk.sync.transport import Transport

        extra_ca = str(stores.settings.get(CERTIFICATES) or "")
        proxy = str(stores.settings.get(PROXY) or "")
        if "@" in proxy:
            proxy = with_password(proxy, stores.vault.get(SECRET) or "")
        return Transport(address, extra_ca=extra_ca, proxy=proxy, heard=clock.hear)

    keeper = TokenKeeper(stores.settings, stores.vault, clock, connect, api_token())
    stopping = threading.Event()
    closing.append(stopping.set)
    return Link(clock, keeper, Api(keeper, stopping, random.Random()), stopping)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reads the cache for screens and commands."""

    catalogue: CatalogueQueries
    search: SearchQueries
    resolve: ResolveQueries
    orders: OrderQueries
    documents: DocumentQueries
    money: MoneyQueries
    state: SyncStateQueries

    @classmethod
    def of(cls, stores: Stores, link: Link) -> Reading:
        """Make the queries of a profile."""
        views = Views(stores.desk, stores.account)
        return cls(
            CatalogueQueries(views, link.today),
            SearchQueries(views),
            ResolveQueries(views, link.today),
            OrderQueries(stores.desk),
            DocumentQueries(stores.desk),
            MoneyQueries(stores.desk),
            SyncStateQueries(stores.desk),
        )
