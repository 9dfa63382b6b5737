"""A TCP proxy on the loopback that spoils answers: cut, shortened, with a wrong byte, or late.

    with SpoilingProxy(portal_port) as proxy:
        proxy.spoil("corrupt", b"GET /api/v1/snapshots/")

The client is told `proxy.url`; `requests` are those that came. Whatever else passes is left alone,
or nothing passes after `then_dead`. For requests that are cut there is `proxy.Proxy`.
"""

from __future__ import annotations

import re
import socket
import threading
from contextlib import suppress
from types import TracebackType

from tests.support.forwarding import BLOCK, Forwarder

PART = 4_096
MODES = ("cut", "shorten", "corrupt", "late")


class SpoilingProxy(Forwarder):
    """Forwards connections to a port of this machine.

    Modes: `cut` closes after `PART` bytes of a body; `shorten` says a body is that long and ends;
    `corrupt` changes its first byte; `late` holds an answer back until `release`.
    """

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._mode, self._marker, self._times = "", b"", 0
        self._released = threading.Event()
        self.answered = threading.Event()
        self.requests: list[bytes] = []

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._released.set()
        super().__exit__(kind, error, trace)

    def spoil(self, mode: str, marker: bytes, times: int = 1) -> None:
        """Spoil the answers to the next requests that contain `marker`."""
        assert mode in MODES
        with self.lock:
            self._mode, self._marker, self._times = mode, marker, times

    def release(self) -> None:
        """Let an answer that is held back pass."""
        self._released.set()

    def forward(self, client: socket.socket, portal: socket.socket) -> None:
        """Pass requests on one by one, each with its answer, while both sides stay."""
        modes: list[str] = []
        for work in (self._requests, self._answers):
            threading.Thread(target=work, args=(client, portal, modes), daemon=True).start()

    def _requests(self, client: socket.socket, portal: socket.socket, modes: list[str]) -> None:
        with suppress(OSError):
            while data := client.recv(BLOCK):
                modes.append(self._taken(data))
                portal.sendall(data)
        self.drop(client, portal)

    def _taken(self, data: bytes) -> str:
        with self.lock:
            self.requests.append(data)
            if not self._times or self._marker not in data:
                return ""
            self._times -= 1
            return self._mode

    def _answers(self, client: socket.socket, portal: socket.socket, modes: list[str]) -> None:
        with suppress(OSError):
            while data := portal.recv(BLOCK):
                mode = modes[-1] if modes else ""
                modes.clear()
                if mode == "late":
                    self.answered.set()
                    self._released.wait()
                elif mode:
                    data = _spoilt(mode, data, portal)
                    self.fails()
                client.sendall(data)
                if mode in ("cut", "shorten"):
                    break
        self.drop(client, portal)


def _spoilt(mode: str, data: bytes, portal: socket.socket) -> bytes:
    """Return the beginning of an answer, spoilt; enough of its body is read for that."""
    while len(data.partition(b"\r\n\r\n")[2]) < PART and (more := portal.recv(BLOCK)):
        data += more
    head, blank, body = data.partition(b"\r\n\r\n")
    if mode == "corrupt":
        return head + blank + bytes([body[0] ^ 0xFF]) + body[1:]
    if mode == "shorten":
        head = re.sub(rb"(?i)content-length: \d+", b"content-length: %d" % PART, head)
    return head + blank + body[:PART]
