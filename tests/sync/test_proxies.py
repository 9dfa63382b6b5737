"""Proxies, filters and names: which way requests go, and what is said when there is no way."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import Any

import pytest

from b2bdesk.sync import proxies
from b2bdesk.sync.calls import Call
from b2bdesk.sync.proxies import proxy_for, shown
from b2bdesk.sync.transport import Transport
from b2bdesk.texts import errors
from b2bdesk.trade.errors import Environment
from tests.support.scripted import Scripted

PORTAL = "https://portal.example.ru"


def trouble(address: str, call: Call | None = None, **more: Any) -> Environment:
    with closing(Transport(address, **more)) as transport, pytest.raises(Environment) as caught:
        transport.ask(call or Call("portal_info"))
    assert errors.describe(caught.value.code, caught.value.params).title
    return caught.value


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (
            b"HTTP/1.1 407 Proxy Authentication Required\r\n"
            b"Proxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
            "network_proxy_login",
        ),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "network_proxy_refused"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "network_proxy_refused"),
    ],
)
def test_a_proxy_that_lets_nobody_through_is_named(answer: bytes, code: str) -> None:
    with Scripted(answer) as proxy:
        found = trouble(PORTAL, proxy=f"http://anna:secret@127.0.0.1:{proxy.port}")
    assert (found.code, found.params["proxy"]) == (code, f"127.0.0.1:{proxy.port}")
    assert proxy.requests[0].startswith(b"CONNECT portal.example.ru:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic " in proxy.requests[0]
    assert "secret" not in str(found)


def test_a_proxy_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert trouble(PORTAL, proxy=f"127.0.0.1:{port}").code == "network_proxy_silent"


@pytest.mark.parametrize(
    "proxy", ["socks5://127.0.0.1:1080", "socks4://x:1", "ftp://x", "http://:x"]
)
def test_a_proxy_of_another_kind_is_said_and_no_crash(proxy: str) -> None:
    with pytest.raises(Environment) as caught:
        Transport(PORTAL, proxy=proxy)
    assert caught.value.code == "network_proxy_kind"


def test_the_way_goes_through_the_proxy_of_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxies, "getproxies", lambda: {"https": "gate.example:3128", "all": "x"})
    monkeypatch.setattr(proxies, "proxy_bypass", lambda host: host.endswith(".local"))
    assert proxy_for(PORTAL, "") == "http://gate.example:3128"
    assert proxy_for("https://portal.local", "") == "", "an exception of the system"
    assert proxy_for(PORTAL, "none") == ""
    assert proxy_for(PORTAL, "other:8080") == "http://other:8080"
    for here in ("http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"):
        assert proxy_for(here, "other:8080") == "", "this computer is never asked that way"
    monkeypatch.setattr(proxies, "getproxies", lambda: {"http": "gate.example:3128"})
    assert proxy_for(PORTAL, "") == ""
    assert shown("http://DOMAIN%5Canna:p@ss@gate:3128") == "gate:3128"


def test_a_portal_of_this_computer_is_reached_past_the_proxies_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    with Scripted(head) as server, closing(Transport(server.url)) as transport:
        assert transport.ask(Call("portal_info")).body == b"{}"


def test_another_network_has_another_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook comes home: the proxy of the office is gone, and the system names it no more."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        office = f"127.0.0.1:{gone.getsockname()[1]}"
    system = {"https": office}
    monkeypatch.setattr(proxies, "getproxies", lambda: system)
    monkeypatch.setattr(proxies, "proxy_bypass", lambda host: False)

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    with closing(Transport(PORTAL)) as transport:
        system.clear()
        codes = []
        for name in (socket.getaddrinfo, unknown):
            monkeypatch.setattr(socket, "getaddrinfo", name)
            with pytest.raises(Environment) as caught:
                transport.ask(Call("portal_info"))
            codes.append(caught.value.code)
    assert codes == ["network_proxy_silent", "network_name"]
