"""Random schedules: the portal changes, lines break, programs restart; in the end all agree.

Checked after every step: what readers see is whole scopes of one state (I7), no order twice (I1),
no command lost (I2). Checked at rest: cache and portal equal row for row (I5), every sealed order
there exactly once (I1), and the same seed gives the same trace (I20).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.rows.sync import Receipt
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, contract, item, order_row, problem
from tests.sync.test_outbox import seal

SEEDS = 24
STEPS = 45
ROUTES = ("feed", "feed", "feed", "orders", "by_client_id", "account", "portal", "void")
SCOPES = (
    ("catalog", "all"), ("catalog", "part"), ("prices", "pt"), ("stock", "sv"), ("terms", "c1"),
    ("orders", "co1"), ("documents", "co1"), ("settlements", "c1"),
)  # fmt: skip


class Schedule:
    """One run of the world; every choice comes from its own random source."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.user, self.net, self.there = (random.Random(f"{seed}/{who}") for who in "unp")
        self.portal = FakePortal(
            contracts=[contract("c1", "e1"), contract("c2", "e2", assortment="part")]
        )
        self.portal.page_rows = 4
        self.client = Client(folder, self.portal)
        self.sealed: list[str] = []
        self.trace: list[str] = []
        self._numbers = 0
        for _ in range(12):
            self._portal_moves()

    def run(self) -> None:
        acts: list[Callable[[], None]] = [
            self._portal_moves, self._portal_moves, self._portal_moves, self._sync, self._sync,
            self._push, self._seal, self._fault, self._fault, self._restart, self._time,
            self._withdraw, self._portal_renews,
        ]  # fmt: skip
        for _ in range(STEPS):
            act = self.user.choice(acts)
            self.trace.append(act.__name__)
            act()
            self.check()
        self.settle()

    def settle(self) -> None:
        """Faults stop; everything comes to rest."""
        self.portal.faults.clear()
        for _ in range(4):
            self.client.time.move(7 * 3600)
            self.client.driver.push(now_too=True)
            self._answered_orders_come_by_the_feed()
            self._agree(self.client.sync(accept_deletions=True))
            self.client.driver.settle()
        for feed, scope in SCOPES:
            assert self.client.contents(feed, scope) == self.portal.contents(feed, scope), feed
        states = {row.id: row.state for row in self.client.outbox.rows()}
        assert set(states) == set(self.sealed)
        for key, state in states.items():
            assert state in ("settled", "withdrawn", "voided"), (key, state)
            assert (key in self.portal.orders) == (state == "settled"), (key, state)

    def _agree(self, receipt: Receipt) -> None:
        """Nothing was wrong with the checksums: no cursor ran ahead, no row was forgotten."""
        told = {note["code"] for note in receipt.notes}
        assert told <= {"scope_reloaded", "mass_deletion"}, told

    def check(self) -> None:
        """What holds at any instant."""
        seen = self.client.rows("SELECT count(*) FROM item_member m WHERE NOT EXISTS"
                                " (SELECT 1 FROM item i WHERE i.n = m.n)")  # fmt: skip
        assert seen == [(0,)]
        assert {row.id for row in self.client.outbox.rows()} == set(self.sealed)
        keys = [made["client_order_id"] for made in self.portal.orders.values()]
        assert len(keys) == len(set(keys))

    def _portal_moves(self) -> None:
        chance, portal = self.there, self.portal
        number = chance.randint(1, 30)
        kind = chance.randint(0, 6)
        scope = chance.choice(["all", "part"])
        if kind < 2:
            rows = [
                item(n, f"Товар {chance.randint(1, 99)} М{n}") for n in range(number, number + 4)
            ]
            portal.put("catalog", scope, "item", *rows)
        elif kind == 2 and ("item", (number,)) in portal.rows["catalog", scope]:
            portal.drop("catalog", scope, "item", number)
        elif kind == 3:
            row = {"n": number, "min": 0, "price": chance.randint(1, 9) * 100_000}
            portal.put("prices", "pt", "price", row)
        elif kind == 4:
            portal.put("stock", "sv", "stock", {"n": number, "place": "m",
                       "qty": chance.randint(0, 9) * 1000, "at_least": 0})  # fmt: skip
        elif kind == 5:
            found = [key for key in portal.rows["stock", "sv"] if key[0] == "stock"]
            if found:
                portal.drop("stock", "sv", "stock", chance.choice(sorted(found))[1])
        else:
            terms = {"currency": "RUB", "price_types": ["pt"], "rules": []}
            portal.put("terms", "c1", "terms", {"id": "c1", "body": terms})

    def _portal_renews(self) -> None:
        self._numbers += 1
        if self.there.random() < 0.5:
            self.portal.generation = f"gen-{self._numbers}"

    def _answered_orders_come_by_the_feed(self) -> None:
        known = {values[1] for values in self.portal.rows["orders", "co1"].values()}
        for key, made in self.portal.orders.items():
            if key not in known:
                self.portal.put("orders", "co1", "order", order_row(made))

    def _sync(self) -> None:
        if self.user.random() < 0.5:
            self._answered_orders_come_by_the_feed()
        try:
            self._agree(self.client.sync(full=self.user.random() < 0.1))
            self.client.driver.settle()
        except CodedError as error:
            self.trace.append(error.code)

    def _push(self) -> None:
        self.client.driver.push(now_too=self.user.random() < 0.5)

    def _seal(self) -> None:
        if len(self.sealed) < 9:
            number = len(self.sealed)
            self.sealed.append(seal(self.client, number, f"e{self.user.randint(1, 2)}"))

    def _withdraw(self) -> None:
        waiting = [row.id for row in self.client.outbox.rows(("ready", "unknown", "held"))]
        if waiting:
            try:
                self.trace.append(self.client.driver.withdraw(self.user.choice(sorted(waiting))))
            except CodedError as error:
                self.trace.append(error.code)
            except Exception as error:
                self.trace.append(type(error).__name__)
                raise

    def _fault(self) -> None:
        share = self.net.random()
        fault = self.net.choice([
            Fault(lost=True), Fault(unreachable=True), Fault(cut=share),
            Fault(cut=share, broken=True), Fault(answer=problem(503, "unavailable")),
            Fault(answer=problem(429, "busy", retry_after=5)),
        ])  # fmt: skip
        self.portal.fail(self.net.choice(ROUTES), *[fault] * self.net.randint(1, 5))

    def _restart(self) -> None:
        if self.user.random() < 0.4:
            self.client.desk.write(
                lambda connection: connection.exec_driver_sql(
                    "UPDATE outbox SET state = 'sending' WHERE state = 'ready' AND attempts > 0"
                )
            )
        self.client.restart()
        self.client.driver.recover()

    def _time(self) -> None:
        self.client.time.move(self.user.choice([1, 60, 900, 30_000]))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_everything_agrees_at_rest(tmp_path: Path, seed: int) -> None:
    schedule = Schedule(tmp_path, seed)
    try:
        schedule.run()
    finally:
        schedule.client.close()


def test_the_same_seed_gives_the_same_trace(tmp_path: Path) -> None:
    traces = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        schedule = Schedule(folder, 5)
        try:
            schedule.run()
        finally:
            schedule.client.close()
        traces.append((schedule.trace, schedule.portal.seen))
    assert traces[0] == traces[1]
