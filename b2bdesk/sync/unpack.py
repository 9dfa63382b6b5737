"""Unpacking of answers with limits and a proof of completeness (RELIABILITY §0 #6).

httpx accepts cut gzip bodies and bombs without a word, so the transport asks for raw bytes and
they are unpacked here: a body that ends early or grows beyond its limit is an error.
"""

import zlib
from collections.abc import Iterable, Iterator

from b2bdesk.trade.errors import Environment
from b2bdesk.wire.zst import ZstdError, unpacker

_STEP = 1 << 20
MAX_LINE = 64 << 20


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Yield unpacked pieces of a body.

    Args:
        chunks: bytes as they came over the wire.
        encoding: value of Content-Encoding; empty, identity, gzip or zstd.
        limit: greatest unpacked size in bytes.

    Raises:
        Environment: `network_broken` when the body is cut or not what it says, `body_too_big`.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        pieces: Iterable[bytes] = chunks
    elif name in ("gzip", "x-gzip"):
        pieces = _gunzip(chunks)
    elif name == "zstd":
        pieces = _unzstd(chunks)
    else:
        raise Environment("network_broken", encoding=name)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise Environment("body_too_big", bytes=limit)
        yield piece


def _gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        rest = chunk
        if rest and unpacker.eof:
            # kept by zlib, so an endless tail would fill the memory
            raise Environment("network_broken", encoding="gzip")
        while rest:
            try:
                piece = unpacker.decompress(rest, _STEP)
            except zlib.error as error:
                raise Environment("network_broken", encoding="gzip") from error
            rest = unpacker.unconsumed_tail
            if piece:
                yield piece
            if unpacker.eof:
                rest = b""
    if not unpacker.eof or unpacker.unused_data:
        raise Environment("network_broken", encoding="gzip")


def _unzstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    press = unpacker()
    for chunk in chunks:
        rest = chunk
        if rest and press.eof:
            raise Environment("network_broken", encoding="zstd")
        while not press.eof and (rest or not press.needs_input):
            try:
                piece = press.decompress(rest, _STEP)
            except ZstdError as error:
                raise Environment("network_broken", encoding="zstd") from error
            rest = b""
            if piece:
                yield piece
    if not press.eof or press.unused_data:
        raise Environment("network_broken", encoding="zstd")


def lines(pieces: Iterable[bytes], longest: int = MAX_LINE) -> Iterator[bytes]:
    """Cut pieces into lines without their line feed; the last may lack it.

    Raises:
        Environment: `body_too_big` for a line beyond `longest` bytes.
    """
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        first, *others = piece.split(b"\n")
        kept.append(first)
        size += len(first)
        if size > longest:
            raise Environment("body_too_big", bytes=longest)
        if others:
            yield b"".join(kept)
            yield from others[:-1]
            kept, size = [others[-1]], len(others[-1])
    if size:
        yield b"".join(kept)
