"""Power cuts under the real desk.db code: acknowledged commits stay, nothing is torn (I9, I10).

A working day runs over `power.PowerVFS`; the state after every commit is noted. Then the power
fails at random moments, in random ways, and each image is opened with the library that is shipped:
it must be sound and hold the state of the last acknowledged commit, or of the one under way. The
control: with `synchronous=OFF` the same must find losses, or the emulation proves nothing.
"""

from __future__ import annotations

import hashlib
import logging
import random
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from b2bdesk.models import engine
from b2bdesk.models.engine import Writer
from b2bdesk.usecases.ports.outbox import Move
from b2bdesk.usecases.rows.carts import NewLine
from tests.sim.power import Driver, Op, PowerVFS, image
from tests.sim.stack import memory
from tests.support.desk import DeskFixture, Good

FILES = ("desk.db", "desk.db-wal")
TABLES = ("cart", "cart_line", "undo_step", "outbox", "setting", "desk_mark")
STEPS = 40


@dataclass
class Day:
    """What was written in a day, and the state after each commit with where the log was then."""

    log: list[Op] = field(default_factory=list)
    commits: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Cuts:
    """What became of so many power cuts."""

    images: int = 0
    lost: int = 0
    torn: int = 0
    damaged: int = 0
    first: str = ""

    @property
    def clean(self) -> bool:
        """Say whether nothing was lost."""
        return not (self.lost or self.torn or self.damaged)

    def note(self, kind: str, words: str) -> None:
        """Count a finding."""
        setattr(self, kind, getattr(self, kind) + 1)
        self.first = self.first or f"{kind}: {words}"


def state_of(execute: Callable[[str], Any]) -> str:
    """Return a digest of every row that is precious."""
    proof = hashlib.sha256()
    names = [row[0] for row in execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in sorted(names):
        if name.startswith("sqlite_"):
            continue
        for row in execute(f'SELECT * FROM "{name}" ORDER BY 1, 2'):
            proof.update(repr((name, *row)).encode())
    return proof.hexdigest()[:16]


def worked(seed: int, synchronous: str) -> Day:
    """Work a day over the failing disk."""
    day = Day()
    chance = random.Random(f"power/{seed}")
    real = Writer.write

    def write(self: Writer, work: Any) -> Any:
        done = real(self, work)
        if self.path.name == FILES[0]:
            state = self.bare(lambda raw: state_of(raw.execute))
            day.commits.append((len(day.log), state))
        return done

    def pragmas(real_pragmas: Any, opening: Any) -> Any:
        for each in real_pragmas(opening):
            yield each.replace("=FULL", f"={synchronous}")

    logging.disable(logging.WARNING)
    vfs = PowerVFS(FILES)
    day.log = vfs.log
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(dir=memory(), ignore_cleanup_errors=True)
            )
        )
        stack.callback(logging.disable, logging.NOTSET)
        stack.callback(vfs.unregister)
        stack.enter_context(patch.object(engine, "sqlite3", Driver()))
        stack.enter_context(patch.object(engine, "_pragmas", partial(pragmas, engine._pragmas)))
        stack.enter_context(patch.object(Writer, "write", write))
        desk = DeskFixture(folder)
        stack.callback(desk.close)
        desk.store.bare(lambda raw: raw.execute("PRAGMA wal_autocheckpoint=24"))
        _work(desk, chance)
    return day


def _work(desk: DeskFixture, chance: random.Random) -> None:
    desk.stock_up([Good("a"), Good("b"), Good("c")])
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine("a", 3_000)])
    for step in range(STEPS):
        what = chance.randrange(6)
        lines = desk.carts.open(cart_id).lines
        if what == 0 or not lines:
            desk.carts.add_lines(cart_id, [NewLine(chance.choice("abc"), 1_000)])
        elif what == 1:
            desk.carts.rename(cart_id, f"Корзина {step}")
        elif what == 2:
            desk.settings.set("noise", "x" * chance.randrange(9_000))
        elif what == 3:
            _sealed(desk, cart_id, step)
        else:
            desk.carts.set_quantity(cart_id, lines[0].line_id, 1_000 * (step + 1))


def _sealed(desk: DeskFixture, cart_id: str, step: int) -> None:
    """A command goes through its states."""
    key = f"01900000-0000-7000-8000-{step:012d}"
    desk.store.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO outbox (cmd_id, kind, company_id, entity_id, contract_id, cart_id, title,"
            " currency, gross_minor, body, body_sha256, price_basis, order_id, order_number,"
            " created_at, state, since)"
            " VALUES (?, 'order', 'co', 'e1', 'c1', '', 'x', 'RUB', 1, ?, 'd', '{}', '', '',"
            " '2026-11-21', 'ready', '2026-11-21')",
            (key, b"x" * 3_000),
        )
    )
    for state in ("sending", "unknown", "accepted"):
        desk.outbox.move(key, Move(state), desk.clock())


def cut(day: Day, count: int, seed: int) -> Cuts:
    """Let the power fail `count` times in a day and look at what is left."""
    found = Cuts()
    chance = random.Random(f"cuts/{seed}")
    first = day.commits[0][0]
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        folder = Path(name)
        for _ in range(count):
            at = chance.randrange(first, len(day.log) + 1)
            _look(day, at, image(day.log[:at], chance), folder, found)
    return found


def _look(day: Day, at: int, files: dict[str, bytes], folder: Path, found: Cuts) -> None:
    """Open an image as the program would and compare it with what was acknowledged."""
    found.images += 1
    for name in (*FILES, "desk.db-shm"):
        (folder / name).unlink(missing_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        with closing(sqlite3.connect(folder / FILES[0])) as raw:
            sound = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
            state = state_of(raw.execute)
    except sqlite3.Error as error:
        found.note("damaged", f"{error} after {at} writes")
        return
    if sound != "ok":
        found.note("damaged", f"{sound} after {at} writes")
        return
    acknowledged = sum(position <= at for position, _ in day.commits)
    states = [each for _, each in day.commits]
    if state in states[max(acknowledged - 1, 0) : acknowledged + 1]:
        return
    kind = "lost" if state in states[:acknowledged] else "torn"
    found.note(kind, f"after {at} writes, {acknowledged} commits acknowledged")


def days(first: int, count: int, images: int, synchronous: str = "FULL") -> Cuts:
    """Work some days and cut each `images` times."""
    total = Cuts()
    for seed in range(first, first + count):
        found = cut(worked(seed, synchronous), images, seed)
        for name in ("images", "lost", "torn", "damaged"):
            setattr(total, name, getattr(total, name) + getattr(found, name))
        total.first = total.first or (found.first and f"day {seed}: {found.first}")
    return total
