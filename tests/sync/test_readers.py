"""Screens read while synchronisation writes: never half a cache, never prices of two days (I7)."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest

from b2bdesk.usecases.rows.offers import Query
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item

ITEMS = 5_200
ROUNDS = 4


class Reader(threading.Thread):
    """Reads until it is told to stop; remembers what went wrong."""

    def __init__(self, look: Callable[[], str]) -> None:
        super().__init__(daemon=True)
        self._look = look
        self.stopping = threading.Event()
        self.looks = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        try:
            while not self.stopping.is_set():
                trouble = self._look()
                self.looks += 1
                if trouble:
                    self.wrong.append(trouble)
        except BaseException as error:
            self.wrong.append(repr(error))
            raise


def reprice(portal: FakePortal, price: int) -> None:
    """Give every item the same new price."""
    rows = ({"n": n, "min": 0, "price": price} for n in range(1, ITEMS + 1))
    portal.put("prices", "pt", "price", *rows)


@pytest.mark.parametrize("full", [True, False])
def test_readers_see_one_state_while_everything_is_replaced(
    client: Client, portal: FakePortal, full: bool
) -> None:
    portal.page_rows = 1_000
    portal.put("catalog", "all", "item", *(item(n) for n in range(1, ITEMS + 1)))
    reprice(portal, 100_000)
    client.sync()
    numbers = random.Random(1).sample(range(1, ITEMS + 1), 60)

    def prices() -> str:
        seen = {row.price_e5 for row in client.catalogue.offers(numbers)}
        return "" if len(seen) == 1 and None not in seen else f"prices of several states: {seen}"

    def goods() -> str:
        found = client.search.find(Query("болт", limit=20))
        return "" if found.total == ITEMS else f"half a catalogue: {found.total}"

    readers = [Reader(prices), Reader(goods)]
    for reader in readers:
        reader.start()
    try:
        for number in range(2, 2 + ROUNDS):
            reprice(portal, number * 100_000)
            client.sync(full=full)
    finally:
        for reader in readers:
            reader.stopping.set()
        for reader in readers:
            reader.join(30)
    assert not any(reader.wrong for reader in readers), [reader.wrong[:3] for reader in readers]
    assert all(reader.looks > ROUNDS for reader in readers)
    assert {row.price_e5 for row in client.catalogue.offers(numbers)} == {(1 + ROUNDS) * 100_000}
