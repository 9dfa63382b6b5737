"""A buyer's command line against a portal process.

`served` runs a demo portal as a process; `Buyer` runs `b2bdesk-cli` on a home of its own: in this
process (`run`, `json`: a start costs a second of computing) or as a process (`apart`), which can be
killed. `Buyer.copy` gives a test a home that is synchronised already.
"""

from __future__ import annotations

import io
import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from b2bdesk.bootstrap import ask_running, open_services
from b2bdesk.bootstrap.rescue import Rescue
from b2bdesk.cli.entry import Doors, Program
from b2bdesk.texts import language, set_language
from tests.support.originals import copy_home


@dataclass(frozen=True)
class Buyer:
    """A home folder and the portal it belongs to; `as_process` runs every command apart."""

    home: Path
    url: str
    token: str
    as_process: bool = False
    offline: bool = False

    def env(self) -> dict[str, str]:
        """The environment of the command line."""
        return {
            **os.environ,
            "PYTHONUTF8": "1",
            "B2BDESK_LANG": "en",
            "B2BDESK_HOME": str(self.home),
            "B2BDESK_PORTAL_URL": self.url,
            "B2BDESK_TOKEN": self.token,
            "B2BDESK_OFFLINE": "1" if self.offline else "",
        }

    def words(self, *arguments: str) -> list[str]:
        """The command line itself."""
        return [sys.executable, "-m", "b2bdesk.cli", *arguments]

    def apart(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command as a process; returns exit code, output and messages."""
        done = subprocess.run(
            self.words(*arguments),
            env=self.env(),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command as a process that the test will kill."""
        return subprocess.Popen(
            self.words(*arguments),
            env=self.env(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command in this process; returns exit code, output and messages."""
        if self.as_process:
            return self.apart(*arguments)
        before = language()
        out, err = io.StringIO(), io.StringIO()
        doors = Doors(open_services, ask_running, rescue=Rescue)
        wanted = self.env()
        with patch.dict(os.environ, wanted, clear=True), _own_logs():
            code = Program(doors, out, err, wanted).main(arguments)
        set_language(before)
        return code, out.getvalue(), err.getvalue()

    def json(self, *arguments: str, codes: Sequence[int] = (0,)) -> Any:
        """Run a command with `--json` and return its document.

        The command must end with one of `codes` and print exactly one document.
        """
        code, out, err = self.run(*arguments, "--json")
        assert code in codes, f"{arguments} ended with {code}: {err or out}"
        return json.loads(out)

    def through(self, url: str) -> Buyer:
        """The same home with another address of the portal (a proxy)."""
        return replace(self, url=url)

    def copy(self, home: Path) -> Buyer:
        """A buyer of his own with a copy of this home."""
        copy_home(self.home, home)
        return replace(self, home=home)


@contextmanager
def _own_logs() -> Iterator[None]:
    """Take the command's log file off the root logger again."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    try:
        yield
    finally:
        for each in [each for each in root.handlers if each not in handlers]:
            root.removeHandler(each)
            each.close()
        root.setLevel(level)


@dataclass(frozen=True)
class Shop:
    """A served demo portal."""

    database: Path
    port: int
    token: str

    @property
    def url(self) -> str:
        """The address of the portal."""
        return f"http://127.0.0.1:{self.port}"

    def copy(self, database: Path) -> Shop:
        """The same shop, not served, with a copy of its database as it is now."""
        with (
            closing(sqlite3.connect(self.database)) as kept,
            closing(sqlite3.connect(database)) as new,
        ):
            kept.backup(new)
        return replace(self, database=database, port=0)

    def orders(self) -> list[str]:
        """Client keys of all orders the portal has."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT client_order_id FROM orders").fetchall()
        return [row[0] for row in rows]


def portal(*arguments: str) -> str:
    """Run a command of `b2bdesk-portal` and return its output."""
    done = subprocess.run(
        [sys.executable, "-m", "b2bdesk.portal", *arguments],
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return done.stdout


@contextmanager
def served(folder: Path, size: int) -> Iterator[Shop]:
    """Make a demo portal of that size and serve it as a process of its own."""
    database = folder / "portal.db"
    portal("demo", "--db", str(database), "--size", str(size))
    token = portal("token", "add", "--db", str(database), "--user", "demo").strip().split()[-1]
    with serving(database) as port:
        yield Shop(database, port, token)


@contextmanager
def serving(database: Path, program: Sequence[str] = ("b2bdesk.portal",)) -> Iterator[int]:
    """Serve a portal as a process of its own; yields its port. `program` is a module and words."""
    words = [sys.executable, "-m", *program, "serve", "--db", str(database), "--port", "0"]
    process = subprocess.Popen(
        [*words, "--with-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
