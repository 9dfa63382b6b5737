"""The Qt-free composition root: stores, sync and use cases of one profile as `Services`.

Called by `app`, by the command line and by tests; nobody else knows which class stands behind a
port. `open_services` takes the profile's folder (one owner, PROTOCOL R12) and `Services.close`
gives it back.
"""

import gc
import logging
import platform
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from b2bdesk.bootstrap.cards import open_cards, open_facets, open_search
from b2bdesk.bootstrap.carts import CartNeeds, open_carts
from b2bdesk.bootstrap.goods import open_goods
from b2bdesk.bootstrap.stores import Link, Reading, Stores, open_keeping, open_link, open_stores
from b2bdesk.files.child_client import ListReader
from b2bdesk.files.pdf.printer import Printer
from b2bdesk.host.drops import Drops
from b2bdesk.host.instance import Owner, ask_owner
from b2bdesk.host.logs import log_tail
from b2bdesk.host.places import find_places
from b2bdesk.host.processes import spawn
from b2bdesk.host.shares import refuse_share
from b2bdesk.models import backup
from b2bdesk.models.desk import FILE
from b2bdesk.models.health import StoreHealthCheck
from b2bdesk.models.thumbs import Thumbs
from b2bdesk.sync.events import Ear
from b2bdesk.sync.files import Pictures
from b2bdesk.sync.files import Vault as DocumentVault
from b2bdesk.sync.mapping import Encoder
from b2bdesk.sync.outbox_run import OutboxRunner
from b2bdesk.sync.plan import stale_scopes
from b2bdesk.sync.proxies import proxy_for, shown
from b2bdesk.sync.runner import SyncRunner
from b2bdesk.sync.snapshots import Snapshots
from b2bdesk.usecases.accounts import Accounts
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.catalogue import Catalogue
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.documents import DocumentPorts, Documents
from b2bdesk.usecases.home import Home, HomePorts
from b2bdesk.usecases.keeping import Keeping
from b2bdesk.usecases.lanes import Lanes
from b2bdesk.usecases.network import PROXY, Network, NetworkPorts
from b2bdesk.usecases.nudges import Nudges
from b2bdesk.usecases.order_commands import OrderCommands
from b2bdesk.usecases.orders import Orders
from b2bdesk.usecases.outbox import Outbox
from b2bdesk.usecases.rows.account import AccountInfo
from b2bdesk.usecases.services import CartCases, ProfileInfo, Services
from b2bdesk.usecases.session import Session
from b2bdesk.usecases.settings import Settings
from b2bdesk.usecases.settlements import Settlements
from b2bdesk.usecases.synchronise import Synchroniser, SyncPorts
from b2bdesk.usecases.upkeep import Upkeep
from b2bdesk.usecases.watch import Watch

log = logging.getLogger(__name__)


def open_services(
    home: Path | None = None,
    profile: str | None = None,
    env: Mapping[str, str] | None = None,
) -> Services:
    """Open a profile.

    Args:
        home: `--home`, everything in one folder; None = the platform's places.
        profile: `--profile`.
        env: environment; None = that of the process.

    Raises:
        Environment: `profile_in_use`, `folder_network`, `store_damaged`, `store_newer` …
        Expected: `profile_name_bad`.
    """
    # A cart of 10,000 lines makes 100,000 small objects at once; at the default thresholds the
    # collector would walk all of them again and again (a third of the time it takes to open). One
    # walk holds up the window, so it is kept short: 3 to 15 ms were seen on a busy machine.
    gc.set_threshold(20_000, 100, 20)
    places = find_places(home, profile, env).ensure()
    refuse_share(places.data)
    closing: list[Callable[[], None]] = []
    try:
        stores = open_stores(places, closing)
        link = open_link(stores, closing)
        services = _services(stores, link, tuple(reversed(closing)))
        return replace(services, notices=stores.notices)
    except BaseException:
        for step in reversed(closing):
            step()
        raise


def ask_running(
    verb: str,
    arguments: Mapping[str, Any],
    home: Path | None = None,
    profile: str | None = None,
) -> Mapping[str, Any]:
    """Hand a request to the program that has the profile open.

    Raises:
        Environment: `owner_silent`.
    """
    return ask_owner(find_places(home, profile).data, verb, arguments)


def newest_backup(home: Path | None = None, profile: str | None = None) -> Path | None:
    """Return the newest good backup of a profile that cannot be opened."""
    return backup.Backups(find_places(home, profile).data / "backups").newest_good()


def restore_backup(copy: Path, home: Path | None = None, profile: str | None = None) -> Path | None:
    """Put a backup in the place of a damaged store; nobody may have the profile open.

    Returns:
        Where the damaged file was laid aside.

    Raises:
        Environment: `profile_in_use`, `backup_bad`.
    """
    places = find_places(home, profile)
    owner = Owner(places.data)
    try:
        return backup.restore(places.data / FILE, copy)
    finally:
        owner.close()


def _sync_runner(stores: Stores, link: Link, news: News) -> SyncRunner:
    folder = stores.places.cache / "snapshots"
    files = Snapshots(link.api, stores.data, folder, random.Random())
    runner = SyncRunner(link.api, stores.data, stores.account, link.clock, random.Random(), files)
    runner.listen(news.publish)
    runner.check_with(stores.data)
    return runner


