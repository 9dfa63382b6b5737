"""`watch` without `--once`: rounds until Ctrl+C.

The folder is looked at without opening the profile; only a file that may be a list starts a round,
so that the window can be opened meanwhile, and then the rounds run inside it.
"""

import argparse
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from b2bdesk.cli import exits
from b2bdesk.host.drops import Drops

EVERY_SECONDS = 5
Round = Callable[[Sequence[str]], int]


def goes_on(options: argparse.Namespace) -> bool:
    """Say whether a command is a watch without an end."""
    return bool(getattr(options, "endless", False)) and not options.once


def watch_on(
    options: argparse.Namespace,
    argv: Sequence[str],
    one_round: Round,
    stop: threading.Event,
) -> int:
    """Repeat rounds until `stop` is set or Ctrl+C, which is how a person ends it.

    Args:
        options: parsed arguments.
        argv: the same as typed; `--once` is added for each round.
        one_round: runs a command line and returns its exit code.
        stop: ends the watching.

    Returns:
        The exit code of the last round that could not work (bad arguments, machine), else 0.

    Raises:
        Environment: `folder_not_readable`.
    """
    drops = Drops(stop.wait)
    folder = Path.cwd() / Path(options.folder).expanduser()
    pause = max(1, int(options.every))
    try:
        while not stop.is_set():
            if drops.waiting(folder):
                code = one_round([*argv, "--once"])
                if code in (exits.BUG, exits.BAD_INPUT, exits.SIGN_IN):
                    return code
            stop.wait(pause)
    except KeyboardInterrupt:
        return exits.DONE
    return exits.DONE
