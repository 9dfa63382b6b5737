"""The grammar of the command line: argparse with its own words translated.

Common options may stand before or after the command. Trouble with arguments is raised as
`bad_arguments`, so that it is told like every other failure; `--help` ends by `HelpShown`.
"""

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from b2bdesk.cli.console import Call, Result
from b2bdesk.texts import tr, trc
from b2bdesk.texts.arguments import SpokenHelp, argument_trouble
from b2bdesk.trade.errors import Expected

PROGRAM = "b2bdesk-cli"
_LEFT_OUT = re.compile(r"-(?:[^\W\d_]{2}|[\"«])")
Runner = Callable[[Call], Result]
_DEFAULTS: dict[str, Any] = {
    "home": None,
    "profile": None,
    "json": False,
    "progress": False,
    "run": None,
    "bare": None,
}


class HelpShown(Exception):
    """The person asked for help: print it and end."""

    def __init__(self, text: str) -> None:
        super().__init__("help")
        self.text = text


class Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of leaving the process."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            add_help=False,
            formatter_class=SpokenHelp,
            allow_abbrev=False,
            **settings,
        )
        self._positionals.title = trc("cli", "Arguments")
        self._optionals.title = trc("cli", "Options")

    def error(self, message: str) -> NoReturn:
        """Turn argparse's words into `bad_arguments`."""
        raise Expected("bad_arguments", text=argument_trouble(message))


class _Help(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_rest: Any, **_more: Any) -> NoReturn:
        """Leave with the help of the command at hand."""
        raise HelpShown(parser.format_help())


class Commands:
    """Adds commands to a parser; every one gets the common options."""

    def __init__(self, parser: Parser, title: str) -> None:
        self._choices = parser.add_subparsers(
            title=title, metavar=trc("cli", "COMMAND"), parser_class=Parser, required=True
        )
        self._groups: dict[str, Commands] = {}

    def add(
        self, name: str, about: str, run: Runner | None = None, *, examples: Sequence[str] = ()
    ) -> Parser:
        """Add a command.

        Args:
            name: as typed.
            about: one sentence for lists and for its own help.
            run: does it; None for a group of commands.
            examples: argument lines shown at the end of its help.
        """
        shown = "\n".join(f"  {PROGRAM} {line}" for line in examples)
        parser: Parser = self._choices.add_parser(
            name,
            help=about,
            description=about,
            epilog=trc("cli", "Examples:") + "\n" + shown if examples else None,
        )
        common(parser)
        if run is not None:
            parser.set_defaults(run=run)
        return parser

    def group(self, name: str, about: str) -> "Commands":
        """Add a command that only holds others, such as `cart`; a known one is given again."""
        if name not in self._groups:
            self._groups[name] = Commands(self.add(name, about), trc("cli", "Commands"))
        return self._groups[name]


def common(parser: Parser) -> None:
    """Add the options every command takes."""
    add = parser.add_argument
    hidden = argparse.SUPPRESS
    add("-h", "--help", action=_Help, nargs=0, default=hidden, help=tr("show this help"))
    add(
        "--home",
        default=hidden,
        metavar=trc("cli", "FOLDER"),
        help=tr("everything of the program in one folder (environment: B2BDESK_HOME)"),
    )
    add(
        "--profile",
        default=hidden,
        metavar=trc("cli", "NAME"),
        help=tr("one portal with one sign-in (environment: B2BDESK_PROFILE)"),
    )
    add(
        "--json",
        action="store_true",
        default=hidden,
        help=tr("print one JSON document instead of text"),
    )
    add(
        "--progress",
        action="store_true",
        default=hidden,
        help=tr("show how far the work is even when nobody watches"),
    )


def parse(parser: Parser, argv: Sequence[str]) -> argparse.Namespace:
    """Read arguments.

    Raises:
        Expected: `bad_arguments`.
        HelpShown: help was asked for.
    """
    return parser.parse_args(_spoken(argv), argparse.Namespace(**_DEFAULTS))


def _spoken(argv: Sequence[str]) -> list[str]:
    """Return arguments in which «-слово» of a search is no option: its hyphen becomes a minus."""
    if "find" not in argv:
        return list(argv)
    return [f"\u2212{each[1:]}" if _LEFT_OUT.match(each) else each for each in argv]