def _services(stores: Stores, link: Link, closing: tuple[Callable[[], None], ...]) -> Services:
    news = News()
    lanes = Lanes.started()
    reading = Reading.of(stores, link)
    keeping = open_keeping(stores.desk)
    if stores.desk.left_open:
        keeping.after_seal()  # the program was killed, perhaps between a seal and its copy
    reader = ListReader(spawn)
    ordering = open_carts(stores, link, reading, CartNeeds(news, keeping, reader, _now))
    runner = _sync_runner(stores, link, news)
    driver = _outbox_runner(stores, link, reading)
    goods = open_goods(stores, reading.catalogue, ordering.carts, news, link.today, _now)
    after, codes = goods.favourites.check, ordering.code_sharing.exchange
    sync_ports = SyncPorts(runner, driver, stores.outbox, reading.state, _now, after, codes)
    thumbs = Thumbs(stores.places.cache)
    settings = Settings(stores.settings, news)
    orders = Orders(reading.orders, ordering.carts)
    nudges = Nudges(Ear(link.keeper), news, link.stopping, random.Random(), link.clock.monotonic)
    return Services(
        **vars(ordering),
        **vars(goods),
        profile=_profile(stores, link),
        news=news,
        lanes=lanes,
        settings=settings,
        network=_network(stores, link, news),
        session=_session(stores, link, runner, news),
        account=Accounts(stores.account, news),
        search=open_search(stores, link, reading),
        catalogue=_catalogue(link, reading, thumbs, news),
        facets=open_facets(stores, link, reading),
        goods=open_cards(stores, link, reading),
        resolve=reading.resolve,
        outbox=Outbox(stores.outbox, driver, news, keeping.after_seal),
        orders=orders,
        order_commands=_order_commands(stores, orders, news),
        documents=Documents(_document_ports(stores, link, reading, ordering.carts), news),
        settlements=Settlements(stores.account, reading.money, reading.documents),
        home=Home(_home_ports(stores, link, reading)),
        sync=Synchroniser(sync_ports, news, link.stopping),
        nudges=nudges,
        keeping=keeping,
        upkeep=_upkeep(stores, keeping, news),
        watch=_watch(stores, link, ordering, settings),
        keeps_secrets=lambda: stores.vault.kept,
        serve=stores.owner.serve,
        stopping=link.stopping,
        closing=(nudges.close, reader.close, thumbs.close, link.keeper.close, *closing),
    )


def _network(stores: Stores, link: Link, news: News) -> Network:
    def trouble(file: str) -> str:
        from b2bdesk.sync.transport import certificate_trouble

        return certificate_trouble(file)

    def in_use() -> str:
        address = link.keeper.known.portal_url
        return shown(proxy_for(address, str(stores.settings.get(PROXY) or "")))

    ports = NetworkPorts(stores.settings, stores.vault, in_use, link.keeper.connect_anew, trouble)
    return Network(ports, news)


def _upkeep(stores: Stores, keeping: Keeping, news: News) -> Upkeep:
    tail = partial(log_tail, stores.places.logs, "b2bdesk")
    return Upkeep(StoreHealthCheck(stores.desk, stores.caches), keeping, news, tail)


def _watch(stores: Stores, link: Link, ordering: CartCases, settings: Settings) -> Watch:
    return Watch(
        Drops(link.stopping.wait),
        ordering.bulk_entry,
        ordering.carts,
        ordering.submit,
        stores.account,
        settings,
    )


def _outbox_runner(stores: Stores, link: Link, reading: Reading) -> OutboxRunner:
    return OutboxRunner(
        stores.outbox, link.api, reading.orders, link.clock, random.Random(), stores.settings
    )


def _order_commands(stores: Stores, orders: Orders, news: News) -> OrderCommands:
    return OrderCommands(orders, stores.account, Encoder(), stores.outbox, news, _now)


def _catalogue(link: Link, reading: Reading, thumbs: Thumbs, news: News) -> Catalogue:
    pictures = Pictures(link.api, thumbs, reading.catalogue.picture_mark)

    def shown(item_id: str) -> None:
        news.publish(ChangeSet.of("pictures", ids=(item_id,)))

    return Catalogue(reading.catalogue, pictures, shown)


def _document_ports(stores: Stores, link: Link, reading: Reading, carts: Carts) -> DocumentPorts:
    return DocumentPorts(
        reading.documents,
        reading.orders,
        DocumentVault(stores.places.data / "documents", link.api),
        Printer(),
        carts,
        stores.account,
        link.today,
    )


def _home_ports(stores: Stores, link: Link, reading: Reading) -> HomePorts:
    return HomePorts(
        stores.account,
        reading.orders,
        reading.documents,
        reading.money,
        stores.outbox,
        link.today,
    )


def _session(stores: Stores, link: Link, runner: SyncRunner, news: News) -> Session:
    def refresh_account() -> AccountInfo:
        account, changed = runner.refresh_account()
        if changed:
            stores.data.drop(stale_scopes(account, stores.data.marks()))
        return account

    def wipe() -> None:
        stores.account.forget()
        stores.caches.reset()

    return Session(link.keeper, refresh_account, wipe, news, platform.node())


def _profile(stores: Stores, link: Link) -> ProfileInfo:
    status = link.keeper.status()
    places = stores.places
    return ProfileInfo(
        places.profile, places.data, places.cache, places.exports, status.demo, status.portal_url
    )


def _now() -> datetime:
    return datetime.now(UTC)
