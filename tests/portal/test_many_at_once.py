"""Buyers pull, order, ask and withdraw while the supplier loads: nothing lost, nothing twice."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

from b2bdesk.portal.feeds.proof import prove
from b2bdesk.portal.orders import submit
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM, Scope
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.errors import CodedError
from b2bdesk.trade.ids import uuid7
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.feeds import FEEDS
from b2bdesk.wire.orders import NewOrder
from tests.portal.test_feeds import body, pulled
from tests.portal.test_orders import good
from tests.support import portal
from tests.support.feedclient import FeedClient
from tests.support.race import at_once

BOTH_STORES = True
BUYER = Scope("u-alfa", frozenset({"alfa"}), "buyer", "session")
SCOPES = (("prices", "opt"), ("stock", "exact"), ("orders", "alfa"), ("catalog", "all"))
EXPECTED = {"order_in_progress", "order_voided"}


class _Buyer:
    """One desk: what it was answered by key, and what it holds of each scope."""

    def __init__(self, storage: Storage, shared: list[NewOrder], chance: random.Random) -> None:
        self._storage, self._shared, self._chance = storage, shared, chance
        self.placed: dict[str, set[bytes]] = {}
        self.refused: set[str] = set()
        self.clients = {scope: FeedClient(scope[0]) for scope in SCOPES}

    def work(self) -> None:
        for _ in range(7):
            self._chance.choice([self._order, self._again, self._void, self.pull, self.pull])()

    def pull(self) -> None:
        for scope, client in self.clients.items():
            client.pull(body(self._storage, *scope, cursor=client.cursor))
            client.check()

    def _order(self) -> None:
        wanted = good(client_order_id=uuid7())
        self._shared.append(wanted)
        self._send(wanted)

    def _again(self) -> None:
        self._send(self._chance.choice(self._shared))

    def _send(self, wanted: NewOrder) -> None:
        key = wanted.client_order_id
        try:
            reply = submit.submit(self._storage, BUYER, key, wanted, canonical(wanted))
        except CodedError as error:
            self.refused.add(error.code)
        else:
            assert isinstance(reply.body, bytes)
            self.placed.setdefault(key, set()).add(reply.body)

    def _void(self) -> None:
        key = self._chance.choice(self._shared).client_order_id
        submit.void(self._storage, BUYER, key)


def _loader(storage: Storage, numbers: dict[str, int], done: threading.Event) -> Callable[[], Any]:
    chance, many = random.Random(5), sorted(numbers.values())

    def load(work: Work) -> None:
        n = chance.choice(many)
        pricing.put_prices(SYSTEM, work, [("opt", n, 5_000_000, chance.randrange(1, 10**6))])
        pricing.drop_prices(SYSTEM, work, [("opt", chance.choice(many), 5_000_000)])
        stock.put_counted(SYSTEM, work, [(n, "msk", chance.randrange(10**9))])

    def act() -> None:
        while not done.is_set():
            storage.write(load)

    return act


def test_nothing_is_lost_or_doubled_when_everybody_comes_at_once(
    storage: Storage, numbers: dict[str, int]
) -> None:
    portal.add_user(storage, "alfa", companies=("alfa",))
    shared = [good(client_order_id=uuid7())]
    buyers = [_Buyer(storage, shared, random.Random(seed)) for seed in range(6)]
    done = threading.Event()
    loading = threading.Thread(target=_loader(storage, numbers, done))
    loading.start()
    try:
        at_once([buyer.work for buyer in buyers])
    finally:
        done.set()
        loading.join(30)
    truth = {scope: pulled(storage, *scope).rows for scope in SCOPES}
    stored = [row[1] for row in truth["orders", "alfa"].values()]
    answers: dict[str, set[bytes]] = {}
    for buyer in buyers:
        buyer.pull()
        assert {scope: client.rows for scope, client in buyer.clients.items()} == truth
        assert buyer.refused <= EXPECTED
        for key, bodies in buyer.placed.items():
            answers.setdefault(key, set()).update(bodies)
    assert sorted(stored) == sorted(answers)
    assert {len(bodies) for bodies in answers.values()} == {1}
    with storage.reading() as connection:
        assert all(prove(connection, feed).holds for feed in FEEDS)
