"""Base prices by SQL are those of the pricer, to the kopeck, for whatever rules (PROTOCOL §3)."""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.models.caches import Caches
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.load import save_mark
from b2bdesk.models.prices import _converted, price_types, read_terms, reprice
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.pricing import ASKED, Break, ItemFacts, Pricer
from b2bdesk.usecases.ports.cache import Mark, ScopeId
from b2bdesk.usecases.rows.account import ContractRow, PriceTypeRow

TODAY = dt.date(2026, 11, 21)
GROUPS = {"g1": None, "g2": "g1", "g3": "g2", "g4": None}
BRANDS, SEGMENTS = ["", "ЕКФ", "О'Нил"], ["", "опт"]
SIDS = {("catalog", "a"): 1, ("terms", "c"): 2, ("prices", "p1"): 3, ("prices", "p2"): 4,
        ("prices", "p3"): 5}  # fmt: skip


@pytest.fixture
def caches(tmp_path: Path) -> Iterator[Caches]:
    """An empty cache with the scopes of one contract."""
    desk = DeskStore(tmp_path)
    made = Caches(desk)

    def fill(connection: Any) -> None:
        for scope, sid in SIDS.items():
            save_mark(connection, sid, ScopeId(*scope), Mark())
        for group, parent in GROUPS.items():
            connection.exec_driver_sql(
                "INSERT INTO grp (sid, id, parent) VALUES (1, ?, ?)", (group, parent)
            )

    made.write(fill)
    yield made
    made.close()
    desk.close()


def rule(chance: random.Random, number: int) -> dict[str, Any]:
    kind = chance.choice(["fixed_price", "percent_off", "amount_off", "promotion", "new_kind"])
    if kind == "new_kind" and chance.random() < 0.7:
        kind = "percent_off"
    percent = f"{chance.randint(-20, 40)}.{chance.randint(0, 99):02d}"
    amount = f"{chance.randint(0, 30)}.{chance.randint(1, 99):02d}"
    value: Any = {"percent_off": percent, "amount_off": amount, "fixed_price": amount}.get(kind)
    if kind == "promotion":
        value = {"name": "Акция", chance.choice(["percent", "amount", "fixed"]): amount}
    on = chance.choice([
        {"kind": "all"}, {"kind": "brand", "id": chance.choice(BRANDS[1:])},
        {"kind": "group", "id": chance.choice(list(GROUPS))}, {"kind": "segment", "id": "опт"},
        {"kind": "item", "id": f"i{chance.randint(1, 30)}"},
    ])  # fmt: skip
    since = chance.choice([None, "2026-11-01", "2026-12-01"])
    return {"id": f"r{number}", "kind": kind, "on": on, "value": value, "from": since,
            "priority": chance.randint(0, 2), "text": ""}  # fmt: skip


class World:
    """Random terms, items and prices of one contract."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        steps = [1, 10, 1000, 5000, 100_000]
        kinds = tuple(
            PriceTypeRow(name, name, currency, True, chance.choice(steps))
            for name, currency in (
                ("p1", "RUB"), ("p2", "RUB"), ("p3", chance.choice(["RUB", "USD"])),
            )
        )  # fmt: skip
        self.contract = ContractRow("c", "e", "1", None, "RUB", "a", kinds, "s")
        rates = [{"from": "USD", "to": "RUB", "rate": "91.2345", "date": "2026-11-01"}]
        self.terms = {
            "currency": "RUB",
            "price_types": chance.sample(["p1", "p2", "p3"], 3),
            "rates": chance.choice([rates, []]),
            "rules": [rule(chance, number) for number in range(chance.randint(0, 7))],
        }
        self.items = [
            (n, f"i{n}", chance.choice([*GROUPS, None]), chance.choice(BRANDS),
             chance.choice(SEGMENTS))
            for n in range(1, 31)
        ]  # fmt: skip
        self.prices = {
            (chance.choice([3, 4, 5]), n, chance.choice([0, 500, 1000, 5000])): chance.choice(
                [0, 1, chance.randint(1, 10**9)]
            )
            for n in range(1, 31)
            for _ in range(3)
        }

    def write(self, connection: Any) -> None:
        connection.exec_driver_sql(
            "INSERT INTO terms (sid, id, body) VALUES (2, 'c', ?)", (json.dumps(self.terms),)
        )
        connection.exec_driver_sql(
            "INSERT INTO item (n, id, article, name, grp, brand, segment)"
            " VALUES (?, ?, '', '', ?, ?, ?)",
            self.items,
        )
        connection.exec_driver_sql(
            "INSERT INTO price (sid, n, min, price) VALUES (?, ?, ?, ?)",
            [(*key, e5) for key, e5 in self.prices.items()],
        )

    def breaks(self, n: int) -> dict[str, list[Break]]:
        names = {3: "p1", 4: "p2", 5: "p3"}
        found: dict[str, list[Break]] = {}
        for (sid, number, minimum), e5 in self.prices.items():
            if number == n:
                found.setdefault(names[sid], []).append(Break(minimum, e5))
        return found


def path(group: str | None) -> tuple[str, ...]:
    found: list[str] = []
    while group:
        found.insert(0, group)
        group = GROUPS[group]
    return tuple(found)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("ns", ["", "SELECT n FROM item WHERE n % 2"])
def test_sql_and_pricer_agree(caches: Caches, seed: int, ns: str) -> None:
    world = World(seed)

    def work(connection: Any) -> tuple[Pricer, dict[int, tuple[int | None, int]]]:
        world.write(connection)
        reprice(connection, [world.contract], TODAY, ns)
        read = read_terms(connection, world.contract)
        found = connection.exec_driver_sql("SELECT n, price, asked FROM base_price WHERE cid = 2")
        pricer = Pricer(read, price_types(world.contract), TODAY)
        return pricer, {n: (price, asked) for n, price, asked in found}

    pricer, found = caches.write(work)
    for n, item_id, group, brand, segment in world.items:
        if ns and not n % 2:
            assert n not in found
            continue
        facts = ItemFacts(item_id, path(group), brand, (segment,) if segment else ())
        priced = pricer.base(facts, world.breaks(n))
        if priced.state == ASKED:
            assert found.get(n) == (None, 1), (n, priced)
        else:
            assert found.get(n, (None, 0)) == (priced.e5, 0), (n, priced)


@given(st.integers(1, 10**11), st.integers(1, 10**12), st.sampled_from([1, 10, 100, 1000, 5000]))
def test_a_conversion_in_sql_is_that_of_the_pricer(price: int, rate_e10: int, step: int) -> None:
    """The SQL takes the rate in two halves, as its integers have 64 bits; exact all the same."""
    rounded = max(half_up(price * rate_e10, 10**10 * step), 1) * step
    with closing(sqlite3.connect(":memory:")) as bare:
        made = bare.execute(f"SELECT {_converted(str(price), rate_e10, step)}").fetchone()
    assert made == (rounded,)
