"""`b2bdesk-portal`: the supplier's side of the wire as a command.

Exit codes are those of CLI.md: 0 done, 5 bad arguments, 6 refused by a rule, 7 the machine.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from b2bdesk import __version__
from b2bdesk.portal.commands import addresses, check, firms, ledger, people, serve, setup, terms
from b2bdesk.portal.options import BAD_ARGUMENTS, MACHINE, REFUSED, complain
from b2bdesk.texts import set_language, tr
from b2bdesk.texts.arguments import SpokenParser
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import Environment, Expected

# commands that bring a catalogue of their own and may be left out of an installation
_LARGE = ("b2bdesk.portal.demo.command", "b2bdesk.portal.pricelist.command")
_BAD_INPUT = {
    *("bad_arguments", "database_address", "file_not_found", "inn_format", "kpp_format"),
    "role_unknown",
}


def parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    made = SpokenParser(prog="b2bdesk-portal", description=tr("The reference portal of b2bdesk"))
    made.add_argument(
        "--version", action="version", version=__version__, help=tr("show the version")
    )
    commands = made.add_subparsers(dest="command", required=True)
    for module in (setup, check, serve, people, firms, addresses, terms, ledger):
        module.register(commands)
    for name in _LARGE:
        try:
            found = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name is None or not name.startswith(error.name):
                raise
        else:
            found.register(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    set_language()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except Expected as error:
        complain(describe(error.code, error.params).one_line())
        return BAD_ARGUMENTS if error.code in _BAD_INPUT else REFUSED
    except Environment as error:
        complain(describe(error.code, error.params).one_line())
        return MACHINE


if __name__ == "__main__":
    sys.exit(main())
