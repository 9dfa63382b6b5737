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
from typing import Self

BLOCK = 65_536
PART = 4_096
MODES = ("cut", "shorten", "corrupt", "late")


class SpoilingProxy:
    """Forwards connections to a port of this machine.

    Modes: `cut` closes after `PART` bytes of a body; `shorten` says a body is that long and ends;
    `corrupt` changes its first byte; `late` holds an answer back until `release`.
    """

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._mode, self._marker, self._times = "", b"", 0
        self._open: set[socket.socket] = set()
        self._dead = self._dies = self._closing = False
        self._released = threading.Event()
        self.answered = threading.Event()
        self.requests: list[bytes] = []
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
        self._closing = True
        self._released.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            connections = list(self._open)
        self._close(*connections)
        self._thread.join(10)

    def spoil(self, mode: str, marker: bytes, times: int = 1) -> None:
        """Spoil the answers to the next requests that contain `marker`."""
        assert mode in MODES
        with self._lock:
            self._mode, self._marker, self._times = mode, marker, times

    def release(self) -> None:
        """Let an answer that is held back pass."""
        self._released.set()

    def then_dead(self) -> None:
        """After a spoilt answer no connection works any more, until `alive`."""
        self._dies = True

    def alive(self) -> None:
        """Let everything pass again."""
        self._dies = self._dead = False

    def _accept(self) -> None:
        while not self._closing:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            if self._dead:
                self._close(client)
                continue
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Pass requests on one by one, each with its answer, while both sides stay."""
        with suppress(OSError):
            portal = socket.create_connection(self._target, timeout=60)
            with self._lock:
                self._open |= {client, portal}
            modes: list[str] = []
            threading.Thread(
                target=self._answers, args=(portal, client, modes), daemon=True
            ).start()
            with suppress(OSError):
                while data := client.recv(BLOCK):
                    modes.append(self._taken(data))
                    portal.sendall(data)
            self._close(client, portal)

    def _taken(self, data: bytes) -> str:
        with self._lock:
            self.requests.append(data)
            if not self._times or self._marker not in data:
                return ""
            self._times -= 1
            return self._mode

    def _answers(self, portal: socket.socket, client: socket.socket, modes: list[str]) -> None:
        with suppress(OSError):
            while data := portal.recv(BLOCK):
                mode = modes[-1] if modes else ""
                modes.clear()
                if mode == "late":
                    self.answered.set()
                    self._released.wait()
                elif mode:
                    data = _spoilt(mode, data, portal)
                    self._dead = self._dies
                client.sendall(data)
                if mode in ("cut", "shorten"):
                    break
        self._close(client, portal)

    def _close(self, *connections: socket.socket) -> None:
        with self._lock:
            self._open.difference_update(connections)
        for each in connections:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


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
