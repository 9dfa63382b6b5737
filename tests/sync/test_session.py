"""Signing in, refreshing, what is stored and when (PROTOCOL R11, threats T1, T4)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from b2bdesk.trade.errors import Environment, Expected
from tests.support.client import Client
from tests.support.fake_portal import URL, FakePortal, Fault, problem


@pytest.fixture
def person(tmp_path: Path, portal: FakePortal) -> Iterator[Client]:
    """A client without an API token."""
    folder = tmp_path / "person"
    folder.mkdir()
    made = Client(folder, portal, api_token="")
    yield made
    made.close()


def enter(client: Client) -> None:
    client.keeper.sign_in(URL, "anna", "secret", "", "ПК-2")


def test_a_wrong_password_is_told_and_nothing_is_kept(person: Client) -> None:
    with pytest.raises(Expected) as caught:
        person.keeper.sign_in(URL, "anna", "wrong", "", "")
    assert caught.value.code == "sign_in_refused"
    assert not person.keeper.status().signed_in
    assert person.secrets.kept == {}


def test_signing_in_keeps_the_refresh_token_only(person: Client, portal: FakePortal) -> None:
    enter(person)
    status = person.keeper.status()
    assert (status.signed_in, status.user_name, status.portal_name) == (
        True, "Анна", "Тестовый портал",
    )  # fmt: skip
    assert list(person.secrets.kept.values()) == ["refresh-1"]
    assert portal.access_token not in str(person.settings.get("session"))
    person.sync()
    person.restart()
    assert person.keeper.status().signed_in
    person.sync()
    assert list(person.secrets.kept.values()) == ["refresh-2"]


def test_the_new_refresh_token_is_stored_before_the_new_access_is_used(
    person: Client, portal: FakePortal
) -> None:
    enter(person)
    person.time.move(700)
    portal.fail("account", Fault(unreachable=True))
    with pytest.raises(Environment):
        person.sync()
    assert person.secrets.written[-1] == portal.refresh_token == "refresh-2"


def test_an_access_token_that_ends_in_the_middle_is_renewed_and_the_run_goes_on(
    person: Client, portal: FakePortal
) -> None:
    enter(person)
    portal.fail("feed", Fault(), Fault(answer=problem(401, "session_expired")))
    person.sync()
    assert portal.refresh_token == "refresh-2"
    assert person.contents("prices", "pt") == portal.contents("prices", "pt")


def test_a_lost_reply_to_a_refresh_is_asked_for_once_more(
    person: Client, portal: FakePortal
) -> None:
    enter(person)
    person.time.move(700)
    portal.fail("refresh", Fault(lost=True))
    person.sync()
    assert not portal.revoked
    assert list(person.secrets.kept.values()) == [portal.refresh_token] == ["refresh-2"]


def test_a_revoked_session_asks_to_sign_in_and_keeps_the_data(
    person: Client, portal: FakePortal
) -> None:
    enter(person)
    person.sync()
    portal.revoked = True
    person.time.move(700)
    with pytest.raises(Environment) as caught:
        person.sync()
    assert caught.value.code == "session_revoked"
    status = person.keeper.status()
    assert (status.signed_in, status.reason, status.login) == (False, "session_revoked", "anna")
    assert person.secrets.kept == {}
    assert len(person.contents("catalog", "all")) == 13
    enter(person)


def test_a_new_token_that_a_full_disk_does_not_take_is_written_later(
    person: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(person)
    person.time.move(700)
    full(person, monkeypatch)
    assert person.keeper.access() == "access-2"
    person.sync()
    assert list(person.secrets.kept.values()) == ["refresh-1"]
    person.time.move(700)
    assert person.keeper.access() == "access-3", "the token of memory counts, not the one on disk"
    monkeypatch.undo()
    assert person.keeper.access() == "access-3"
    assert list(person.secrets.kept.values()) == ["refresh-1"], "not with each request"
    person.time.move(15)
    person.keeper.access()
    assert list(person.secrets.kept.values()) == [portal.refresh_token] == ["refresh-3"]
    assert not portal.revoked


def test_it_is_written_at_the_end_at_the_latest_and_a_death_before_asks_to_sign_in(
    person: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(person)
    person.time.move(700)
    full(person, monkeypatch)
    person.keeper.access()
    monkeypatch.undo()
    person.keeper.close()
    assert list(person.secrets.kept.values()) == ["refresh-2"]
    person.sync()
    full(person, monkeypatch)
    person.time.move(700)
    person.keeper.access()  # and the process dies: within the grace the former one will do
    person.restart()
    monkeypatch.undo()
    assert person.keeper.access() == "access-3"
    assert list(person.secrets.kept.values()) == ["refresh-3"]


def full(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, value: str) -> None:
        raise Environment("disk_full", place="there")

    monkeypatch.setattr(client.secrets, "set", refuse)


def test_many_threads_refresh_once(person: Client, portal: FakePortal) -> None:
    enter(person)
    person.time.move(700)
    tokens: list[str] = []
    threads = [
        threading.Thread(target=lambda: tokens.append(person.keeper.access())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(tokens) == {"access-2"}
    assert portal.seen.count("POST /session/refresh") == 1


def test_a_robot_uses_its_token_and_never_refreshes(client: Client, portal: FakePortal) -> None:
    client.sync()
    assert "POST /session/refresh" not in portal.seen
    assert client.secrets.kept == {}
    assert client.keeper.status().signed_in


def test_a_robot_whose_token_was_revoked_is_told(client: Client, portal: FakePortal) -> None:
    portal.fail("account", Fault(answer=problem(401, "session_revoked")))
    with pytest.raises(Environment) as caught:
        client.sync()
    assert caught.value.code == "session_revoked"
    status = client.keeper.status()
    assert (status.signed_in, status.reason) == (False, "session_revoked")
    client.api.portal()
    assert not client.keeper.status().signed_in, "anybody may ask who the portal is"
    client.sync()
    status = client.keeper.status()
    assert (status.signed_in, status.reason) == (True, "")


def test_signing_out_forgets_the_tokens_also_without_a_network(
    person: Client, portal: FakePortal
) -> None:
    enter(person)
    portal.fail("sign_out", Fault(unreachable=True))
    person.keeper.sign_out()
    assert person.secrets.kept == {}
    assert not person.keeper.status().signed_in
    with pytest.raises(Environment) as caught:
        person.keeper.access()
    assert caught.value.code == "sign_in_needed"


def test_signing_out_also_forgets_what_a_sign_in_that_was_killed_has_left(person: Client) -> None:
    enter(person)
    person.keeper.sign_out()
    person.secrets.set(f"refresh:{URL}", "refresh-2")  # stored, and then the process died
    person.restart()
    assert not person.keeper.status().signed_in
    person.keeper.sign_out()
    assert person.secrets.kept == {}


def test_an_address_that_is_no_portal_is_told(person: Client, portal: FakePortal) -> None:
    portal.fail("session", Fault(answer=httpx.Response(200, text="<html>Wi-Fi</html>")))
    with pytest.raises(Environment) as caught:
        enter(person)
    assert caught.value.code == "portal_missing"


@pytest.mark.parametrize("said", ["", "soon", "2026-13-45T99:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_a_portal_that_does_not_know_the_time_is_told_of(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    known = portal.info()
    monkeypatch.setattr(portal, "info", lambda: {**known, "server_time": said})
    with pytest.raises(Expected, match="bad_message"):
        client.sync()
    with pytest.raises(Expected, match="bad_message"):
        client.keeper.sign_in(URL, "anna", "secret", "", "desk")
    monkeypatch.undo()
    client.sync()
