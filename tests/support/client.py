"""The client's side over a fake portal: real stores, real transport, no network, no waiting.

Everything that decides by time gets `Time`, which moves only when something waits for it.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from b2bdesk.models.cache import CacheData
from b2bdesk.models.caches import Caches
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.account import AccountCache
from b2bdesk.models.queries.card import CatalogueQueries
from b2bdesk.models.queries.names import NameQueries
from b2bdesk.models.queries.orders import OrderQueries
from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.search import SearchQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.models.repos.outbox import Outbox as OutboxRepo
from b2bdesk.models.repos.settings import Settings
from b2bdesk.models.rowsql import TABLES
from b2bdesk.sync.api import Api
from b2bdesk.sync.clock import PortalClock
from b2bdesk.sync.outbox_run import OutboxRunner
from b2bdesk.sync.runner import SyncRunner
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.transport import Transport
from b2bdesk.usecases.ports.cache import ScopeId
from b2bdesk.usecases.query_language import QueryReader
from b2bdesk.usecases.rows.sync import Progress, Receipt
from b2bdesk.wire.feeds import FEEDS
from tests.support.fake_portal import URL, FakePortal

TODAY = date(2026, 11, 21)


class Time(PortalClock):
    """A clock that stands; waiting moves it."""

    def __init__(self) -> None:
        super().__init__()
        self.at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
        self.passed = 0.0

    def note(self, server_time: datetime) -> None:
        """The portal's time is not taken: the test moves it."""

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.passed += seconds


class Pause:
    """A cancel switch on which waiting takes no time but the clock's."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.stopped = False
        self.waits: list[float] = []

    def is_set(self) -> bool:
        return self.stopped

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        self.time.move(timeout or 0.0)
        return self.stopped


class Secrets:
    """A vault in memory that remembers in which order it was written."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.written: list[str] = []

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def set(self, name: str, value: str) -> None:
        self.kept[name] = value
        self.written.append(value)

    def delete(self, name: str) -> None:
        self.kept.pop(name, None)


class Client:
    """A signed-in client in a folder."""

    def __init__(self, folder: Path, portal: FakePortal, api_token: str = "api-token") -> None:
        self.folder = folder
        self.portal = portal
        self.time = Time()
        self.pause = Pause(self.time)
        self.secrets = Secrets()
        self.api_token = api_token
        self.progress: list[Progress] = []
        self._open()
        if api_token:
            self.keeper.sign_in_token(URL, api_token)

    def _open(self) -> None:
        self.desk = DeskStore(self.folder)
        self.caches = Caches(self.desk)
        self.data = CacheData(self.caches)
        self.settings = Settings(self.desk)
        self.account = AccountCache(self.settings, self.desk)
        self.keeper = TokenKeeper(
            self.settings,
            self.secrets,
            self.time,
            lambda address: Transport(address, handler=self.portal.transport()),
            self.api_token,
        )
        chance = random.Random(7)
        self.api = Api(self.keeper, self.pause, chance)
        self.runner = SyncRunner(self.api, self.data, self.account, self.time, chance)
        views = Views(self.desk, self.account)
        self.catalogue = CatalogueQueries(views, lambda: TODAY)
        self.reader = QueryReader(NameQueries(views), lambda: TODAY)
        self.search = SearchQueries(views)
        self.resolve = ResolveQueries(views, lambda: TODAY)
        self.orders = OrderQueries(self.desk)
        self.outbox = OutboxRepo(self.desk)
        self.driver = OutboxRunner(
            self.outbox, self.api, self.orders, self.time, chance, self.settings
        )

    def sync(self, **wanted: Any) -> Receipt:
        """Synchronise."""
        self.progress = []
        return self.runner.run(self.pause, progress=self.progress.append, **wanted)

    def restart(self) -> None:
        """Close and open again, as a restart of the program."""
        self.close()
        self._open()

    def close(self) -> None:
        """Close the stores."""
        self.keeper.close()
        self.caches.close()
        self.desk.close()

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read the active cache."""
        with self.desk.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement, values)]

    def contents(self, feed: str, scope: str) -> dict[tuple[str, tuple[Any, ...]], Any]:
        """Every row of a cached scope by wire table and key, with its revision."""
        return self.caches.write(lambda connection: cached(connection, ScopeId(feed, scope)))


def cached(connection: Any, scope: ScopeId) -> dict[tuple[str, tuple[Any, ...]], Any]:
    """Read a scope row for row, as the portal counts it."""
    sid = connection.exec_driver_sql(
        'SELECT sid FROM scope WHERE feed = ? AND "key" = ?', tuple(scope)
    ).scalar()
    found: dict[tuple[str, tuple[Any, ...]], Any] = {}
    for wire, spec in FEEDS[scope.feed].tables.items():
        table = "item_member" if wire == "item" else TABLES[wire].name
        keys = [column.partition(":")[0] for column in spec.columns[: spec.key]]
        names = ", ".join(f'"{name}"' for name in keys)
        for *key, rev in connection.exec_driver_sql(
            f"SELECT {names}, rev FROM {table} WHERE sid = ?", (sid,)
        ):
            found[wire, tuple(key)] = rev
    return found
