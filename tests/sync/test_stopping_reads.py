"""Whoever cancels, or ends the program, does not wait for a portal that says nothing."""

from __future__ import annotations

import threading
from contextlib import closing
from functools import partial
from random import Random
from types import SimpleNamespace

import pytest

from b2bdesk.sync.api import Api
from b2bdesk.sync.calls import Call
from b2bdesk.sync.heed import heeding
from b2bdesk.sync.ports import Cancelled, stop_at
from b2bdesk.sync.transport import Transport
from b2bdesk.trade.errors import Environment
from tests.support.scripted import Scripted
from tests.sync.test_slow_answers import CHUNK, CHUNKED


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
