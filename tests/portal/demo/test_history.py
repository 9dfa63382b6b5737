"""The demo's year of orders agrees with its documents, its ledger and its stock."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import msgspec
import pytest
from sqlalchemy import select, text

from b2bdesk.portal.accounts.store import find_contracts
from b2bdesk.portal.demo.baskets import Baskets
from b2bdesk.portal.demo.contracts import contracts
from b2bdesk.portal.demo.habits import planned, workday
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.settlements.store import balance_of
from b2bdesk.portal.storage.tables.documents import documents
from b2bdesk.portal.storage.tables.orders import orders
from b2bdesk.portal.storage.tables.settlements import entries
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade import vat
from b2bdesk.trade.money import Money
from b2bdesk.trade.status import DERIVED, derive_status
from b2bdesk.wire.documents import Document
from b2bdesk.wire.orders import Order

TODAY = dt.date(2026, 11, 20)


def read_orders(storage: Storage) -> list[Order]:
    with storage.reading() as connection:
        rows = connection.execute(select(orders.c.body).order_by(orders.c.created_at))
        return [msgspec.json.decode(row.body, type=Order) for row in rows]


def read_documents(storage: Storage) -> list[Document]:
    with storage.reading() as connection:
        rows = connection.execute(select(documents.c.body))
        return [msgspec.json.decode(row.body, type=Document) for row in rows]


def minor(text: str) -> int:
    return Money.parse(text).minor


def test_a_year_of_orders_ends_yesterday_and_shows_most_states(demo: Storage) -> None:
    found = read_orders(demo)
    assert 150 <= len(found) <= 250
    days = [order.created_at[:10] for order in found]
    assert days[0] < "2025-12-15"
    assert days[-1] == "2026-11-19"
    states = Counter(derive_status(o.state, o.reserve, o.payment, o.shipment) for o in found)
    assert states["closed"] > 0.8 * len(found)
    assert set(states) <= set(DERIVED)
    assert set(states) >= {
        "payment_overdue", "reserved", "reserved_partly", "reserve_expired", "assembling",
        "shipped", "shipped_partly", "delivered", "ready_for_pickup", "paid_partly", "cancelled",
        "rejected",
    }  # fmt: skip


def test_numbers_follow_time(demo: Storage) -> None:
    numbers = [int(order.number) for order in read_orders(demo)]
    assert numbers == sorted(numbers)


def test_every_sum_is_that_of_its_lines(demo: Storage) -> None:
    for order in read_orders(demo):
        assert minor(order.total) == sum(minor(line.gross) for line in order.lines)
        assert minor(order.total) == minor(order.net) + minor(order.vat)
        for line in order.lines:
            assert minor(line.gross) == minor(line.net) + minor(line.vat)
            day = dt.date.fromisoformat(order.created_at[:10])
            assert line.vat_code == vat.effective(line.vat_code, day)


def test_invoices_and_waybills_carry_what_their_orders_say(demo: Storage) -> None:
    by_order = {order.id: order for order in read_orders(demo)}
    papers = read_documents(demo)
    for paper in papers:
        order = by_order[paper.order_id]
        assert minor(paper.gross) == sum(minor(line.gross) for line in paper.lines)
        assert (paper.order_number, paper.contract_id) == (order.number, order.contract_id)
        if paper.kind == "invoice":
            assert paper.gross == order.invoiced_total
            assert paper.pay_until >= paper.date
    invoiced = {paper.order_id for paper in papers if paper.kind == "invoice"}
    assert invoiced == {o.id for o in by_order.values() if minor(o.invoiced_total)}


def test_the_ledger_is_made_of_waybills_and_payments(demo: Storage) -> None:
    with demo.reading() as connection:
        rows = connection.execute(select(entries)).all()
    shipped = {
        paper.id: minor(paper.gross) for paper in read_documents(demo) if paper.kind == "upd"
    }
    assert {row.document_id: row.debit for row in rows if row.kind == "shipment"} == shipped
    paid = sum(row.credit for row in rows if row.kind == "payment")
    assert paid == sum(minor(order.paid_total) for order in read_orders(demo))


def test_overdue_invoices_are_the_overdue_debt_and_one_falls_due_in_days(demo: Storage) -> None:
    papers = [paper for paper in read_documents(demo) if paper.kind == "invoice"]
    overdue = {paper.contract_id: paper for paper in papers if paper.state == "overdue"}
    assert set(overdue) == {"contract-15", "contract-15k"}
    for contract_id, paper in overdue.items():
        with demo.reading() as connection:
            balance = balance_of(SYSTEM, connection, contract_id)
        assert balance.overdue == minor(paper.gross)
    soon = (TODAY + dt.timedelta(days=4)).isoformat()
    due = [paper for paper in papers if paper.state == "due"]
    assert any(paper.pay_until <= soon for paper in due)
    assert all(paper.pay_until >= TODAY.isoformat() for paper in due)


def test_debts_leave_room_for_new_orders(demo: Storage) -> None:
    with demo.reading() as connection:
        for contract in contracts(TODAY):
            balance = balance_of(SYSTEM, connection, contract.id)
            if balance.credit_limit is not None and contract.id != "contract-7v":
                assert balance.debt < balance.credit_limit * 6 // 10


def test_every_rule_of_a_contract_is_met_by_some_contract(demo: Storage) -> None:
    with demo.reading() as connection:
        rows = find_contracts(SYSTEM, connection)
        overdue = {row.id for row in rows if balance_of(SYSTEM, connection, row.id).overdue}
    assert {row.id for row in rows if row.stop_overdue} & overdue
    assert any(each.minimum for row in rows for each in row.delivery_methods)
    assert any(each.address_ids for row in rows for each in row.combinations)
    assert any(each.payment_methods for row in rows for each in row.combinations)
    assert any(each.places for row in rows for each in row.combinations)
    assert any(row.minimum_sum for row in rows)


def test_an_answer_in_part_names_reasons_and_a_date(demo: Storage) -> None:
    open_lines = [
        line for order in read_orders(demo) if order.state == "in_work" for line in order.lines
    ]
    refused = [line for line in open_lines if line.state == "rejected"]
    assert refused
    assert all(line.reason_code and line.reason for line in refused)
    partly = [line for line in open_lines if line.state == "partial"]
    assert any(line.expected > TODAY.isoformat() for line in partly)


def test_one_order_was_made_by_the_manager(demo: Storage) -> None:
    made = [order for order in read_orders(demo) if order.client_order_id.startswith("erp-")]
    assert [order.author for order in made] == ["Мария Ковалёва"]
    assert made[0].number_1c


def test_goods_of_open_orders_are_held_and_never_more_than_there_are(demo: Storage) -> None:
    with demo.reading() as connection:
        held = connection.execute(
            text("SELECT n, place, sum(qty_e3) FROM reservation GROUP BY n, place")
        ).all()
        stock = {
            (n, place): (qty, reserved)
            for n, place, qty, reserved in connection.execute(
                text("SELECT n, place, qty_e3, reserved_e3 FROM stock WHERE reserved_e3 > 0")
            )
        }
    assert held
    assert {(n, place): total for n, place, total in held} == {
        key: reserved for key, (_, reserved) in stock.items()
    }
    assert all(reserved <= qty for qty, reserved in stock.values())


def test_prices_of_the_past_are_lower_and_come_in_steps(demo: Storage) -> None:
    prices: dict[str, dict[str, None]] = {}
    for order in read_orders(demo):
        for line in order.lines if order.contract_id == "contract-ip" else ():
            prices.setdefault(line.item_id, {})[line.price] = None
    changed = [list(seen) for seen in prices.values() if len(seen) > 1]
    assert changed
    rising = sum(minor(seen[0]) <= minor(seen[-1]) for seen in changed)
    assert rising == len(changed)


def test_orders_are_made_on_working_days(demo: Storage) -> None:
    for one in planned(TODAY, 1):
        assert workday(one.day) == one.day


@pytest.mark.parametrize("today", ["2026-01-02", "2027-03-01", "2028-02-29"])
def test_contracts_are_older_than_the_history_whatever_the_day(today: str) -> None:
    day = dt.date.fromisoformat(today)
    assert all(row.date < (day - dt.timedelta(days=365)).isoformat() for row in contracts(day))


def test_every_contract_has_something_to_buy(demo: Storage) -> None:
    rows = {row.id: row for row in contracts(TODAY)}
    with demo.writing() as work:
        baskets = Baskets(work, 600, 1, rows)
        assert all(len(baskets.pool(key)) > 20 for key in rows)
