"""The embedded demo portal: our own portal program as a child process on a free loopback port.

The client knows it as a process and an address, like any other portal. It ends with us: serving
stops when its standard input closes, which also happens when we are killed.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from b2bdesk.host.processes import PORTAL, Child, command
from b2bdesk.trade.errors import Environment

LOGIN = PASSWORD = "demo"
FILE, LOG = "portal.db", "portal.log"


class EmbeddedPortal:
    """A demo portal whose data live in one folder; started once, on any thread."""

    def __init__(self, folder: Path) -> None:
        """Nothing is started yet."""
        self._folder = folder
        self._child: Child | None = None
        self._filling = self._ended = False
        self._turn = threading.Lock()

    def start(
        self, arguments: tuple[str, ...] = (), told: Callable[[str], None] | None = None
    ) -> str:
        """Fill the portal when it is new, serve it, and return its address.

        Args:
            arguments: further ones of `b2bdesk-portal demo` (size, seed, day).
            told: gets the lines the filling prints.

        Raises:
            Environment: `demo_failed` with the last words of the portal.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        database = str(self._folder / FILE)
        self._fill(self._run("demo", "--db", database, *arguments), told)
        child = self._run("serve", "--db", database, "--port", "0", "--with-parent")
        port = child.read_line()
        if not port.isdigit():
            child.end()
            raise Environment("demo_failed", reason=self._last_words())
        return f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        """End the process, whatever it does, and start none again; the data stay."""
        with self._turn:
            self._ended = True
            child, self._child = self._child, None
        if child is None:
            return
        if self._filling:
            child.terminate()  # the thread that reads it sees its end and cleans up
        else:
            child.end()

    def _run(self, verb: str, *arguments: str) -> Child:
        with self._turn:
            if self._ended:
                raise Environment("demo_failed", reason="")
            self._filling = verb == "demo"
            argv = command(PORTAL, verb, *arguments)
            if self._filling:
                self._child = Child(argv, messages=subprocess.STDOUT)
            else:
                with (self._folder / LOG).open("wb") as log:
                    self._child = Child(argv, messages=log)
            return self._child

    def _fill(self, child: Child, told: Callable[[str], None] | None) -> None:
        last = ""
        for raw in child.stdout or ():
            last = raw.decode("utf-8", "replace").strip() or last
            if told is not None and last:
                told(last)
        if child.end():
            raise Environment("demo_failed", reason=last)

    def _last_words(self) -> str:
        lines = (self._folder / LOG).read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "")
