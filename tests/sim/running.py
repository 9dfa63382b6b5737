"""Running schedules: one with all checks, a range of seeds, many in processes; and shrinking.

Called by the command line and by the tests.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from b2bdesk.sync.steps import write
from tests.sim.coverage import Cell
from tests.sim.invariants import names
from tests.sim.mutants import switched_on
from tests.sim.schedule import Schedule, draw
from tests.sim.world import World

SMALL_ROWS = 8
TWICE_EVERY, SHIFTED_EVERY = 100, 20
CHUNK = 100


@dataclass
class Found:
    """What a range of seeds showed."""

    schedules: int = 0
    coverage: Counter[Cell] = field(default_factory=Counter)
    failing: list[tuple[Schedule, list[str]]] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Count another range in."""
        self.schedules += other.schedules
        self.coverage.update(other.coverage)
        self.failing += other.failing


def one(schedule: Schedule, story: bool = False, shifts: bool = True) -> World:
    """Run one schedule."""
    logging.disable(logging.CRITICAL)
    before, write.SMALL = write.SMALL, SMALL_ROWS
    try:
        world = World(schedule, shifts=shifts, story=story)
        world.run()
    finally:
        write.SMALL = before
        logging.disable(logging.NOTSET)
    return world


def checked(schedule: Schedule, twice: bool = True, shifted: bool = True) -> World:
    """Run a schedule; also again (I20) and without its clock jumps (I14)."""
    world = one(schedule)
    if world.watch.violations:
        return world
    trace = world.proof.hexdigest()
    if twice and one(schedule).proof.hexdigest() != trace:
        world.watch.violated("I20", "the same schedule left another trace")
    clocks = any(each["do"] == "clock" for each in schedule.events)
    if shifted and clocks and one(schedule, shifts=False).proof.hexdigest() != trace:
        world.watch.violated("I14", "another clock left another trace")
    return world


def seeds(first: int, count: int, mutant: str = "", first_only: bool = False) -> Found:
    """Run a range of seeds in this process."""
    found = Found()
    with switched_on(mutant):
        for seed in range(first, first + count):
            schedule = draw(seed)
            twice = seed % (5 if mutant else TWICE_EVERY) == 0
            world = checked(schedule, twice, bool(mutant) or seed % SHIFTED_EVERY == 0)
            found.schedules += 1
            found.coverage.update(world.coverage)
            if world.watch.violations:
                found.failing.append((schedule, world.watch.violations))
                if first_only:
                    break
    return found


def workers() -> ProcessPoolExecutor:
    """Return a pool, one process per core."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(os.cpu_count() or 1, mp_context=context, initializer=_begun)


def _begun() -> None:
    """What is loaded stays, and a schedule leaves little behind: rubbish is looked for seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def many(pool: ProcessPoolExecutor, first: int, count: int) -> Iterator[Found]:
    """Run many seeds in processes, in chunks."""
    starts = range(first, first + count, CHUNK)
    sizes = [min(CHUNK, first + count - start) for start in starts]
    yield from pool.map(seeds, starts, sizes)


def hunt(mutant: str, most: int) -> tuple[str, int, list[str]]:
    """Return after how many schedules a mutant is caught (0 = never), and by what."""
    found = seeds(0, most, mutant, first_only=True)
    if not found.failing:
        return mutant, 0, []
    return mutant, found.schedules, names(found.failing[0][1])


def shrunk(schedule: Schedule, mutant: str = "") -> Schedule:
    """Drop events while the same invariant is still violated."""
    with switched_on(mutant):
        wanted = set(names(checked(schedule).watch.violations))
        size = max(len(schedule.events) // 2, 1)
        while size:
            schedule = _without(schedule, size, wanted)
            size //= 2
    return schedule


def _without(schedule: Schedule, size: int, wanted: set[str]) -> Schedule:
    at = 0
    while at < len(schedule.events):
        events = schedule.events[:at] + schedule.events[at + size :]
        tried = Schedule(schedule.seed, events)
        if wanted & set(names(checked(tried).watch.violations)):
            schedule = tried
        else:
            at += size
    return schedule
