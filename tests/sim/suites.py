"""The other suites beside the schedules: power cuts, the full stack, kills at every SQL statement.

Each runs in the pool of processes and says what it did in one line; a line that begins with FAILED
makes the whole run fail.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.sim import copies, powercut, stack

TRACED, COPIES_A_PART = 60, 20
KILL_TESTS = ("tests/models/test_kill_points.py", "tests/models/test_migration_kills.py")
PROGRAMS = {
    "state machines": ("-m", "tests.machines"),
    "kills at every SQL statement": (
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "-r", "", *KILL_TESTS,
    ),
    "conformance": ("-m", "tests.conformance"),
    "failing disk": ("-m", "tests.faults"),
}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """How much of each suite: days and images of power cuts, plays, kills, plays of copies."""

    days: int
    images: int
    plays: int
    kills: bool
    copies: int


FULL = Amount(20, 500, 200, kills=True, copies=400)
CHECK = Amount(2, 150, 8, kills=False, copies=20)  # kills run among the tests


def run(pool: ProcessPoolExecutor, amount: Amount, say: Callable[[str], None]) -> dict[str, Any]:
    """Run the suites; returns a report with `ok`."""
    report: dict[str, Any] = {}
    suites = [("traces", _traces), ("power cuts", _power), ("full stack", _stack)]
    suites.append(("copies", _copies))
    if amount.kills:
        suites.append(("programs", _programs))
    for name, suite in suites:
        started = time.monotonic()
        found = suite(pool, amount)
        seconds = round(time.monotonic() - started, 1)
        report[name] = {**found, "seconds": seconds}
        say(f"{'' if found['ok'] else 'FAILED '}{name}: {found['told']}, {seconds} s")
    report["ok"] = all(each["ok"] for each in report.values())
    return report


def _power(pool: ProcessPoolExecutor, amount: Amount) -> dict[str, Any]:
    count = range(amount.days)
    single, images = [1] * amount.days, [amount.images] * amount.days
    full = list(pool.map(powercut.days, count, single, images, ["FULL"] * amount.days))
    control = pool.submit(powercut.days, 0, 2, 100, "OFF").result()
    normal = pool.submit(powercut.days, 0, 2, 100, "NORMAL").result()
    wrong = [each.first for each in full if not each.clean]
    caught = control.damaged + control.torn + control.lost > 0 and normal.lost > 0
    told = (
        f"{sum(each.images for each in full)} with synchronous=FULL, {len(wrong)} days with loss; "
        f"control OFF: {control.damaged} damaged, {control.torn} torn, {control.lost} lost of "
        f"{control.images}; NORMAL: {normal.lost} lost, {normal.damaged} damaged"
    )
    return {"ok": not wrong and caught, "told": told, "violations": wrong}


def _stack(pool: ProcessPoolExecutor, amount: Amount) -> dict[str, Any]:
    share = -(-amount.plays // 2)  # each process makes its own portal first
    firsts = list(range(0, amount.plays, share))
    sizes = [min(share, amount.plays - first) for first in firsts]
    played = [each for part in pool.map(stack.run, firsts, sizes) for each in part]
    faults: Counter[str] = sum((each["faults"] for each in played), Counter())
    wrong = [f"seed {each['seed']}: {each['violations']}" for each in played if each["violations"]]
    told = (
        f"{len(played)} plays, {sum(each['orders'] for each in played)} orders, "
        f"{sum(faults.values())} faults of {len(faults)} kinds, {len(wrong)} with violations"
        + "".join(f"\n  {each}" for each in wrong[:5])
    )
    return {"ok": not wrong, "told": told, "violations": wrong, "faults": dict(faults)}


def _copies(pool: ProcessPoolExecutor, amount: Amount) -> dict[str, Any]:
    firsts = range(0, amount.copies, COPIES_A_PART)
    sizes = [min(COPIES_A_PART, amount.copies - first) for first in firsts]
    wrong = [each for part in pool.map(copies.run, firsts, sizes) for each in part]
    told = f"{amount.copies} plays of copies of a profile, {len(wrong)} with violations"
    return {"ok": not wrong, "told": "\n  ".join([told, *wrong[:5]]), "violations": wrong}


def _traces(pool: ProcessPoolExecutor, amount: Amount) -> dict[str, Any]:
    """Compare the traces of the same seeds in two programs that hash texts differently (I20)."""
    words = [sys.executable, "-m", "tests.sim", "--traces", str(TRACED)]
    programs = [
        subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": one},
        )
        for one in ("1", "2")
    ]
    one, other = (program.communicate()[0].splitlines() for program in programs)
    differing = [
        seed for seed, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1
    ]
    ok = len(one) == len(other) == TRACED and not differing
    return {"ok": ok, "told": f"{len(one)} seeds in two programs, {len(differing)} differ"}


def _programs(pool: ProcessPoolExecutor, amount: Amount) -> dict[str, Any]:
    found = list(pool.map(_program, PROGRAMS))
    return {"ok": all(ok for ok, _ in found), "told": "".join(f"\n  {told}" for _, told in found)}


def _program(name: str) -> tuple[bool, str]:
    """Run one; what it says in its last line, and more of it when it fails."""
    started = time.monotonic()
    words = [sys.executable, *PROGRAMS[name]]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    lines = (done.stdout.strip() or done.stderr.strip() or "nothing was said").splitlines()
    told = "\n    ".join(lines[-1:] if done.returncode == 0 else ["FAILED", *lines[-25:]])
    return done.returncode == 0, f"{name}: {told}, {time.monotonic() - started:.0f} s"
