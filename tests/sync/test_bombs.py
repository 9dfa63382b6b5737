"""Packed bodies that grow or never end: no more is held of them than a step."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import closing
from itertools import repeat
from typing import Any

import pytest

from b2bdesk.sync.calls import Call
from b2bdesk.sync.transport import Transport
from b2bdesk.sync.unpack import unpacked
from b2bdesk.trade.errors import Environment
from b2bdesk.wire.zst import packer
from tests.support.scripted import Scripted
from tests.sync.test_slow_answers import HEAD


def endless(first: bytes, more: bytes) -> Iterator[bytes]:
    yield first
    yield from repeat(more)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_packed_body_with_an_endless_tail_is_no_memory(encoding: str) -> None:
    packed = gzip.compress(b"{}")
    if encoding == "zstd":
        press = packer(3)
        packed = press.compress(b"{}") + press.flush()
    with pytest.raises(Environment) as caught:
        list(unpacked(endless(packed, b"\0" * 1024), encoding, 1 << 20))
    assert caught.value.code == "network_broken"


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_bomb_is_never_held_whole(encoding: str) -> None:
    """Ten gigabytes out of one megabyte: no piece is larger than a step, whatever came in."""
    press: Any = gzip
    if encoding == "zstd":
        made = packer(3)
        block = made.compress(bytes(64 << 20)) + made.flush()
    else:
        block = press.compress(bytes(64 << 20))
    sizes: list[int] = []
    with pytest.raises(Environment) as caught:
        sizes.extend(map(len, unpacked([block], encoding, 48 << 20)))
    assert caught.value.code == "body_too_big"
    assert (max(sizes), sum(sizes)) == (1 << 20, 48 << 20)


def test_empty_blocks_without_end_are_counted_as_they_come() -> None:
    """Deflate may say nothing for ever: what came over the wire counts, too."""
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\x03"
    nothing = b"\0\0\0\xff\xff" * 2000
    chunk = b"%x\r\n%b\r\n" % (len(nothing), nothing)
    start = b"%x\r\n%b\r\n" % (len(head), head)
    with (
        Scripted(
            HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + start,
            repeat(chunk),
        ) as server,
        closing(Transport(server.url)) as transport,
        transport.stream(Call("portal_info"), 1 << 20) as (_, pieces),
        pytest.raises(Environment) as caught,
    ):
        list(pieces)
    assert caught.value.code == "body_too_big"
