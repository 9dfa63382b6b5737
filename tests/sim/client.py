"""One process of the client: the real sync core over the simulator's stores and network.

Made anew by `world` at every start; what survives lies in `Disk`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from b2bdesk.sync.api import Api
from b2bdesk.sync.clock import PortalClock
from b2bdesk.sync.outbox_run import OutboxRunner
from b2bdesk.sync.outbox_unheard import Unheard
from b2bdesk.sync.runner import SyncRunner
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.snapshots import Snapshots
from b2bdesk.usecases.changes import News
from b2bdesk.usecases.synchronise import Synchroniser, SyncPorts
from tests.sim.files import Taker
from tests.sim.machine import Owner, Pause
from tests.sim.net import Wire
from tests.sim.stores import Accounts, Cache, Outbox, Settings

if TYPE_CHECKING:
    from tests.sim.world import World


class NoState:
    """Nobody looks at the status bar."""

    def freshness(self) -> dict[str, datetime]:
        """Return nothing."""
        return {}

    def journal(self, limit: int = 50) -> list[dict[str, Any]]:
        """Return nothing."""
        return []


class Client:
    """One process of the client over what lies on the disk."""

    def __init__(self, world: World) -> None:
        machine, disk = world.machine, world.disk
        machine.start()
        self.clock = PortalClock(machine.monotonic, machine.wall)
        self.pause = Pause(world.network.pass_time)
        owner = Owner(machine, disk)
        settings = Settings(disk.settings, owner)
        self.keeper = TokenKeeper(
            settings,
            Settings(disk.secrets, machine, "secret"),
            self.clock,
            lambda address: Wire(world.network),
        )
        self.api = Api(self.keeper, self.pause, world.chance)
        self.cache = Cache(disk, owner, world.watch.cache_written)
        self.outbox = Outbox(disk, owner, world.watch.moved)
        accounts = Accounts(disk, owner)
        files = Snapshots(self.api, Taker(), world.parts.path, world.chance)
        self.runner = SyncRunner(self.api, self.cache, accounts, self.clock, world.chance, files)
        self.driver = OutboxRunner(
            self.outbox, self.api, self.cache, self.clock, world.chance, settings
        )
        self.driver._unheard = Unheard(self.clock, 2, 0.0)  # else hardly a schedule comes to it
        ports = SyncPorts(self.runner, self.driver, self.outbox, NoState(), self.clock.now)
        self.news = News()
        self.sync = Synchroniser(ports, self.news, self.pause)
