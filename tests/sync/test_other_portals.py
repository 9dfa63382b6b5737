"""A profile belongs to one portal: another one is refused, a moved one goes on (RELIABILITY T4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import Environment
from b2bdesk.wire.routes import INSTANCE_HEADER
from tests.support.client import Client
from tests.support.fake_portal import URL, FakePortal, Fault, order_row, problem
from tests.sync.test_outbox import seal, state

MOVED = "https://moved.example"


@pytest.fixture
def person(tmp_path: Path, portal: FakePortal) -> Iterator[Client]:
    """A client without an API token."""
    folder = tmp_path / "person"
    folder.mkdir()
    made = Client(folder, portal, api_token="")
    made.keeper.sign_in(URL, "anna", "secret", "", "ПК-2")
    yield made
    made.close()


@pytest.fixture
def stranger(portal: FakePortal) -> FakePortal:
    """Another supplier's portal, to which the same person may sign in."""
    return FakePortal(instance_id="portal-2")


def switch(client: Client, other: FakePortal) -> None:
    """From now on every address leads to the other portal."""
    client.portal = other
    client.keeper.close()


def refused(error: BaseException) -> None:
    assert isinstance(error, Environment)
    assert error.code == "portal_differs"
    assert error.params["ours"] == "Тестовый портал"


def test_signing_in_to_another_portal_is_refused_before_it_sees_a_password(
    person: Client, portal: FakePortal, stranger: FakePortal
) -> None:
    key = seal(person)
    kept = dict(person.secrets.kept)
    switch(person, stranger)
    with pytest.raises(Environment) as caught:
        person.keeper.sign_in(MOVED, "anna", "secret", "", "ПК-2")
    refused(caught.value)
    assert MOVED in str(caught.value.params["theirs"])
    assert stranger.seen == ["GET /portal"]
    assert person.secrets.kept == kept
    assert person.keeper.status().portal_url == URL
    assert person.keeper.status().signed_in

    switch(person, portal)
    person.driver.push()
    assert state(person, key) == "accepted"
    assert list(portal.orders) == [key]
    assert stranger.orders == {}


def test_a_robots_token_of_another_portal_is_refused(client: Client, stranger: FakePortal) -> None:
    seal(client)
    switch(client, stranger)
    with pytest.raises(Environment) as caught:
        client.keeper.sign_in_token(MOVED, "api-token")
    refused(caught.value)
    assert client.keeper.status().portal_url == URL


@pytest.mark.parametrize("restart", [False, True])
def test_an_order_never_goes_to_another_portal_at_the_same_address(
    client: Client, portal: FakePortal, stranger: FakePortal, restart: bool
) -> None:
    """The name leads elsewhere now, and the token is taken there, too."""
    delivered = seal(client, 1)
    client.driver.push()
    doubted = seal(client, 2)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    waiting = seal(client, 3, entity="e2")
    client.portal = stranger
    if restart:
        client.restart()
    else:
        switch(client, stranger)
        with pytest.raises(Environment) as caught:
            client.sync()
        refused(caught.value)
    client.driver.push(now_too=True)
    client.driver.push(now_too=True)
    assert not any("orders" in each for each in stranger.seen)
    states = [state(client, each) for each in (delivered, doubted, waiting)]
    assert states == ["accepted", "unknown", "ready"]
    with pytest.raises(Environment) as caught:
        client.driver.withdraw(doubted)
    refused(caught.value)
    assert client.outbox.rows(("unknown",))[0].reason == "portal_differs"
    with pytest.raises(Environment):
        client.driver.reconcile("another")
    assert state(client, delivered) == "accepted"

    switch(client, portal)
    client.sync()
    client.driver.push(now_too=True)
    assert sorted(portal.orders) == [delivered, doubted, waiting]
    for each in portal.orders.values():
        portal.put("orders", "co1", "order", order_row(each))
    client.sync()
    client.driver.settle()
    assert {state(client, each) for each in (delivered, doubted, waiting)} == {"settled"}


def test_a_refresh_that_another_portal_answers_sends_nothing(
    person: Client, portal: FakePortal, stranger: FakePortal
) -> None:
    key = seal(person)
    switch(person, stranger)
    person.time.move(700)
    person.driver.push()
    assert stranger.seen == ["POST /session/refresh"]
    assert state(person, key) == "ready"
    assert person.outbox.rows()[0].reason == "portal_differs"
    switch(person, portal)
    person.driver.push(now_too=True)
    assert state(person, key) == "accepted"


class Namesake(FakePortal):
    """Answers like the reference portal: nothing is done for those who mean another one."""

    def handle(self, request: httpx.Request) -> httpx.Response:
        meant = request.headers.get(INSTANCE_HEADER, self.instance_id)
        if "authorization" in request.headers and meant != self.instance_id:
            self.seen.append("421")
            return problem(421, "portal_differs")
        return super().handle(request)


def test_a_portal_that_changes_while_the_program_runs_takes_nothing(
    client: Client, portal: FakePortal
) -> None:
    """Between two questions who it is the address may begin to lead to a test system."""
    doubted, waiting = seal(client, 1), seal(client, 2, entity="e2")
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    stranger = Namesake(instance_id="portal-2")
    switch(client, stranger)
    client.driver.push(now_too=True)
    with pytest.raises(Environment) as caught:
        client.driver.withdraw(doubted)
    refused(caught.value)
    assert set(stranger.seen) == {"421", "GET /portal"}
    assert stranger.orders == {}
    assert {state(client, each) for each in (doubted, waiting)} <= {"ready", "unknown", "accepted"}
    assert state(client, doubted) == "unknown"

    switch(client, portal)
    client.driver.push(now_too=True)
    assert sorted(portal.orders) == [doubted, waiting]
    assert {state(client, each) for each in (doubted, waiting)} == {"accepted"}


def test_after_a_start_no_token_goes_to_somebody_who_has_not_said_who_he_is(
    person: Client, stranger: FakePortal
) -> None:
    key = seal(person)
    person.portal = stranger
    person.restart()
    person.driver.push()
    assert set(stranger.seen) == {"GET /portal"}
    assert state(person, key) == "ready"


def test_a_sign_in_that_could_not_be_kept_changes_nothing(
    person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk the profile stays where it was, with the portal it had."""

    def full(name: str, value: object) -> None:
        raise Environment("disk_full")

    before = person.keeper.status()
    with monkeypatch.context() as patch:
        patch.setattr(person.settings, "set", full)
        with pytest.raises(Environment):
            person.keeper.sign_in(MOVED, "anna", "secret", "", "ПК-2")
    assert person.keeper.status() == before
    assert person.keeper.transport().address == URL
    assert f"refresh:{URL}" in person.secrets.kept
    person.sync()


def test_a_portal_that_moved_goes_on(person: Client, portal: FakePortal) -> None:
    key = seal(person)
    person.keeper.sign_in(MOVED, "anna", "secret", "", "ПК-2")
    person.driver.push()
    person.sync()
    assert state(person, key) == "accepted"
    assert person.keeper.status().portal_url == MOVED
    assert list(person.secrets.kept) == [f"refresh:{MOVED}"], "no token stays behind"


def test_the_refusal_names_both_portals_and_the_way_out() -> None:
    told = describe("portal_differs", {"ours": "Опт", "theirs": "Склад (https://b)"}).one_line()
    assert "Опт" in told
    assert "Склад" in told
