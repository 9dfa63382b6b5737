"""What all commands of `b2bdesk-portal` share: the `--db` option, ways to speak, exit codes."""

from __future__ import annotations

import argparse
import os
import sys

from b2bdesk.texts import tr
from b2bdesk.wire.codec import encode

DATABASE = "B2BDESK_PORTAL_DB"
DONE, REFUSED, BAD_ARGUMENTS, MACHINE = 0, 6, 5, 7


def db_option() -> argparse.ArgumentParser:
    """A parent parser with `--db`; every command has it."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--db",
        "--database",
        dest="db",
        default=os.environ.get(DATABASE, "portal.db"),
        metavar="URL_OR_FILE",
        help=tr(
            "Database of the portal: an SQLite file or postgresql://… (default: {variable})"
        ).format(variable=DATABASE),
    )
    return parser


def say(text: str) -> None:
    """Write a line of the result to stdout at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_json(value: object) -> None:
    """Write one JSON document to stdout."""
    say(encode(value).decode())


def complain(text: str) -> None:
    """Write a line of progress or a message to stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
