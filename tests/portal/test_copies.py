"""Goods of a cart that a copy of the buyer's program has ordered are not ordered again (R12)."""

from __future__ import annotations

from typing import Any

import httpx

from b2bdesk.trade.lineage import part_of
from tests.portal.test_moves import command
from tests.portal.test_orders import good, post

BOTH_STORES = True
CART = "0192c3a4b5c6d7e8"
HIMKI, SPB = (part_of(CART, "aaaa", number) for number in (1, 2))
BRAND = part_of(CART, "bbbb", 1)


def sent(client: httpx.Client, cart: str, *beside: str) -> Any:
    """Send an order of a cart; its number, or the refusal and the orders it names."""
    answer = post(client, good(cart=cart, beside=list(beside))).json()
    if "number" in answer:
        return answer["number"]
    return answer["code"], answer["errors"][0]["params"]["numbers"]


def test_a_cart_that_was_ordered_in_parts_is_refused_with_their_numbers(
    alfa: httpx.Client,
) -> None:
    first, second = sent(alfa, HIMKI), sent(alfa, SPB)
    assert sent(alfa, CART) == ("cart_ordered", f"{first}, {second}")
    assert sent(alfa, BRAND) == ("cart_ordered", f"{first}, {second}")
    assert sent(alfa, HIMKI) == ("cart_ordered", first), "under another key"
    assert sent(alfa, CART, HIMKI, SPB).isdigit(), "the rest, from the copy that sent the parts"


def test_the_answer_names_all_orders_in_both_languages(alfa: httpx.Client) -> None:
    number = sent(alfa, CART)
    told = post(alfa, good(cart=HIMKI)).json()
    assert told["status"] == 422
    assert all(number in told["messages"][language] for language in ("ru", "en"))


def test_orders_that_ended_and_other_carts_are_no_reason(
    alfa: httpx.Client,
) -> None:
    made = post(alfa, good(cart=CART)).json()
    assert sent(alfa, part_of("0192c3a4b5c6d7e9", "aaaa", 1)).isdigit()
    assert sent(alfa, "").isdigit()
    assert command(alfa, made["id"], "cancel").json()["state"] == "cancelled"
    assert sent(alfa, HIMKI).isdigit()


def test_a_quote_says_so_before_anything_is_sent(alfa: httpx.Client) -> None:
    number = sent(alfa, HIMKI)
    lines = [{"item_id": "bolt", "quantity": "100", "unit": "796", "factor": "1"}]
    asked = {"entity_id": "alfa-1", "contract_id": "alfa-1-c", "lines": lines}
    told = alfa.post("/quotes", json={**asked, "cart": CART}).json()
    assert [(each["code"], each["params"]["numbers"]) for each in told["refusals"]] == [
        ("cart_ordered", number)
    ]
    assert alfa.post("/quotes", json={**asked, "cart": SPB}).json()["refusals"] == []
