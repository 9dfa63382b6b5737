"""The portal on PostgreSQL: what SQLite's one writer gives for nothing has to hold there as well.

Order of commits, racing copies of a request, one stock for many, restores, upgrades, a server that
goes away. Each trap has its control: the naive way, which falls into it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import CompanyRow
from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import GroupRow, ItemRow
from b2bdesk.portal.orders import commands, submit
from b2bdesk.portal.orders import store as orders
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import NOBODY, SYSTEM, Scope
from b2bdesk.portal.sessions import limiter, rules
from b2bdesk.portal.stock.store import holdings, put_counted, put_stock
from b2bdesk.portal.storage import bulk, tally
from b2bdesk.portal.storage import work as work_module
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.tables import catalog as catalog_tables
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.work import Storage, Work, open_storage
from b2bdesk.trade.errors import Environment
from b2bdesk.trade.ids import uuid7
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.orders import OrderCommand
from b2bdesk.wire.session import SignIn
from tests.portal.test_feeds import body, pulled
from tests.portal.test_orders import good
from tests.support import portal, postgres, world
from tests.support.race import at_once

BUYER = Scope("u-alfa", frozenset({"alfa"}), "buyer", "session")
MANY = 12


@pytest.fixture
def store(server: postgres.Server) -> str:
    """The address of an empty database."""
    return server.database()


@pytest.fixture
def second(store: str, storage: Storage) -> Iterator[Storage]:
    """The same portal opened by another process of the server."""
    made = open_storage(store, storage.clock)
    yield made
    made.close()


def _price(work: Work, n: int, price_e5: int) -> None:
    pricing.put_prices(SYSTEM, work, [("opt", n, 0, price_e5)])


def _blocked(storage: Storage, done: threading.Event) -> bool:
    """Wait until somebody waits for a lock in the database, or `done` is set."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with storage.engine.connect() as connection:
        while not done.wait(0.01):
            waiting = f"{query} AND wait_event_type = 'Lock'"
            if connection.exec_driver_sql(waiting).scalar_one():
                return True
            connection.rollback()
    return False


# -- the order of commits ------------------------------------------------------------------------


def _slow_and_quick(storage: Storage, numbers: dict[str, int]) -> tuple[bool, dict[Any, Any]]:
    """A slow writer draws first and commits last; a client pulls in between and after.

    Returns whether the quick writer had to wait, and the rows the client ended with.
    """
    client = pulled(storage, "prices", "opt")
    done = threading.Event()

    def quick() -> None:
        with storage.writing() as work:
            _price(work, numbers["nut"], 222_000)
        done.set()

    other = threading.Thread(target=quick)
    with storage.writing() as work:
        _price(work, numbers["bolt"], 111_000)
        other.start()
        waited = _blocked(storage, done)
        client.pull(body(storage, "prices", "opt", client.cursor))
    other.join(20)
    client.pull(body(storage, "prices", "opt", client.cursor))
    return waited, client.rows


def test_a_slow_transaction_is_never_skipped_by_a_cursor(
    storage: Storage, numbers: dict[str, int]
) -> None:
    waited, rows = _slow_and_quick(storage, numbers)
    assert waited
    assert [rows["price", numbers[name], 0][2] for name in ("bolt", "nut")] == [111_000, 222_000]


