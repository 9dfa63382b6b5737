"""What may go wrong around a submission, and is resolved in the same run (R2, R4, R5, R17)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from b2bdesk.sync import outbox
from b2bdesk.sync.calls import ALONE, Call
from b2bdesk.sync.transport import Transport
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.outbox import Move
from tests.support.client import Client
from tests.support.fake_portal import URL, FakePortal, Fault, problem
from tests.sync.test_outbox import seal, sent, state

HTML = b"<html>blocked by the guard of the company</html>"


@pytest.fixture
def person(tmp_path: Path, portal: FakePortal) -> Iterator[Client]:
    """Somebody signed in with a password, whose access token has ended."""
    folder = tmp_path / "person"
    folder.mkdir()
    made = Client(folder, portal, api_token="")
    made.keeper.sign_in(URL, "anna", "secret", "", "ПК-2")
    made.time.move(700)
    yield made
    made.close()


def full_disk(client: Client, monkeypatch: pytest.MonkeyPatch, states: str, times: int) -> None:
    """Let the next moves to one of the states fail as on a full disk."""
    real, left = client.outbox.move, [times]

    def move(cmd_id: str, move: Move, *rest: object) -> object:
        if move.state in states.split() and left[0]:
            left[0] -= 1
            raise Environment("disk_full", place="there")
        return real(cmd_id, move, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(client.outbox, "move", move)


def test_an_answer_that_a_full_disk_swallowed_is_asked_for_in_the_same_run(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = seal(client)
    full_disk(client, monkeypatch, "accepted", 1)
    with pytest.raises(Environment, match="disk_full"):
        client.driver.push()
    assert state(client, key) == "sending"
    assert client.driver.next_due() is not None, "the rhythm comes back to it"
    client.driver.push(now_too=True)
    assert state(client, key) == "accepted"
    assert sent(portal) == 1


def test_a_refusal_that_a_full_disk_cut_short_is_shown_in_the_same_run(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(answer=problem(422, "price_changed")))
    full_disk(client, monkeypatch, "needs_user", 1)
    with pytest.raises(Environment, match="disk_full"):
        client.driver.push()
    client.driver.push()
    assert state(client, key) == "needs_user"
    assert client.outbox.rows()[0].reason == "price_changed"


def test_a_disk_that_stays_full_is_not_hammered(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(client)
    full_disk(client, monkeypatch, "sending", 99)
    for _ in range(5):
        with pytest.raises(Environment, match="disk_full"):
            client.driver.push(now_too=True)
        due = client.driver.next_due()
        assert due is not None
        assert due >= 1.0
    assert sent(portal) == 0


def test_withdrawing_helps_itself_out_of_a_halfway_state(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(answer=problem(503, "unavailable")))
    full_disk(client, monkeypatch, "unknown", 1)
    with pytest.raises(Environment, match="disk_full"):
        client.driver.push()
    assert client.driver.withdraw(key) == "voided"
    assert key in portal.voided


def test_what_another_thread_is_sending_is_not_put_in_doubt(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    seen: list[str] = []

    def meanwhile(body: object) -> None:
        client.driver.push(now_too=True)
        seen.append(state(client, key))

    portal.order_hook = meanwhile
    client.driver.push()
    assert seen == ["sending"]
    assert state(client, key) == "accepted"
    assert sent(portal) == 1


@pytest.mark.parametrize(
    "answer",
    [
        problem(429, "too_many_attempts", retry_after=90),
        problem(503, "unavailable"),
        httpx.Response(200, text="<html>guest network</html>"),
    ],
)
def test_without_a_token_nothing_is_sent_and_no_try_is_counted(
    person: Client, portal: FakePortal, answer: httpx.Response
) -> None:
    key = seal(person)
    portal.faults["refresh"] = [Fault(answer=answer)]
    person.driver.push()
    row = person.outbox.rows()[0]
    assert (row.state, row.attempts, sent(portal)) == ("ready", 0, 0)
    assert (person.driver.next_due() or 0) >= (90 if answer.status_code == 429 else 1)
    person.driver.push(now_too=True)
    assert state(person, key) == "accepted"


def test_a_token_that_ends_on_the_way_leaves_a_doubt_and_not_a_command_that_hangs(
    person: Client, portal: FakePortal
) -> None:
    key = seal(person)
    portal.faults["orders"] = [Fault(answer=problem(401, "session_expired"))]
    portal.faults["refresh"] = [Fault(), Fault(answer=problem(429, "too_many_attempts"))]
    person.driver.push()
    assert state(person, key) == "unknown"
    person.driver.push(now_too=True)
    assert list(portal.orders) == [key]


def test_a_portal_that_refuses_fresh_tokens_holds_the_order(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    client.api.submit = _refusing(401)  # type: ignore[method-assign]
    client.driver.push()
    assert state(client, key) == "held"


def _refusing(status: int) -> Callable[..., bytes]:
    from b2bdesk.sync.refusals import Refused

    def submit(body: bytes, key: str) -> bytes:
        raise Refused(status, "session_expired")

    return submit


@pytest.mark.parametrize("status", [400, 403, 404, 407, 410, 413, 451])
def test_a_guard_that_replaces_the_answer_leaves_a_doubt(
    client: Client, portal: FakePortal, status: int
) -> None:
    """It may have passed the order on: a draft again would be ordered twice."""
    key = seal(client)
    real = portal.handle
    portal.handle = lambda request: _blocked(real, request, status)  # type: ignore[method-assign]
    client.restart()
    client.driver.push()
    assert state(client, key) == "unknown"
    client.driver.push(now_too=True)
    assert state(client, key) in ("unknown", "ready")
    portal.handle = real  # type: ignore[method-assign]
    client.restart()
    client.driver.push(now_too=True)
    client.driver.push(now_too=True)
    assert state(client, key) == "accepted"
    assert list(portal.orders) == [key]


def _blocked(
    real: Callable[[httpx.Request], httpx.Response], request: httpx.Request, status: int
) -> httpx.Response:
    answer = real(request)
    if "/orders" not in request.url.path or "/feeds" in request.url.path:
        return answer
    return httpx.Response(status, content=HTML)


def test_a_strangers_404_does_not_make_an_order_missing(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    client.driver.push()
    portal.fail("by_client_id", Fault(answer=httpx.Response(404, content=HTML)))
    with pytest.raises(Environment):
        client.driver.reconcile("inc-2")
    assert state(client, key) == "accepted"
    assert client.driver.reconcile("inc-2") == 0


def test_an_answer_to_a_void_that_says_nothing_kills_nothing(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    portal.fail("void", Fault(answer=httpx.Response(200, json={"state": "ok"})))
    with pytest.raises(Expected):
        client.driver.withdraw(key)
    assert state(client, key) == "unknown"


@pytest.mark.parametrize("told", [10.0**9, float("inf"), 1e308])
def test_a_pause_of_years_is_not_believed(told: float) -> None:
    class Chance:
        def uniform(self, a: float, b: float) -> float:
            return b

    assert outbox.pause_seconds(1, Chance(), told) == outbox.LONGEST_TOLD


def test_a_doubled_answer_is_never_read_by_the_next_order() -> None:
    """A proxy that repeats an answer leaves the copy on the connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    served: list[int] = []

    def answer(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            while asked := connection.recv(65_536):
                if b" HTTP/1.1" not in asked:
                    continue  # the body, apart from its head
                served.append(1)
                body = b'{"number":%d}' % len(served)
                head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                whole = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
                connection.sendall(whole * 2)

    def accept() -> None:
        with suppress(OSError):
            while True:
                thread = threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True)
                thread.start()

    threading.Thread(target=accept, daemon=True).start()
    transport = Transport(f"http://127.0.0.1:{listener.getsockname()[1]}")
    try:
        for number, route in enumerate(sorted(ALONE) * 3, 1):
            values = {"client_order_id": "k", "order_id": "o", "command": "cancel"}
            found = transport.ask(Call(route, values, body=b"{}"))
            assert found.body == b'{"number":%d}' % number
    finally:
        transport.close()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def test_an_order_whose_firm_is_hidden_in_the_middle_stays_in_doubt(
    client: Client, portal: FakePortal
) -> None:
    """Rights are taken away between a lost reply and the question after it."""
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    hidden = problem(404, "not_found")
    portal.fail("by_client_id", Fault(answer=hidden))
    portal.fail("orders", Fault(answer=hidden))
    client.driver.push(now_too=True)
    (row,) = client.outbox.rows()
    assert (row.state, row.reason) == ("unknown", "order_out_of_sight"), "the order is there"
    client.driver.push(now_too=True)
    assert (state(client, key), list(portal.orders)) == ("accepted", [key])


def test_a_firm_that_was_never_shown_is_a_plain_refusal(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    portal.fail("orders", Fault(answer=problem(404, "not_found")))
    client.driver.push()
    assert (state(client, key), list(portal.orders)) == ("needs_user", [])


def test_an_order_that_was_tried_and_waits_again_is_asked_about_first(
    client: Client, portal: FakePortal
) -> None:
    """A full disk left it between two states; meanwhile the right to order was taken away."""
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    client.outbox.move(key, Move("ready"), client.time.now())
    portal.fail("orders", Fault(answer=problem(403, "forbidden")))
    client.driver.push(now_too=True)
    assert (state(client, key), list(portal.orders)) == ("accepted", [key])
