"""What a command gets and gives back: its call, its result, and tables for people.

A command returns one `Result`; the runner prints its document (`--json`) or its text on standard
output, exactly once. Messages and progress go to standard error and never mix with the result.
"""

import argparse
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from b2bdesk.cli.exits import DONE
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.services import Services

Document = dict[str, Any] | list[Any]
GAP = "  "
OFFLINE_SWITCH = "B2BDESK_OFFLINE"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a command was given: folder, environment, standard input, whether people watch.

    Attributes:
        folder: relative paths among the arguments start here.
        env: the environment of whoever typed the command.
        stdin: what was piped in, read only for commands that want it.
        watched: standard error is a terminal (or `--progress`): show how far the work is.
    """

    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)
    stdin: bytes = b""
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did: the document of `--json`, the text for people, the exit code."""

    document: Document
    text: str = ""
    code: int = DONE


@dataclass(frozen=True, slots=True)
class Call:
    """One command with everything it may use."""

    services: Services
    options: argparse.Namespace
    err: TextIO
    around: Surroundings

    @property
    def offline(self) -> bool:
        """Say whether the network must not be used (`B2BDESK_OFFLINE=1`)."""
        return self.around.env.get(OFFLINE_SWITCH, "") not in ("", "0")

    def path(self, text: str) -> Path:
        """Return a path among the arguments, seen from the folder the command was given in."""
        return self.around.folder / Path(text).expanduser()

    def need_catalogue(self) -> None:
        """Refuse work that would find nothing because nothing was ever synchronised.

        Raises:
            Expected: `no_contract`, `catalogue_not_loaded`.
            Environment: `sign_in_needed`.
        """
        if self.services.account.context() is None:
            if not self.services.session.status().signed_in:
                raise Environment("sign_in_needed")
            raise Expected("no_contract")
        if "catalog" not in self.services.sync.state().freshness:
            raise Expected("catalogue_not_loaded")

    def note(self, text: str) -> None:
        """Print a message on standard error."""
        print(text, file=self.err, flush=True)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], right: str = "") -> str:
    """Lay rows out in columns.

    Args:
        headings: of the columns.
        rows: texts, as many as headings.
        right: indexes of right-aligned columns as a string of digits, e.g. "34".
    """
    cells = [tuple(headings), *(tuple(map(_flat, row)) for row in rows)]
    widths = [max(_width(row[at]) for row in cells) for at in range(len(headings))]
    lines = []
    for row in cells:
        parts = [
            _padded(text, widths[at], right_aligned=str(at) in right) for at, text in enumerate(row)
        ]
        lines.append(GAP.join(parts).rstrip())
    return "\n".join(lines)


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Lay names and values out in two columns; empty values are left out."""
    shown = [(name, value) for name, value in rows if value]
    width = max((_width(name) for name, _value in shown), default=0)
    return "\n".join(f"{_padded(name, width)}{GAP}{value}" for name, value in shown)


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int, right_aligned: bool = False) -> str:
    fill = " " * (width - _width(text))
    return fill + text if right_aligned else text + fill
