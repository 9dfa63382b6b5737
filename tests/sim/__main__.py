"""`python -m tests.sim`: many seeded schedules, every invariant, coverage, seeded bugs.

Without arguments 20,000 schedules and the other suites (`suites`); `--check` a share of all and a
rotating handful of mutants; `--mutants` all of those; `--schedules N` schedules alone, `--long N`
very many with a tally of commit, seeds, violations and coverage. Exit code 1 when an invariant is
violated, a reachable cell stays empty or a mutant is not caught.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.sim import longrun
from tests.sim.coverage import holes, table, told, unreachable
from tests.sim.diagram import diagram
from tests.sim.invariants import names
from tests.sim.mutants import MUTANTS
from tests.sim.running import Found, checked, hunt, many, one, shrunk, workers
from tests.sim.schedule import Schedule, draw
from tests.sim.suites import CHECK as SHARE
from tests.sim.suites import FULL
from tests.sim.suites import run as run_suites

DEFAULT, CHECK, MUTANTS_A_CHECK, MOST = 20_000, 1_500, 6, 2_000
SHOWN = 3


def main(arguments: list[str]) -> int:
    """Run what was asked."""
    asked = _parser().parse_args(arguments)
    if asked.explain:
        return _explain(draw(asked.seed if asked.seed is not None else 0))
    if asked.replay:
        plain = json.loads(Path(asked.replay).read_text(encoding="utf-8"))
        return _explain(Schedule.read(plain))
    if asked.traces:
        print("\n".join(one(draw(seed)).proof.hexdigest() for seed in range(asked.traces)))
        return 0
    if asked.long:
        return _long(asked.long, asked.seed, asked.json)
    count = asked.schedules or (CHECK if asked.check else 0 if asked.mutants else DEFAULT)
    chosen = list(MUTANTS) if asked.mutants else _handful() if asked.check else []
    started = time.monotonic()
    with workers() as pool:
        found = _run(pool, asked.seed or 0, count)
        seconds = time.monotonic() - started
        caught = list(pool.map(hunt, chosen, [MOST] * len(chosen)))
        _print(found, seconds, caught)
        alone = asked.schedules or asked.mutants
        amount = SHARE if asked.check else FULL
        others = {"ok": True} if alone else run_suites(pool, amount, partial(print, flush=True))
    report = {**_report(found, seconds, caught), "suites": others}
    if asked.json:
        text = json.dumps(report, ensure_ascii=False, indent=1)
        Path(asked.json).write_text(text, encoding="utf-8")
    empty = holes(found.coverage, _least(found))
    missed = any(not at for _, at, _ in caught)
    return int(bool(found.failing or empty) or missed or not others["ok"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py sim", description="fault simulation of sync")
    parser.add_argument("--schedules", type=int, metavar="N", help=f"how many ({DEFAULT})")
    parser.add_argument("--seed", type=int, metavar="S", help="the first seed")
    parser.add_argument("--json", metavar="FILE", help="write the report")
    parser.add_argument("--explain", action="store_true", help="draw the story of a seed")
    parser.add_argument("--replay", metavar="FILE", help="draw the story of a kept schedule")
    parser.add_argument("--check", action="store_true", help="a quick share, six mutants")
    parser.add_argument("--long", type=int, metavar="N", help="so many, with a tally at the end")
    parser.add_argument("--traces", type=int, metavar="N", help="print the traces of N seeds")
    parser.add_argument("--mutants", action="store_true", help="hunt every seeded bug")
    return parser


def _long(count: int, first: int | None, report: str | None) -> int:
    wanted = longrun.Asked(
        count, longrun.FIRST if first is None else first, Path(report) if report else None
    )
    with workers() as pool:
        return int(not longrun.run(pool, wanted, partial(print, flush=True)))


def _handful() -> list[str]:
    """Return the mutants of the day."""
    every, day = list(MUTANTS), datetime.now(UTC).toordinal()
    return [every[(day * MUTANTS_A_CHECK + at) % len(every)] for at in range(MUTANTS_A_CHECK)]


def _run(pool: ProcessPoolExecutor, first: int, count: int) -> Found:
    found = Found()
    for part in many(pool, first, count):
        found.add(part)
    return found


def _least(found: Found) -> int:
    """Hits that each reachable cell needs: 20 in a full run, fewer in a share of it."""
    return min(20, max(found.schedules - 2_000, 0) // 900)


def _explain(schedule: Schedule) -> int:
    world = one(schedule, story=True)
    print("\n".join(diagram(world.story or ())))
    world = checked(schedule)
    print(f"trace {world.proof.hexdigest()[:16]}, violations: {world.watch.violations or 'none'}")
    return int(bool(world.watch.violations))


def _report(found: Found, seconds: float, caught: list[tuple[str, int, list[str]]]) -> Any:
    return {
        "schedules": found.schedules,
        "seconds": round(seconds, 1),
        "violations": [{"schedule": s.plain(), "what": what} for s, what in found.failing],
        "coverage": table(found.coverage),
        "unreachable": unreachable(),
        "holes": holes(found.coverage, _least(found)),
        "mutants": [{"name": n, "caught_after": at, "by": by} for n, at, by in caught],
    }


def _print(found: Found, seconds: float, caught: list[tuple[str, int, list[str]]]) -> None:
    if found.schedules:
        rate = found.schedules / max(seconds, 0.001)
        print(f"{found.schedules} schedules in {seconds:.1f} s ({rate:.0f}/s), "
              f"{len(found.failing)} with violations")  # fmt: skip
        print("\n".join(told(found.coverage, _least(found))))
    for schedule, what in found.failing[:SHOWN]:
        print(f"seed {schedule.seed}: {names(what)} {what[0]}")
        print(json.dumps(shrunk(schedule).plain(), ensure_ascii=False))
    for name, at, by in caught:
        print(f"  {name:32} {'caught after ' + str(at) if at else 'NOT CAUGHT'} {' '.join(by)}")
    if caught:
        print(f"{sum(at > 0 for _, at, _ in caught)} of {len(caught)} mutants caught")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
