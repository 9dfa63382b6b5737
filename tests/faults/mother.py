"""A process that has `b2bdesk-cli` loaded and runs each command in a child of its own.

A command costs a twentieth of its start so. `Mother` speaks with it in lines of JSON; a child that
is to be traced waits until strace has it, so that its first write counts as the first.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import subprocess
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

SECONDS = 120
_ANY_TRACER = (0x59616D61, ctypes.c_ulong(-1))  # PR_SET_PTRACER, where Yama guards processes


class NotTracedError(Exception):
    """No process may be traced here, with strace's own words."""


@dataclass(frozen=True)
class Done:
    """How a command ended: exit code (negative: the signal), output, messages."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The document of a command that was done."""
        assert self.code == 0, f"{self.code}: {self.err or self.out}"
        return json.loads(self.out)


class Mother:
    """The loaded process; its children's output lies in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._out, self._err = folder / "out", folder / "err"
        words = [sys.executable, "-m", "tests.faults.mother", str(self._out), str(self._err)]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, env: dict[str, str], *words: str, strace: list[str] | None = None) -> Done:
        """Run a command; with `strace` (its words) traced from the first write on."""
        pid = self._say({"env": env, "words": words, "warm": False})
        if strace:
            traced = ["strace", "-f", "-p", str(pid), *strace]
            with subprocess.Popen(traced, stderr=subprocess.PIPE, encoding="utf-8") as tracer:
                assert tracer.stderr is not None
                told = tracer.stderr.readline()
                if "attached" not in told:
                    raise NotTracedError(told.strip())
                code = self._say({})
                tracer.stderr.read()
        else:
            code = self._say({})
        return Done(code, *(path.read_text("utf-8", "replace") for path in (self._out, self._err)))

    def warm(self, env: dict[str, str], *words: str) -> None:
        """Run a command in the loaded process itself, so that its children need not load more."""
        self._say({"env": env, "words": words, "warm": True})

    def _say(self, words: dict[str, Any]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def serve(out: str, err: str) -> None:
    """Answer each job with the number of its process, and when told to go on with its end."""
    import b2bdesk.bootstrap.rescue
    import b2bdesk.cli.__main__

    for line in sys.stdin:
        job = json.loads(line)
        if job["warm"]:  # what a command loads late is loaded for all that follow
            os.environ.update(job["env"])
            with contextlib.redirect_stdout(io.StringIO()):
                b2bdesk.cli.__main__.main(job["words"])
            print(0, flush=True)
            continue
        hold, go = os.pipe()
        assert threading.active_count() == 1
        pid = os.fork()
        if pid == 0:
            os.close(go)
            _child(job, hold, (out, err))
        os.close(hold)
        print(pid, flush=True)
        if not sys.stdin.readline():
            return
        os.write(go, b"x")
        os.close(go)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _child(job: dict[str, Any], hold: int, places: tuple[str, str]) -> NoReturn:
    ctypes.CDLL(None).prctl(*_ANY_TRACER)
    for number, place in enumerate(places, 1):
        os.dup2(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.environ.clear()
    os.environ.update(job["env"])
    if not os.read(hold, 1):  # given up
        os._exit(1)
    code = 1
    try:
        from b2bdesk.cli.__main__ import main

        code = main(job["words"])
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - printed as the end of any Python program would be
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(*sys.argv[1:3])
