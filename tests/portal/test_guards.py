"""Strangers at the door: what no store can hold, bodies without an end, readers without haste."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from b2bdesk.portal.http import guards
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.routes import ROUTES
from tests.portal.test_orders import good
from tests.support import portal

BOTH_STORES = True
NUL = "a\0b"


def _order(**more: Any) -> tuple[dict[str, Any], dict[str, str]]:
    body = {**json.loads(canonical(good())), **more}
    return body, {"Idempotency-Key": body["client_order_id"]}


@pytest.mark.parametrize("place", ["comment", "po_number", "item_id", "line_id"])
def test_the_character_nobody_can_store_is_refused_as_bad_not_as_a_failure(
    alfa: httpx.Client, place: str
) -> None:
    body, headers = _order()
    target = body["lines"][0] if place in ("item_id", "line_id") else body
    target[place] = NUL
    answer = alfa.post("/orders", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_message")


@pytest.mark.parametrize("digits", ["9" * 5_000, "61", "-1", "٥", "1.5", "x"])
def test_a_wait_that_is_no_number_of_seconds_is_bad_not_a_failure(
    alfa: httpx.Client, digits: str
) -> None:
    answer = alfa.get("/events", params={"wait": digits})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_message")
    assert answer.json()["title"] == "The portal did not understand the request"


def test_a_backslash_before_u0000_is_only_a_text(alfa: httpx.Client) -> None:
    body, headers = _order(comment="C:\\u0000 \\\\u0000")
    assert alfa.post("/orders", json=body, headers=headers).status_code == 201


@pytest.mark.parametrize(("route", "body"), [
    ("/session", {"login": NUL, "password": "x"}),
    ("/session", {"login": "alfa", "password": portal.PASSWORD, "device": NUL}),
    ("/session/restore", {"login": NUL}),
    ("/session/refresh", {"refresh_token": NUL}),
    ("/resolve", {"contract_id": "alfa-1-c", "codes": [NUL]}),
])  # fmt: skip
def test_no_message_with_it_is_taken(alfa: httpx.Client, route: str, body: object) -> None:
    assert alfa.post(route, json=body).status_code == 400


@pytest.mark.parametrize("address", [
    "/orders/%00", "/orders/by-client-id/%00", "/files/%00", "/items/a%00/picture",
    "/documents/%00/file", "/feeds/orders?scope=%00", "/orders/" + "x" * 5_000,
    "/feeds/%00?scope=alfa", "/orders/by-client-id/" + "%D1%8F" * 300,
])  # fmt: skip
def test_an_address_that_cannot_be_one_is_not_found(alfa: httpx.Client, address: str) -> None:
    answer = alfa.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert alfa.post("/orders/by-client-id/%00/void").status_code == 404


@pytest.mark.parametrize("body", [
    b"", b"{", b"null", b"[]", b"\xff\xfe", b"[" * 10_000, b'{"a":' * 10_000,
    b"\x1f\x8b" + b"0" * 99, b'{"contract_id":"\\ud800","codes":[]}',
])  # fmt: skip
def test_what_is_no_message_is_bad_on_every_route_that_takes_one(
    alfa: httpx.Client, body: bytes
) -> None:
    for route in ROUTES:
        if route.request is not None and "{" not in route.path:
            headers = {"Idempotency-Key": "k"} if route.idempotent else {}
            answer = alfa.request(route.method, route.path, content=body, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (400, "bad_message"), route.name


def test_keys_longer_than_an_index_takes_are_refused(alfa: httpx.Client) -> None:
    long = "k" * 5_000
    body, _ = _order(client_order_id=long)
    answer = alfa.post("/orders", json=body, headers={"Idempotency-Key": long})
    assert answer.status_code == 400
    body, headers = _order()
    body["lines"][0]["line_id"] = long
    assert alfa.post("/orders", json=body, headers=headers).status_code == 400


def test_a_stranger_may_send_little_and_a_buyer_much(
    url: str, alfa: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = {"contract_id": "alfa-1-c", "codes": ["x" * 100] * 900}
    assert len(json.dumps(large)) > guards.MAX_STRANGERS_BODY
    assert alfa.post("/resolve", json=large).status_code == 200
    with httpx.Client(base_url=alfa.base_url, trust_env=False) as stranger:
        assert stranger.post("/session", json=large).status_code == 413
        # whoever is not let in is told so although he sends a lot
        assert stranger.post("/resolve", json=large).status_code == 401
    monkeypatch.setattr(guards, "MAX_BODY", 1_000)
    assert alfa.post("/resolve", json=large).status_code == 413


def test_a_body_that_drips_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "BODY_SECONDS", 0.05)
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as raw:
        raw.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n{")
        assert raw.recv(100).startswith(b"HTTP/1.1 408")


class Source:
    """A stream that remembers whether it was ended."""

    def __init__(self, pieces: int) -> None:
        self.open = True
        self.left = pieces

    def __call__(self) -> Iterator[bytes]:
        try:
            while self.left:
                self.left -= 1
                yield b"%d\n" % self.left
        finally:
            self.open = False


def test_a_slow_reader_gets_everything_and_holds_nothing() -> None:
    source, now = Source(1_000), [0.0]
    stream = guards.patient(source(), 20.0, lambda: now[0])
    got = [next(stream) for _ in range(10)]
    assert source.left == 990
    now[0] = 21.0
    got.append(next(stream))
    assert not source.open
    got += stream
    assert b"".join(got) == b"".join(b"%d\n" % n for n in reversed(range(1_000)))


def test_a_reader_who_leaves_ends_the_stream_he_read() -> None:
    source = Source(10)
    stream = guards.patient(source(), 20.0)
    next(stream)
    del stream
    assert not source.open
