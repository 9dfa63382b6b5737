"""Answers that drip, never end or never begin: given up in bounded time, memory and by a click."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from itertools import count, repeat
from typing import Any

import pytest

from b2bdesk.sync import line
from b2bdesk.sync.calls import Call
from b2bdesk.sync.patience import LEAST_RATE
from b2bdesk.sync.transport import Transport
from b2bdesk.trade.errors import Environment
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


def refused(server: Scripted, seconds: Any = None) -> tuple[str, dict[str, Any]]:
    with server, pytest.raises(Environment) as caught:
        asked(server, seconds)
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
    still = partial(next, repeat(0.0))
    headers = repeat(b"X-More: " + b"y" * 900 + b"\r\n")
    assert refused(Scripted(HEAD, headers), still)[0] == "network_broken"
    informed = repeat(b"HTTP/1.1 103 Early Hints\r\nLink: " + b"y" * 900 + b"\r\n\r\n")
    assert refused(Scripted(informed), still)[0] == "body_too_big"
    slow_line(monkeypatch, 1)
    assert refused(Scripted(HEAD, repeat(b"X-More: y\r\n")))[0] == "network_timeout"


def test_what_nobody_cancels_is_not_looked_after() -> None:
    with Scripted(HEAD + b"Content-Length: 2\r\n\r\n{}") as server:
        assert asked(server) == b"{}"
