"""A fake portal behind a real TCP connection of this machine; the connection may be cut.

with TcpPortal(portal) as line:
    client = Client(folder, line)
    line.cut("/snapshots/catalog/", after=300, then=change_something)
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import httpx

from tests.support.fake_portal import FakePortal


class TcpPortal:
    """Serves a fake portal; has what `tests.support.client.Client` asks of one."""

    def __init__(self, portal: FakePortal) -> None:
        self.portal = portal
        self.answers: list[tuple[str, int, dict[str, str]]] = []
        self._cut: tuple[str, int, Callable[[], object]] | None = None
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                served.answer(self)

            do_POST = do_GET  # noqa: N815 - the name that http.server calls

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.portal, name)

    def transport(self) -> httpx.BaseTransport:
        """What a client is given: real connections, whatever address it was told."""
        return _ToLoopback(self._server.server_address[1])

    def cut(self, path: str, after: int, then: Callable[[], object]) -> None:
        """Cut the next body of this path after so many bytes; then something happens here."""
        self._cut = (path, after, then)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request, or as much of it as is to come."""
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        request = httpx.Request(
            handler.command, f"http://portal{handler.path}", headers=dict(handler.headers),
            content=body,
        )  # fmt: skip
        made = self.portal.handle(request)
        content = b"".join(made.stream)  # type: ignore[arg-type] # the fake answers at once
        self.answers.append((handler.path, made.status_code, dict(made.headers)))
        handler.send_response(made.status_code)
        for name, value in made.headers.items():
            if name not in ("content-length", "transfer-encoding"):
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        cut, self._cut = self._cut, None
        if cut is None or cut[0] not in handler.path:
            self._cut = cut
            handler.wfile.write(content)
            return
        handler.wfile.write(content[: cut[1]])
        handler.wfile.flush()
        cut[2]()
        handler.close_connection = True
        with suppress(OSError):
            handler.connection.shutdown(socket.SHUT_RDWR)


class _ToLoopback(httpx.BaseTransport):
    def __init__(self, port: int) -> None:
        self._port = port
        self._real = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return self._real.handle_request(request)

    def close(self) -> None:
        self._real.close()
