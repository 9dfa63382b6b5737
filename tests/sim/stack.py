"""S2: the whole client against the whole portal through a line of faults.

`b2bdesk.bootstrap` over real files and real HTTP, the portal's application over its own database;
between them `faultline`. Killing the client means: its folder as it lies on the disk at that
moment, in the middle of a request, is what the next process finds. The portal is restarted, and
restored from old backups. In the end every cart has at most one order, what is settled exists,
what was taken back does not, and the cached data agrees with the portal's own count.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from b2bdesk.bootstrap import open_services
from b2bdesk.portal.app import create_app
from b2bdesk.portal.storage.work import open_storage
from b2bdesk.sync import api
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.rows.carts import Checkout
from b2bdesk.usecases.services import Services
from tests.sim.faultline import KINDS, Faultline

SIZE, EVENTS, ROUNDS = 60, 14, 8
NO_ORDER = {"withdrawn", "voided", "dismissed", "superseded", "needs_user", "missing"}
AT_REST = NO_ORDER - {"missing"} | {"settled"}
ROUTES = ("POST /api/v1/orders", "by-client-id", "/void", "/feeds/", "/account", "/portal")


@dataclass
class Told:
    """What one schedule showed."""

    seed: int
    violations: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    orders: int = 0


class Ground:
    """What all schedules of a process begin with: a demo portal and a home synchronised with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "portal.db"
        os.environ["B2BDESK_PORTAL_STATE"] = str(folder)
        words = ("demo", "--db", str(self.database), "--size", str(SIZE))
        _portal(*words)
        self.token = _portal("token", "add", "--db", str(self.database), "--user", "demo").split()[
            -1
        ]
        os.environ["B2BDESK_TOKEN"] = self.token
        self.kept = folder / "first"
        self.kept.mkdir()
        for file in folder.glob("portal.db*"):
            shutil.copy2(file, self.kept)
        self.queued: dict[str, deque[str]] = {}
        self.told = Told(0)
        self.storage = open_storage(str(self.database))
        self.line = Faultline(create_app(self.storage), self._fault)
        self.home = folder / "home"
        with _opened(folder / "first_home", self.line.url) as services:
            services.sync.run()

    def _fault(self, method: str, target: str) -> str:
        words = f"{method} {target}"
        for route, queue in self.queued.items():
            if route in words and queue:
                kind = queue.popleft()
                self.told.faults[kind] += 1
                return kind
        return ""

    def reopen(self) -> None:
        """Start the portal over whatever its files hold now."""
        self.storage.close()
        self.storage = open_storage(str(self.database))
        self.line.app = create_app(self.storage)

    def restore(self, copy: Path, marks: bool = False) -> None:
        """Put a copy of the database in its place; the marks beside it are in no backup."""
        self.storage.close()
        for tail in ("-wal", "-shm"):
            with suppress(OSError):
                self.database.with_name(self.database.name + tail).unlink()
        for file in copy.glob("portal.db*"):
            if marks or not file.name.endswith(".mark"):
                shutil.copy2(file, self.database.with_name(file.name))

    def fresh(self) -> None:
        """Begin a schedule: portal and home as they were first."""
        self.queued.clear()
        self.line.late.clear()
        self.restore(self.kept, marks=True)
        self.reopen()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.folder / "first_home", self.home)

    def orders(self) -> dict[str, str]:
        """Client keys of the orders the portal has, with their bodies."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as raw:
            return dict(raw.execute("SELECT client_order_id, body FROM orders").fetchall())


class _opened:  # noqa: N801 - reads as a function
    """The services of a home, closed in the end whatever happened."""

    def __init__(self, home: Path, url: str) -> None:
        self._home, self._url = home, url

    def __enter__(self) -> Services:
        self.services = open_services(self._home, None, {"B2BDESK_HOME": str(self._home)})
        if self.services.account.context() is None:
            self.services.session.sign_in_token(self._url, os.environ["B2BDESK_TOKEN"])
        return self.services

    def __exit__(self, *_: object) -> None:
        self.services.close()


class Play:
    """One schedule."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground = ground
        self.chance = random.Random(f"stack/{seed}")
        self.told = ground.told = Told(seed)
        self.carts: dict[str, str] = {}
        self.backups: list[Path] = []
        self.snapshot: Path | None = None
        ground.fresh()
        ground.line.killed = self._die
        with closing(sqlite3.connect(self._cache())) as raw:
            self.goods = raw.execute(_GOODS).fetchall()
        self.open = _opened(ground.home, ground.line.url)
        self.services = self.open.__enter__()

    def run(self) -> Told:
        """Let everything happen, stop the faults, look."""
        acts = (
            self._seal, self._seal, self._push, self._push, self._sync, self._withdraw,
            self._retry, self._portal, self._fault, self._fault, self._fault, self._late,
        )  # fmt: skip
        try:
            for _ in range(EVENTS):
                self._guarded(self.chance.choice(acts))
                if self.chance.random() < 0.3:
                    for act in (self._fault, self._seal, self._push):
                        self._guarded(act)
            self._rest()
            self._look()
        finally:
            self.open.__exit__()
        return self.told

    def _cache(self) -> Path:
        """The cache file that is filled."""
        return max(self.ground.home.rglob("cache-?.db"), key=lambda path: path.stat().st_size)

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except CodedError:
            pass
        except Exception as error:  # noqa: BLE001 - whatever crashes is a finding
            self.told.violations.append(f"crash: {type(error).__name__}: {error} in {act.__name__}")
        if self.snapshot is not None:
            self._reborn(self.snapshot)

    def _die(self) -> None:
        """In the middle of a request: what lies on the disk now is all that is left."""
        if self.snapshot is None:
            folder = Path(tempfile.mkdtemp(dir=self.ground.folder))
            self.snapshot = Path(shutil.copytree(self.ground.home, folder / "home"))
            self.services.stopping.set()

    def _reborn(self, snapshot: Path) -> None:
        self.open.__exit__()
        shutil.rmtree(self.ground.home)
        snapshot.rename(self.ground.home)
        self.snapshot = None
        self.services = self.open.__enter__()

    def _seal(self) -> None:
        carts = self.services.carts
        for item, multiple, price, stock in self.chance.sample(self.goods, 2):
            wanted = max(9_000 * 100_000 // price * 1_000 // multiple * multiple, multiple)
            if wanted < stock:
                carts.order_item(item, wanted)
        cart = carts.active()
        key = self.services.submit.seal(cart.id, Checkout()).command_id
        self.carts[key] = cart.id

    def _push(self) -> None:
        self.services.sync.submit_now()

    def _sync(self) -> None:
        self.services.sync.run(self.chance.choice((None, None, ["orders"], ["stock", "prices"])))

    def _waiting(self, *states: str) -> str:
        rows = [row.id for row in self.services.outbox.list() if row.state in states]
        return self.chance.choice(rows) if rows else ""

    def _withdraw(self) -> None:
        if key := self._waiting("ready", "unknown", "held"):
            self.services.outbox.withdraw(key)

    def _retry(self) -> None:
        if key := self._waiting("ready", "unknown", "held", "missing"):
            self.services.outbox.retry(key)

    def _late(self) -> None:
        self.ground.line.deliver_late()

    def _fault(self) -> None:
        route = self.chance.choice((ROUTES[0], ROUTES[0], *ROUTES))
        queue = self.ground.queued.setdefault(route, deque())
        queue.extend([self.chance.choice(KINDS)] * self.chance.choice((1, 1, 2)))

    def _portal(self) -> None:
        what = self.chance.choice(("backup", "backup", "restore", "restart"))
        ground = self.ground
        if what == "backup":
            folder = Path(tempfile.mkdtemp(dir=ground.folder))
            with (
                closing(sqlite3.connect(ground.database)) as here,
                closing(sqlite3.connect(folder / "portal.db")) as there,
            ):
                here.backup(there)
            self.backups.append(folder)
        elif what == "restore" and self.backups:
            ground.line.late.clear()
            ground.restore(self.chance.choice(self.backups))
        ground.reopen()

    def _rest(self) -> None:
        """No more faults: the program and its person bring everything to rest."""
        self.ground.queued.clear()
        self.ground.line.deliver_late()
        for _ in range(ROUNDS):
            for act in (self._sync_all, self._push, self._decide):
                self._guarded(act)
            left = self.services.outbox.counts()
            if not set(left) - {"needs_user"}:
                break
        self._guarded(self._sync_all)

    def _sync_all(self) -> None:
        receipt = self.services.sync.run(accept_deletions=True)
        wrong = [name for name, good in receipt.checks.items() if not good]
        if wrong:
            self.told.violations.append(f"I5: {wrong} do not agree")

    def _decide(self) -> None:
        if key := self._waiting("missing"):
            self.services.outbox.retry(key)

    def _look(self) -> None:
        orders = self.ground.orders()
        self.told.orders = sum(key in orders for key in self.carts)
        rows = {row.id: row for row in self.services.outbox.list()}
        violated = self.told.violations.append
        for key in self.carts:
            if key not in rows:
                violated(f"I2: {key} left the outbox")
        for row in rows.values():
            self.told.states[row.state] += 1
            if row.state not in AT_REST:
                violated(f"I15: {row.id} is {row.state} ({row.reason}) at rest")
            if row.state == "settled" and row.id not in orders:
                violated(f"I1: {row.id} is settled, the portal has no such order")
            if row.state in NO_ORDER and row.id in orders:
                violated(f"I1: {row.id} is {row.state}, the portal has the order")
        for cart, count in Counter(self.carts[key] for key in self.carts if key in orders).items():
            if count > 1:
                violated(f"I1: {count} orders of cart {cart}")
        health = self.services.upkeep.health(thorough=True)
        if not health.sound:
            violated(f"I9: {[each.trouble for each in health.stores]} {health.checks}")


_GOODS = (
    "SELECT i.id, max(i.multiple, i.minimum, 1), max(p.price), max(s.qty) FROM item i"
    " JOIN price p ON p.n = i.n JOIN stock s ON s.n = i.n"
    " WHERE i.status = 'active' GROUP BY i.id HAVING max(s.qty) > 0 AND max(p.price) > 0"
)


def plays(first: int, count: int) -> list[Told]:
    """Play some seeds in this process."""
    found: list[Told] = []
    logging.disable(logging.CRITICAL)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
        patch.object(api, "_PAUSE", 0.0),
    ):
        ground = Ground(Path(name))
        for seed in range(first, first + count):
            found.append(Play(ground, seed).run())
            for each in Path(name).glob("tmp*"):
                shutil.rmtree(each, ignore_errors=True)
        ground.line.close()
    logging.disable(logging.NOTSET)
    return found


def memory() -> Path | None:
    """A folder in memory where there is one: nothing here is to survive a power cut."""
    shared = Path("/dev/shm")
    return shared if shared.is_dir() else None


def _portal(*arguments: str) -> str:
    words = [sys.executable, "-m", "b2bdesk.portal", *arguments]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=True, timeout=120)
    return done.stdout


def run(first: int, count: int) -> list[dict[str, Any]]:
    """Play and return plain results, for a pool of processes."""
    return [vars(each) for each in plays(first, count)]
