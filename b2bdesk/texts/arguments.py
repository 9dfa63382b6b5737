"""argparse in the language in force: its refusals, its headings, its `--help`.

Used by every command that is typed: the window's program, the command line, the portal.
"""

import argparse
import re
import sys
from typing import Any, NoReturn

from b2bdesk.texts.door import mark, tr, trc

BAD_ARGUMENTS = 5
_TROUBLES = (
    (r"the following arguments are required: (.*)", mark("missing: {0}")),
    (r"one of the arguments (.*) is required", mark("missing: {0}")),
    (r"unrecognized arguments: (.*)", mark("not known: {0}")),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
     mark("{0}: {1} is not one of {2}")),
    (r"argument (.*?): invalid \w+ value: (.*)", mark("{0}: {1} is not readable")),
    (r"argument (.*?): expected .*", mark("{0} needs a value")),
    (r"argument (.*?): not allowed with argument (.*)", mark("{0} does not go with {1}")),
    (r"ambiguous option: (.*?) could match (.*)", mark("{0} may mean {1}")),
    (r"argument (.*?): ignored explicit argument (.*)", mark("{0} takes no value")),
)  # fmt: skip


def argument_trouble(message: str) -> str:
    """Return a refusal of argparse in the language in force; unknown ones as they are."""
    for pattern, text in _TROUBLES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return tr(text).format(*found.groups())
    return message


class SpokenHelp(argparse.RawDescriptionHelpFormatter):
    """Help with a translated first word."""

    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        """Begin with our own word for "usage"."""
        super().add_usage(
            usage, actions, groups, trc("cli", "Usage: ") if prefix is None else prefix
        )


class SpokenParser(argparse.ArgumentParser):
    """A parser that speaks the language in force and leaves with 5 when arguments do not read."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("formatter_class", SpokenHelp)
        wants_help = settings.pop("add_help", True)
        super().__init__(add_help=False, **settings)
        self._positionals.title = trc("cli", "Arguments")
        self._optionals.title = trc("cli", "Options")
        if wants_help:
            self.add_argument("-h", "--help", action="help", help=tr("show this help"))

    def error(self, message: str) -> NoReturn:
        """Say what does not read and end with 5, as CLI.md says (argparse would take 2)."""
        self.print_usage(sys.stderr)
        self.exit(BAD_ARGUMENTS, f"{self.prog}: {argument_trouble(message)}\n")
