"""Connections under the transport: a wait can be stopped, and no answer is endlessly slow.

httpx can neither be interrupted nor counts what drips. Here a wait looks up a few times a second
(`heed`) and every byte that came is told to the patience of the one who waits. Made by `transport`.
"""

import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty
from typing import Any

import httpcore

from b2bdesk.sync import heed
from b2bdesk.sync.connecting import Task, connected
from b2bdesk.sync.patience import FREE, Patience

Seconds = Callable[[], float]
SLICE = 0.2
"""Seconds after which a wait looks up."""
_CONNECT_SECONDS = 10.0


class Line(httpcore.NetworkBackend):
    """Opens connections; one per transport."""

    def __init__(self, seconds: Seconds = time.monotonic) -> None:
        """`seconds` only go forward; another source of them is for tests."""
        self.seconds = seconds
        self._local = threading.local()

    @contextmanager
    def patient(self, patience: Patience) -> Iterator[None]:
        """What is read in this thread meanwhile is waited for with this patience."""
        before = self.patience()
        self._local.patience = patience
        try:
            yield
        finally:
            self._local.patience = before

    def patience(self) -> Patience:
        """Return the patience of this thread."""
        found: Patience = getattr(self._local, "patience", FREE)
        return found

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to whichever address of the host answers first."""
        wait = _CONNECT_SECONDS if timeout is None else timeout
        made = self.beside(lambda: connected(host, port, wait), wait)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Wire(made, self)

    def beside(
        self, work: Callable[[], socket.socket], timeout: float, stop: Callable[[], object] = int
    ) -> socket.socket:
        """Do what cannot be interrupted in a thread and look up meanwhile.

        Args:
            work: returns a connected socket; what comes too late is closed.
            timeout: seconds.
            stop: ends the work when nobody wants it any more.
        """
        task = Task(work)
        task.start()
        end = self.seconds() + timeout
        try:
            while True:
                with suppress(Empty):
                    return task.result(SLICE)
                heed.look()
                if self.seconds() > end:
                    raise httpcore.ConnectTimeout
        except BaseException:
            task.abandon()
            stop()
            raise


class Wire(httpcore.NetworkStream):
    """One connection."""

    def __init__(self, sock: socket.socket, line: Line) -> None:
        self._sock = sock
        self._line = line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what comes next; empty at the end."""
        seconds, patience = self._line.seconds, self._line.patience()
        self._sock.settimeout(_slice(timeout))
        begun = last = seconds()
        while True:
            heed.look()
            found: bytes | None = None
            try:
                found = self._sock.recv(max_bytes)
            except TimeoutError:
                pass
            except OSError as error:
                raise httpcore.ReadError(str(error)) from error
            now = seconds()
            patience.took(now - last, len(found or b""))
            last = now
            if found is not None:
                return found
            if timeout is not None and now - begun >= timeout:
                raise httpcore.ReadTimeout

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        rest, seconds = memoryview(buffer), self._line.seconds
        self._sock.settimeout(_slice(timeout))
        last = seconds()
        while rest:
            heed.look()
            try:
                rest = rest[self._sock.send(rest) :]
                last = seconds()
            except TimeoutError as error:
                if timeout is not None and seconds() - last >= timeout:
                    raise httpcore.WriteTimeout from error
            except OSError as error:
                raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        """Close it."""
        self._sock.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Secure the connection; the handshake as a whole may take `timeout` seconds."""
        wait = _CONNECT_SECONDS if timeout is None else timeout
        self._sock.settimeout(wait)

        def handshake() -> socket.socket:
            return ssl_context.wrap_socket(self._sock, server_hostname=server_hostname)

        try:
            return Wire(self._line.beside(handshake, wait, self._shut), self._line)
        except BaseException:
            self.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore and the transport ask for."""
        if info == "socket":
            return self._sock
        if info == "ssl_object":
            return self._sock if isinstance(self._sock, ssl.SSLSocket) else None
        if info == "is_readable":
            return self._readable()
        return None

    def _shut(self) -> None:
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def _readable(self) -> bool:
        """Say whether something lies there; of a kept connection that is its end."""
        if self._sock.fileno() < 0:
            return True
        with selectors.DefaultSelector() as found:
            found.register(self._sock, selectors.EVENT_READ)
            return bool(found.select(0))


def _slice(timeout: float | None) -> float:
    return SLICE if timeout is None else min(SLICE, timeout)
