"""The ear at the portal: at a real one, at one that cuts, lies or is silent, and when it ends."""

from __future__ import annotations

import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from b2bdesk.bootstrap import open_services
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from b2bdesk.sync.calls import Call
from b2bdesk.sync.events import MANY_SCOPES, Ear
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.transport import Transport
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.rows.account import SessionStatus
from b2bdesk.wire.events import Moved, event_bytes
from tests.support import portal, world

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


class Keeper(TokenKeeper):
    """A signed-in person at an address; nothing else of a keeper is needed."""

    def __init__(self, address: str) -> None:
        self._there = Transport(address)
        self.asked: list[str] = []

    def transport(self) -> Transport:
        return self._there

    def access(self) -> str:
        return "b2a_token"

    def refused(self, token: str, foreign: bool = False) -> str:
        self.asked.append(token)
        return "b2a_next"

    def status(self) -> SessionStatus:
        return SessionStatus(True, self._there.address, "", "", "", "", False, "")

    def has(self, capability: str) -> bool:
        return capability == "events"


class Liar:
    """A server that answers each connection with prepared bytes and then closes or keeps silent."""

    def __init__(self, *answers: bytes, silent: bool = False) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.requests: list[bytes] = []
        self._answers = list(answers)
        self._silent = silent
        self._kept: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        for answer in self._answers:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.requests.append(connection.recv(65_536))
            connection.sendall(answer)
            if self._silent:
                self._kept.append(connection)
            else:
                connection.close()

    def close(self) -> None:
        self._socket.close()
        for each in self._kept:
            each.close()
        self._thread.join(20)


class Told:
    """What an ear told."""

    def __init__(self) -> None:
        self.live = threading.Event()
        self.got: list[tuple[set[str], float]] = []

    def __call__(self, feeds: Collection[str], within: float) -> None:
        self.live.set()
        if feeds:
            self.got.append((set(feeds), within))


def _heard(*answers: bytes) -> tuple[Told, str, Liar]:
    """Let an ear listen to prepared bytes; what it told and how it ended."""
    told, ended = Told(), ""
    liar = Liar(*answers)
    keeper = Keeper(liar.address)
    try:
        Ear(keeper).listen(told)
    except CodedError as error:
        ended = error.code
    finally:
        keeper.transport().close()
        liar.close()
    return told, ended, liar


MOVED = event_bytes("moved", "m1", Moved(moved=[("prices", "opt"), ("stock", "*")], within=2.5))


def test_what_the_portal_says_is_told() -> None:
    told, ended, _ = _heard(HEAD + b":\n\n" + MOVED + b":\r\n\r\n" + MOVED)
    assert told.got == [({"prices/opt", "stock"}, 2.5)] * 2
    assert ended == ""


def test_a_feed_of_which_much_moved_is_named_whole() -> None:
    pairs = [("terms", f"c{number}") for number in range(MANY_SCOPES + 1)]
    pairs += [("prices", "opt"), ("prices", "*"), ("orders", "firm"), ("secrets", "x")]
    moved = event_bytes("moved", "m1", Moved(moved=pairs))
    told, _, _ = _heard(HEAD + moved)
    assert told.got == [({"terms", "prices", "orders/firm"}, 0.0)]


@pytest.mark.parametrize(("body", "ended"), [
    (b"data: {\"moved\":", ""),  # cut in the middle of an event: nothing was said
    (b"data: <html>\n\n", "bad_message"),
    (b"data: {\"moved\":[[\"prices\"]]}\n\n", "bad_message"),
    (b"data: {\"moved\":[],\"within\":-1}\n\n", "bad_message"),
    (b"event: moved\ndata: " + b"x" * 100_000 + b"\n\n", "bad_message"),
    (b"data: " + b"x" * 400_000, "bad_message"),
    (b": alive\n\n" * 600_000, "bad_message"),
    (b"\xff\xfe\x00\n\n" * 10, ""),
    (b"<html><body>Proxy login</body></html>\n\n", ""),
    (event_bytes("moved", "m", Moved(moved=[("../etc", "x"), ("unheard", "*")])), ""),
    (event_bytes("gossip", "m", Moved(moved=[("prices", "*")])), ""),
])  # fmt: skip
def test_nonsense_moves_nothing(body: bytes, ended: str) -> None:
    told, how, _ = _heard(HEAD + body)
    assert told.got == []
    assert how == ended


