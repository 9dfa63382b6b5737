"""Handing a command to the program that has the profile open, and answering such a command (R12).

The process that was typed sends arguments, folder, language and piped input; the owner runs the
command with its own services and returns output and exit code. `app` passes `answer` to
`Services.serve`. A long sequence of commands is answered one after another.
"""

import base64
import io
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from b2bdesk.cli.console import Surroundings
from b2bdesk.cli.run import run
from b2bdesk.texts import language, speaking
from b2bdesk.usecases.services import Services

MAX_STDIN = 16 * 1024
PASSED_ON = ("B2BDESK_OFFLINE",)


def request(argv: Sequence[str], around: Surroundings) -> dict[str, Any]:
    """Return the arguments of the verb `cli` for a command."""
    return {
        "argv": list(argv),
        "folder": str(around.folder),
        "language": language(),
        "env": {name: around.env[name] for name in PASSED_ON if name in around.env},
        "stdin": base64.b64encode(around.stdin[:MAX_STDIN]).decode(),
        "watched": False,
    }


def answer(services: Services, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Run a command that another process of this user handed over.

    Args:
        services: of the running program.
        arguments: what `request` made.

    Returns:
        `out`, `err` and `code`.
    """
    out, err = io.StringIO(), io.StringIO()
    argv = [str(each) for each in arguments.get("argv", ())]
    env = arguments.get("env")
    around = Surroundings(
        Path(str(arguments.get("folder") or ".")),
        {str(name): str(value) for name, value in env.items()} if isinstance(env, dict) else {},
        base64.b64decode(str(arguments.get("stdin") or "")),
    )
    with _one_at_a_time, speaking(str(arguments.get("language") or "")):
        code = run(argv, services, out, err, around)
    return {"out": out.getvalue(), "err": err.getvalue(), "code": code}


_one_at_a_time = threading.Lock()
