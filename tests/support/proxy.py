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

from tests.support.forwarding import BLOCK, Forwarder

MODES = ("before", "during", "swallow", "stall", "before_stall")


class Proxy(Forwarder):
    """Forwards connections to a port of this machine.

    Modes: `before` closes without passing the request on; `during` passes on half of it; `swallow`
    lets the portal do its work and closes instead of passing the answer on; `stall` holds the
    answer back until the proxy is closed, `before_stall` the request.
    """

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._mode = ""
        self._marker = b""
        self._times = self._skipped = 0
        self.seen = threading.Event()
        self.answered = threading.Event()

    def fail(self, mode: str, marker: bytes, times: int = 1, after: int = 0) -> None:
        """Let the next requests that contain `marker` fail in this way, `after` some that pass."""
        assert mode in MODES
        with self.lock:
            self._mode, self._marker, self._times = mode, marker, times
            self._skipped = after
        self.seen.clear()
        self.answered.clear()

    def taken(self, data: bytes) -> str:
        """The failure for these bytes of a request, "" when they may pass."""
        with self.lock:
            if not self._times or self._marker not in data:
                return ""
            if self._skipped:
                self._skipped -= 1
                return ""
            self._times -= 1
            mode = self._mode
            self.fails()
        self.seen.set()
        return mode

    def forward(self, client: socket.socket, portal: socket.socket) -> None:
        """Begin to pass on in both directions."""
        _Link(self, client, portal).start()


class _Link:
    """One connection and its two directions."""

    def __init__(self, proxy: Proxy, client: socket.socket, portal: socket.socket) -> None:
        self._proxy = proxy
        self._client = client
        self._portal = portal
        self._answer = ""

    def start(self) -> None:
        """Begin to forward."""
        for work in (self._requests, self._answers):
            threading.Thread(target=work, daemon=True).start()

    def _requests(self) -> None:
        with suppress(OSError):
            while data := self._client.recv(BLOCK):
                mode = self._proxy.taken(data)
                if mode == "before":
                    break
                if mode == "before_stall":
                    self._proxy.closing.wait()
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
                        self._proxy.closing.wait()
                    break
                self._client.sendall(data)
        self._end()

    def _end(self) -> None:
        self._proxy.drop(self._client, self._portal)
