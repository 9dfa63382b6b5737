"""The embedded demo portal: our own portal program as a child process on a free loopback port.

The client knows it as a process and an address, like any other portal. It ends with us.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from b2bdesk.host.processes import PORTAL, Child, command
from b2bdesk.trade.errors import Environment

LOGIN = PASSWORD = "demo"
FILE = "portal.db"
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW


class EmbeddedPortal:
    """A demo portal whose data live in one folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is started yet."""
        self._folder = folder
        self._child: Child | None = None

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
        self._fill(command(PORTAL, "demo", "--db", database, *arguments), told)
        self._child = Child(command(PORTAL, "serve", "--db", database, "--port", "0"))
        port = self._child.read_line()
        if not port.isdigit():
            self.stop()
            raise Environment("demo_failed", reason=port)
        return f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        """End the process; the data stay."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _fill(self, argv: list[str], told: Callable[[str], None] | None) -> None:
        last = ""
        with subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        ) as process:
            for raw in process.stdout or ():
                last = raw.decode("utf-8", "replace").strip() or last
                if told is not None and last:
                    told(last)
        if process.returncode:
            raise Environment("demo_failed", reason=last)
