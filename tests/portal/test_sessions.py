"""Signing in and staying signed in: rotation with grace, limits on guessing (R11, T6)."""

from __future__ import annotations

import dataclasses
import logging

import pytest
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select

from b2bdesk.portal.accounts.store import find_user, put_user
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.sessions import limiter, passwords, rules
from b2bdesk.portal.sessions.store import revoke_api_tokens
from b2bdesk.portal.storage.tables.portal import audit
from b2bdesk.portal.storage.tables.sessions import access_tokens, refresh_tokens
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.session import ChangePassword, Session, SignIn
from tests.support import portal, world

BOTH_STORES = True


@pytest.fixture
def anna(storage: Storage, numbers: dict[str, int]) -> Storage:
    portal.add_user(storage, "anna", companies=("alfa",))
    return storage


def enter(storage: Storage, password: str = portal.PASSWORD, login: str = "anna") -> Session:
    return rules.sign_in(storage, SignIn(login=login, password=password), "10.0.0.1")


def refused(code: str, storage: Storage, token: str) -> None:
    with pytest.raises(Expected) as error:
        rules.refresh(storage, token)
    assert error.value.code == code


def actions(storage: Storage) -> list[tuple[str, str]]:
    with storage.reading() as connection:
        rows = connection.execute(select(audit.c.action, audit.c.result).order_by(audit.c.id))
        return [(row.action, row.result) for row in rows]


def test_a_login_is_compared_without_case_and_its_companies_come_with_the_token(
    anna: Storage,
) -> None:
    session = enter(anna, login=" ANNA ")
    scope = rules.authenticate(anna, session.access_token)
    assert (scope.role, scope.company_ids) == ("buyer", frozenset({"alfa"}))
    assert session.portal.incarnation == anna.facts().incarnation


def test_only_hashes_of_tokens_are_stored(anna: Storage) -> None:
    session = enter(anna)
    with anna.reading() as connection:
        stored = [
            *connection.execute(select(access_tokens.c.hash)).scalars(),
            *connection.execute(select(refresh_tokens.c.hash)).scalars(),
        ]
    assert len(stored) == 2
    assert not {session.access_token, session.refresh_token} & set(stored)


def test_access_lives_ten_minutes(anna: Storage, clock: world.TestClock) -> None:
    session = enter(anna)
    clock.move(seconds=599)
    rules.authenticate(anna, session.access_token)
    clock.move(seconds=1)
    with pytest.raises(Expected) as error:
        rules.authenticate(anna, session.access_token)
    assert error.value.code == "session_expired"


def test_a_lost_reply_is_answered_with_the_same_successor_within_a_minute(
    anna: Storage, clock: world.TestClock
) -> None:
    first = enter(anna)
    second = rules.refresh(anna, first.refresh_token)
    clock.move(seconds=60)
    again = rules.refresh(anna, first.refresh_token)
    assert again.refresh_token == second.refresh_token != first.refresh_token
    assert again.access_token != second.access_token
    rules.authenticate(anna, second.access_token)
    rules.authenticate(anna, again.access_token)
    assert rules.refresh(anna, second.refresh_token).refresh_token != second.refresh_token


def test_a_later_reuse_revokes_the_family_and_is_recorded(
    anna: Storage, clock: world.TestClock
) -> None:
    first = enter(anna)
    second = rules.refresh(anna, first.refresh_token)
    clock.move(seconds=61)
    refused("session_revoked", anna, first.refresh_token)
    refused("session_revoked", anna, second.refresh_token)
    with pytest.raises(Expected) as error:
        rules.authenticate(anna, second.access_token)
    assert error.value.code == "session_revoked"
    assert ("refresh", "token_reused") in actions(anna)


def test_a_token_whose_successor_was_used_is_reuse_even_within_the_minute(anna: Storage) -> None:
    first = enter(anna)
    second = rules.refresh(anna, first.refresh_token)
    rules.refresh(anna, second.refresh_token)
    refused("session_revoked", anna, first.refresh_token)


def test_refresh_slides_by_thirty_days_up_to_ninety(anna: Storage, clock: world.TestClock) -> None:
    token = enter(anna).refresh_token
    for _ in range(3):
        clock.move(days=29)
        token = rules.refresh(anna, token).refresh_token
    clock.move(days=3)
    refused("session_expired", anna, token)
    other = enter(anna).refresh_token
    clock.move(days=30)
    refused("session_expired", anna, other)


def test_signing_out_ends_this_session_only(anna: Storage) -> None:
    one, other = enter(anna), enter(anna)
    rules.sign_out(anna, rules.authenticate(anna, one.access_token))
    refused("session_revoked", anna, one.refresh_token)
    rules.authenticate(anna, other.access_token)


