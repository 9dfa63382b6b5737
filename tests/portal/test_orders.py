"""An order exists exactly once, at the portal's own prices, whatever arrives (PROTOCOL R2, R3)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.orders import moves
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.ids import uuid7
from b2bdesk.wire.codec import canonical, digest
from b2bdesk.wire.orders import NewLine, NewOrder

BOTH_STORES = True

Send = Callable[..., httpx.Response]


def line(item: str, quantity: str, price: str, **more: Any) -> NewLine:
    values: dict[str, Any] = {"line_id": f"l-{item}", "unit": "796", "factor": "1", **more}
    return NewLine(item_id=item, quantity=quantity, price=price, **values)


def order(total: str, *lines: NewLine, **more: Any) -> NewOrder:
    values: dict[str, Any] = {"client_order_id": uuid7(), "currency": "RUB", **more}
    return NewOrder(
        entity_id=values.pop("entity_id", "alfa-1"),
        contract_id=values.pop("contract_id", "alfa-1-c"),
        total=total,
        lines=list(lines),
        **values,
    )


# 12.632 without VAT rounds to 12.63; × 100 = 1263.00, VAT 22 % = 277.86
BOLTS = line("bolt", "100", "12.63")


def good(**more: Any) -> NewOrder:
    return order("1540.86", BOLTS, **more)


def post(client: httpx.Client, wanted: NewOrder, key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": wanted.client_order_id if key is None else key}
    return client.post("/orders", content=canonical(wanted), headers=headers)


def test_an_order_is_priced_by_the_portal_and_kept_with_the_digest_of_its_bytes(
    alfa: httpx.Client,
) -> None:
    wanted = good(po_number="PO-1", comment="до 15:00", delivery_method="car",
                  address_id="alfa-1-a", payment_method="bank")  # fmt: skip
    answer = post(alfa, wanted)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["total"], made["net"], made["vat"]) == ("1540.86", "1263.00", "277.86")
    assert made["body_sha256"] == digest(canonical(wanted))
    assert made["lines"][0]["vat_code"] == "22"
    assert made["address"] == "Москва, Ленина, 1"
    assert alfa.get(f"/orders/{made['id']}").json() == made
    assert alfa.get(f"/orders/by-client-id/{wanted.client_order_id}").json() == made


def test_a_replay_gives_the_original_bytes_also_after_the_order_moved(
    alfa: httpx.Client, storage: Storage
) -> None:
    wanted = good()
    first = post(alfa, wanted)
    with storage.writing() as work:
        moves.set_axis(SYSTEM, work, first.json()["id"], shipment="assembling")
    again = post(alfa, wanted)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


def test_another_body_under_a_known_key_is_refused(alfa: httpx.Client) -> None:
    wanted = good()
    post(alfa, wanted)
    answer = post(alfa, good(client_order_id=wanted.client_order_id, comment="x"))
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_conflict")


@pytest.mark.parametrize("key", ["", "another"])
def test_a_missing_or_foreign_key_is_a_bad_request(alfa: httpx.Client, key: str) -> None:
    assert post(alfa, good(), key).status_code == 400


@pytest.mark.parametrize(
    ("price", "total", "status"),
    [
        ("13.00", "1586.00", 201),  # ours is 12.63: cheaper than the limit
        ("12.63", "1540.86", 201),
        ("12.00", "1464.00", 422),  # ours is above what the buyer pays
        ("13.00", "1540.86", 422),  # the buyer's own sum does not follow from his limits
    ],
)
def test_a_limit_takes_a_lower_price_and_refuses_a_higher_one(
    alfa: httpx.Client, price: str, total: str, status: int
) -> None:
    answer = post(alfa, order(total, line("bolt", "100", price, limit=True)))
    assert answer.status_code == status
    if status == 201:
        assert (answer.json()["total"], answer.json()["lines"][0]["price"]) == ("1540.86", "12.63")
    else:
        assert answer.json()["code"] == "price_changed"


def test_copies_sent_at_once_make_one_order(alfa: httpx.Client, storage: Storage) -> None:
    wanted = good()
    answers: list[httpx.Response] = []
    gate = threading.Barrier(8)

    def send() -> None:
        gate.wait()
        answers.append(post(alfa, wanted))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {201, 409}
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    assert all(answer.headers["Retry-After"] for answer in answers if answer.status_code == 409)
    fresh = [a for a in answers if a.status_code == 201 and "Idempotency-Replayed" not in a.headers]
    assert len(fresh) == 1


def test_a_changed_price_is_refused_with_both_prices_and_stays_refused(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    wanted = good()
    with storage.writing() as work:
        pricing.put_prices(SYSTEM, work, [("opt", numbers["bolt"], 0, 1_300_000)])
    answer = post(alfa, wanted)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "price_changed")
    assert answer.headers["content-type"].startswith("application/problem+json")
    by_pointer = {error["pointer"]: error for error in problem["errors"]}
    assert by_pointer["/lines/0/price"]["params"] == {
        "line_id": "l-bolt", "article": "Б-840", "old": "12.63", "new": "13.00",
    }  # fmt: skip
    assert by_pointer["/total"]["params"]["theirs_minor"] == 158600
    with storage.writing() as work:
        pricing.put_prices(SYSTEM, work, [("opt", numbers["bolt"], 0, 1_263_200)])
    delayed = post(alfa, wanted)
    assert (delayed.status_code, delayed.content) == (422, answer.content)
    assert post(alfa, good()).status_code == 201


def test_a_voided_key_is_dead_and_an_existing_order_is_told(alfa: httpx.Client) -> None:
    early, late = good(), good()
    answer = alfa.post(f"/orders/by-client-id/{early.client_order_id}/void")
    assert answer.json()["state"] == "voided"
    refused = post(alfa, early)
    assert (refused.status_code, refused.json()["code"]) == (410, "order_voided")
    assert alfa.get(f"/orders/by-client-id/{early.client_order_id}").status_code == 404
    made = post(alfa, late).json()
    told = alfa.post(f"/orders/by-client-id/{late.client_order_id}/void").json()
    assert (told["state"], told["order"]["id"]) == ("exists", made["id"])


def test_a_key_of_one_company_is_free_for_another(alfa: httpx.Client, beta: httpx.Client) -> None:
    wanted = good()
    post(alfa, wanted)
    theirs = order(
        "1579.00", line("bolt", "100", "15.79"), client_order_id=wanted.client_order_id,
        entity_id="beta-1", contract_id="beta-1-c",
    )  # fmt: skip
    answer = post(beta, theirs)
    assert answer.status_code == 201
    assert (
        answer.json()["id"]
        != alfa.get(f"/orders/by-client-id/{wanted.client_order_id}").json()["id"]
    )


@pytest.mark.parametrize(
    ("wanted", "code", "pointer"),
    [
        (order("1.00", line("nobody", "1", "1.00")), "item_not_found", "/lines/0/item_id"),
        (order("1.00", line("pen", "1", "1.00")), "item_unavailable", "/lines/0/item_id"),
        (order("1.00", line("bolt", "0", "1.00")), "quantity_range", "/lines/0/quantity"),
        (order("1.00", line("bolt", "-5", "1.00")), "quantity_range", "/lines/0/quantity"),
        (order("1.00", line("bolt", "1e9", "1.00")), "quantity_range", "/lines/0/quantity"),
        (order("1.00", line("nut", "50", "1.60")), "below_minimum", "/lines/0/quantity"),
        (order("1.00", line("nut", "120", "1.60")), "off_multiple", "/lines/0/quantity"),
        (order("1.00", line("bolt", "1", "1.00", factor="7")), "unit_unknown", "/lines/0/unit"),
        (order("1.00", line("bolt", "1", "1.00", place="x")), "place_unknown", "/lines/0/place"),
        (order("1.00", BOLTS, BOLTS), "line_repeated", "/lines/1/line_id"),
        (good(address_id="beta-1-a"), "address_unknown", "/address_id"),
        (good(consignee_inn="500100732259"), "consignee_unknown", "/consignee_inn"),
        (good(delivery_method="drone"), "combination_not_allowed", "/delivery_method"),
        (good(payment_method="gold"), "combination_not_allowed", "/payment_method"),
        (good(ship_date="2026-11-19"), "date_not_available", "/ship_date"),
        (good(ship_date="2026-11-22"), "date_not_available", "/ship_date"),
        (good(latest_date="2026-11-01"), "date_not_available", "/latest_date"),
    ],
)  # fmt: skip
def test_what_a_rule_forbids_is_refused_by_its_code_and_place(
    alfa: httpx.Client, wanted: NewOrder, code: str, pointer: str
) -> None:
    answer = post(alfa, wanted)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert pointer in [error["pointer"] for error in problem["errors"]]


def test_goods_of_another_assortment_and_hidden_goods_differ_only_where_one_may_know(
    url: str, beta: httpx.Client
) -> None:
    from_beta = {"entity_id": "beta-1", "contract_id": "beta-1-c"}
    hidden = post(beta, order("1.00", line("lamp", "1", "1.00"), **from_beta)).json()
    unknown = post(beta, order("1.00", line("nothing", "1", "1.00"), **from_beta)).json()
    assert hidden["code"] == unknown["code"] == "item_not_found"


@pytest.mark.parametrize(
    "strange",
    [
        {"entity_id": "beta-1", "contract_id": "beta-1-c"},
        {"entity_id": "alfa-1", "contract_id": "alfa-2-c"},
        {"entity_id": "alfa-1", "contract_id": "beta-1-c"},
        {"entity_id": "nobody", "contract_id": "nothing"},
    ],
)
def test_a_foreign_entity_or_contract_is_like_an_unknown_one(
    alfa: httpx.Client, strange: dict[str, str]
) -> None:
    answer = post(alfa, good(**strange))
    assert answer.status_code == 404
    assert answer.content == alfa.get("/orders/none").content


def test_minimum_sum_and_credit_limit_count_what_is_owed_and_under_way(
    alfa: httpx.Client, storage: Storage
) -> None:
    with storage.writing() as work:
        contract = accounts.find_contracts(SYSTEM, work.connection, contract_id="alfa-1-c")[0]
        values = contract.__dict__ | {"credit_limit": 200_000, "minimum_sum": 100_000}
        accounts.put_contracts(SYSTEM, work, [type(contract)(**values)])
    small = post(alfa, order("15.41", line("bolt", "1", "12.63")))
    assert small.json()["code"] == "below_minimum_sum"
    assert post(alfa, good()).status_code == 201
    over = post(alfa, good()).json()
    assert over["code"] == "credit_limit"
    assert over["errors"][0]["params"] == {
        "sum_minor": 154_086, "free_minor": 45_914, "lacking_minor": 108_172, "currency": "RUB",
    }  # fmt: skip


def test_packs_are_priced_by_their_base_units_and_reach_the_quantity_break(
    alfa: httpx.Client,
) -> None:
    # 5 packs of 100 reach the break of 400: 12.00 × 500 = 6000.00 + 22 %
    answer = post(alfa, order("7320.00", line("bolt", "5", "12.00", unit="778", factor="100")))
    assert answer.status_code == 201, answer.text
    assert answer.json()["lines"][0]["gross"] == "7320.00"


TAMPERED = st.fixed_dictionaries(
    {},
    optional={
        "quantity": st.sampled_from(["-1", "0", "100.0001", "1e3", "100", "", "NaN", "9" * 12]),
        "price": st.sampled_from(["0", "0.01", "-12.63", "", "12.63", "12.630", "Infinity"]),
        "factor": st.sampled_from(["0.01", "0", "-1", "100", "1"]),
        "unit": st.sampled_from(["796", "778", "", "шт", "штука"]),
        "item_id": st.sampled_from(["bolt", "nut", "lamp", "", "pen"]),
        "place": st.sampled_from(["", "msk", "x", "spb"]),
    },
)  # fmt: skip


@given(TAMPERED, st.sampled_from(["1540.86", "0.01", "-1.00", "1263.00"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_tampering_changes_a_unit_price(
    alfa: httpx.Client, changes: dict[str, str], total: str
) -> None:
    plain: dict[str, Any] = {"line_id": "l", "item_id": "bolt", "quantity": "100", "unit": "796",
                             "factor": "1", "price": "12.63", **changes}  # fmt: skip
    answer = post(alfa, order(total, NewLine(**plain)))
    assert answer.status_code in (201, 400, 422)
    if answer.status_code == 201:
        made = answer.json()["lines"][0]
        ours = {"bolt": ("12.63", "12.00"), "nut": ("1.60",), "lamp": ("79.20",)}
        assert made["price"] in ours[made["item_id"]]
        assert answer.json()["total"] == total
