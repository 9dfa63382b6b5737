"""A server between the client and the real portal that spoils answers byte by byte (S2).

The client speaks real HTTP over the loopback; each request is run through the portal's own
application in this process, and its answer is written raw, so that every kind of framing fault can
be made: cut, longer or shorter than it says, wrongly packed, doubled, replaced.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

HTML = b"<html><body>The guard of the company</body></html>"
ELSEWHERE = b"HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:9/x\r\nContent-Length: 0\r\n\r\n"
UNHEARD = ("cut_before", "half_asked", "html503", "html403", "html407")
HEARD = (
    "swallow", "half_head", "half_body", "long", "short", "unended", "gz_junk", "gz_cut", "zstd",
    "html200", "empty200", "lie200", "blocked403", "blocked410", "blocked502", "twice",
    "asked_twice", "elsewhere",
)  # fmt: skip
KILLS = ("kill_asked", "kill_done")
KINDS = (*UNHEARD, *HEARD, *KILLS, "late")
Asked = tuple[str, str, dict[str, str], bytes]


@dataclass
class Answer:
    """A whole answer of the portal."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> bytes:
        """Return a header, empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name), b"")


class Faultline:
    """Serves an application; `fault` says for each request what becomes of it."""

    def __init__(self, app: Callable[..., Any], fault: Callable[[str, str], str]) -> None:
        self.app = app
        self.fault = fault
        self.late: list[Asked] = []
        self.killed: Callable[[], None] = lambda: None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def deliver_late(self) -> None:
        """Copies that hung somewhere arrive now."""
        late, self.late = self.late, []
        for asked in late:
            self._portal(asked)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            held = b""
            while True:
                asked, held = _request(connection, held)
                if asked is None or not self._one(connection, asked):
                    return

    def _one(self, connection: socket.socket, asked: Asked) -> bool:
        """Answer one request; says whether the connection lives on."""
        kind = self.fault(asked[0], asked[1])
        if kind in ("cut_before", "half_asked"):
            return False
        if kind == "late":
            self.late.append(asked)
            return False
        if kind == "kill_asked":
            self.late.append(asked)
            self.killed()
            return False
        if kind.startswith("html") and kind in UNHEARD:
            connection.sendall(_framed(int(kind[4:]), HTML))
            return True
        answer = self._portal(asked)
        if kind == "asked_twice":
            self._portal(asked)
        if kind == "kill_done":
            self.killed()
            return False
        raw, alive = _spoilt(kind, answer)
        connection.sendall(raw)
        return alive

    def _portal(self, asked: Asked) -> Answer:
        return asyncio.run(_run(self.app, asked))


def _spoilt(kind: str, answer: Answer) -> tuple[bytes, bool]:
    """Return the bytes that are sent and whether the connection lives on."""
    head, body = _head(answer), answer.body
    length = b"Content-Length: %d\r\n" % len(body)
    plain = head + length + b"\r\n" + body
    alive = {
        "": plain,
        "asked_twice": plain,
        "twice": plain * 2,
        "blocked403": _framed(403, HTML),
        "blocked410": _framed(410, HTML),
        "blocked502": _framed(502, HTML),
        "html200": _framed(200, HTML),
        "empty200": _framed(200, b""),
        "lie200": _framed(200, b'{"state": "fine", "id": "x"}', b"application/json"),
        "gz_junk": head + b"Content-Encoding: gzip\r\n" + length + b"\r\n" + body,
        "zstd": head + b"Content-Encoding: zstd\r\n" + length + b"\r\n" + body,
        "elsewhere": ELSEWHERE,
    }
    if kind in alive:
        return alive[kind], True
    packed = gzip.compress(body)
    packed = packed[: max(len(packed) * 2 // 3, 1)]
    packing = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    half = body[: len(body) // 2]
    dying = {
        "swallow": b"",
        "half_head": head[: len(head) // 2],
        "half_body": head + length + b"\r\n" + half,
        "long": head + b"Content-Length: %d\r\n\r\n" % (len(body) + 50) + body,
        "short": head + b"Content-Length: %d\r\n\r\n" % len(half) + half,
        "unended": head
        + b"Transfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n" % (len(half) or 1, half or b"{"),
        "gz_cut": head + packing + packed,
    }
    return dying[kind], False


def _head(answer: Answer) -> bytes:
    skipped = (b"content-length", b"transfer-encoding", b"content-encoding")
    lines = b"".join(
        key + b": " + value + b"\r\n" for key, value in answer.headers if key.lower() not in skipped
    )
    return b"HTTP/1.1 %d X\r\n" % answer.status + lines


def _framed(status: int, body: bytes, media: bytes = b"text/html") -> bytes:
    head = b"HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
    return head % (status, media, len(body)) + body


def _request(connection: socket.socket, held: bytes) -> tuple[Asked | None, bytes]:
    """Read one request; None at the end."""
    while b"\r\n\r\n" not in held:
        piece = connection.recv(65_536)
        if not piece:
            return None, b""
        held += piece
    head, _, held = held.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in
               (line.partition(":") for line in lines)}  # fmt: skip
    size = int(headers.get("content-length", 0))
    while len(held) < size:
        piece = connection.recv(65_536)
        if not piece:
            return None, b""
        held += piece
    return (method, target, headers, held[:size]), held[size:]


async def _run(app: Callable[..., Any], asked: Asked) -> Answer:
    """Bring a request through an ASGI application."""
    method, target, headers, body = asked
    parts = urlsplit(target)
    plain = {**headers, "accept-encoding": "identity"}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": unquote(parts.path), "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(), "root_path": "",
        "headers": [(key.encode(), value.encode("latin-1")) for key, value in plain.items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "state": {},
    }  # fmt: skip
    sent = [{"type": "http.request", "body": body, "more_body": False}]
    found = Answer(500, [], b"")

    async def receive() -> MutableMapping[str, Any]:
        if not sent:
            await asyncio.Event().wait()  # whoever asked stays on the line
        return sent.pop()

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            found.status, found.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            found.body += message.get("body", b"")

    await app(scope, receive, send)
    return found
