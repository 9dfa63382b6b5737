"""Rare answers and moments: each leaves a code for the person and the data as it was."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from b2bdesk.sync import transport
from b2bdesk.sync.calls import Call
from b2bdesk.sync.clock import PortalClock
from b2bdesk.sync.feedbody import Ended, FeedMessage, Paged
from b2bdesk.sync.files import Pictures, Vault
from b2bdesk.sync.plan import Pull
from b2bdesk.sync.ports import Cancelled
from b2bdesk.sync.refusals import Gone
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.steps.pull import pull
from b2bdesk.sync.steps.write import ScopeSink, Writing
from b2bdesk.sync.transport import Transport
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Batch, Head, ScopeId
from tests.support.client import Client, Pause, Secrets, Time
from tests.support.fake_portal import URL, FakePortal, Fault, Pieces, problem
from tests.sync.test_outbox import seal, state

SCOPE = ScopeId("prices", "pt")
PDF = b"%PDF-1.7"


class Bodies:
    """A source that yields prepared bodies."""

    def __init__(self, *bodies: list[FeedMessage | Exception]) -> None:
        self.bodies = list(bodies)

    def feed(self, feed: str, scope: str, cursor: str) -> Iterator[FeedMessage]:
        for message in self.bodies.pop(0):
            if isinstance(message, Exception):
                raise message
            yield message

    def received(self) -> int:
        return 0


class Kept:
    """A sink that keeps what it gets."""

    def __init__(self) -> None:
        self.rows: list[tuple[object, ...]] = []

    def begin(self, head: Head) -> None:
        self.rows = []

    def put(self, batch: Batch) -> None:
        self.rows += batch.put


class Always:
    def uniform(self, a: float, b: float) -> float:
        return b


def head(full: bool = True, generation: str = "g") -> Head:
    return Head(SCOPE, {"price": ["n", "min:e3", "price:e5", "rev"]}, full, generation, "i")


def page(number: int) -> Paged:
    return Paged(Batch("price", [(number, 0, 5, 1)]), f"c{number}")


def end(more: bool = False) -> Ended:
    return Ended(1, "0", "c9", more)


def test_more_bodies_are_asked_for_until_there_are_no_more() -> None:
    source = Bodies([head(), page(1), end(more=True)], [head(full=False), page(2), end()])
    sink = Kept()
    pulled = pull(source, Pull(SCOPE, ""), sink, Pause(Time()), Always())
    assert [row[0] for row in sink.rows] == [1, 2]
    assert pulled.rows == 2


def test_a_generation_that_changes_between_bodies_starts_anew() -> None:
    source = Bodies([head(), page(1), end(more=True)], [head(False, "g2"), end()])
    with pytest.raises(Gone):
        pull(source, Pull(SCOPE, ""), Kept(), Pause(Time()), Always())


def test_a_source_that_just_stops_is_a_cut() -> None:
    source = Bodies([head(), page(1)], [head(False), page(2), end()])
    sink = Kept()
    assert pull(source, Pull(SCOPE, ""), sink, Pause(Time()), Always()).cuts == 1
    assert [row[0] for row in sink.rows] == [1, 2]


def test_stopping_while_waiting_for_a_line_stops() -> None:
    pause = Pause(Time())
    broken = Environment("network_broken")
    pause.wait = lambda timeout=None: True  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        pull(Bodies([broken]), Pull(SCOPE, ""), Kept(), pause, Always())


def test_a_page_before_its_header_is_a_bug(client: Client) -> None:
    client.sync()
    marks = client.data.marks()
    writing = Writing(client.data, None)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        ScopeSink(writing).put(Batch("price"))
    assert client.data.marks() == marks


def test_a_portal_that_refuses_a_fresh_start_is_a_broken_one(
    client: Client, portal: FakePortal
) -> None:
    portal.fail("feed", Fault(answer=problem(410, "stale")))
    with pytest.raises(Environment):
        client.sync()


def test_redirects_that_go_round_end() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": "/api/v1/portal"})

    made = Transport(URL, handler=httpx.MockTransport(handler))
    with pytest.raises(Environment) as caught:
        made.ask(Call("portal_info"))
    assert caught.value.code == "portal_missing"
    made.close()


def test_every_answer_is_heard() -> None:
    heard: list[str] = []
    made = Transport(
        URL,
        handler=httpx.MockTransport(lambda request: httpx.Response(200, stream=Pieces(b"{}"))),
        heard=lambda headers: heard.append(headers.get("date", "")),
    )
    made.ask(Call("portal_info"))
    assert heard == [""]
    made.close()


def test_certificates_are_judged_by_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bad = ssl.SSLCertVerificationError("self-signed")

    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("tls") from bad

    made = Transport("https://portal.example", handler=httpx.MockTransport(handler))
    with pytest.raises(Environment) as caught:
        made.ask(Call("portal_info"))
    assert caught.value.code == "network_tls"
    made.close()
    with pytest.raises(Environment, match="certificate_file"):
        Transport("https://portal.example", extra_ca=str(tmp_path / "absent.pem"))
    assert transport.check_address("https://пример.рф") == "https://пример.рф"


def keeper(portal: FakePortal, client: Client) -> TokenKeeper:
    """A keeper that remembers nothing."""
    client.settings.set("session", None)
    return TokenKeeper(
        client.settings,
        Secrets(),
        client.time,
        lambda address: Transport(address, handler=portal.transport()),
    )


def test_before_any_sign_in_there_is_nobody_to_ask(client: Client, portal: FakePortal) -> None:
    made = keeper(portal, client)
    for ask in (made.transport, made.access):
        with pytest.raises(Environment) as caught:
            ask()
        assert caught.value.code == "sign_in_needed"
    assert not made.has("void")
    made.close()
    assert client.keeper.has("void")


def test_an_address_without_a_portal_keeps_no_token(client: Client, portal: FakePortal) -> None:
    made = keeper(portal, client)
    portal.fail("portal", Fault(answer=problem(404, "not_found")))
    with pytest.raises(Environment) as caught:
        made.sign_in_token(URL, "t")
    assert caught.value.code == "portal_missing"
    portal.fail("portal", Fault(answer=httpx.Response(200, text="<html>")))
    with pytest.raises(Environment):
        made.sign_in_token(URL, "t")
    assert not made.status().signed_in


def test_an_api_token_kept_in_the_vault_is_used_after_a_restart(
    client: Client, portal: FakePortal
) -> None:
    made = keeper(portal, client)
    made.sign_in_token(URL, "api-token")
    secrets = made._secrets
    again = TokenKeeper(client.settings, secrets, client.time, made._connect)
    assert again.access() == "api-token"
    assert again.access() == "api-token"
    secrets.delete(f"api:{URL}")
    third = TokenKeeper(client.settings, secrets, client.time, made._connect)
    with pytest.raises(Environment) as caught:
        third.access()
    assert caught.value.code == "sign_in_needed"
    assert third.status().reason == "sign_in_needed"


def test_a_busy_portal_does_not_end_the_session(client: Client, portal: FakePortal) -> None:
    made = keeper(portal, client)
    made.sign_in(URL, "anna", "secret", "", "")
    client.time.move(700)
    portal.fail("refresh", Fault(answer=problem(503, "unavailable")))
    with pytest.raises(Environment) as caught:
        made.access()
    assert caught.value.code == "portal_error"
    assert made.status().signed_in
    portal.fail("refresh", Fault(unreachable=True))
    with pytest.raises(Environment):
        made.access()
    assert made.access() == "access-2"


def test_another_portal_closes_the_first(client: Client, portal: FakePortal) -> None:
    made = keeper(portal, client)
    made.sign_in(URL, "anna", "secret", "", "")
    first = made.transport()
    made.sign_in("http://localhost:9", "anna", "secret", "", "")
    assert made.transport() is not first
    made.sign_out()
    assert made.status().portal_url == "http://localhost:9"


def test_a_clock_that_heard_a_date_without_a_zone_goes_on(client: Client) -> None:
    clock = PortalClock()
    clock.hear({"date": "Sat, 21 Nov 2026 09:00:00 -0000"})
    assert clock.approximate


def test_pictures_that_are_none_are_not_shown(client: Client, portal: FakePortal) -> None:
    kept: dict[tuple[str, int], bytes] = {}

    class Store:
        def get(self, item_id: str, size: int) -> bytes | None:
            return kept.get((item_id, size))

        def put(self, item_id: str, size: int, picture: bytes) -> None:
            kept[item_id, size] = picture

    pictures = Pictures(client.api, Store())
    portal.files["/items/i1/picture"] = b"<svg onload=...>"
    assert pictures.fetch("i1", 128) is None
    assert pictures.fetch("i1", 128) is None
    assert kept == {("i1", 128): b""}
    portal.fail("other", Fault(answer=problem(403, "forbidden")))
    assert pictures.fetch("i2", 128) is None
    assert ("i2", 128) not in kept, "a right may be given later"


def test_a_document_with_another_digest_is_refused(
    client: Client, portal: FakePortal, tmp_path: Path
) -> None:
    vault = Vault(tmp_path / "vault", client.api)
    portal.files["/documents/d1/file"] = PDF
    path = vault.path("upd", "7", date(2026, 11, 21), "d1")
    with pytest.raises(Environment) as caught:
        vault.download("d1", "0" * 64, path)
    assert caught.value.code == "body_damaged"
    assert vault.download("d1", hashlib.sha256(PDF).hexdigest(), path).read_bytes() == PDF
    path.with_name("taken").mkdir()
    with pytest.raises(Environment) as caught:
        vault.keep(path.with_name("taken"), lambda part: part.write_bytes(b"x"))
    assert caught.value.code == "store_unreachable"
    assert not list(path.parent.glob("*.part"))


def test_a_command_that_is_over_is_not_tried_again(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    client.driver.push()
    with pytest.raises(Expected) as caught:
        client.driver.retry(key)
    assert caught.value.code == "outbox_state"


def test_a_doubt_is_held_when_the_session_ends_while_asking(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    portal.fail("by_client_id", Fault(answer=problem(401, "session_expired")))
    client.driver.push(now_too=True)
    assert state(client, key) == "held"
    portal.voided.clear()
    client.keeper._api_token = client.api_token
    client.driver.push()
    assert state(client, key) == "accepted"
    assert list(portal.orders) == [key]


def test_a_restored_portal_that_fails_while_being_asked_says_so(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    client.driver.push()
    portal.fail("by_client_id", Fault(answer=problem(503, "unavailable")))
    with pytest.raises(Environment):
        client.driver.reconcile("inc-2")
    assert state(client, key) == "accepted"
    assert client.driver.reconcile("inc-2") == 0


def test_a_void_that_the_portal_cannot_take_now_leaves_the_doubt(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    portal.fail("void", Fault(answer=problem(503, "unavailable")))
    with pytest.raises(Environment):
        client.driver.withdraw(key)
    assert state(client, key) == "unknown"


def test_a_tried_order_that_waits_is_voided_by_way_of_a_doubt(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(answer=problem(429, "busy", retry_after=60)))
    client.driver.push()
    assert state(client, key) == "ready"
    assert client.driver.withdraw(key) == "voided"
    assert client.driver.push(now_too=True) == 0


def test_a_voided_key_that_was_not_heard_of_ends_voided(client: Client, portal: FakePortal) -> None:
    for number, first in enumerate((Fault(lost=True), Fault(answer=problem(429, "busy")))):
        key = seal(client, number, f"e{number}")
        portal.fail("orders", Fault(unreachable=True) if number == 0 else first)
        client.driver.push(now_too=True)
        portal.voided.add(key)
        client.driver.push(now_too=True)
        assert state(client, key) == "voided"
    assert portal.orders == {}
