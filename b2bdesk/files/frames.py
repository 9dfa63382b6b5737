"""Length-framed JSON on pipes: how the reading child and its parent talk.

Each frame is four bytes of length (big-endian) and UTF-8 JSON. No pickles, because the child has
read a hostile file (RELIABILITY T10); the parent bounds every length before it allocates.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Protocol

MAX_FRAME = 64 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class ByteReader(Protocol):
    """A binary stream to read from."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes; empty = closed."""
        ...


class ByteWriter(Protocol):
    """A binary stream to write to."""

    def write(self, data: bytes, /) -> int | None:
        """Write bytes."""
        ...

    def flush(self) -> None:
        """Push them out."""
        ...


class FrameError(Exception):
    """The other end sent no frame of ours."""


def write_frame(stream: ByteWriter, message: dict[str, Any]) -> None:
    """Send one message."""
    data = json.dumps(message, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    body = data.encode("utf-8", errors="surrogatepass")
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def read_frame(stream: ByteReader) -> dict[str, Any] | None:
    """Receive one message; None when the stream was closed between frames.

    Raises:
        FrameError: cut, too long, or no JSON object.
    """
    head = _exactly(stream, _LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise FrameError("cut length")
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        raise FrameError("frame too long")
    body = _exactly(stream, length)
    if len(body) < length:
        raise FrameError("cut body")
    try:
        message = json.loads(body.decode("utf-8", errors="surrogatepass"))
    except ValueError as err:
        raise FrameError("no json") from err
    if not isinstance(message, dict):
        raise FrameError("no object")
    return message


def _exactly(stream: ByteReader, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        piece = stream.read(size - len(parts))
        if not piece:
            break
        parts += piece
    return bytes(parts)
