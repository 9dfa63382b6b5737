"""A data folder copied to another computer, and a desk.db restored from its last backup (I18, R15).

The clone is a client of its own over a copy of the disk: same commands, same keys, same tokens.
What it sends the original cannot know, and may take back on the spot what it never tried itself;
before the cart is ordered again the portal makes that key unusable, or tells of its order.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.ports.outbox import Command
from tests.sim import carts
from tests.sim.client import Client
from tests.sim.files import Folder

if TYPE_CHECKING:
    from tests.sim.person import Person
    from tests.sim.stores import Disk

COPIES = 8


class Unwatched:
    """Takes the place of `Watch`: what a clone does is seen at the portal."""

    def moved(self, *words: object) -> None:
        """Nothing is told."""

    def cache_written(self, *words: object) -> None:
        """Nothing is told."""


class Twin:
    """What `Client` asks of a world, over another disk."""

    def __init__(self, world: Person) -> None:
        self.disk = world.disk.copied()
        self.parts = Folder()
        self.machine, self.network = world.machine, world.network
        self.chance, self.watch = world.chance, Unwatched()


def act(world: Person, event: dict[str, Any]) -> None:
    """Let a clone of the folder work for a while and vanish."""
    before, world.network.seen = world.network.seen, told(world, "clone")
    busy, world.network.busy = world.network.busy, True
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
        elif event["what"] in ("seal", "split"):
            _ordered(twin.disk, client, event)
            client.sync.submit_now()
        elif event["what"] == "push":
            client.sync.submit_now()
        else:
            client.sync.run(None, False)
    except CodedError as error:
        world.tell("clone: error", error.code)
    finally:
        twin.parts.remove()
        world.network.seen, world.network.busy = before, busy
        world.network.behind.clear()


def _ordered(disk: Disk, client: Client, event: dict[str, Any]) -> None:
    """The copy orders a draft of its own: as it is, edited, or a part of it."""
    name = carts.draft(disk, event["i"])
    if not name:
        return
    if event["what"] == "split":
        parts = carts.split(disk, event)
        disk.carts.update(parts)
        name = next(iter(parts), name)
    elif event["v"] % 3 == 0:
        disk.carts[name].lines = event["v"] + 1
    client.outbox.seal(carts.command_of(disk, name))


def told(world: Person, who: str) -> Any:
    """Return what tells of another program's requests."""
    return lambda kind, call, status: world.tell(f"{who} -> net:", call.route, kind, status)


class Kept:
    """The newest backups: made after each seal and each way out of the outbox (R15)."""

    def __init__(self, disk: Disk) -> None:
        self._disks: deque[Disk] = deque(maxlen=COPIES)
        self.note(disk)

    def note(self, disk: Disk) -> None:
        """Make a backup."""
        self._disks.append(disk.copied())

    def restore(self, disk: Disk, age: int = 0) -> None:
        """Put a backup in the place of desk.db; cache and vault are others' files.

        Age 0 is the newest. What was sealed since an older one is a draft again.
        """
        kept = self._disks[-1 - age % len(self._disks)].copied()
        disk.carts, disk.reasons = kept.carts, kept.reasons
        disk.commands = {key: doubted(each) for key, each in kept.commands.items()}
        disk.settings.clear()  # the client holds these very dicts
        disk.settings.update(kept.settings)


def doubted(old: Command) -> Command:
    """Return a command as a restored store holds it: what was on its way may have arrived since."""
    if old.state not in ("ready", "held", "sending"):
        return old
    return replace(old, state="unknown", attempts=old.attempts + 1, next_try=None)
