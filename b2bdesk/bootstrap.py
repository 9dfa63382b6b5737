"""The Qt-free composition root: stores, sync and use cases of one profile as `Services`.

Called by `app`, by the command line and by tests; nobody else knows which class stands behind a
port. `open_services` takes the profile's folder (one owner, PROTOCOL R12) and `Services.close`
gives it back.
"""

import logging
import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from b2bdesk.host.instance import Owner, ask_owner
from b2bdesk.host.places import Places, find_places
from b2bdesk.host.secrets import Vault, api_token
from b2bdesk.host.shares import refuse_share
from b2bdesk.models import backup
from b2bdesk.models.caches import Caches
from b2bdesk.models.desk import FILE, DeskStore
from b2bdesk.models.queries.account import AccountCache
from b2bdesk.models.queries.carts import CartFacts
from b2bdesk.models.repos.carts import Carts as CartRepo
from b2bdesk.models.repos.outbox import Outbox as OutboxRepo
from b2bdesk.models.repos.settings import Settings as SettingsRepo
from b2bdesk.sync.api import Api
from b2bdesk.sync.clock import PortalClock
from b2bdesk.sync.mapping import Encoder
from b2bdesk.sync.quotes import Quotes
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.transport import Transport
from b2bdesk.texts.door import language, tr
from b2bdesk.trade.unit import short
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.carts import CartNames, Carts
from b2bdesk.usecases.changes import News
from b2bdesk.usecases.keeping import Keeping
from b2bdesk.usecases.lanes import Lanes
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.services import ProfileInfo, Services
from b2bdesk.usecases.settings import Settings
from b2bdesk.usecases.submit import Submit, SubmitPorts

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
        return self.clock.now().date()


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
    places = find_places(home, profile, env).ensure()
    refuse_share(places.data)
    closing: list[Callable[[], None]] = []
    try:
        stores = _open_stores(places, closing)
        link = _open_link(stores, closing)
        return _services(stores, link, tuple(reversed(closing)))
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


def _open_stores(places: Places, closing: list[Callable[[], None]]) -> Stores:
    owner = Owner(places.data)
    closing.append(owner.close)
    vault = Vault(f"b2bdesk/{places.profile}")
    closing.append(vault.close)
    desk = DeskStore(places.data)
    closing.append(desk.close)
    caches = Caches(desk)
    closing.append(caches.close)
    settings = SettingsRepo(desk)
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
    )


def _open_link(stores: Stores, closing: list[Callable[[], None]]) -> Link:
    clock = PortalClock()
    extra_ca = str(stores.settings.get("network.extra_ca") or "")

    def connect(address: str) -> Transport:
        return Transport(address, extra_ca=extra_ca, heard=clock.hear)

    keeper = TokenKeeper(stores.settings, stores.vault, clock, connect, api_token())
    stopping = threading.Event()
    closing.append(stopping.set)
    return Link(clock, keeper, Api(keeper, stopping, random.Random()), stopping)


def _services(stores: Stores, link: Link, closing: tuple[Callable[[], None], ...]) -> Services:
    news = News()
    lanes = Lanes.started()
    keeping = Keeping(lambda: stores.desk.backup("hourly"), lambda: stores.desk.backup("seal"))
    facts = CartFacts(stores.desk, stores.account, link.today)
    sessions = CartSessions(stores.carts, facts, news, _now, lambda okei: short(okei, language()))
    names = CartNames(
        stores.context,
        stores.account,
        stores.settings,
        lambda number: tr("Cart {number}").format(number=number),
    )
    status = link.keeper.status()
    return Services(
        profile=ProfileInfo(
            stores.places.profile,
            stores.places.data,
            stores.places.cache,
            stores.places.exports,
            status.demo,
            status.portal_url,
        ),
        news=news,
        lanes=lanes,
        settings=Settings(stores.settings, news),
        carts=Carts(sessions, names),
        submit=Submit(
            sessions,
            SubmitPorts(stores.account, Quotes(link.api), Encoder(), keeping.after_seal),
        ),
        keeping=keeping,
        serve=stores.owner.serve,
        stopping=link.stopping,
        closing=closing,
    )


def _now() -> datetime:
    return datetime.now(UTC)
