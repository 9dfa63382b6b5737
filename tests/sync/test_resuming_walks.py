"""Random walks of broken whole loads beside a portal that moves end with the portal's rows.

Somebody stops them, the process dies, the line is cut, the disk is full; whoever reads meanwhile
sees whole scopes.
"""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from b2bdesk.models.rowsql import TABLES
from b2bdesk.sync.steps import write
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.rows.sync import Progress
from b2bdesk.wire.feeds import FEEDS
from tests.support.client import Client
from tests.support.fake_portal import Fault, item
from tests.sync.test_resuming import UNIT, Sealing, fill
from tests.sync.test_runs import equal

STEPS = 14


class Usage(NamedTuple):
    """What is known of a disk, in bytes."""

    total: int
    used: int
    free: int


class Killed(BaseException):
    """The process died here."""


class Walk:
    """One client, one portal, one source of chance."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.portal = fill(Sealing(compress=False, page_rows=self.chance.randint(1, 7)))
        self.client = Client(folder, self.portal)
        self.resumed = 0
        self.room = -1

    def go(self) -> None:
        """Let something happen, many times, then let the client come to rest."""
        if self.chance.random() < 0.5:
            self.sync()  # else whoever reads has nothing yet
        for _ in range(STEPS):
            self.chance.choice(
                (self.stop, self.stop, self.die, self.crowd, self.cut, self.move, self.renew)
            )()
        self.portal.faults.clear()
        for _ in range(3):
            self.sync(accept_deletions=True)

    def sync(self, **wanted: Any) -> None:
        with suppress(CodedError):
            notes = self.client.sync(**wanted).notes
            self.resumed += "sync_resumed" in {note["code"] for note in notes}

    def asked(self) -> dict[str, Any]:
        return self.chance.choice(({}, {}, {"full": True}, {"only": ("stock", "prices")}))

    def stop(self) -> None:
        """Somebody cancels after some pages."""
        client, left = self.client, self.chance.randint(1, 30)

        def told(_: Progress) -> None:
            nonlocal left
            left -= 1
            client.pause.stopped = left == 0

        with suppress(CodedError):
            client.runner.run(client.pause, progress=told, **self.asked())
        client.pause.stopped = False
        if self.chance.random() < 0.5:
            client.restart()

    def die(self) -> None:
        """The process ends after some pages, whoever reads looks just before."""
        left = self.chance.randint(1, 30)

        def told(_: Progress) -> None:
            nonlocal left
            left -= 1
            self.look()
            if not left:
                raise Killed

        with suppress(CodedError, Killed):
            self.client.runner.run(self.client.pause, progress=told, **self.asked())
        self.client.restart()
        self.look()

    def crowd(self) -> None:
        """The disk has no room after some pages."""
        self.room = self.chance.randint(0, 12)
        self.sync(**self.asked())
        self.room = -1
        self.look()

    def usage(self, path: Path) -> Usage:
        self.room -= self.room > 0
        return Usage(1 << 40, 0, 0 if self.room == 0 else 1 << 40)

    def look(self) -> None:
        """A reader sees as many rows of a scope as came with its mark."""
        if not self.client.data.marks():
            return
        for sid, feed, count in self.client.rows("SELECT sid, feed, count FROM cache.scope"):
            tables = (TABLES[wire].name for wire in FEEDS[feed].tables)
            names = ("item_member" if name == "item" else name for name in tables)
            each = (f"(SELECT count(*) FROM cache.{name} WHERE sid = {sid})" for name in names)
            assert self.client.rows(f"SELECT {' + '.join(each)}") == [(count,)], feed

    def cut(self) -> None:
        """The line breaks in the middle of a body and stays away."""
        whole = [Fault()] * self.chance.randint(0, 2)
        gone = [Fault(unreachable=True)] * self.chance.choice((1, 4))
        self.portal.fail("feed", *whole, Fault(cut=self.chance.random()), *gone)
        self.sync(**self.asked())
        self.portal.faults.clear()

    def move(self) -> None:
        """Rows come, change and go."""
        portal, chance = self.portal, self.chance
        for _ in range(chance.randint(1, 9)):
            n = chance.randint(1, 60)
            there = ("item", (n,)) in portal.rows["catalog", "all"]
            if there and chance.random() < 0.3:
                portal.drop("catalog", "all", "item", n)
            else:
                portal.put("catalog", "all", "item", item(n, f"Шайба {chance.random()}"))
                portal.put("catalog", "all", "unit", {**UNIT, "n": n, "factor": n * 1_000})
            portal.put("prices", "pt", "price", {"n": n, "min": 0, "price": chance.randint(1, 9)})

    def renew(self) -> None:
        """The marks of the portal change, now and then."""
        if self.chance.random() < 0.3:
            self.portal.generation += "+"
        elif self.chance.random() < 0.2:
            self.portal.incarnation += "+"


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_ends_with_the_rows_of_the_portal(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "SMALL", 10)
    walk = Walk(tmp_path, seed)
    monkeypatch.setattr(shutil, "disk_usage", walk.usage)
    walk.go()
    equal(walk.client, walk.portal)
    assert all(walk.client.data.rescan(scope) for scope in walk.client.data.marks())
    names = {(n, name) for n, name in walk.client.rows("SELECT n, name FROM cache.item")}
    sent = walk.portal.rows["catalog", "all"]
    assert names == {(key[0], row[5]) for (table, key), row in sent.items() if table == "item"}
    walk.client.close()
