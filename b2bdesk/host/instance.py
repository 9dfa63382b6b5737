"""One owner per data folder, and how others reach it (PROTOCOL R12, threat T23).

The owner holds an OS file lock on `owner.lock` for its whole life. Its endpoint is a local socket
or named pipe of the user, guarded by a random key in a file only the user can read; it takes three
verbs (`raise`, `open`, `cli`) as length-limited JSON bytes, never a pickle. Whoever finds the lock
taken hands its work over here.
"""

import errno
import json
import logging
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from threading import Thread
from typing import IO, Any

from b2bdesk.trade.errors import Environment

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

log = logging.getLogger(__name__)
LOCK = "owner.lock"
KEY = "endpoint.json"
VERBS = frozenset({"raise", "open", "cli"})
MAX_REQUEST = 64 * 1024
MAX_ANSWER = 64 * 1024 * 1024
MAX_SOCKET = 100  # bytes of a socket's name that every Unix takes
_SHORT = "b2bdesk-"  # folder of a socket whose own folder has too long a name

Handler = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


class Owner:
    """Holds a data folder; `serve` opens the endpoint."""

    def __init__(self, folder: Path) -> None:
        """Take the folder.

        Raises:
            Environment: `profile_in_use` when another process holds it, `folder_not_writable`.
        """
        self._folder = folder
        self._file = _locked(folder / LOCK)
        self._listener: Listener | None = None
        self._thread: Thread | None = None

    def serve(self, handler: Handler) -> None:
        """Answer requests of other processes of this user, one at a time, in a thread.

        Args:
            handler: gets verb and arguments, returns what JSON holds; runs on the endpoint's
                thread and must not touch widgets.
        """
        key = secrets.token_bytes(32)
        _sweep(self._folder)
        address, family = _address(self._folder)
        self._listener = Listener(address, family, authkey=key)
        _write_private(
            self._folder / KEY,
            json.dumps({"address": address, "family": family, "key": key.hex()}),
        )
        self._thread = Thread(target=self._answer, args=(handler,), name="endpoint", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Close the endpoint and let the folder go."""
        if self._listener is not None:
            listener, self._listener = self._listener, None
            _wake(listener)
            with suppress(OSError):
                listener.close()
            _sweep(self._folder)
            (self._folder / KEY).unlink(missing_ok=True)
        self._file.close()

    def _answer(self, handler: Handler) -> None:
        while (listener := self._listener) is not None:
            try:
                connection = listener.accept()
            except (OSError, EOFError, AuthenticationError):
                continue
            with connection:
                _answer_one(connection, handler)


def ask_owner(folder: Path, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand a request to the process that owns a folder and wait for its answer.

    Raises:
        Environment: `owner_silent` when it does not answer (just starting, ending, or another
            user's).
    """
    request = json.dumps({"verb": verb, "arguments": dict(arguments)}).encode()
    connection = _connect(folder)
    try:
        with connection:
            connection.send_bytes(request)
            found: Mapping[str, Any] = json.loads(connection.recv_bytes(MAX_ANSWER))
    except (OSError, EOFError, ValueError) as error:
        raise Environment("owner_silent", place=str(folder)) from error
    return found


def _connect(folder: Path) -> Any:
    try:
        known = json.loads((folder / KEY).read_text(encoding="utf-8"))
        key = bytes.fromhex(known["key"])
        return Client(known["address"], known["family"], authkey=key)
    except (OSError, EOFError, ValueError, KeyError, AuthenticationError) as error:
        raise Environment("owner_silent", place=str(folder)) from error


def _answer_one(connection: Any, handler: Handler) -> None:
    try:
        request = json.loads(connection.recv_bytes(MAX_REQUEST))
        verb, arguments = request["verb"], request["arguments"]
        if verb not in VERBS or not isinstance(arguments, dict):
            raise ValueError(f"unknown verb {verb!r}")
        answer = handler(verb, arguments)
    except (OSError, EOFError):
        return
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        log.info("the endpoint was asked nonsense: %s", error)
        answer = {"refused": True}
    with suppress(OSError):
        connection.send_bytes(json.dumps(answer, ensure_ascii=False).encode())


def _address(folder: Path) -> tuple[str, str]:
    if sys.platform == "win32":
        return rf"\\.\pipe\b2bdesk-{secrets.token_hex(16)}", "AF_PIPE"
    inside = folder / "owner.sock"
    if len(os.fsencode(inside)) < MAX_SOCKET:
        inside.unlink(missing_ok=True)
        return str(inside), "AF_UNIX"
    return str(Path(tempfile.mkdtemp(prefix=_SHORT)) / "owner.sock"), "AF_UNIX"


def _sweep(folder: Path) -> None:
    """Remove the short folder of the endpoint told in `folder`, also one a killed owner left."""
    try:
        known = json.loads((folder / KEY).read_text(encoding="utf-8"))
        place = Path(known["address"]).parent
    except (OSError, ValueError, KeyError, TypeError):
        return
    if place.parent == Path(tempfile.gettempdir()) and place.name.startswith(_SHORT):
        shutil.rmtree(place, ignore_errors=True)


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _wake(listener: Listener) -> None:
    """End an `accept` that waits, as closing the listener alone does not everywhere.

    Connects without the handshake: the thread may have left already and would never answer it.
    """
    with suppress(OSError, EOFError):
        Client(listener.address).close()


def _locked(path: Path) -> IO[bytes]:
    try:
        file = path.open("a+b")
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "folder_not_writable"
        raise Environment(code, file=path.name, place=str(path.parent)) from error
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise Environment("profile_in_use", place=str(path.parent)) from error
    return file
