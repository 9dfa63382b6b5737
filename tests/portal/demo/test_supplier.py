"""The demo supplier answers by fixed rules, then invoices, is paid and ships, whatever restarts."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping

import msgspec
from sqlalchemy import text

from b2bdesk.portal.accounts.store import find_contracts
from b2bdesk.portal.catalog.lookup import CatalogItem, find_items
from b2bdesk.portal.demo.supplier import Pace, Supplier
from b2bdesk.portal.documents.store import documents_of_order
from b2bdesk.portal.orders.store import StoredOrder, find_by_client_id, open_orders, save_orders
from b2bdesk.portal.orders.submit import submit
from b2bdesk.portal.pricing.rules import price_lines
from b2bdesk.portal.scope import SYSTEM, Scope
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade import vat
from b2bdesk.trade.ids import uuid7
from b2bdesk.trade.money import Money, Price
from b2bdesk.trade.quantity import Quantity
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.orders import NewLine, NewOrder, Order
from tests.support.world import TestClock

BUYER = Scope("user-demo", frozenset({"company-romashka"}), "administrator")
CONTRACT = "contract-15"


def goods(storage: Storage, count: int) -> list[CatalogItem]:
    """Active priced items of the catalogue, the first ones."""
    with storage.reading() as connection:
        ids = (
            connection.execute(
                text(
                    "SELECT i.id FROM item i JOIN price p ON p.n = i.n AND p.price_type = 'pt-opt2'"
                    " AND p.min_e3 = 0 WHERE i.status = 'active' ORDER BY i.n LIMIT :count"
                ),
                {"count": count},
            )
            .scalars()
            .all()
        )
        found = find_items(SYSTEM, connection, "assortment-main", ids)
    return [found[each] for each in ids]


def set_stock(storage: Storage, item: CatalogItem, lots: Mapping[str, int] | None) -> None:
    """Make lots lie in places; {} = known to be empty, None = unknown."""
    keys = [(item.n, row) for row in ("himki", "podolsk", "spb", "ekb", "kazan")]
    with storage.writing() as work:
        stock.drop_stock(SYSTEM, work, keys)
        come = stock.arrivals(SYSTEM, work.connection, [item.n]).get(item.n, [])
        stock.drop_incoming(SYSTEM, work, [(item.n, place, day) for day, place, _ in come])
        if lots is not None:
            amounts = {place: 0 for _, place in keys} | {
                place: count * item.multiple_e3 for place, count in lots.items()
            }
            stock.put_stock(SYSTEM, work, [(item.n, p, qty, 0) for p, qty in amounts.items()])


def place(storage: Storage, wanted: list[tuple[CatalogItem, int]], partial: bool = True) -> str:
    """Order so many lots of items; returns the client's key."""
    with storage.reading() as connection:
        contract = find_contracts(SYSTEM, connection, contract_id=CONTRACT)[0]
        pairs = [(item, lots * item.multiple_e3) for item, lots in wanted]
        cart = price_lines(SYSTEM, connection, contract, pairs, dt.date(2026, 11, 20))
    lines, total = [], 0
    for at, ((item, qty), priced) in enumerate(zip(pairs, cart.lines, strict=True)):
        assert priced.e5 is not None
        total += vat.line_amounts(priced.e5, qty, item.vat, priced.vat_included).gross
        lines.append(
            NewLine(
                line_id=f"l{at}",
                item_id=item.id,
                quantity=Quantity(qty).text(),
                unit=item.base_unit,
                factor="1",
                price=Price(priced.e5).text(),
            )
        )
    order = NewOrder(
        client_order_id=uuid7(),
        entity_id="entity-romashka",
        contract_id=CONTRACT,
        currency="RUB",
        total=Money(total).text(),
        lines=lines,
        address_id="address-himki",
        partial_delivery=partial,
    )
    body = canonical(order)
    answer = submit(storage, BUYER, order.client_order_id, order, body)
    assert answer.status == 201, answer
    return order.client_order_id


