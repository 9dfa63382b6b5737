"""`dev.py sim --long N`: very many schedules with fresh seeds, a tally kept while they run.

Every violation is written down at once, so that nothing is lost when the run is ended early; at
the end one text says what was run on which commit and what came of it.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.sim.alphabet import EVENTS
from tests.sim.coverage import CELLS, holes, told
from tests.sim.running import Found, many

FIRST = 20_000_000
TOLD_EVERY = 5_000
LEAST_OF_LONG = 1_000
"""Of so many schedules each reachable cell must be hit at least once for every one."""


@dataclass(frozen=True)
class Asked:
    """What a long run is asked for: schedules, the first seed, where the report goes."""

    count: int
    first: int
    report: Path | None


def run(pool: ProcessPoolExecutor, asked: Asked, say: Callable[[str], None]) -> bool:
    """Run them; says whether nothing was violated and no reachable cell stayed empty."""
    begun, started = datetime.now(UTC), time.monotonic()
    found = Found()
    say(f"{asked.count} schedules, seeds from {asked.first}, on {commit()}")
    for part in many(pool, asked.first, asked.count):
        before = found.schedules
        found.add(part)
        for schedule, what in part.failing:
            say(f"seed {schedule.seed}: {what}")
            say(json.dumps(schedule.plain(), ensure_ascii=False))
        if before // TOLD_EVERY != found.schedules // TOLD_EVERY:
            rate = found.schedules / (time.monotonic() - started)
            say(f"  {found.schedules} schedules, {rate:.0f}/s, {len(found.failing)} violated")
    least = max(asked.count // LEAST_OF_LONG, 1)
    empty = holes(found.coverage, least)
    seconds = time.monotonic() - started
    tally = _tally(asked, found, empty, (begun, seconds))
    say("\n".join(told(found.coverage, least)))
    say("\n".join(f"{name}: {value}" for name, value in tally.items()))
    if asked.report is not None:
        plain = {**tally, "failing": [[s.plain(), what] for s, what in found.failing]}
        asked.report.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
    return not found.failing and not empty


def _tally(
    asked: Asked, found: Found, empty: Sequence[str], time_of: tuple[datetime, float]
) -> dict[str, Any]:
    begun, seconds = time_of
    return {
        "commit": commit(),
        "command": shlex.join(["python", "-m", "tests.sim", *sys.argv[1:]]),
        "begun": begun.isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "schedules": found.schedules,
        "seeds": f"{asked.first} to {asked.first + asked.count - 1}",
        "seconds": round(seconds, 1),
        "schedules_a_second": round(found.schedules / max(seconds, 0.001), 1),
        "violations": len(found.failing),
        "cells": len(CELLS),
        "kinds_of_events": len(EVENTS),
        "holes": len(empty),
    }


def commit() -> str:
    """Return the commit that is checked out, and whether files differ from it."""
    head = _git("rev-parse", "--short=12", "HEAD") or "no commit"
    changed = _git("status", "--porcelain", "--untracked-files=no")
    return f"{head} with changes" if changed else head


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], capture_output=True, encoding="utf-8", check=False)
    except OSError:
        return ""
    return done.stdout.strip()
