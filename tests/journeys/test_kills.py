"""Programs are killed in a loop while real lists are being sent: exactly one order each.

The moments are drawn from a seed: the buyer's program dies at its n-th request, before the portal
got it or with the answer on its way; the portal dies at its n-th write of an order, in the middle
of a transaction or just before the commit.
"""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.buyer import Buyer, Shop, serving
from tests.support.orderable import goods_in_stock, write_list
from tests.support.proxy import Proxy

SEED = 64
KILLS = 6
ANY_REQUEST = b" HTTP/1.1\r\n"
SUBMIT = b"POST /api/v1/orders "
DEATHS = 3
WRITES = 7


def imported(buyer: Buyer, folder: Path, count: int) -> list[str]:
    """Read as many lists into carts of their own; returns the carts' names."""
    buyer.json("sync")
    goods = goods_in_stock(buyer, 4)
    names = [f"Заявка {number}" for number in range(count)]
    for name in names:
        source = write_list(folder / f"{name}.xlsx", goods)
        buyer.json("import", str(source), "--cart", name)
    return names


def finished(buyer: Buyer, carts: list[str]) -> list[str]:
    """Go on after the kills; returns the keys of the orders, one a cart."""
    buyer.json("sync")
    drafts = [row["name"] for row in buyer.json("cart", "list") if row["state"] == "draft"]
    for name in drafts:
        buyer.json("cart", "send", name, "--yes")
    buyer.json("sync")
    rows = buyer.json("outbox", "list")
    assert {row["state"] for row in rows} == {"settled"}, "nothing is in doubt"
    assert len(rows) == len(carts)
    return [row["id"] for row in rows]


def killed_at(buyer: Buyer, proxy: Proxy, cart: str, mode: str, number: int) -> bool:
    """Send a cart and kill the program at its n-th request; False when it made no so many."""
    proxy.fail(mode, ANY_REQUEST if number else SUBMIT, after=max(number - 1, 0))
    moment = proxy.answered if mode == "stall" else proxy.seen
    process = buyer.start("cart", "send", cart, "--yes")

    def until_the_end() -> None:
        process.wait()
        moment.set()

    watching = threading.Thread(target=until_the_end)
    watching.start()
    assert moment.wait(100)
    running = process.poll() is None
    process.kill()
    watching.join(30)
    return running


@pytest.fixture
def own(shops: tuple[Shop, Shop], tmp_path: Path) -> Iterator[tuple[Shop, Proxy, Buyer]]:
    """A portal of its own, as its orders use up the stock, and a buyer behind a proxy."""
    _, untouched = shops
    shop = untouched.copy(tmp_path / "portal.db")
    with Proxy(0) as proxy:
        yield shop, proxy, Buyer(tmp_path / "home", proxy.url, shop.token)


@contextmanager
def led(proxy: Proxy, shop: Shop, *program: str) -> Iterator[None]:
    """Serve the portal and lead the proxy to it."""
    with serving(shop.database, program or ("b2bdesk.portal",)) as port:
        proxy.to(port)
        yield


def test_a_buyers_program_killed_at_any_request_orders_each_list_once(
    own: tuple[Shop, Proxy, Buyer], tmp_path: Path
) -> None:
    shop, proxy, buyer = own
    chance = random.Random(SEED)
    known = shop.orders()
    with led(proxy, shop):
        carts = imported(buyer, tmp_path, KILLS)
        drawn = [
            (chance.choice(("stall", "before_stall")), chance.randint(1, 7))
            for _ in range(KILLS - 2)
        ]
        drawn += [("stall", 0), ("before_stall", 0)]
        kills = [
            killed_at(buyer, proxy, cart, mode, number)
            for cart, (mode, number) in zip(carts, drawn, strict=True)
        ]
        assert sum(kills) >= KILLS - 2, (drawn, kills)
        keys = finished(buyer, carts)
    assert sorted(shop.orders()) == sorted(known + keys)


def test_a_portal_killed_in_its_transaction_takes_each_order_once(
    own: tuple[Shop, Proxy, Buyer], tmp_path: Path
) -> None:
    shop, proxy, buyer = own
    chance = random.Random(SEED)
    known = shop.orders()
    with led(proxy, shop):
        carts = imported(buyer, tmp_path, DEATHS)
    ends = []
    for cart in carts:
        at = chance.randint(1, WRITES)
        with led(proxy, shop, "tests.support.dying_portal", str(at)):
            ends.append(buyer.run("cart", "send", cart, "--yes")[0])
    assert ends == [3] * DEATHS, "it did not answer any more"
    with led(proxy, shop):
        keys = finished(buyer, carts)
    assert sorted(shop.orders()) == sorted(known + keys)
    with closing(sqlite3.connect(shop.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