def read(storage: Storage, key: str) -> Order:
    with storage.reading() as connection:
        row = find_by_client_id(SYSTEM, connection, key)
    assert row is not None
    return row.order


def test_an_order_is_answered_then_invoiced_paid_and_shipped(
    demo: Storage, demo_clock: TestClock
) -> None:
    items = goods(demo, 6)
    for item in items:
        set_stock(demo, item, {"himki": 900, "podolsk": 900})
    key = place(demo, [(item, 40) for item in items])
    supplier = Supplier(demo)
    assert supplier.step() == 0
    assert read(demo, key).lines[0].state == "pending"
    demo_clock.move(seconds=2)
    assert supplier.step() == 2
    answered = read(demo, key)
    assert (answered.state, answered.reserve, answered.payment) == ("in_work", "allowed", "none")
    assert answered.confirmed_total == answered.invoiced_total == answered.total
    assert {line.place for line in answered.lines} == {"himki"}
    demo_clock.move(seconds=41)
    assert supplier.step() == 1
    assert read(demo, key).payment == "paid"
    demo_clock.move(seconds=41)
    assert supplier.step() == 1
    done = read(demo, key)
    assert (done.state, done.shipment, done.paid_total) == ("closed", "shipped", done.total)
    with demo.reading() as connection:
        papers = documents_of_order(SYSTEM, connection, done.id)
    assert sorted(row.document.kind for row in papers) == ["invoice", "upd"]
    assert {row.document.gross for row in papers} == {done.total}


def test_every_line_is_answered_by_its_stock(demo: Storage, demo_clock: TestClock) -> None:
    plenty, short, coming, gone, unknown, withdrawn = goods(demo, 6)
    set_stock(demo, plenty, {"spb": 100, "himki": 3})
    set_stock(demo, short, {"himki": 2, "kazan": 1})
    set_stock(demo, coming, {})
    set_stock(demo, gone, {})
    set_stock(demo, unknown, None)
    set_stock(demo, withdrawn, {"himki": 100})
    with demo.writing() as work:
        stock.put_incoming(SYSTEM, work, [(coming.n, "himki", "2026-11-25", 10**9),
                                          (short.n, "himki", "2026-11-27", 10**9)])  # fmt: skip
    lots = {plenty.id: 10, short.id: 8}
    wanted = [plenty, short, coming, gone, unknown, withdrawn]
    key = place(demo, [(item, lots.get(item.id, 40)) for item in wanted])
    with demo.writing() as work:
        work.connection.exec_driver_sql(
            "UPDATE item SET status = 'deleted' WHERE n = ?", (withdrawn.n,)
        )
    demo_clock.move(seconds=2)
    Supplier(demo).step()
    order = read(demo, key)
    told = {line.item_id: line for line in order.lines}
    assert [(told[item.id].state, told[item.id].reason_code) for item in wanted] == [
        ("confirmed", ""),
        ("partial", "short_stock"),
        ("backordered", "in_transit"),
        ("rejected", "out_of_stock"),
        ("backordered", "to_order"),
        ("rejected", "discontinued"),
    ]
    assert told[short.id].confirmed == Quantity(3 * short.multiple_e3).text()
    assert (told[short.id].expected, told[coming.id].expected) == ("2026-11-27", "2026-11-25")
    assert told[gone.id].confirmed == "0"
    assert all(line.reason for line in order.lines if line.state != "confirmed")
    assert order.reserve in ("partly", "allowed")
    with demo.reading() as connection:
        held = {
            row.place: row.reserved_e3
            for row in stock.holdings(SYSTEM, connection, [plenty.n])[plenty.n]
            if row.reserved_e3
        }
    # the nearest place of the address first, the rest from where it lies
    assert held == {"himki": 3 * plenty.multiple_e3, "spb": 7 * plenty.multiple_e3}


def test_two_lines_of_one_item_do_not_hold_the_same_goods_twice(
    demo: Storage, demo_clock: TestClock
) -> None:
    item = goods(demo, 1)[0]
    set_stock(demo, item, {"himki": 50})
    key = place(demo, [(item, 40), (item, 40)])
    demo_clock.move(seconds=2)
    Supplier(demo).step()
    lines = read(demo, key).lines
    assert [line.state for line in lines] == ["confirmed", "partial"]
    assert lines[1].confirmed == Quantity(10 * item.multiple_e3).text()


