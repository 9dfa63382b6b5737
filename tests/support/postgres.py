"""A throwaway PostgreSQL server on the loopback, for tests that prove the portal on it.

The server's programs must be installed (Debian: `apt-get install postgresql`); without them, or
without the driver, tests are skipped and say so. The cluster sorts text the Russian way (ICU), as a
supplier's server may: nothing of the portal may depend on the order of its collation. As root the
server runs as somebody else, for PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine

_USERS = ("postgres", "nobody")
_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    " -c listen_addresses=127.0.0.1 -c max_wal_size=2GB"
)


@cache
def binaries() -> Path | None:
    """The folder of the newest installed server programs, None when there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
    if found:
        return found[-1].parent
    plain = shutil.which("postgres")
    return Path(plain).parent if plain and shutil.which("initdb") else None


def missing() -> str:
    """Why tests on PostgreSQL cannot run here; empty when they can."""
    if importlib.util.find_spec("psycopg") is None:
        return "the driver of PostgreSQL is not installed (extra `postgres`)"
    if binaries() is None:
        return "no PostgreSQL server programs on this machine"
    return "" if sys.platform != "win32" else "the throwaway server is not made on Windows"


def need() -> None:
    """Skip a test where PostgreSQL cannot run, and say why."""
    reason = missing()
    if reason:
        pytest.skip(reason)


class Server:
    """A running cluster; every `database()` is new and empty."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def address(self, name: str = "postgres") -> str:
        """The address of a database as the portal takes it."""
        return f"postgresql://portal@127.0.0.1:{self.port}/{name}"

    def database(self, template: str = "template1") -> str:
        """Make a database and return its address."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def execute(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        engine = create_engine(self.address(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the programs (pg_dump, pg_restore …) against this server."""
        folder = binaries()
        assert folder is not None
        call = [str(folder / program), "-h", "127.0.0.1", "-p", str(self.port), "-U", "portal"]
        subprocess.run([*call, *arguments], check=True, capture_output=True, timeout=120)


@contextmanager
def running() -> Iterator[Server]:
    """Start a cluster in a private folder and stop it in the end."""
    folder = binaries()
    assert folder is not None
    home = Path(tempfile.mkdtemp(prefix="b2bpg-"))
    user = _somebody_else(home)
    data = home / "data"
    made = [
        *(str(folder / "initdb"), "-D", str(data), "-U", "portal", "-A", "trust", "-E", "UTF8"),
        *("--no-sync", "--locale=C", "--locale-provider=icu", "--icu-locale=ru-RU"),
    ]
    port = _free_port()
    control = [str(folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(home / "log")]
    try:
        _call(made, home, user)
        start = f"{_OPTIONS} -p {port} -c unix_socket_directories={home}"
        _call([*control, "-o", start, "start"], home, user)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    with _guarded([*control, "-m", "immediate", "stop"], home, user):
        yield Server(home, port)


@contextmanager
def _guarded(stop: list[str], home: Path, user: str | None) -> Iterator[None]:
    """Stop the server at the end of the block, and also when the tests are killed in it.

    A shell in a session of its own waits for the end of its input: that comes with ours. The files
    of a hundred databases go while others work on.
    """
    wait = f"read -r _; {shlex.join(stop)} >/dev/null 2>&1; rm -rf {shlex.quote(str(home))} &"
    guard = subprocess.Popen(
        ["sh", "-c", wait],
        cwd="/",
        user=user,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        guard.communicate(timeout=60)


def _call(command: list[str], home: Path, user: str | None) -> None:
    # into a file: the server inherits what is open, a pipe would stay open as long as it runs
    with (home / "said").open("w+b") as said:
        done = subprocess.run(
            command,
            cwd=home,
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            timeout=120,
            check=False,
        )
        said.seek(0)
        text = said.read().decode(errors="replace")
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {text}")


def _somebody_else(home: Path) -> str | None:
    """Whom the server runs as when we are root; the folder is given to him."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            shutil.chown(home, name)
        except LookupError:
            continue
        return name
    raise RuntimeError("root has nobody to run a server as")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _version(file: Path) -> int:
    text = file.parts[-3]
    return int(text) if text.isdigit() else 0
