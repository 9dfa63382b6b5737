"""A data folder copied to another computer, and a desk.db restored from its last backup (I18, R15).

The clone is a client of its own over a copy of the disk: same commands, same keys, same tokens.
What it sends the original cannot know, and may take back on the spot what it never tried itself;
before the cart is ordered again the portal makes that key unusable, or tells of its order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.ports.outbox import Command
from tests.sim.client import Client
from tests.sim.files import Folder

if TYPE_CHECKING:
    from tests.sim.stores import Disk
    from tests.sim.world import World


class Unwatched:
    """Takes the place of `Watch`: what a clone does is seen at the portal."""

    def moved(self, *words: object) -> None:
        """Nothing is told."""

    def cache_written(self, *words: object) -> None:
        """Nothing is told."""


class Twin:
    """What `Client` asks of a world, over another disk."""

    def __init__(self, world: World) -> None:
        self.disk = world.disk.copied()
        self.parts = Folder()
        self.machine, self.network = world.machine, world.network
        self.chance, self.watch = world.chance, Unwatched()


def act(world: World, event: dict[str, Any]) -> None:
    """Let a clone of the folder work for a while and vanish."""
    before, world.network.seen = world.network.seen, _told(world)
    world.watch.cloned = True
    twin = Twin(world)
    try:
        client = Client(twin)  # type: ignore[arg-type] # as much of a world as it needs
        if event["what"] == "withdraw":
            states = ("ready", "unknown", "held")
            found = [each.id for each in twin.disk.commands.values() if each.state in states]
            if found:
                key = found[event["i"] % len(found)]
                world.tell("clone withdraws", key, client.driver.withdraw(key))
        elif event["what"] == "push":
            client.sync.submit_now()
        else:
            client.sync.run(None, False)
    except CodedError as error:
        world.tell("clone: error", error.code)
    finally:
        twin.parts.remove()
        world.network.seen = before
        world.network.behind.clear()


def _told(world: World) -> Any:
    return lambda kind, call, status: world.tell("clone -> net:", call.route, kind, status)


class Kept:
    """The newest backup: made after each seal and each way out of the outbox (R15)."""

    def __init__(self, disk: Disk) -> None:
        self.note(disk)

    def note(self, disk: Disk) -> None:
        """Make a backup."""
        self._disk = disk.copied()

    def restore(self, disk: Disk) -> None:
        """Put the backup in the place of desk.db; cache and vault are others' files."""
        kept = self._disk.copied()
        disk.carts, disk.reasons = kept.carts, kept.reasons
        disk.commands = {key: doubted(each) for key, each in kept.commands.items()}
        disk.settings.clear()  # the client holds these very dicts
        disk.settings.update(kept.settings)


def doubted(old: Command) -> Command:
    """Return a command as a restored store holds it: what was on its way may have arrived since."""
    if old.state not in ("ready", "held", "sending"):
        return old
    return replace(old, state="unknown", attempts=old.attempts + 1, next_try=None)
