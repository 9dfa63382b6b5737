"""Making connections in threads, because nothing else can be left before it has ended.

The addresses of a host are tried side by side (RFC 8305): a dead IPv6 route costs a moment and not
a time-out. Used by `line`.
"""

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import zip_longest
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

_BESIDE = 0.3


def connected(host: str, port: int, timeout: float) -> socket.socket:
    """Return a connection to a host: its addresses of both families take turns (RFC 8305).

    Raises:
        OSError: of the last address that failed, or of the name.
    """
    addresses = _in_turn(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    race = _Race(timeout)
    for address in addresses[:-1]:
        race.enter(address)
        if (won := race.winner(_BESIDE)) is not None:
            return won
    race.enter(addresses[-1])
    won = race.winner(timeout)
    if won is None:
        raise race.failed or TimeoutError
    return won


def _in_turn(found: Sequence[Any]) -> list[Any]:
    """Return addresses of both families one after the other, the system's first one first."""
    first = [each for each in found if each[0] == found[0][0]]
    other = [each for each in found if each[0] != found[0][0]]
    return [each for pair in zip_longest(first, other) for each in pair if each is not None]


class _Race:
    """Addresses that are tried at the same time."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._made: SimpleQueue[socket.socket | OSError] = SimpleQueue()
        self._lock = threading.Lock()
        self._running = 0
        self._over = False
        self.failed: OSError | None = None

    def enter(self, address: Any) -> None:
        """Try one more address."""
        self._running += 1
        threading.Thread(target=self._try, args=(address,), daemon=True).start()

    def winner(self, timeout: float) -> socket.socket | None:
        """Return the first connection made within so many seconds; None = none (yet)."""
        with suppress(Empty):
            while self._running:
                made = self._made.get(timeout=timeout)
                self._running -= 1
                if not isinstance(made, OSError):
                    self._end()
                    return made
                self.failed = made
        return None

    def _end(self) -> None:
        with self._lock:
            self._over = True
            while not self._made.empty():
                _close(self._made.get())

    def _try(self, address: Any) -> None:
        family, kind, protocol, _, place = address
        made: socket.socket | OSError
        try:
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(self._timeout)
                sock.connect(place)
                made = sock
            except OSError:
                sock.close()
                raise
        except OSError as error:
            made = error
        with self._lock:
            if self._over:
                _close(made)
            else:
                self._made.put(made)


def _close(made: object) -> None:
    if isinstance(made, socket.socket):
        made.close()


class Task(threading.Thread):
    """Work in a thread whose result may come when nobody wants it any more."""

    def __init__(self, work: Callable[[], socket.socket]) -> None:
        super().__init__(name="connecting", daemon=True)
        self._work = work
        self._made: SimpleQueue[socket.socket | OSError | ValueError] = SimpleQueue()
        self._lock = threading.Lock()
        self._abandoned = False

    def run(self) -> None:
        """Do the work."""
        made: socket.socket | OSError | ValueError
        try:
            made = self._work()
        except (OSError, ValueError) as error:
            made = error
        with self._lock:
            if self._abandoned:
                _close(made)
            else:
                self._made.put(made)

    def result(self, timeout: float) -> socket.socket:
        """Return what was made.

        Raises:
            Empty: not yet.
            httpcore.ConnectError, httpcore.ConnectTimeout: it failed.
        """
        made = self._made.get(timeout=timeout)
        if isinstance(made, socket.socket):
            return made
        try:
            raise made
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except (OSError, ValueError) as error:
            raise httpcore.ConnectError(str(error)) from error

    def abandon(self) -> None:
        """Close what was made or will be."""
        with self._lock:
            self._abandoned = True
            while not self._made.empty():
                _close(self._made.get())