def test_control_a_plain_sequence_loses_the_slow_transaction(
    storage: Storage, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same schedule with numbers of a sequence: the client never gets the slow row."""
    with storage.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("CREATE SEQUENCE naive START 1000")

    def naive(work: Work, feed: str, count: int) -> int:
        drawn = "SELECT max(nextval('naive')) FROM generate_series(1, :count)"
        last = int(work.connection.execute(text(drawn), {"count": count}).scalar_one())
        with storage.engine.connect() as other, other.begin():
            other.execute(
                counters.update().where(counters.c.feed == feed, counters.c.seq < last),
                {"seq": last},
            )
        return last - count + 1

    monkeypatch.setattr(Work, "take", naive)
    # adding to a sum holds writers up just as well
    monkeypatch.setattr(tally, "add", Mock())
    waited, rows = _slow_and_quick(storage, numbers)
    assert not waited
    assert rows["price", numbers["nut"], 0][2] == 222_000
    assert rows["price", numbers["bolt"], 0][2] != 111_000


def test_a_long_import_does_not_hold_up_an_order(storage: Storage, numbers: dict[str, int]) -> None:
    portal.add_user(storage, "alfa", companies=("alfa",))
    wanted = good()
    with storage.writing() as work:
        catalog.put_groups(SYSTEM, work, [GroupRow("new", "", "Новое")])
        _price(work, numbers["lamp"], 1)
        put_counted(SYSTEM, work, [(numbers["lamp"], "msk", 5_000)])
        reply = submit.submit(storage, BUYER, wanted.client_order_id, wanted, canonical(wanted))
    assert reply.status == 201


# -- exactly one -----------------------------------------------------------------------------------


def test_copies_of_an_order_sent_at_once_to_two_processes_make_one(
    storage: Storage, second: Storage, numbers: dict[str, int]
) -> None:
    portal.add_user(storage, "alfa", companies=("alfa",))
    wanted = good()
    body = canonical(wanted)

    def send(to: Storage) -> Callable[[], Any]:
        return lambda: submit.submit(to, BUYER, wanted.client_order_id, wanted, body)

    answers = at_once([send(each) for each in (storage, second) * (MANY // 2)])
    replies = [each for each in answers if not isinstance(each, str)]
    # within a process the second is told to wait, between processes it gets the same answer
    assert {each for each in answers if isinstance(each, str)} <= {"order_in_progress"}
    assert replies
    assert len({each.body for each in replies}) == 1
    assert [each.headers for each in replies].count({}) == 1
    with storage.reading() as connection:
        assert orders.count_orders(SYSTEM, connection) == 1


def test_stock_held_by_many_at_once_is_never_more_than_there_is(
    storage: Storage, second: Storage, numbers: dict[str, int]
) -> None:
    portal.add_user(storage, "alfa", companies=("alfa",))
    with storage.writing() as work:
        put_stock(SYSTEM, work, [(numbers["bolt"], "msk", 450_000, 0)])
        put_stock(SYSTEM, work, [(numbers["bolt"], "spb", 0, 0)])
    ids = []
    for _ in range(MANY):
        wanted = good()
        made = submit.submit(storage, BUYER, wanted.client_order_id, wanted, canonical(wanted))
        ids.append(submit.order_id_of("alfa", wanted.client_order_id))
        assert made.status == 201

    def reserve(to: Storage, order_id: str) -> Callable[[], Any]:
        asked = OrderCommand(client_command_id=uuid7())
        call = (asked, canonical(asked))
        return lambda: commands.run(to, BUYER, order_id, "reserve", call).status

    calls = [reserve((storage, second)[at % 2], order_id) for at, order_id in enumerate(ids)]
    assert set(at_once(calls)) == {200}
    with storage.reading() as connection:
        rows = {
            row.place: row
            for row in holdings(SYSTEM, connection, [numbers["bolt"]])[numbers["bolt"]]
        }
        held = connection.exec_driver_sql("SELECT sum(qty_e3) FROM reservation").scalar_one()
    assert rows["msk"].reserved_e3 == 450_000 == int(held)


def test_a_count_of_the_stock_keeps_what_is_held_for_orders(
    storage: Storage, second: Storage, numbers: dict[str, int]
) -> None:
    n = numbers["bolt"]
    with storage.writing() as work:
        put_stock(SYSTEM, work, [(n, "msk", 450_000, 0)])

    def hold() -> None:
        with storage.writing() as work:
            work.lock("stock")
            now = {row.place: row for row in holdings(SYSTEM, work.connection, [n])[n]}["msk"]
            put_stock(SYSTEM, work, [(n, "msk", now.qty_e3, now.reserved_e3 + 100_000)])

    def count() -> None:
        with second.writing() as work:
            put_counted(SYSTEM, work, [(n, "msk", 900_000)])

    at_once([hold, count])
    with storage.reading() as connection:
        row = {each.place: each for each in holdings(SYSTEM, connection, [n])[n]}["msk"]
    assert row.reserved_e3 == 100_000


def test_parallel_first_guesses_are_all_counted(storage: Storage, second: Storage) -> None:
    def guess(to: Storage) -> Callable[[], int]:
        return lambda: to.write(lambda work: limiter.take(NOBODY, work, "boss", "10.0.0.1"))

    waits = at_once([guess(each) for each in (storage, second) * (MANY // 2)])
    assert len([wait for wait in waits if wait == 0]) == limiter.PER_ACCOUNT


def test_one_refresh_token_exchanged_at_once_has_one_successor(
    storage: Storage, second: Storage, numbers: dict[str, int]
) -> None:
    portal.add_user(storage, "alfa", companies=("alfa",))
    signed = rules.sign_in(storage, SignIn(login="alfa", password=portal.PASSWORD), "::1")
    token = signed.refresh_token
    got = at_once(
        [lambda to=each: rules.refresh(to, token) for each in (storage, second) * 3]  # type: ignore[misc]
    )
    assert len({each.refresh_token for each in got}) == 1


def test_two_that_make_the_same_portal_make_one(store: str, tmp_path: Path) -> None:
    made = at_once([lambda: create_storage(store, world.TestClock())] * 4)
    assert len({each.facts().instance_id for each in made}) == 1
    for each in made:
        each.close()


# -- retries ---------------------------------------------------------------------------------------


def test_a_deadlock_is_tried_again(storage: Storage, numbers: dict[str, int]) -> None:
    met = threading.Barrier(2)
    tries: list[str] = []

    def crosswise(first: str, then: str) -> Callable[[Work], None]:
        def act(work: Work) -> None:
            tries.append(first)
            work.lock(first)
            if len(tries) <= 2:
                met.wait(20)
            work.lock(then)

        return act

    calls = [
        lambda: storage.write(crosswise("orders", "stock")),
        lambda: storage.write(crosswise("stock", "orders")),
    ]
    assert at_once(calls) == [None, None]
    assert len(tries) == 3


def test_a_serialization_failure_is_tried_again_and_then_said(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def act(work: Work) -> int:
        tries.append(1)
        if len(tries) < 3:
            work.connection.exec_driver_sql(
                "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$"
            )
        return len(tries)

    assert storage.write(act) == 3
    tries.clear()
    monkeypatch.setattr(work_module, "TRIES", 2)
    with pytest.raises(Environment) as refused:
        storage.write(act)
    assert refused.value.code == "portal_busy"


def test_an_error_that_does_not_pass_is_raisedat_once(storage: Storage) -> None:
    tries: list[int] = []

    def act(work: Work) -> None:
        tries.append(1)
        work.connection.exec_driver_sql("SELECT 1 / 0")

    with pytest.raises(DBAPIError):
        storage.write(act)
    assert len(tries) == 1


# -- text ------------------------------------------------------------------------------------------


def test_text_is_ordered_by_code_points_whatever_the_database_says(storage: Storage) -> None:
    names = ["a", "B", "ё", "ж", "a_b", "aa", "Б-1", "б1", "2026-01-01T00:00:00.000Z", "#"]
    with storage.writing() as work:
        for name in names:
            accounts.put_company(SYSTEM, work, CompanyRow(name, name))
    with storage.reading() as connection:
        native = connection.exec_driver_sql("SELECT 'ё' < 'ж'").scalar_one()
        found = [row.id for row in accounts.find_companies(SYSTEM, connection)]
        query = "SELECT id FROM company ORDER BY id"
        ordered = list(connection.exec_driver_sql(query).scalars())
    assert native, "the throwaway database must sort the Russian way, or this proves nothing"
    assert ordered == sorted(names) == sorted(found)


def test_a_large_load_goes_by_copy_and_is_the_same(
    storage: Storage, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ItemRow(f"i{n}", f"Товар \\N\t{n}\n«»", f"А-{n}", attributes='{"a": 1}') for n in range(700)
    ]
    with storage.writing() as work:
        catalog.put_items(SYSTEM, work, rows[:300])
        catalog.put_items(SYSTEM, work, rows)
    with storage.reading() as connection:
        stored = connection.execute(select(catalog_tables.items)).all()
    monkeypatch.setattr(bulk, "COPY_FROM", 1 << 40)
    with storage.writing() as work:
        before = work.take("catalog", 0)
        catalog.put_items(SYSTEM, work, rows)
        assert work.take("catalog", 0) == before
    assert {row.id: row.name for row in stored if row.id.startswith("i")} == {
        row.id: row.name for row in rows
    }
