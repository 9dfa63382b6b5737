"""What befalls a portal with its PostgreSQL server: restores, moves, upgrades, silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import NOBODY, SYSTEM
from b2bdesk.portal.sessions import limiter
from b2bdesk.portal.storage.work import Storage, Work, open_storage
from b2bdesk.trade.errors import Environment, Expected
from tests.portal.test_feeds import pulled
from tests.support import postgres
from tests.support.race import at_once


@pytest.fixture
def store(server: postgres.Server) -> str:
    """The address of an empty database."""
    return server.database()


def _price(work: Work, n: int, price_e5: int) -> None:
    pricing.put_prices(SYSTEM, work, [("opt", n, 0, price_e5)])


# -- restores --------------------------------------------------------------------------------------


def _copy(server: postgres.Server, address: str) -> str:
    return server.database(template=address.rpartition("/")[2])


def _put_back(server: postgres.Server, copy: str, address: str) -> None:
    name, kept = address.rpartition("/")[2], copy.rpartition("/")[2]
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.execute(f"CREATE DATABASE {name} TEMPLATE {kept}")


def test_an_untouched_portal_keeps_its_incarnation(store: str, storage: Storage) -> None:
    mark = storage.facts().incarnation
    for _ in range(2):
        again = open_storage(store, storage.clock)
        assert again.facts().incarnation == mark
        again.close()


def test_another_machine_or_user_does_not_renew_the_incarnation(
    store: str, storage: Storage, numbers: dict[str, int], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    mark = storage.facts().incarnation
    monkeypatch.setenv("B2BDESK_PORTAL_STATE", str(tmp_path / "elsewhere"))
    other = open_storage(store, storage.clock)
    with other.writing() as work:
        _price(work, numbers["pen"], 5)
    assert other.facts().incarnation == mark
    other.close()
    monkeypatch.setenv("B2BDESK_PORTAL_STATE", str(tmp_path))
    again = open_storage(store, storage.clock)
    assert again.facts().incarnation == mark
    again.close()


@pytest.mark.expect_log("the database is away")
def test_a_restore_under_a_running_portal_is_noticed_by_its_next_answer(
    server: postgres.Server, store: str, storage: Storage, numbers: dict[str, int]
) -> None:
    mark = storage.facts().incarnation
    storage.close()
    copy = _copy(server, store)
    with storage.writing() as work:
        _price(work, numbers["pen"], 5)
    kept = storage.facts().incarnation
    assert kept == mark
    _put_back(server, copy, store)
    seen = _asked_until_answered(storage)
    assert seen != mark
    assert storage.facts().incarnation == seen


def _asked_until_answered(storage: Storage) -> str:
    told: list[str] = []
    for _ in range(5):
        try:
            return storage.facts().incarnation
        except Environment as error:
            told.append(error.code)
    raise AssertionError(f"the portal stays away: {told}")


def test_a_dump_put_into_another_database_is_a_new_incarnation(
    server: postgres.Server, store: str, storage: Storage, numbers: dict[str, int], tmp_path: Path
) -> None:
    mark = storage.facts().incarnation
    file = str(tmp_path / "portal.dump")
    server.run("pg_dump", "-Fc", "-f", file, store.rpartition("/")[2])
    address = server.database()
    server.run("pg_restore", "-d", address.rpartition("/")[2], "--no-owner", file)
    moved = open_storage(address, storage.clock)
    assert moved.facts().incarnation != mark
    assert pulled(moved, "catalog", "all").rows == pulled(storage, "catalog", "all").rows
    again = moved.facts().incarnation
    moved.close()
    moved = open_storage(address, storage.clock)
    assert moved.facts().incarnation == again
    moved.close()
    same = open_storage(store, storage.clock)
    assert same.facts().incarnation == mark
    same.close()


# -- upgrades --------------------------------------------------------------------------------------


@pytest.mark.expect_log("brought up to date")
def test_an_older_portal_gets_what_it_lacks_and_keeps_what_it_has(
    store: str, storage: Storage, numbers: dict[str, int]
) -> None:
    with storage.writing() as work:
        for statement in (
            "ALTER TABLE item DROP COLUMN segment",
            "DROP TABLE sign_in_guess",
            "DROP INDEX ix_item_code",
            "UPDATE portal_fact SET value = 'older' WHERE name = 'shape'",
            "DELETE FROM feed_counter WHERE feed = 'settlements'",
        ):
            work.connection.exec_driver_sql(statement)
    opened = at_once([lambda: open_storage(store, storage.clock)] * 3)
    for each in opened:
        client = pulled(each, "catalog", "all")
        client.check()
        assert each.write(lambda work: limiter.take(NOBODY, work, "boss", "10.0.0.1")) == 0
        assert each.write(lambda work: work.take("settlements", 1)) > 0
        each.close()


# -- a server that is away -------------------------------------------------------------------------


@pytest.mark.expect_log("the database is away")
@pytest.mark.parametrize("address", [
    "postgresql://portal@127.0.0.1:1/none", "postgresql://portal@127.0.0.1:{port}/none",
    "postgresql://nobody@127.0.0.1:{port}/postgres",
])  # fmt: skip
def test_a_server_that_does_not_let_us_in_is_named(server: postgres.Server, address: str) -> None:
    with pytest.raises(Environment) as refused:
        open_storage(address.format(port=server.port))
    assert refused.value.code == "database_silent"
    assert refused.value.params["reason"]


@pytest.mark.parametrize("target", ["mysql://x:secret@y/z", "postgresql://x:secret@y:port/z", ""])
def test_an_address_that_is_none_is_refused_without_its_password(target: str) -> None:
    with pytest.raises(Expected) as refused:
        open_storage(target)
    assert refused.value.code == "database_address"
    assert "secret" not in str(refused.value)


def test_connections_all_taken_is_busy_not_broken(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.engine.pool, "_timeout", 0.05)
    monkeypatch.setattr(storage.engine.pool, "_max_overflow", 0)
    taken = [storage.engine.connect() for _ in range(storage.engine.pool.size())]  # type: ignore[attr-defined]
    with pytest.raises(Environment) as refused:
        storage.facts()
    assert refused.value.code == "portal_busy"
    for each in taken:
        each.close()
    assert storage.facts().name
