"""`check` and `test`: every gate in one order, each with a heading, its time and a verdict.

All sections run even if an early one fails, so that one run tells everything. CI reads the last
line, which repeats the test runner's own count.
Stdlib only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from devtools import environment
from devtools.places import ROOT, venv_bin

_COUNT = re.compile(r"\b\d+ (passed|failed|error)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_MAX_WORKERS = 4


@dataclass(frozen=True)
class _Outcome:
    name: str
    ok: bool
    seconds: float
    last_count: str = ""


def test(arguments: list[str]) -> int:
    """Run pytest with the arguments given; alone in one process, as a person debugs."""
    return environment.run("pytest", arguments, here=False)


def check(arguments: list[str]) -> int:
    """Run every gate; `--cov` also measures branch coverage and holds its floors."""
    unknown = [word for word in arguments if word != "--cov"]
    if unknown:
        print(f"check knows only --cov, not {' '.join(unknown)}", file=sys.stderr)
        return 5
    outcomes = [_section(name, command) for name, command in _sections("--cov" in arguments)]
    return _verdict(outcomes)


def _sections(coverage: bool) -> list[tuple[str, list[str]]]:
    python = [str(venv_bin("python")), "-P"]
    workers = str(min(_MAX_WORKERS, os.cpu_count() or 1))
    measured = ["--cov", "--cov-report=json:.coverage.json"] if coverage else []
    tests = ["-m", "pytest", "-q", "-n", workers, "--dist", "loadfile", *measured]
    sections = [
        ("lint", [*python, "-m", "ruff", "check", "."]),
        ("format", [*python, "-m", "ruff", "format", "--check", "."]),
        ("types", [*python, "-m", "mypy"]),
        ("contracts", [str(venv_bin("lint-imports")), "--no-logo"]),
        ("tests", [*python, *tests]),
    ]
    if coverage:
        sections.append(("coverage", [*python, "-m", "devtools.coverage_floors"]))
    if (ROOT / "tests" / "sim" / "__main__.py").is_file():
        sections.append(("simulation", [*python, "-m", "tests.sim", "--check"]))
    return sections


def _section(name: str, command: list[str]) -> _Outcome:
    print(f"\n=== {name} ===", flush=True)
    started = time.monotonic()
    keep: list[str] = []
    code = _stream(command, keep.append)
    seconds = time.monotonic() - started
    print(f"--- {name}: {'ok' if code == 0 else f'FAILED ({code})'}, {seconds:.1f} s", flush=True)
    return _Outcome(name, code == 0, seconds, keep[-1] if keep else "")


def _stream(command: list[str], on_count: Callable[[str], object]) -> int:
    """Run a command, pass its lines on as they come, and report lines that count tests."""
    environ = {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            print(line, end="", flush=True)
            plain = _ANSI.sub("", line).strip(" =\n")
            if _COUNT.search(plain) and " in " in plain:
                on_count(plain)
    return child.returncode


def _verdict(outcomes: list[_Outcome]) -> int:
    print("\n=== summary ===")
    for outcome in outcomes:
        print(f"{outcome.name:12}{'ok' if outcome.ok else 'FAILED':8}{outcome.seconds:8.1f} s")
    total = sum(outcome.seconds for outcome in outcomes)
    failed = [outcome.name for outcome in outcomes if not outcome.ok]
    print(f"{'all':12}{'FAILED' if failed else 'ok':8}{total:8.1f} s")
    tests = next(outcome for outcome in outcomes if outcome.name == "tests")
    print(tests.last_count or "no test ran", flush=True)
    return 1 if failed else 0
