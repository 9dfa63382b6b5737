"""The sums of scopes are kept by writers, and whoever does not keep them is noticed."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select, update

from b2bdesk.portal.__main__ import main
from b2bdesk.portal.feeds.proof import prove
from b2bdesk.portal.housekeeping import housekeep
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.changes import signed_hash
from b2bdesk.portal.storage.tables.feeds import counters, parts
from b2bdesk.portal.storage.tables.pricing import prices
from b2bdesk.portal.storage.work import Storage, Work, open_storage
from b2bdesk.wire.feeds import FEEDS
from tests.portal.test_feeds import body, pulled
from tests.support.race import at_once

BOTH_STORES = True
ONLY_SQLITE = ("test_the_command_says_what_differs_and_mends_it",)


def _wrong(storage: Storage) -> list[str]:
    with storage.reading() as connection:
        return [feed for feed in FEEDS if not prove(connection, feed).holds]


def _read_by(storage: Storage, feed: str, key: str, cursor: str) -> str:
    """All statements of a pull."""
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(storage.engine, "before_cursor_execute", hear)
    try:
        list(body(storage, feed, key, cursor))
    finally:
        event.remove(storage.engine, "before_cursor_execute", hear)
    return "\n".join(said)


def test_a_pull_after_a_change_counts_no_rows(storage: Storage, numbers: dict[str, int]) -> None:
    for feed, key in (("prices", "opt"), ("stock", "rough"), ("catalog", "part")):
        cursor = pulled(storage, feed, key).cursor
        with storage.writing() as work:
            pricing.put_prices(SYSTEM, work, [("opt", numbers["nut"], 0, 5_000)])
            stock.put_stock(SYSTEM, work, [(numbers["nut"], "msk", 7_000, 0)])
        assert "count(" not in _read_by(storage, feed, key, cursor).lower()


def test_rows_written_by_an_older_program_are_counted_until_the_sums_follow(
    storage: Storage, numbers: dict[str, int]
) -> None:
    with storage.writing() as work:
        old = update(counters).where(counters.c.feed == "prices").values(seq=counters.c.seq + 1)
        work.connection.execute(old)
        seq = work.connection.execute(
            select(counters.c.seq).where(counters.c.feed == "prices")
        ).scalar_one()
        row = {"price_type": "opt", "n": 77, "min_e3": 0, "price_e5": 1, "rev": seq}
        h = signed_hash("price", [77, 0], seq)
        work.connection.execute(prices.insert().values(**row, h=h))
    assert _wrong(storage) == ["prices"]
    client = pulled(storage, "prices", "opt")
    assert "count(" in _read_by(storage, "prices", "retail", "").lower()
    housekeep(SYSTEM, storage, thorough=False)
    assert _wrong(storage) == []
    client.pull(body(storage, "prices", "opt", client.cursor))
    client.check()
    assert "count(" not in _read_by(storage, "prices", "opt", "").lower()


@pytest.mark.expect_log("sums of stock were wrong and are counted anew")
def test_wrong_sums_are_found_by_the_house_and_told(
    storage: Storage, numbers: dict[str, int]
) -> None:
    with storage.writing() as work:
        work.connection.execute(update(parts).where(parts.c.feed == "stock").values(low=5))
    assert _wrong(storage) == ["stock"]
    housekeep(SYSTEM, storage)
    assert _wrong(storage) == []


def _priced(rows: list[tuple[str, int, int, int]], work: Work) -> None:
    pricing.put_prices(SYSTEM, work, rows)


def test_writers_of_two_processes_lose_nothing_of_a_sum(
    storage: Storage, numbers: dict[str, int], store: str
) -> None:
    second = open_storage(store, storage.clock)
    many = list(numbers.values())

    def writer(to: Storage, turn: int) -> Any:
        def act() -> None:
            for n in many[turn % 3 :]:
                rows = [("opt", n, 0, 1_000 * turn), ("opt", n, 1_000 * (turn % 2 + 1), 7)]
                to.write(partial(_priced, rows))
            gone = [("opt", many[turn % 5], 1_000)]
            to.write(lambda work: pricing.drop_prices(SYSTEM, work, gone))

        return act

    try:
        at_once([writer((storage, second)[turn % 2], turn) for turn in range(8)])
    finally:
        second.close()
    assert _wrong(storage) == []
    pulled(storage, "prices", "opt")


@pytest.mark.expect_log("sums of prices were wrong and are counted anew")
def test_the_command_says_what_differs_and_mends_it(
    storage: Storage, numbers: dict[str, int], store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["check", "--json", *words, "--db", store])
        return code, json.loads(capsys.readouterr().out)

    code, said = run()
    assert code == 0
    assert said["feeds"]["prices"] == {"rows": 9, "kept": True, "wrong": []}
    with storage.writing() as work:
        work.connection.execute(update(parts).where(parts.c.part == "opt").values(amount=3))
    code, said = run()
    assert (code, said["feeds"]["prices"]["wrong"]) == (6, ["price/opt"])
    assert main(["check", "--db", store]) == 6
    assert "price/opt" in capsys.readouterr().out
    code, said = run("--mend")
    assert (code, said["mended"], said["damage"]) == (0, ["prices"], [])
    assert run()[0] == 0