def test_a_changed_password_ends_the_other_sessions(anna: Storage) -> None:
    one, other = enter(anna), enter(anna)
    scope = rules.authenticate(anna, one.access_token)
    change = ChangePassword(old_password=portal.PASSWORD, new_password="nine chars")
    with pytest.raises(Expected) as error:
        rules.change_password(
            anna, scope, ChangePassword(old_password="wrong", new_password="nine chars"), "ip"
        )
    assert error.value.code == "old_password_wrong"
    with pytest.raises(Expected) as error:
        rules.change_password(
            anna, scope, ChangePassword(old_password=portal.PASSWORD, new_password="short"), "ip"
        )
    assert error.value.code == "password_weak"
    rules.change_password(anna, scope, change, "ip")
    refused("session_revoked", anna, other.refresh_token)
    rules.authenticate(anna, one.access_token)
    enter(anna, "nine chars")


def test_five_wrong_guesses_block_the_account_for_growing_times(
    anna: Storage, clock: world.TestClock
) -> None:
    def guess(password: str = "guess") -> tuple[str, object]:
        with pytest.raises(Expected) as error:
            enter(anna, password)
        return error.value.code, error.value.params.get("seconds")

    assert [guess()[0] for _ in range(5)] == ["sign_in_refused"] * 5
    assert guess() == ("too_many_attempts", 900)
    assert guess(portal.PASSWORD)[0] == "too_many_attempts"
    clock.move(seconds=901)
    assert [guess()[0] for _ in range(5)] == ["sign_in_refused"] * 5
    assert guess() == ("too_many_attempts", 1800)
    clock.move(seconds=1801)
    enter(anna)
    assert [guess()[0] for _ in range(5)] == ["sign_in_refused"] * 5
    assert guess() == ("too_many_attempts", 900)


def test_an_unknown_login_is_refused_and_limited_like_a_known_one(anna: Storage) -> None:
    codes = []
    for login in ("anna", "nobody"):
        for _ in range(6):
            with pytest.raises(Expected) as error:
                enter(anna, "guess", login)
            codes.append((error.value.code, str(error.value.params)))
    assert codes[:6] == codes[6:]


def test_one_address_has_fifty_tries_whatever_the_login(anna: Storage) -> None:
    from_there = []
    for number in range(51):
        with anna.writing() as work:
            from_there.append(limiter.take(SYSTEM, work, f"l{number}", "10.9.9.9"))
    assert from_there == [0] * 50 + [900]


def test_a_disabled_user_is_out_at_once(anna: Storage) -> None:
    session = enter(anna)
    with anna.writing() as work:
        user = find_user(SYSTEM, work.connection, login="anna")
        assert user is not None
        put_user(SYSTEM, work, dataclasses.replace(user, disabled=True))
    with pytest.raises(Expected) as error:
        rules.authenticate(anna, session.access_token)
    assert error.value.code == "sign_in_blocked"
    refused("session_revoked", anna, session.refresh_token)
    with pytest.raises(Expected) as error:
        enter(anna)
    assert error.value.code == "sign_in_blocked"


def test_an_api_token_has_its_users_rights_a_term_and_can_be_withdrawn(
    anna: Storage, clock: world.TestClock
) -> None:
    with anna.writing() as work:
        user = find_user(SYSTEM, work.connection, login="anna")
        assert user is not None
        token = rules.issue_api_token(SYSTEM, work, user, 30)
        other = rules.issue_api_token(SYSTEM, work, user, 60)
    scope = rules.authenticate(anna, token)
    assert (scope.company_ids, scope.session_id) == (frozenset({"alfa"}), "")
    with pytest.raises(Expected) as error:
        rules.sign_out(anna, scope)
    assert error.value.code == "forbidden"
    change = ChangePassword(old_password=portal.PASSWORD, new_password="12345678")
    with pytest.raises(Expected) as error:
        rules.change_password(anna, scope, change, "ip")
    assert error.value.code == "forbidden"
    clock.move(days=30)
    with pytest.raises(Expected) as error:
        rules.authenticate(anna, token)
    assert error.value.code == "session_expired"
    with anna.writing() as work:
        assert revoke_api_tokens(SYSTEM, work, "u-anna") == 2
    with pytest.raises(Expected) as error:
        rules.authenticate(anna, other)
    assert error.value.code == "session_revoked"


def test_secrets_stay_out_of_representations(
    anna: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with anna.reading() as connection:
        user = find_user(SYSTEM, connection, login="anna")
    assert user is not None
    assert user.password_hash not in repr(user)
    assert anna.facts().secret not in repr(anna.facts())


def test_an_unknown_login_costs_the_same_hash_as_a_known_one(
    anna: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []

    class Hasher:
        def hash(self, password: str) -> str:
            return f"hash of {password}"

        def verify(self, password_hash: str, password: str) -> bool:
            verified.append(password_hash)
            raise VerifyMismatchError

    monkeypatch.setattr(passwords, "_hasher", Hasher())
    passwords._dummy.cache_clear()
    for login in ("anna", "nobody"):
        with pytest.raises(Expected):
            enter(anna, "guess", login)
    passwords._dummy.cache_clear()
    assert len(verified) == 2
    assert verified[1] == "hash of nobody's password"
