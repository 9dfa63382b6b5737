#!/usr/bin/env python3
"""The developers' door: sets up what it needs, then does what is asked. `python3 dev.py --help`.

Needs nothing but Python 3.11 or newer; works from any folder, on Linux, Windows and macOS.
The work is done by the modules in devtools/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def _newer_python() -> None:
    """Go on with a Python that is new enough, or say that there is none."""
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name) if os.name == "posix" else None
        # a version manager leaves names on the path that lead nowhere
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found, os.path.abspath(__file__), *sys.argv[1:]])  # noqa: PTH100
    sys.exit("dev.py needs Python 3.11 or newer; this is " + sys.version.split()[0])


if sys.version_info < (3, 11):  # noqa: UP036 - whoever clones may have an older one
    _newer_python()

import argparse  # noqa: E402 - the version is looked at first
from collections.abc import Callable  # noqa: E402
from dataclasses import dataclass  # noqa: E402

from devtools import checks, demo, environment, locks, texts_report  # noqa: E402
from devtools.places import MACHINE, ROOT, Trouble, say  # noqa: E402


@dataclass(frozen=True)
class Command:
    """One thing dev.py can do: the environment it needs and the function that does it."""

    help: str
    lock: str | None
    do: Callable[[list[str]], int]


def _module(name: str, lock: str, text: str) -> Command | None:
    """Return a command that runs a module, if the checkout has it."""
    path = ROOT.joinpath(*name.split("."))
    if not (path / "__main__.py").is_file() and not path.with_suffix(".py").is_file():
        return None
    return Command(text, lock, lambda arguments: environment.run(name, arguments))


def _commands() -> dict[str, Command]:
    run, dev = environment.RUN, environment.DEV
    offered: dict[str, Command | None] = {
        "demo": Command("the program with a demo portal (--headless --out DIR)", run, demo.run),
        "check": Command("lint, types, contracts, tests: what CI runs (--cov)", dev, checks.check),
        "test": Command("pytest with its own arguments", dev, checks.test),
        "bench": _module("bench", dev, "the yardstick: speeds beside their limits"),
        "sim": _module("tests.sim", dev, "fault simulation"),
        "shots": _module("devtools.shots", run, "a picture of every screen and state"),
        "portal": _module("b2bdesk.portal", run, "the b2bdesk-portal command"),
        "dist": _module("installer", dev, "installers"),
        "lock": Command("write the lock files and NOTICE anew", dev, locks.lock),
        "po": Command("texts without Russian, and Russian nobody uses", None, texts_report.run),
    }
    return {name: command for name, command in offered.items() if command is not None}


def main(arguments: list[str]) -> int:
    """Do one command; return the exit code (7: the machine is in the way)."""
    commands = _commands()
    parser = argparse.ArgumentParser(
        prog="dev.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="b2bdesk, the developers' door",
        epilog="\n".join(f"  {name:8}{command.help}" for name, command in commands.items()),
    )
    parser.add_argument("command", choices=commands, metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="its own arguments")
    chosen = parser.parse_args(arguments)
    command = commands[chosen.command]
    try:
        if command.lock is not None:
            environment.prepare(command.lock)
        return command.do(chosen.rest)
    except Trouble as trouble:
        say(f"dev.py: {trouble}")
        return MACHINE
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