def test_an_order_in_one_delivery_is_not_cut(demo: Storage, demo_clock: TestClock) -> None:
    whole, short = goods(demo, 2)
    set_stock(demo, whole, {"himki": 400})
    set_stock(demo, short, {"himki": 5})
    key = place(demo, [(whole, 300), (short, 9)], partial=False)
    demo_clock.move(seconds=2)
    Supplier(demo).step()
    assert [line.state for line in read(demo, key).lines] == ["confirmed", "rejected"]


def test_an_order_stays_open_while_some_of_its_goods_are_awaited(
    demo: Storage, demo_clock: TestClock
) -> None:
    there, coming = goods(demo, 2)
    set_stock(demo, there, {"himki": 900})
    set_stock(demo, coming, {})
    with demo.writing() as work:
        stock.put_incoming(SYSTEM, work, [(coming.n, "himki", "2026-11-25", 10**9)])
    key = place(demo, [(there, 300), (coming, 40)])
    for _ in range(3):
        demo_clock.move(seconds=100)
        Supplier(demo).step()
    order = read(demo, key)
    assert (order.state, order.payment, order.shipment) == ("in_work", "paid", "shipped")
    assert [line.state for line in order.lines] == ["shipped", "backordered"]


def test_an_order_of_which_nothing_can_be_had_is_rejected(
    demo: Storage, demo_clock: TestClock
) -> None:
    items = goods(demo, 3)
    for item in items:
        set_stock(demo, item, {})
    key = place(demo, [(item, 100) for item in items])
    demo_clock.move(seconds=2)
    assert Supplier(demo).step() == 1
    assert read(demo, key).state == "rejected"


def test_the_history_is_left_as_it_is(demo: Storage, demo_clock: TestClock) -> None:
    with demo.reading() as connection:
        before = [row.order for row in open_orders(SYSTEM, connection)]
    assert before
    demo_clock.move(days=1)
    assert Supplier(demo).step() == 0
    with demo.reading() as connection:
        assert [row.order for row in open_orders(SYSTEM, connection)] == before


def test_a_new_supplier_goes_on_where_the_last_one_ended(
    demo: Storage, demo_clock: TestClock
) -> None:
    items = goods(demo, 3)
    for item in items:
        set_stock(demo, item, {"himki": 900})
    key = place(demo, [(item, 100) for item in items])
    demo_clock.move(seconds=200)
    assert Supplier(demo).step() == 2
    demo_clock.move(seconds=200)
    assert Supplier(demo).step() == 2
    assert read(demo, key).state == "closed"
    assert Supplier(demo).step() == 0


def test_an_order_that_waits_for_approval_is_not_answered(
    demo: Storage, demo_clock: TestClock
) -> None:
    item = goods(demo, 1)[0]
    set_stock(demo, item, {"himki": 900})
    key = place(demo, [(item, 300)])
    waiting = msgspec.structs.replace(read(demo, key), state="awaiting_approval")
    with demo.writing() as work:
        save_orders(SYSTEM, work, [StoredOrder("company-romashka", waiting)])
    demo_clock.move(seconds=5)
    assert Supplier(demo).step() == 0


def test_the_thread_answers_and_ends(demo: Storage, demo_clock: TestClock) -> None:
    item = goods(demo, 1)[0]
    set_stock(demo, item, {"himki": 900})
    key = place(demo, [(item, 300)])
    supplier = Supplier(demo, Pace(answer=0, look=0.01))
    looked = threading.Event()
    step = supplier.step

    def watched() -> int:
        done = step()
        if done:
            looked.set()
        return done

    supplier.step = watched  # type: ignore[method-assign] # to learn when it has moved
    supplier.start()
    try:
        assert looked.wait(20)
    finally:
        supplier.stop()
    assert read(demo, key).state == "in_work"
