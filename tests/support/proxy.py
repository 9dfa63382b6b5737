"""A TCP proxy on the loopback that cuts a request before, during or after it reached the portal.

    with Proxy(portal_port) as proxy:
        proxy.fail("swallow", b"POST /api/v1/orders ")

The client is told `proxy.url`. A failure waits for a request that begins with the given bytes and
happens `times` times; everything else passes, or nothing does after `then_dead`. `seen` is set
when a request fails and `answered` when an answer was held back, so that a test waits for events.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

BLOCK = 65_536
MODES = ("before", "during", "swallow", "stall", "before_stall")


class Proxy:
    """Forwards connections to a port of this machine.

    Modes: `before` closes without passing the request on; `during` passes on half of it; `swallow`
    lets the portal do its work and closes instead of passing the answer on; `stall` holds the
    answer back until the proxy is closed, `before_stall` the request.
    """

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._mode = ""
        self._marker = b""
        self._times = self._skipped = 0
        self._open: set[socket.socket] = set()
        self._closing = threading.Event()
        self._dead = False
        self._dies = False
        self.seen = threading.Event()
        self.answered = threading.Event()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            connections = list(self._open)
        for each in connections:
            _close(each)
        self._thread.join(10)

    def fail(self, mode: str, marker: bytes, times: int = 1, after: int = 0) -> None:
        """Let the next requests that contain `marker` fail in this way, `after` some that pass."""
        assert mode in MODES
        with self._lock:
            self._mode, self._marker, self._times = mode, marker, times
            self._skipped = after
        self.seen.clear()
        self.answered.clear()

    def to(self, port: int) -> None:
        """Lead new connections to another port: the portal was started again."""
        self._target = ("127.0.0.1", port)

    def then_dead(self) -> None:
        """After the failure no connection works any more, until `alive`."""
        self._dies = True

    def alive(self) -> None:
        """Let everything pass again."""
        self._dies = self._dead = False

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            if self._dead:
                _close(client)
                continue
            try:
                portal = socket.create_connection(self._target, timeout=10)
            except OSError:
                _close(client)
                continue
            portal.settimeout(None)
            _Link(self, client, portal).start()

    def _taken(self, data: bytes) -> str:
        """The failure for these bytes of a request, "" when they may pass."""
        with self._lock:
            if not self._times or self._marker not in data:
                return ""
            if self._skipped:
                self._skipped -= 1
                return ""
            self._times -= 1
            mode = self._mode
            self._dead = self._dies
        self.seen.set()
        return mode

    def _keep(self, *connections: socket.socket) -> None:
        with self._lock:
            self._open.update(connections)

    def _drop(self, *connections: socket.socket) -> None:
        with self._lock:
            self._open.difference_update(connections)
        for each in connections:
            _close(each)


class _Link:
    """One connection and its two directions."""

    def __init__(self, proxy: Proxy, client: socket.socket, portal: socket.socket) -> None:
        self._proxy = proxy
        self._client = client
        self._portal = portal
        self._answer = ""

    def start(self) -> None:
        """Begin to forward."""
        self._proxy._keep(self._client, self._portal)
        for work in (self._requests, self._answers):
            threading.Thread(target=work, daemon=True).start()

    def _requests(self) -> None:
        with suppress(OSError):
            while data := self._client.recv(BLOCK):
                mode = self._proxy._taken(data)
                if mode == "before":
                    break
                if mode == "before_stall":
                    self._proxy._closing.wait()
                    break
                if mode == "during":
                    self._portal.sendall(data[: len(data) // 2])
                    break
                self._answer = mode or self._answer
                self._portal.sendall(data)
        self._end()

    def _answers(self) -> None:
        with suppress(OSError):
            while data := self._portal.recv(BLOCK):
                if self._answer:
                    self._proxy.answered.set()
                    if self._answer == "stall":
                        self._proxy._closing.wait()
                    break
                self._client.sendall(data)
        self._end()

    def _end(self) -> None:
        self._proxy._drop(self._client, self._portal)


def _close(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
