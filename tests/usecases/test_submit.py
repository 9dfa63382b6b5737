"""Checking and sealing: what blocks, what is said, and that sealed bytes never change (R1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from b2bdesk.models.backup import restore
from b2bdesk.models.queries.committed import committed_sums
from b2bdesk.models.queries.ordered import ordered_carts
from b2bdesk.sync.mapping import Encoder
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.trade.vat import line_amounts
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.outbox import Move
from b2bdesk.usecases.ports.quotes import Asked, QuoteAnswer, QuotesPort, Told
from b2bdesk.usecases.rows.account import (
    CreditRow,
)
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from b2bdesk.usecases.submit import Submit, SubmitPorts
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.orders import NewOrder
from tests.support.desk import NOON, Account, DeskFixture, Good, contract, entity


@dataclass
class Portal(QuotesPort):
    """Quotes with given prices; `None` = not reachable."""

    prices: dict[str, int | None] | None = field(default_factory=dict)
    stock: dict[str, int] = field(default_factory=dict)
    refusals: tuple[tuple[str, dict[str, Any]], ...] | None = None
    asked: list[Checkout] = field(default_factory=list)

    def quote(
        self, entity_id: str, contract_id: str, lines: Sequence[Asked], *about: Any
    ) -> QuoteAnswer:
        if self.prices is None:
            raise Environment("network_unreachable", host="portal")
        told = tuple(
            Told(each.item_id, self.prices.get(each.item_id), 0, 0, 0, self.stock.get(each.item_id))
            for each in lines
        )
        self.asked.append(about[0])
        return QuoteAnswer("RUB", told, 0, 0, 0, refusals=self.refusals)


@dataclass
class Sealing:
    desk: DeskFixture
    portal: Portal
    submit: Submit
    backups: list[str]

    @property
    def cart_id(self) -> str:
        return self.desk.carts.active().id

    def add(self, *lines: NewLine) -> str:
        cart_id = self.cart_id
        self.desk.carts.add_lines(cart_id, lines)
        return cart_id


@pytest.fixture
def sealing(desk: DeskFixture) -> Sealing:
    portal = Portal({"nut": 310_000, "bolt": 1_234_000})
    backups: list[str] = []
    ports = SubmitPorts(
        desk.account,
        portal,
        Encoder(),
        lambda: backups.append("seal"),
        ordered_carts(desk.store),
        committed_sums(desk.store),
        lambda: NOON,
    )
    return Sealing(desk, portal, Submit(desk.sessions, ports), backups)


def codes(result: object) -> dict[str, bool]:
    return {each.code: each.blocking for each in result.problems}  # type: ignore[attr-defined]


def test_an_empty_cart_cannot_be_sent(sealing: Sealing) -> None:
    result = sealing.submit.check(sealing.cart_id)
    assert codes(result) == {"cart_empty": True}
    with pytest.raises(Expected, match="cart_empty"):
        sealing.submit.seal(sealing.cart_id, Checkout())


def test_lines_that_cannot_be_sent_block_and_are_named(sealing: Sealing) -> None:
    cart_id = sealing.add(
        NewLine("nut", 1_000),
        NewLine("secret", 1_000),
        NewLine("unpriced", 1_000),
        NewLine("", 1_000, typed="ЧТО-ТО"),
        NewLine("nut", 0),
    )
    result = sealing.submit.check(cart_id)
    assert codes(result) == {"out_of_assortment": True, "no_price": True, "not_found": True}
    lines = sealing.desk.carts.open(cart_id).lines
    named = {each.code: each.line_ids for each in result.problems}
    assert named["not_found"] == (lines[3].line_id,)
    assert not result.can_send
    with pytest.raises(Expected):
        sealing.submit.seal(cart_id, Checkout())
    sealing.desk.carts.remove(cart_id, [line.line_id for line in lines[1:4]])
    assert sealing.submit.check(cart_id).can_send


def test_sealed_bytes_are_canonical_and_say_what_was_checked(sealing: Sealing) -> None:
    cart_id = sealing.add(NewLine("bolt", 100_000, comment="срочно"), NewLine("nut", 5_000))
    checkout = Checkout("a1", "d1", "p1", date(2026, 11, 24), "PO-7", "до обеда", False)
    result = sealing.submit.seal(cart_id, checkout)
    command = sealing.desk.outbox.command(result.command_id)
    assert command is not None
    assert (command.state, command.kind, command.company_id) == ("ready", "order", "co1")
    assert command.body_sha256 == hashlib.sha256(command.body).hexdigest()
    order = msgspec.json.decode(command.body, type=NewOrder)
    assert canonical(order) == command.body
    assert order.client_order_id == result.command_id
    assert (order.total, order.lines[0].price, order.lines[0].comment) == (
        "1249.50", "12.34", "срочно",
    )  # fmt: skip
    assert (order.po_number, order.ship_date, order.partial_delivery) == (
        "PO-7",
        "2026-11-24",
        False,
    )
    assert sealing.backups == ["seal"]
    assert sealing.desk.heard[-1].touches("outbox")


def test_a_sealed_cart_cannot_be_edited_undone_or_sealed_twice(sealing: Sealing) -> None:
    cart_id = sealing.add(NewLine("nut", 5_000))
    line_id = sealing.desk.carts.open(cart_id).lines[0].line_id
    sealing.submit.seal(cart_id, Checkout())
    assert sealing.desk.carts.open(cart_id).cart.state == "sealed"
    for attempt in (
        lambda: sealing.submit.seal(cart_id, Checkout()),
        lambda: sealing.desk.carts.set_quantity(cart_id, line_id, 1_000),
        lambda: sealing.desk.carts.undo(cart_id),
        lambda: sealing.desk.carts.delete(cart_id),
        lambda: sealing.desk.carts.rename(cart_id, "другое"),
    ):
        with pytest.raises(Expected, match="cart_sealed"):
            attempt()
    assert sealing.desk.carts.active().id != cart_id


@pytest.mark.parametrize(
    "change", ["body = x'7b7d'", "cmd_id = 'x'", "gross_minor = 1", "body_sha256 = ''"]
)
def test_no_statement_can_change_what_was_sealed(sealing: Sealing, change: str) -> None:
    sealing.submit.seal(sealing.add(NewLine("nut", 5_000)), Checkout())
    with pytest.raises(IntegrityError, match="never changes"):
        sealing.desk.store.write(
            lambda connection: connection.exec_driver_sql(f"UPDATE outbox SET {change}")
        )


def test_a_withdrawn_order_is_a_draft_again_with_its_past_behind_a_barrier(
    sealing: Sealing,
) -> None:
    desk = sealing.desk
    cart_id = sealing.add(NewLine("nut", 5_000))
    result = sealing.submit.seal(cart_id, Checkout())
    assert desk.carts.open(cart_id).cart.state == "sealed"
    desk.outbox.move(result.command_id, Move("withdrawn"), desk.clock(), "ready")
    desk.news.publish(ChangeSet.of("outbox", "carts"))
    assert desk.carts.open(cart_id).cart.state == "draft"
    with pytest.raises(Expected, match="nothing_to_undo"):
        desk.carts.undo(cart_id)
    desk.carts.add_lines(cart_id, [NewLine("nut", 1_000)])
    desk.carts.undo(cart_id)
    assert desk.carts.quantities(cart_id) == {"nut": 5_000}
    again = sealing.submit.seal(cart_id, Checkout())
    assert again.command_id != result.command_id


def test_an_accepted_order_archives_its_cart(sealing: Sealing) -> None:
    desk = sealing.desk
    cart_id = sealing.add(NewLine("nut", 5_000))
    result = sealing.submit.seal(cart_id, Checkout())
    for state in ("sending", "accepted", "settled"):
        desk.outbox.move(result.command_id, Move(state, order_number="0001"), desk.clock())
    assert [row.id for row in desk.carts.list()] == []
    record = desk.repo.cart(cart_id)
    assert record is not None
    assert record.state == "archived"
    assert desk.outbox.rows()[0].order_number == "0001"
    assert desk.outbox.counts() == {}


def test_a_refused_order_is_superseded_by_the_edited_one(sealing: Sealing) -> None:
    desk = sealing.desk
    cart_id = sealing.add(NewLine("nut", 5_000))
    first = sealing.submit.seal(cart_id, Checkout())
    for move in (
        Move("sending"),
        Move("rejected", "price_changed", {"count": 1}),
        Move("needs_user"),
    ):
        desk.outbox.move(first.command_id, move, desk.clock())
    desk.sessions.forget(cart_id)
    desk.carts.add_lines(cart_id, [NewLine("nut", 1_000)])
    second = sealing.submit.seal(cart_id, Checkout())
    states = {row.id: row.state for row in desk.outbox.rows()}
    assert states == {first.command_id: "superseded", second.command_id: "ready"}


def test_a_transition_that_the_protocol_does_not_have_is_refused(sealing: Sealing) -> None:
    desk = sealing.desk
    result = sealing.submit.seal(sealing.add(NewLine("nut", 5_000)), Checkout())
    with pytest.raises(ValueError, match="not a transition"):
        desk.outbox.move(result.command_id, Move("accepted"), desk.clock())
    desk.outbox.move(result.command_id, Move("sending"), desk.clock())
    with pytest.raises(Expected, match="outbox_state"):
        desk.outbox.move(result.command_id, Move("withdrawn"), desk.clock(), expected="ready")
    assert desk.outbox.recover(desk.clock()) == 1
    command = desk.outbox.command(result.command_id)
    assert command is not None
    assert command.state == "unknown"


def test_the_portals_price_is_what_the_buyer_saw_and_sends(sealing: Sealing) -> None:
    cart_id = sealing.add(NewLine("nut", 5_000))
    sealing.portal.prices = {"nut": 330_000}
    sealing.portal.stock = {"nut": 2_000}
    result = sealing.submit.check(cart_id, online=True)
    assert result.asked_portal
    (changed,) = result.changed
    assert changed.code == "price_up"
    assert (changed.price_at_add_e5, changed.price_cached_e5, changed.price_portal_e5) == (
        310_000, 310_000, 330_000,
    )  # fmt: skip
    assert (changed.stock_portal_e3, changed.difference_minor) == (2_000, 100)
    sealed = sealing.submit.seal(cart_id, Checkout())
    command = sealing.desk.outbox.command(sealed.command_id)
    assert command is not None
    order = msgspec.json.decode(command.body, type=NewOrder)
    assert (order.lines[0].price, order.total) == ("3.30", "16.50")


def test_an_edit_after_the_check_takes_the_local_price_again(sealing: Sealing) -> None:
    cart_id = sealing.add(NewLine("nut", 5_000))
    sealing.portal.prices = {"nut": 330_000}
    sealing.submit.check(cart_id, online=True)
    line_id = sealing.desk.carts.open(cart_id).lines[0].line_id
    sealing.desk.carts.set_quantity(cart_id, line_id, 6_000)
    sealed = sealing.submit.seal(cart_id, Checkout())
    assert sealed.gross_minor == 1_860


def test_without_the_portal_the_check_says_so_and_lets_one_send(sealing: Sealing) -> None:
    cart_id = sealing.add(NewLine("nut", 50_000))
    sealing.portal.prices = None
    result = sealing.submit.check(cart_id, online=True)
    assert not result.asked_portal
    assert codes(result) == {"short": False, "portal_not_asked": False}
    assert result.can_send
    assert [change.code for change in result.changed] == ["short"]


def test_minimum_stops_credit_and_debt_warn(sealing: Sealing) -> None:
    account = sealing.desk.account
    account.firms = (entity("e1", contract(minimum_sum_minor=10_000)),)
    account.credits["c1"] = CreditRow("RUB", 50_000, 49_000, 500, 1_000, None)
    cart_id = sealing.add(NewLine("nut", 5_000))
    result = sealing.submit.check(cart_id)
    assert codes(result) == {
        "below_minimum_sum": True, "credit_limit": False, "overdue_debt": False,
    }  # fmt: skip
    lacking = next(each for each in result.problems if each.code == "below_minimum_sum")
    assert lacking.params["lacking_minor"] == 8_450


def test_a_contract_that_is_gone_blocks(sealing: Sealing) -> None:
    cart_id = sealing.add(NewLine("nut", 5_000))
    assert isinstance(sealing.desk.account, Account)
    sealing.desk.account.firms = (entity("e1", contract("other")),)
    sealing.desk.sessions.forget(cart_id)
    assert codes(sealing.submit.check(cart_id))["contract_gone"]


def test_the_sent_total_is_the_sum_of_the_lines_as_shown(sealing: Sealing) -> None:
    goods = [
        Good(f"g{n}", price_e5=100_000 + n * 1_370, vat=("22", "10", "none")[n % 3])
        for n in range(60)
    ]
    sealing.desk.stock_up(goods)
    cart_id = sealing.add(*(NewLine(good.id, (n % 7 + 1) * 1_000) for n, good in enumerate(goods)))
    sheet = sealing.desk.carts.open(cart_id)
    sealed = sealing.submit.seal(cart_id, Checkout())
    assert sealed.gross_minor == sheet.totals.gross_minor
    assert sealed.gross_minor == sum(
        line_amounts(line.price_e5 or 0, line.base_e3, line.vat_code, True).gross
        for line in sheet.lines
    )


def fetched(desk: DeskFixture, key: str, body: str, line_id: str) -> None:
    """The order comes by the feed; its line, too, unless that could not be drawn."""
    order = (
        "INSERT INTO orders (sid, id, client_order_id, number, created_at, state, body)"
        " VALUES (9, 'o1', ?, '017', '2026-11-23T09:00:00Z', 'accepted', ?)"
    )
    line = "INSERT INTO order_line (sid, order_id, position, line_id) VALUES (9, 'o1', 1, ?)"
    desk.caches.write(lambda to: to.exec_driver_sql(order, (key, body)).close())
    if line_id:
        desk.caches.write(lambda to: to.exec_driver_sql(line, (line_id,)).close())


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("made", ["2041-05-05T00:00:00+00:00", "1999-01-01T00:00:00+00:00"])
def test_a_cart_out_of_an_old_backup_is_not_ordered_twice(
    sealing: Sealing, made: str, drawn: bool
) -> None:
    """Whatever the clock said when the cart was made, and also if lines could not be drawn."""
    desk = sealing.desk
    cart_id = sealing.add(NewLine("nut", 5_000))
    (line,) = desk.carts.open(cart_id).lines
    desk.store.write(
        lambda connection: connection.exec_driver_sql(
            "UPDATE cart SET created_at = ? WHERE id = ?", (made, cart_id)
        )
    )
    backup = desk.store.backup("hourly")
    assert backup is not None
    sealed = sealing.submit.seal(cart_id, Checkout())
    command = desk.outbox.command(sealed.command_id)
    assert command is not None
    desk.close()
    restore(desk.folder / "desk.db", backup)
    desk.reopen()
    again = Submit(
        desk.sessions,
        SubmitPorts(
            desk.account,
            sealing.portal,
            Encoder(),
            lambda: None,
            ordered_carts(desk.store),
            committed_sums(desk.store),
            lambda: NOON,
        ),
    )
    assert again.check(cart_id).can_send
    fetched(desk, command.id, command.body.decode(), line.line_id if drawn else "")
    result = again.check(cart_id)
    assert [(each.code, each.params) for each in result.problems if each.blocking] == [
        ("already_ordered", {"numbers": "017"})
    ]
    with pytest.raises(Expected, match="already_ordered"):
        again.seal(cart_id, Checkout())
    desk.carts.add_lines(desk.carts.create().id, [NewLine("nut", 5_000)])
    assert again.check(desk.carts.active().id).can_send


def test_orders_on_their_way_count_against_the_credit(sealing: Sealing) -> None:
    desk = sealing.desk
    desk.account.credits["c1"] = CreditRow("RUB", 10_000, 2_000, 0, 8_000, None)
    sealing.submit.seal(sealing.add(NewLine("nut", 10_000)), Checkout())
    lines = [{"quantity": "10", "shipped": "4", "gross": "31.00"}]
    body = json.dumps({"total": "31.00", "confirmed_total": "31.00", "lines": lines})
    desk.caches.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO orders (sid, id, client_order_id, number, created_at, state, contract_id,"
            " currency, body) VALUES (9, 'o1', 'other', '1', '2026-01-01', 'in_work', 'c1', 'RUB',"
            " ?), (9, 'o2', 'third', '2', '2026-01-01', 'closed', 'c1', 'RUB', ?)",
            (body, body),
        ).close()
    )
    cart_id = sealing.add(NewLine("nut", 9_000))
    assert sealing.submit.check(cart_id).problems == ()
    desk.carts.add_lines(cart_id, [NewLine("nut", 1_000)])
    (problem,) = sealing.submit.check(cart_id).problems
    assert problem.code == "credit_limit"
    assert problem.params["free_minor"] == 8_000 - 3_100 - 1_860


def test_what_is_there_is_told_in_whole_units_of_the_line(sealing: Sealing) -> None:
    sealing.add(NewLine("bolt", 5_000))
    line = sealing.desk.carts.open(sealing.cart_id).lines[0]
    assert line.in_unit(7_500) == 7_500
    assert line._replace(factor_e3=25_000).in_unit(680_000) == 27_000
