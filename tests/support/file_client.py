"""A portal that has snapshots and a client that prefers them."""

from __future__ import annotations

import random

from b2bdesk.sync.runner import SyncRunner
from b2bdesk.sync.snapshots import Snapshots
from b2bdesk.usecases.changes import ChangeSet
from tests.support.client import Client
from tests.support.fake_portal import item
from tests.support.goods import fill
from tests.support.snapshot_portal import SnapshotPortal


def stocked() -> SnapshotPortal:
    """The ten items of the other tests, with everything that hangs on items."""
    made = SnapshotPortal()
    fill(made)
    uuid = "2d462a8b-7b0f-2834-1db9-c7b172f42040"
    made.put("catalog", "all", "item", item(11, "Ёлка", id=uuid, attributes={}))
    for okei, factor in (("796", 1000), ("778", 2_500)):
        made.put("catalog", "all", "unit", {"n": 1, "okei": okei, "name": "шт", "factor": factor})
    links = (("analogue", uuid, 1), ("analogue", "i3", 2), ("related", "elsewhere", 5))
    for kind, to, rank in links:
        made.put("catalog", "all", "link", {"n": 2, "kind": kind, "to": to, "rank": rank})
    picture = {"kind": "picture", "bytes": 7, "media": "image/png"}
    made.put(
        "catalog", "all", "file", {"n": 1, **picture, "ord": 1, "sha256": "ab" * 32, "title": ""}
    )
    made.put(
        "catalog", "all", "file", {"n": 3, **picture, "ord": 1, "sha256": "", "title": "Болт М3х30"}
    )
    made.put("prices", "pt", "price", {"n": 1, "min": 100_000, "price": 912_345})
    made.put("stock", "sv", "stock", {"n": 2, "place": "m", "qty": None, "at_least": 0})
    made.put("stock", "sv", "stock", {"n": 3, "place": "m", "qty": 1_500, "at_least": 1})
    made.put("stock", "sv", "incoming", {"n": 3, "place": "m", "date": "2026-12-01", "qty": 5})
    # revisions of an item's rows that do not count on
    made.put("prices", "pt", "price", {"n": 1, "min": 0, "price": 1_000_000})
    return made


def prefer(client: Client) -> list[ChangeSet]:
    """Give a client the way of files; returns what it tells before a run ends."""
    told: list[ChangeSet] = []
    chance = random.Random(7)
    folder = client.folder / "snapshots"
    files = Snapshots(client.api, client.data, folder, chance)
    client.runner = SyncRunner(client.api, client.data, client.account, client.time, chance, files)
    client.runner.listen(told.append)
    return told


def left(client: Client) -> list[str]:
    """What lies in the folder of files."""
    return sorted(path.name for path in (client.folder / "snapshots").glob("*"))
