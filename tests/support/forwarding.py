"""What proxies of the tests are made of: a listener on the loopback that leads to a port of it."""

from __future__ import annotations

import socket
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from types import TracebackType
from typing import Self

BLOCK = 65_536


class Forwarder(ABC):
    """Takes connections and gives each, with one to the portal, to `forward`.

    The client is told `url`. After `then_dead` and the next failure (`fails`) no connection works
    any more, until `alive`. `closing` is set when it ends.
    """

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._dead = self._dies = False
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self.lock:
            connections = list(self._open)
        self.drop(*connections)
        self._thread.join(10)

    def to(self, port: int) -> None:
        """Lead new connections to another port: the portal was started again."""
        self._target = ("127.0.0.1", port)

    def then_dead(self) -> None:
        """After the next failure no connection works any more, until `alive`."""
        self._dies = True

    def alive(self) -> None:
        """Let everything pass again."""
        self._dies = self._dead = False

    def fails(self) -> None:
        """A failure happens now."""
        self._dead = self._dies

    @abstractmethod
    def forward(self, client: socket.socket, portal: socket.socket) -> None:
        """Pass on what comes, in threads of its own; both are dropped in the end."""

    def drop(self, *connections: socket.socket) -> None:
        """Close connections."""
        with self.lock:
            self._open.difference_update(connections)
        for each in connections:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            if self._dead:
                self.drop(client)
                continue
            try:
                portal = socket.create_connection(self._target, timeout=10)
            except OSError:
                self.drop(client)
                continue
            portal.settimeout(None)
            with self.lock:
                self._open |= {client, portal}
            self.forward(client, portal)
