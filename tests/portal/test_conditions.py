"""The portal refuses what the contract does not allow together, and says why in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from b2bdesk.portal.accounts.rows import AddressRow, ContractRow, EntityRow
from b2bdesk.portal.http.problems import Refused, problem
from b2bdesk.portal.orders.check_terms import check_sums, check_terms
from b2bdesk.portal.settlements.store import Balance
from b2bdesk.wire.account import Calendar, Choice, Combination, Party
from b2bdesk.wire.orders import NewLine, NewOrder

MONDAY = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=3)))
ENTITY = EntityRow("e1", "co", Party(name="ООО «Ромашка»", inn="7707083893"))
ADDRESSES = (
    AddressRow("a1", "e1", "Химки", "Химки, 1"), AddressRow("a2", "e1", "Тверь", "Тверь, 2"),
)  # fmt: skip
CONTRACT = ContractRow(
    "c1", "co", "e1", "15", "2026-01-01", "as", ("pt",), "sv",
    delivery_methods=(
        Choice(id="d1", name="Доставка", kind="delivery"),
        Choice(id="self", name="Самовывоз", kind="pickup"),
    ),
    payment_methods=(
        Choice(id="p1", name="Отсрочка", kind="deferral"),
        Choice(id="p2", name="Предоплата", kind="transfer"),
    ),
    combinations=(
        Combination(delivery_method="d1", address_ids=["a1"], places=["himki"]),
        Combination(delivery_method="self", payment_methods=["p2"]),
    ),
    calendar=Calendar(closed_dates=["2026-11-25"], cut_off="11:00", lead_days=1),
)  # fmt: skip


def refused(place: str = "", **order: Any) -> list[tuple[str, object, object]]:
    line = NewLine(
        line_id="l", item_id="i", quantity="1", unit="796", factor="1", price="1", place=place
    )
    made = NewOrder(
        client_order_id="k", entity_id="e1", contract_id="c1", currency="RUB", total="1",
        lines=[line], **order,
    )  # fmt: skip
    found = check_terms(made, ENTITY, CONTRACT, ADDRESSES, MONDAY)
    return [
        (each.pointer, each.params.get("what"),
         each.params.get("allowed") or each.params.get("first_date"))
        for each in found
    ]  # fmt: skip


def test_each_clash_names_its_place_and_what_is_allowed() -> None:
    assert refused(delivery_method="d1", address_id="a1", place="himki") == []
    assert refused(delivery_method="d1", address_id="a2") == [("/address_id", "address", "Химки")]
    assert refused(delivery_method="self", payment_method="p1") == [
        ("/payment_method", "payment", "Предоплата")
    ]
    assert refused("spb", delivery_method="d1") == [("/lines", "place", "himki")]
    assert refused(delivery_method="ufo")[0][1] == "delivery_not_offered"
    assert refused(payment_method="ufo")[0][1] == "payment_not_offered"


def test_the_day_counts_by_the_calendar_cut_off_and_lead() -> None:
    assert refused(ship_date="2026-11-24")[0][1:] == ("too_early", "2026-11-26"), "it is noon"
    assert refused(ship_date="2026-11-25")[0][1:] == ("closed_date", "2026-11-26")
    assert refused(ship_date="2026-11-28")[0][1:] == ("closed_weekday", "2026-11-30")
    assert refused(ship_date="2026-11-20")[0][1:] == ("day_past", "2026-11-26")
    assert refused(ship_date="2026-11-26") == []


def test_a_refusal_reads_in_russian_and_in_english() -> None:
    found = problem(Refused("date_not_available", date="2026-11-25", what="closed_date"), "r")
    assert "не работает" in found.messages["ru"]
    assert "closed" in found.messages["en"]
    assert found.detail


def test_sums_and_debts_that_stop_an_order_are_all_named() -> None:
    order = NewOrder(
        client_order_id="k", entity_id="e1", contract_id="c1", currency="RUB", total="1", lines=[],
        delivery_method="d1",
    )  # fmt: skip
    ways = (Choice(id="d1", name="Доставка", kind="delivery", minimum="70.00"),)
    strict = replace(
        CONTRACT, delivery_methods=ways, stop_overdue=True, credit_limit=10_000, minimum_sum=6_000
    )
    found = check_sums(order, strict, 5_000, Balance(7_000, 200, 10_000), 0)
    assert [each.code for each in found] == [
        "overdue_debt", "below_minimum_sum", "below_delivery_minimum", "credit_limit",
    ]  # fmt: skip
    assert found[2].params["lacking_minor"] == 2_000
    kind = replace(strict, stop_overdue=False)
    assert check_sums(order, kind, 7_000, Balance(1_000, 200, 10_000), 2_000) == []


def test_what_stops_an_order_reads_in_both_languages() -> None:
    params: dict[str, Any] = {"what": "stops", "overdue_minor": 500, "currency": "RUB"}
    found = problem(Refused("overdue_debt", **params), "r")
    assert "до оплаты заказы не принимаются" in found.messages["ru"]
    assert "no order is taken until it is paid" in found.messages["en"]
