"""Names nobody knows and pages of the network in between: said as what they are."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from typing import Any

import httpx
import pytest

from b2bdesk.sync.calls import Call
from b2bdesk.sync.transport import Transport
from b2bdesk.trade.errors import Environment
from tests.support.fake_portal import Pieces
from tests.sync.test_proxies import PORTAL, trouble


def test_a_name_that_nobody_knows_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    found = trouble(PORTAL, proxy="none")
    assert (found.code, found.params) == ("network_name", {"host": "portal.example.ru"})


@pytest.mark.parametrize(
    "page",
    [
        lambda _: httpx.Response(
            200, headers={"content-type": "text/html; charset=utf-8"}, stream=Pieces(b"<html>")
        ),
        lambda _: httpx.Response(302, headers={"location": "https://wifi.example/login"}),
    ],
)
@pytest.mark.parametrize("route", ["portal_info", "feed", "submit_order"])
def test_a_page_of_the_network_is_not_the_portal(
    route: str, page: Callable[[httpx.Request], httpx.Response]
) -> None:
    call = Call(route, {"feed": "prices"} if route == "feed" else {})
    for known, code in (("portal-1", "network_page"), ("", "portal_missing")):
        with closing(Transport(PORTAL, handler=httpx.MockTransport(page))) as transport:
            transport.mean(known, lambda: Environment("portal_differs"))
            with pytest.raises(Environment) as caught:
                transport.ask(call)
        assert caught.value.code == code
