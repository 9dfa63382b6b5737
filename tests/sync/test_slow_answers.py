"""Answers that drip, never end or never begin: given up in bounded time, memory and by a click."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import count, repeat
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from b2bdesk.sync import line
from b2bdesk.sync.api import Api
from b2bdesk.sync.calls import Call
from b2bdesk.sync.connecting import connected
from b2bdesk.sync.heed import heeding
from b2bdesk.sync.patience import LEAST_RATE
from b2bdesk.sync.ports import Cancelled, stop_at
from b2bdesk.sync.transport import Transport
from b2bdesk.sync.unpack import unpacked
from b2bdesk.trade.errors import Environment
from b2bdesk.wire.zst import packer
from tests.support.scripted import Scripted

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNK = b"400\r\n" + b" " * 1024 + b"\r\n"


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "SLICE", 0.002)


def slow_line(monkeypatch: pytest.MonkeyPatch, rate: int) -> None:
    """Every read brings so many bytes, and takes one second of `asked`'s clock."""
    whole = line.Wire.read

    def read(wire: line.Wire, most: int, timeout: float | None = None) -> bytes:
        return whole(wire, min(rate, most), timeout)

    monkeypatch.setattr(line.Wire, "read", read)


def asked(server: Scripted, seconds: Any = None) -> bytes:
    ticks = partial(next, count()) if seconds is None else seconds
    with closing(Transport(server.url, seconds=ticks)) as transport:
        return transport.ask(Call("portal_info")).body


def refused(server: Scripted) -> tuple[str, dict[str, Any]]:
    with server, pytest.raises(Environment) as caught:
        asked(server)
    return caught.value.code, dict(caught.value.params)


@pytest.mark.parametrize("rate", [1, LEAST_RATE - 1])
def test_a_dripping_body_is_given_up(monkeypatch: pytest.MonkeyPatch, rate: int) -> None:
    server = Scripted(CHUNKED, repeat(CHUNK))
    monkeypatch.setattr(line, "SLICE", 5.0)
    with (
        server,
        closing(Transport(server.url, seconds=partial(next, count()))) as transport,
        transport.stream(Call("portal_info")) as (_, pieces),
    ):
        slow_line(monkeypatch, rate)
        with pytest.raises(Environment) as caught:
            list(pieces)
    assert caught.value.code == "network_slow"
    assert int(str(caught.value.params["rate"])) <= rate


def test_a_line_of_64_kbit_brings_a_full_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    body = bytes(2 << 20)
    server = Scripted(HEAD + b"Content-Length: %d\r\n\r\n" % len(body), body)
    slow_line(monkeypatch, 8_000)
    with server:
        assert asked(server) == body, "262 seconds of that line, and no end of patience"


def test_silence_before_and_within_an_answer_ends(short_waits: None) -> None:
    assert refused(Scripted(None))[0] == "network_timeout"
    assert refused(Scripted(CHUNKED + CHUNK, None))[0] == "network_timeout"


def test_headers_without_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        refused(Scripted(HEAD, repeat(b"X-More: " + b"y" * 900 + b"\r\n")))[0] == "network_broken"
    )
    informed = repeat(b"HTTP/1.1 103 Early Hints\r\nLink: " + b"y" * 900 + b"\r\n\r\n")
    assert refused(Scripted(informed))[0] == "body_too_big"
    slow_line(monkeypatch, 1)
    assert refused(Scripted(HEAD, repeat(b"X-More: y\r\n")))[0] == "network_timeout"


@pytest.mark.parametrize("route", ["silent", "dripping", "handshake"])
def test_who_cancels_is_not_held_up_by_a_silent_portal(route: str) -> None:
    cancel = threading.Event()
    said = {"silent": (None,), "dripping": (CHUNKED + CHUNK, None), "handshake": (None,)}[route]
    with Scripted(*said) as server:
        address = server.url.replace("http:", "https:") if route == "handshake" else server.url

        def stop() -> None:
            server.asked.wait(20)
            cancel.set()

        stopper = threading.Thread(target=stop)
        stopper.start()
        with (
            closing(Transport(address)) as transport,
            heeding(partial(stop_at, cancel)),
            pytest.raises(Cancelled),
        ):
            transport.ask(Call("portal_info"))
        stopper.join()


def test_what_is_read_for_a_screen_ends_with_the_program() -> None:
    ending = threading.Event()
    with Scripted(None) as server, closing(Transport(server.url)) as transport:
        keeper = SimpleNamespace(access=lambda: "t", transport=lambda: transport)
        api = Api(keeper, ending, Random(1))  # type: ignore[arg-type]

        def stop() -> None:
            server.asked.wait(20)
            ending.set()

        stopper = threading.Thread(target=stop)
        stopper.start()
        with pytest.raises(Environment) as caught:
            api.file("item_picture", {"item_id": "i1"}, {})
        stopper.join()
    assert caught.value.code == "network_broken"


def test_what_nobody_cancels_is_not_looked_after() -> None:
    with Scripted(HEAD + b"Content-Length: 2\r\n\r\n{}") as server:
        assert asked(server) == b"{}"


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


def test_a_dead_first_address_costs_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A route to IPv6 that leads nowhere: the other address is tried beside it, not after it."""
    full = socket.create_server(("127.0.0.1", 0), backlog=0)
    crowd = []
    for _ in range(4):  # nobody takes them up, so the next ones wait for ever
        each = socket.socket()
        each.setblocking(False)
        each.connect_ex(full.getsockname())
        crowd.append(each)
    with Scripted(None) as server:
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda *_, **__: [
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", full.getsockname()),
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)),
            ],
        )
        with closing(connected("portal.example", 443, 600.0)) as made:
            assert made.getpeername()[1] == server.port
    for each in (*crowd, full):
        each.close()


def test_addresses_that_all_refuse_are_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        nobody = gone.getsockname()
    told = (socket.AF_INET, socket.SOCK_STREAM, 6, "", nobody)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [told, told])
    with pytest.raises(ConnectionRefusedError):
        connected("portal.example", 443, 600.0)
