"""A host has several addresses: they are tried side by side."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from b2bdesk.sync.connecting import connected
from tests.support.scripted import Scripted


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