@pytest.mark.parametrize(("answer", "ended"), [
    (b"", "network_broken"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n:\n\n", "network_broken"),
    (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "not_found"),
    (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "portal_error"),
])  # fmt: skip
def test_a_portal_that_does_not_let_listen_is_a_refusal_or_no_connection(
    answer: bytes, ended: str
) -> None:
    told, how, _ = _heard(answer)
    assert not told.got
    assert how == ended


def test_an_ended_session_is_renewed_once() -> None:
    refused = b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"
    told, ended, liar = _heard(refused, HEAD + MOVED)
    assert len(told.got) == 1
    assert (b"b2a_token" in liar.requests[0], b"b2a_next" in liar.requests[1]) == (True, True)
    assert ended == ""


def test_it_comes_back_with_the_id_of_the_last_event() -> None:
    liar = Liar(HEAD + MOVED, HEAD)
    keeper = Keeper(liar.address)
    ear = Ear(keeper)
    ear.listen(Told())
    ear.listen(Told())
    keeper.transport().close()
    liar.close()
    assert b"last-event-id" not in liar.requests[0].lower()
    assert b"last-event-id: m1\r\n" in liar.requests[1].lower()


def test_a_silent_portal_is_left_at_once_when_the_program_ends() -> None:
    liar = Liar(HEAD + event_bytes("ready", "m", Moved()), silent=True)
    keeper = Keeper(liar.address)
    ear, told, ended = Ear(keeper), Told(), threading.Event()

    def listen() -> None:
        try:
            ear.listen(told)
        except CodedError:
            pass
        finally:
            ended.set()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert told.live.wait(20)
    ear.cut()
    assert ended.wait(5)
    ear.cut()
    keeper.transport().close()
    liar.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Storage, str]]:
    storage = create_storage(str(tmp_path / "portal.db"))
    world.build(storage)
    portal.add_user(storage, "alfa", companies=("alfa",))
    with portal.serving(storage) as url:
        yield storage, url
    storage.close()


def test_a_change_at_the_portal_is_due_here_without_waiting_for_the_rhythm(
    shop: tuple[Storage, str], tmp_path: Path
) -> None:
    storage, url = shop
    services = open_services(tmp_path / "home")
    due = threading.Event()
    services.news.subscribe(lambda changes: due.set() if changes.touches("nudge") else None)
    live = threading.Event()
    services.news.subscribe(lambda _: live.set() if services.nudges.live() else None)
    try:
        services.session.sign_in(url, "alfa", portal.PASSWORD)
        services.sync.run()
        services.nudges.start()
        assert live.wait(20)
        with storage.writing() as work:
            pricing.put_prices(SYSTEM, work, [("opt", 1, 0, 777_000)])
        assert due.wait(20)
        due_now = services.nudges.take()
        assert due_now == ("prices/opt",)
        receipt = services.sync.run(only=due_now)
        assert receipt.feeds["prices"].upserted == 1
        services.session.sign_out()
    finally:
        services.close()
    assert not services.nudges.live()


def test_the_transport_listens_like_it_asks(shop: tuple[Storage, str]) -> None:
    _, url = shop
    with closing(portal.sign_in(url, "alfa")) as signed:
        token = signed.headers["Authorization"].removeprefix("Bearer ")
    call = Call("events", {}, {"wait": "0"}, token=token)
    with closing(Transport(url)) as transport, transport.listen(call) as (pieces, _):
        assert b"event: ready" in b"".join(pieces)
