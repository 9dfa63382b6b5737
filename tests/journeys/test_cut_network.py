"""The network is cut before, during and after the sending, programs are killed: always one order.

The proxy lies between the command line and a real portal process; what the portal really has is
read from its own database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.buyer import Buyer, Shop
from tests.support.orderable import goods_in_stock, write_list
from tests.support.proxy import Proxy

SUBMIT = b"POST /api/v1/orders "
CART = "Заявка"


@pytest.fixture
def proxy(shop: Shop) -> Iterator[Proxy]:
    """A proxy before the portal."""
    with Proxy(shop.port) as made:
        yield made


@pytest.fixture
def behind(buyer: Buyer, proxy: Proxy, tmp_path: Path) -> Buyer:
    """A buyer behind the proxy with a cart that can be sent."""
    there = buyer.through(proxy.url)
    source = write_list(tmp_path / "list.xlsx", goods_in_stock(there, 4))
    there.json("import", str(source), "--cart", CART)
    return there


def _only_order(document: Any) -> Any:
    (order,) = document["orders"]
    return order


@pytest.mark.parametrize("mode", ["before", "during", "swallow"])
def test_a_cut_heals_by_itself_with_one_order(
    behind: Buyer, proxy: Proxy, shop: Shop, mode: str
) -> None:
    known = len(shop.orders())
    proxy.fail(mode, SUBMIT)
    order = _only_order(behind.json("cart", "send", CART, "--yes"))
    assert proxy.seen.is_set()
    assert order["outbox_state"] in ("accepted", "settled")
    assert shop.orders().count(order["client_id"]) == 1
    assert len(shop.orders()) == known + 1


@pytest.mark.parametrize("mode", ["before", "during", "swallow"])
def test_a_long_cut_keeps_the_order_until_the_next_run(
    behind: Buyer, proxy: Proxy, shop: Shop, mode: str
) -> None:
    known = len(shop.orders())
    proxy.fail(mode, SUBMIT)
    proxy.then_dead()
    code, out, _err = behind.run("cart", "send", CART, "--yes", "--json")
    assert code == 3
    order = _only_order(json.loads(out))
    assert order["outbox_state"] in ("ready", "unknown")
    assert behind.run("sync")[0] == 3

    proxy.alive()
    behind.json("sync")
    (row,) = behind.json("outbox", "list")
    assert (row["id"], row["state"]) == (order["client_id"], "settled")
    assert shop.orders().count(order["client_id"]) == 1
    assert len(shop.orders()) == known + 1
    assert behind.json("order", "show", order["client_id"])["number"] == row["order_number"]


@pytest.mark.parametrize("mode", ["stall", "before_stall"])
def test_a_program_killed_while_sending_completes_at_the_next_run(
    behind: Buyer, proxy: Proxy, shop: Shop, mode: str
) -> None:
    known = len(shop.orders())
    proxy.fail(mode, SUBMIT)
    process = behind.start("cart", "send", CART, "--yes")
    try:
        assert proxy.seen.wait(60)
        if mode == "stall":
            assert proxy.answered.wait(60)
    finally:
        process.kill()
        process.wait()
    assert len(shop.orders()) == known + (1 if mode == "stall" else 0)

    # the cart is on its way: sending it again is a push of the same order, never a second one
    order = _only_order(behind.json("cart", "send", CART, "--yes"))
    assert order["outbox_state"] in ("accepted", "settled")
    assert shop.orders().count(order["client_id"]) == 1
    assert len(shop.orders()) == known + 1


def test_a_withdrawn_order_whose_copy_is_late_is_never_taken(
    behind: Buyer, proxy: Proxy, shop: Shop
) -> None:
    known = len(shop.orders())
    proxy.fail("before", SUBMIT)
    proxy.then_dead()
    code, out, _err = behind.run("cart", "send", CART, "--yes", "--json")
    assert code == 3
    client_id = _only_order(json.loads(out))["client_id"]
    proxy.alive()
    assert behind.json("outbox", "withdraw", client_id)["state"] in ("voided", "withdrawn")
    behind.json("sync")
    assert len(shop.orders()) == known
    assert [row["state"] for row in behind.json("cart", "list")] == ["draft"]
    again = _only_order(behind.json("cart", "send", CART, "--yes"))
    assert again["client_id"] != client_id
    assert len(shop.orders()) == known + 1


@pytest.mark.parametrize("mode", ["before", "during", "swallow"])
def test_a_command_on_an_order_is_done_once(behind: Buyer, proxy: Proxy, mode: str) -> None:
    order = _only_order(behind.json("cart", "send", CART, "--yes"))
    shown = behind.json("order", "show", order["client_id"])
    proxy.fail(mode, b"/cancel ")
    told = behind.json("order", "cancel", shown["number"], "--comment", "ошиблись")
    assert proxy.seen.is_set()
    assert told["command"]["state"] == "settled"
    assert told["order"]["state"] == "cancelled"
    history = [step["code"] for step in told["order"]["history"]]
    assert history.count("cancelled") == 1

    code, _out, err = behind.run("order", "ship", shown["number"])
    assert code == 6
    assert err


def test_a_command_waits_for_the_network_and_may_be_refused(buyer: Buyer) -> None:
    orders = buyer.json("order", "list")
    shipped = next(each for each in orders if each["axes"]["shipment"] == "shipped"
                   and each["axes"]["state"] == "in_work")  # fmt: skip
    away = replace(buyer, offline=True)
    assert away.run("order", "cancel", shipped["number"])[0] == 3
    (row,) = away.json("outbox", "list")
    assert (row["kind"], row["state"]) == ("cancel", "ready")

    assert buyer.run("outbox", "retry", row["id"])[0] == 6
    (refused,) = buyer.json("outbox", "list")
    assert (refused["state"], refused["reason"]) == ("needs_user", "order_not_cancellable")
    assert buyer.run("outbox", "withdraw", row["id"])[0] == 0
    assert buyer.json("outbox", "list")[0]["state"] == "dismissed"


@pytest.mark.parametrize("feed", ["catalog", "prices", "orders"])
def test_a_first_synchronisation_killed_midway_goes_on(
    shop: Shop, proxy: Proxy, tmp_path: Path, feed: str
) -> None:
    buyer = Buyer(tmp_path / "home", proxy.url, shop.token)
    proxy.fail("stall", f"/feeds/{feed}?".encode())
    process = buyer.start("sync")
    try:
        assert proxy.answered.wait(60)
    finally:
        process.kill()
        process.wait()
    receipt = buyer.json("sync")
    assert all(receipt["checks"].values())
    health = buyer.json("db", "check")
    assert health["sound"]
    assert {"catalog/assortment-main", "orders/company-romashka"} <= set(health["checks"])
    assert buyer.json("find", "болт", "--limit", "1")["total"] > 10
