"""Runs one command over open services: the same function for the process and for the desktop.

`b2bdesk-cli` calls `run` with the services it opened; the desktop calls it through `handover` for
commands that arrive while it has the profile. Failures become a message on standard error and,
with `--json`, a document on standard output; a bug ends with 1 and the place of the log.
"""

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from b2bdesk.cli import exits
from b2bdesk.cli.console import Call, Document, Result, Surroundings
from b2bdesk.cli.grammar import build_parser
from b2bdesk.cli.parser import HelpShown, parse
from b2bdesk.cli.signing import signed_in
from b2bdesk.texts import errors, tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.services import Services

log = logging.getLogger(__name__)


class OutputLost(Exception):
    """A result could not be written: the reader of a pipe went away, or a disk is full."""

    def __init__(self, error: OSError, code: int) -> None:
        super().__init__(str(error))
        self.error = error
        self.code = code


def run(
    argv: Sequence[str],
    services: Services,
    out: TextIO,
    err: TextIO,
    around: Surroundings | None = None,
) -> int:
    """Run a command and return its exit code.

    Args:
        argv: arguments after the program's name.
        services: of the profile the command is for.
        out: gets the result.
        err: gets messages and progress.
        around: folder, environment and standard input of whoever typed the command.
    """
    place = around or Surroundings(Path.cwd())
    as_json = "--json" in argv
    try:
        options = parse(build_parser(), argv)
        call = signed_in(Call(services, options, err, place))
        result: Result = options.run(call)
    except HelpShown as shown:
        say(shown.text, out, exits.DONE)
        return exits.DONE
    except CodedError as error:
        return tell_error(error, out, err, as_json=as_json)
    except OutputLost:
        raise
    except Exception as error:
        if place.env.get("B2BDESK_LOG") == "debug":
            raise
        log.exception("a command failed: %s", argv[:2])
        return tell_bug(error, out, err, as_json=as_json)
    return show(result, out, as_json=as_json)


def show(result: Result, out: TextIO, *, as_json: bool) -> int:
    """Print a result and return its exit code."""
    if as_json:
        _document(result.document, out, result.code)
    elif result.text:
        say(result.text.rstrip("\n") + "\n", out, result.code)
    return result.code


def say(text: str, out: TextIO, code: int) -> None:
    """Write a result.

    Args:
        text: the whole of it.
        out: where it goes; whoever reads may be gone, the disk behind it full.
        code: what the command ends with when it was written.

    Raises:
        OutputLost: it could not be written.
    """
    try:
        out.write(text)
        out.flush()
    except OSError as error:
        raise OutputLost(error, code) from error


def tell_error(error: CodedError, out: TextIO, err: TextIO, *, as_json: bool) -> int:
    """Say what failed and return the exit code."""
    message = errors.describe(error.code, error.params).one_line()
    print(message, file=err, flush=True)
    if as_json:
        _document(error_document(error.code, error.params, message), out, exits.exit_code(error))
    return exits.exit_code(error)


def tell_bug(error: Exception, out: TextIO, err: TextIO, *, as_json: bool) -> int:
    """Say that it is our mistake and where the details are; never a traceback."""
    message = tr("The program made a mistake ({kind}). Details are in the log: {log}").format(
        kind=type(error).__name__, log=log_file() or tr("no log")
    )
    print(message, file=err, flush=True)
    if as_json:
        _document(error_document("bug", {"kind": type(error).__name__}, message), out, exits.BUG)
    return exits.BUG


def error_document(code: str, params: dict[str, Any], message: str) -> dict[str, Any]:
    """The document of a failure; values JSON does not hold become texts."""
    plain = {
        name: value if isinstance(value, str | int | bool | None) else str(value)
        for name, value in params.items()
    }
    return {"error": {"code": code, "params": plain, "message": message}}


def log_file() -> str:
    """The file the process logs to, "" when there is none."""
    for handler in logging.getLogger().handlers:
        name = getattr(handler, "baseFilename", "")
        if name:
            return str(name)
    return ""


def _document(document: Document, out: TextIO, code: int) -> None:
    indent = 2 if _is_terminal(out) else None
    say(json.dumps(document, ensure_ascii=False, indent=indent) + "\n", out, code)


def _is_terminal(stream: TextIO) -> bool:
    return stream is sys.stdout and stream.isatty()
