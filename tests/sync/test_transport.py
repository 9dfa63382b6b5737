"""What the transport refuses: cut and swollen bodies, foreign redirects, plain HTTP, bad forms."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator

import httpx
import pytest

from b2bdesk.sync import unpack
from b2bdesk.sync.calls import Call
from b2bdesk.sync.refusals import Refused, as_coded
from b2bdesk.sync.transport import Transport, check_address, refusal
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.wire.routes import NONCE_HEADER
from tests.support.fake_portal import URL, Pieces, problem, unread

Handler = Callable[[httpx.Request], httpx.Response]


def asked(handler: Handler, call: Call | None = None) -> bytes:
    transport = Transport(URL, handler=httpx.MockTransport(handler))
    try:
        return transport.ask(call or Call("portal_info")).body
    finally:
        transport.close()


def body(data: bytes, encoding: str = "") -> Handler:
    headers = {"content-encoding": encoding} if encoding else {}
    return lambda request: httpx.Response(200, headers=headers, stream=Pieces(data))


def test_a_whole_body_is_unpacked() -> None:
    assert asked(body(gzip.compress(b"x" * 100_000), "gzip")) == b"x" * 100_000
    assert asked(body(b"plain")) == b"plain"


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_cut_gzip_is_an_error_and_not_a_short_body(share: float) -> None:
    packed = gzip.compress(bytes(range(256)) * 400)
    with pytest.raises(Environment) as caught:
        asked(body(packed[: int(len(packed) * share)], "gzip"))
    assert caught.value.code == "network_broken"


def test_a_body_that_is_not_what_it_says_is_an_error() -> None:
    with pytest.raises(Environment):
        asked(body(b"not gzip at all", "gzip"))
    with pytest.raises(Environment):
        asked(body(zlib.compress(b"x"), "br"))


def test_a_bomb_stops_at_the_limit() -> None:
    packed = [gzip.compress(b"\0" * 50_000_000)]
    with pytest.raises(Environment) as caught:
        list(unpack.unpacked(packed, "gzip", 1_000_000))
    assert caught.value.code == "body_too_big"


def test_lines_are_cut_wherever_the_pieces_end() -> None:
    pieces: Iterator[bytes] = iter([b"a", b"b\nc", b"\n", b"\n", b"d\ne"])
    assert list(unpack.lines(pieces)) == [b"ab", b"c", b"", b"d", b"e"]


def test_a_redirect_to_another_host_is_not_followed() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(302, headers={"location": "http://evil.example/api/v1/portal"})

    with pytest.raises(Environment) as caught:
        asked(handler, Call("account", token="secret"))
    assert caught.value.code == "portal_missing"
    assert seen == ["127.0.0.1"]


def test_a_redirect_within_the_host_is_followed_for_reading_only() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/moved"):
            return httpx.Response(200, stream=Pieces(b"there"))
        return httpx.Response(307, headers={"location": "/api/v1/moved"})

    assert asked(handler) == b"there"
    with pytest.raises(Environment):
        asked(handler, Call("submit_order", body=b"{}"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("portal.example.ru", "https://portal.example.ru"),
        (" https://portal.example.ru/ ", "https://portal.example.ru"),
        ("https://portal.example.ru/api/v1", "https://portal.example.ru"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_addresses_people_type(typed: str, read: str) -> None:
    assert check_address(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["", "http://portal.example.ru", "ftp://x", "https://", "http://10.0.0.1", "https://a:b"],
)
def test_addresses_that_are_refused(typed: str) -> None:
    with pytest.raises(Expected) as caught:
        check_address(typed)
    assert caught.value.code == "portal_address"


def test_a_refusal_carries_code_places_and_patience() -> None:
    error = {"pointer": "/lines/0", "code": "no_price", "params": {"article": "А-1"}}
    answer = problem(422, "no_price", errors=[error], retry_after=7)
    with pytest.raises(Refused) as caught:
        asked(lambda request: unread(answer))
    refused = caught.value
    assert (refused.status, refused.code, refused.retry_after) == (422, "no_price", 7)
    assert refused.errors == (("/lines/0", "no_price", {"article": "А-1"}),)
    assert as_coded(refused).params["article"] == "А-1"


@pytest.mark.parametrize(
    ("status", "code"),
    [(500, "portal_error"), (503, "portal_error"), (429, "portal_busy"), (401, "session_expired"),
     (403, "forbidden"), (404, "not_found")],
)  # fmt: skip
def test_answers_without_a_problem_document_have_a_code_too(status: int, code: str) -> None:
    with pytest.raises(Refused) as caught:
        asked(lambda request: httpx.Response(status, stream=Pieces(b"<html>")))
    assert as_coded(caught.value).code == code


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (httpx.ConnectError("no route"), "network_unreachable"),
        (httpx.ReadTimeout("slow"), "network_timeout"),
        (httpx.ReadError("reset"), "network_broken"),
        (httpx.RemoteProtocolError("eof"), "network_broken"),
    ],
)
def test_troubles_of_the_network_have_codes(raised: Exception, code: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise raised

    with pytest.raises(Environment) as caught:
        asked(handler)
    assert caught.value.code == code


def test_an_answer_to_something_else_is_told_by_its_nonce() -> None:
    seen: list[str] = []

    def shifted(request: httpx.Request) -> httpx.Response:
        """Repeat the nonce of the request before, as a doubled answer does."""
        seen.append(request.headers[NONCE_HEADER])
        return httpx.Response(200, headers={NONCE_HEADER: seen[-2:][0]}, stream=Pieces(b"{}"))

    transport = Transport(URL, handler=httpx.MockTransport(shifted))
    assert transport.ask(Call("portal_info")).body == b"{}"
    with pytest.raises(Environment) as caught:
        transport.ask(Call("portal_info"))
    assert caught.value.code == "network_broken"
    assert len(set(seen)) == 2
    transport.close()


def test_connections_that_are_left_behind_are_closed_in_the_end() -> None:
    class Counting(httpx.MockTransport):
        closed = 0

        def close(self) -> None:
            self.closed += 1

    handler = Counting(lambda request: httpx.Response(200))
    transport = Transport(URL, handler=handler)
    for _ in range(9):
        transport.start_anew()
    assert handler.closed == 6, "a few stay open for whoever still reads"
    transport.close()
    assert handler.closed == 9 + 2


@pytest.mark.parametrize("there", ["http://[::1", "http://[x]/", "//[", "http://a:b:c/", "\\\\x"])
def test_a_redirect_to_no_address_is_no_portal(there: str) -> None:
    with pytest.raises(Environment) as caught:
        asked(lambda request: httpx.Response(302, headers={"location": there}))
    assert caught.value.code in ("portal_missing", "network_broken")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7.0), (" 7 ", 7.0), ("-1", None), ("1e9", None), ("nan", None), ("\u00b2", None),
     ("Wed, 21 Oct 2035 07:28:00 GMT", None), ("9" * 4000, 999_999_999_999_999_999.0)],
)  # fmt: skip
def test_seconds_to_wait_are_plain_digits(text: str, seconds: float | None) -> None:
    assert refusal(503, b"", {"retry-after": text}).retry_after == seconds
