"""A server of this machine that says what a test tells it to, byte by byte.

with Scripted(b"HTTP/1.1 200 OK\\r\\n\\r\\n", repeat(b"x")) as server: ask(server.url)
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType
from typing import Self


class Scripted:
    """Answers every request with the same pieces; a piece of None is silence until the end."""

    def __init__(self, *pieces: bytes | Iterable[bytes] | None) -> None:
        self._pieces = pieces
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: list[socket.socket] = []
        self.asked = threading.Event()
        self.requests: list[bytes] = []
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        _end(self._listener)
        self._threads[0].join(10)
        for each in self._open:
            _end(each)
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                self._open.append(peer)
                thread = threading.Thread(target=self._answer, args=(peer,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _answer(self, peer: socket.socket) -> None:
        with suppress(OSError):
            self.requests.append(peer.recv(65_536))
            self.asked.set()
            for piece in self._pieces:
                if piece is None:
                    self._over.wait()
                    return
                for part in (piece,) if isinstance(piece, bytes) else piece:
                    peer.sendall(part)
            peer.shutdown(socket.SHUT_WR)


def _end(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
