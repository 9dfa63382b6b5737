"""What the desktop was started with: list, connection or cart files, links, demo."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from b2bdesk import __version__
from b2bdesk.texts import tr
from b2bdesk.texts.arguments import SpokenParser


@dataclass(frozen=True, slots=True)
class Started:
    """The arguments of one start.

    Attributes:
        demo: with the embedded demo portal, in a profile of its own.
        home, profile: where the data are; None = the platform's places.
        restored: moment of the backup that was just put back; empty = none was.
        target: file or link to open, as it was given; empty = none.
    """

    demo: bool
    home: Path | None
    profile: str | None
    target: str
    restored: str = ""


def read_arguments(arguments: Sequence[str]) -> Started:
    """Read the command line of the windowed program."""
    parser = SpokenParser(prog="b2bdesk", description=tr("Wholesale purchasing from the desktop"))
    parser.add_argument(
        "--version", action="version", version=__version__, help=tr("show the version")
    )
    parser.add_argument("--demo", action="store_true", help=tr("Try it with demo data"))
    parser.add_argument("--home", type=Path, help=tr("Everything of the program in one folder"))
    parser.add_argument("--profile", help=tr("Profile: one portal and one sign-in"))
    parser.add_argument("--restored", default="", help=argparse.SUPPRESS)
    parser.add_argument("target", nargs="?", default="", help=tr("An order list or a cart file"))
    found = parser.parse_args(arguments)
    profile = found.profile or ("demo" if found.demo else None)
    target = found.target
    if target and "://" not in target:
        target = str(Path(target).absolute())
    return Started(found.demo, found.home, profile, target, found.restored)


def again(started: Started, restored: str = "") -> list[str]:
    """Return the arguments with which the program starts itself anew on the same profile."""
    words = ["--demo"] if started.demo else []
    for name, value in (
        ("--home", started.home), ("--profile", started.profile), ("--restored", restored),
    ):  # fmt: skip
        if value:
            words += [name, str(value)]
    return words
