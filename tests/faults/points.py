"""Where a step of the session is hit: every write it makes, as strace saw them in a run unhurt."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.mother import Mother
from tests.faults.session import STEPS, Ground, finish

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink")
_LINE = re.compile(r'^(\d+) +(\w+)\((?:\d+<(/[^>]*)>|"([^"]*)")')
HOUSE = {2, 3, 5, 6, 7}
HOWS = ("kill", "full", "broken", "full on", "kill", "broken on")
_FAULTS = {"kill": "signal=KILL", "full": "error=ENOSPC", "broken": "error=EIO"}


@dataclass(frozen=True)
class Point:
    """The n-th call of a kind in a step, and what happens then ("on": from then on)."""

    step: str
    call: str
    at: int
    how: str = ""

    def strace(self, log: Path) -> list[str]:
        """The words of strace that bring the fault about."""
        kind, _, on = self.how.partition(" ")
        fault = f"inject={self.call}:{_FAULTS[kind]}:when={self.at}{'+' if on else ''}"
        return ["-o", str(log), "-e", f"trace={self.call}", "-e", fault]


def available() -> str:
    """Why no process can be traced here; empty where it can."""
    return "" if shutil.which("strace") else "strace is not installed"


def warm(ground: Ground, mother: Mother, folder: Path) -> None:
    """Let a mother load what the commands load late."""
    buyer = ground.buyer("pull", folder / "home")
    for words in (("sync",), ("db", "check"), ("cart", "list"), ("outbox", "list")):
        mother.warm(buyer.env(), *words, "--json")
    shutil.rmtree(buyer.home)


def seen(ground: Ground, mother: Mother, folder: Path) -> dict[str, list[Point]]:
    """Run every step unhurt; returns the writes into files of the home by step."""
    found = {}
    for number, step in enumerate(STEPS):
        buyer, log = ground.buyer(step, folder / "home"), folder / "log"
        words = ["-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
        done = mother.run(buyer.env(), *ground.words(step, number), strace=words)
        assert done.code == 0, done
        wrong = finish(ground, mother, buyer, step, number)
        assert not wrong, wrong
        found[step] = list(_points(step, log.read_text("utf-8", "replace"), buyer.home))
        shutil.rmtree(buyer.home)
    return found


def _points(step: str, log: str, home: Path) -> Iterator[Point]:
    count: Counter[tuple[str, str]] = Counter()
    known = set()
    for line in log.splitlines():
        match = _LINE.match(line)
        if not match:
            continue
        thread, call, path = match[1], match[2], match[3] or match[4]
        count[thread, call] += 1
        point = Point(step, call, count[thread, call])
        if path.startswith(str(home)) and point not in known:
            known.add(point)
            yield point


def chosen(found: dict[str, list[Point]], count: int, first: int) -> list[Point]:
    """Points spread evenly over the writes of each step and over the ways to fail."""
    share = -(-count // len(found))
    points = []
    for step, every in found.items():
        for number in range(min(share, len(every))):
            at = (number * len(every) // share + first * 7) % len(every)
            how = HOWS[(number + first) % len(HOWS)]
            if every[at].call == "write":  # by which messages are written as well
                how = how.removesuffix(" on")
            points.append(Point(step, every[at].call, every[at].at, how))
    return points[:count]


def hit(ground: Ground, mother: Mother, folder: Path, point: Point, number: int) -> list[str]:
    """Let a point fail and finish the job; returns what is wrong."""
    buyer = ground.buyer(point.step, folder / "home")
    try:
        strace = point.strace(folder / "log")
        done = mother.run(buyer.env(), *ground.words(point.step, number), strace=strace)
        wrong = []
        if done.code not in (0, -9, *HOUSE):
            wrong.append(f"ended with {done.code}: {done.err[-500:]}")
        if "Traceback" in done.err + done.out or (done.code > 0 and not done.err + done.out):
            wrong.append(f"no message of the house: {done}")
        wrong += finish(ground, mother, buyer, point.step, number)
    except AssertionError as error:
        wrong = [f"cannot go on: {error}"]
    shutil.rmtree(buyer.home, ignore_errors=True)
    return [f"{point}: {each}" for each in wrong]


def all_hit(
    ground: Ground, mother: Mother, folder: Path, jobs: Sequence[tuple[int, Point]]
) -> list[str]:
    """Hit points one after another."""
    return [each for number, point in jobs for each in hit(ground, mother, folder, point, number)]
