"""Carts and checkout: sending by keys, refusals, the queue, the shelf."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from b2bdesk.trade.errors import Environment
from b2bdesk.ui.screens.carts.conditions import condition_items
from b2bdesk.ui.screens.carts.screen import CartsScreen
from b2bdesk.ui.screens.carts.showing import show_waiting
from b2bdesk.ui.screens.outbox_part import outbox_item
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.outbox import Outbox
from b2bdesk.usecases.rows.carts import Checkout, CheckProblem, CheckResult, NewLine, Totals
from b2bdesk.usecases.rows.orders import OutboxRow
from b2bdesk.usecases.rows.sync import SyncState
from b2bdesk.usecases.submit import Submit
from b2bdesk.usecases.synchronise import Synchroniser
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import CTRL, press

K = Qt.Key


def shelf(desk: Desktop, **args: object) -> CartsScreen:
    screen = desk.screen("carts", **args)
    assert isinstance(screen, CartsScreen)
    return screen


def sellable(desk: Desktop) -> str:
    """A cart over the minimum sum and under the limit."""
    offers = desk.goods(lambda o: in_stock(o) and (o.price_e5 or 0) > 5_000_000, 4)
    return desk.fill_cart(offers, 2)


def newest(desk: Desktop) -> OutboxRow:
    return desk.services.outbox.list()[0]


def test_an_order_is_sent_by_two_presses_and_its_number_is_told(desk: Desktop) -> None:
    desk.screen("order")
    cart_id = sellable(desk)
    press(K.Key_Return, CTRL)
    desk.settle()
    assert desk.window.current_screen() == "carts"
    press(K.Key_Return, CTRL)
    desk.settle()
    assert newest(desk).cart_id == cart_id
    desk.services.sync.submit_now()
    desk.settle()
    number = newest(desk).order_number
    assert number
    told = [each.spec.text for each in desk.window._toasts.history]
    assert any(number in text for text in told)
    assert cart_id not in [cart.id for cart in desk.services.carts.list()], "it is archived"
    press(K.Key_Return)
    desk.settle()
    assert desk.window.current_screen() == "orders", "Enter shows the order"


def test_sending_waits_for_the_check_that_is_under_way(desk: Desktop) -> None:
    sellable(desk)
    desk.window.navigate("carts", checkout=True)
    screen = desk.window._screens.current_screen()
    assert isinstance(screen, CartsScreen)
    desk.until(lambda: bool(screen._carts))
    screen.send()
    desk.settle()
    assert len(desk.services.outbox.list()) == 1


def test_a_line_that_is_not_found_stops_the_sending(desk: Desktop) -> None:
    cart_id = sellable(desk)
    desk.services.carts.add_lines(cart_id, [NewLine("", 1000, typed="ЧТО-ЭТО")])
    screen = shelf(desk, checkout=True)
    assert not screen.view.form.send.isEnabled()
    assert screen.view.form.send.toolTip()
    said = screen.view.form.banner.accessibleName()
    press(K.Key_Return, CTRL)
    desk.settle()
    assert desk.services.outbox.list() == ()
    assert screen.view.form.banner.accessibleName() == said
    assert screen.view.conditions.hasFocus(), "the keys are where it is settled"
    press(K.Key_Return)
    desk.settle()
    assert desk.window.current_screen() == "order"


def test_the_problem_leads_to_its_line(desk: Desktop) -> None:
    cart_id = sellable(desk)
    added = desk.services.carts.add_lines(cart_id, [NewLine("", 1000, typed="ЧТО-ЭТО")])
    screen = shelf(desk, checkout=True)
    first = screen.view.conditions.items()[0]
    assert first.action
    screen.view.conditions.action.emit(first.key)
    desk.settle()
    sheet = desk.window._screens.current_screen()
    assert desk.window.current_screen() == "order"
    assert sheet.view.grid.current_key() == added.line_ids[0]  # type: ignore[union-attr]


def test_what_is_short_can_be_cut_to_what_is_there(desk: Desktop) -> None:
    offer = desk.goods(
        lambda o: bool(o.stock_e3) and not o.at_least and 0 < (o.stock_e3 or 0) < 500_000
        and o.price_e5 is not None and o.status == "active" and o.multiple_e3 <= 1000, 1,
    )[0]  # fmt: skip
    carts = desk.services.carts
    cart_id = carts.active().id
    stock = offer.stock_e3 or 0
    carts.add_lines(cart_id, [NewLine(offer.id, stock + 5000)])
    screen = shelf(desk, checkout=True)
    change = screen.view.grid.rows_model()
    assert change is not None
    assert change.row_total() == 1
    key = change.key_at(0)
    screen.view.grid.action_triggered.emit(key, "only")
    desk.settle()
    assert carts.open(cart_id).lines[0].quantity_e3 == stock
    assert change.row_total() == 0


def test_what_the_portal_refuses_comes_back_as_a_cart(desk: Desktop) -> None:
    offers = desk.goods(lambda o: in_stock(o) and (o.price_e5 or 0) > 20_000_000, 6)
    carts = desk.services.carts
    cart_id = carts.active().id
    carts.add_lines(cart_id, [NewLine(o.id, 90_000_000) for o in offers])
    screen = shelf(desk, checkout=True)
    press(K.Key_Return, CTRL)
    desk.settle()
    desk.services.sync.submit_now()
    desk.settle()
    assert newest(desk).state == "needs_user"
    assert desk.window._toasts.history[0].spec.tone == "bad"
    screen.outbox.list.action.emit(newest(desk).id)
    desk.settle()
    assert [cart.state for cart in carts.list() if cart.id == cart_id] == ["draft"]


def test_carts_are_copied_merged_and_thrown_away(desk: Desktop) -> None:
    cart_id = sellable(desk)
    screen = shelf(desk)
    carts = desk.services.carts
    screen.acts.copy(cart_id)
    desk.settle()
    other = next(cart for cart in carts.list() if cart.id != cart_id)
    assert other.lines == 4
    screen.acts.merge(other.id, cart_id)
    desk.settle()
    assert [cart.id for cart in carts.recycled()] == [other.id]
    doubled = [line.quantity_e3 for line in carts.open(cart_id).lines]
    assert len(doubled) == 4
    desk.window._toasts.history[0].spec.run()  # type: ignore[misc]  # the toast's undo
    desk.settle()
    halved = [line.quantity_e3 for line in carts.open(cart_id).lines]
    assert [2 * quantity for quantity in halved] == doubled
    assert carts.recycled() == ()


def test_a_cart_is_renamed_in_place(desk: Desktop) -> None:
    cart_id = sellable(desk)
    shelf(desk)
    press(K.Key_F2)
    desk.type("Декабрь\n")
    desk.settle()
    assert desk.services.carts.open(cart_id).cart.name == "Декабрь"


def test_a_new_cart_opens_its_sheet(desk: Desktop) -> None:
    screen = shelf(desk)
    before = {cart.id for cart in desk.services.carts.list()}
    screen.acts.create()
    desk.settle()
    made = desk.services.carts.active().id
    assert made not in before
    assert desk.window.current_screen() == "order"


def test_no_focus_is_lost_to_a_button_that_went_out(desk: Desktop) -> None:
    shelf(desk, checkout=True)
    assert QApplication.focusWidget() is not None
    assert QApplication.focusWidget().isEnabled()  # type: ignore[union-attr]


def test_another_contract_is_bound_and_taken_back(desk: Desktop) -> None:
    cart_id = sellable(desk)
    screen = shelf(desk, checkout=True)
    carts, account = desk.services.carts, desk.services.account
    before = carts.open(cart_id).cart.contract_id
    every = [each.id for entity in account.entities() for each in entity.contracts]
    other = next(each for each in every if each != before)
    screen.view.form.bound.emit(other)
    desk.settle()
    assert carts.open(cart_id).cart.contract_id == other
    assert screen.view.form.contract.current() == other
    desk.window._toasts.history[0].spec.run()  # type: ignore[misc]  # the toast's undo
    desk.settle()
    assert carts.open(cart_id).cart.contract_id == before


def test_two_quick_presses_send_once(desk: Desktop) -> None:
    desk.screen("order")
    sellable(desk)
    press(K.Key_Return, CTRL)
    press(K.Key_Return, CTRL)
    desk.settle()
    assert len(desk.services.outbox.list()) == 1


def test_escape_leaves_the_name_first_and_then_the_screen(desk: Desktop) -> None:
    cart_id = sellable(desk)
    shelf(desk)
    name = desk.services.carts.open(cart_id).cart.name
    press(K.Key_F2)
    desk.type("Не то")
    press(K.Key_Escape)
    desk.settle()
    assert desk.window.current_screen() == "carts"
    assert desk.services.carts.open(cart_id).cart.name == name
    press(K.Key_Escape)
    desk.settle()
    assert desk.window.current_screen() == "order"


def test_a_doubtful_order_is_not_withdrawn_offline_and_the_reason_is_told(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sellable(desk)
    desk.screen("order")
    press(K.Key_Return, CTRL)
    desk.settle()
    press(K.Key_Return, CTRL)
    desk.settle()

    def cut(_outbox: Outbox, _command_id: str) -> ChangeSet:
        raise Environment("network_unreachable", portal="portal")

    monkeypatch.setattr(Outbox, "withdraw", cut)
    desk.window.commands.run("carts.withdraw")
    desk.settle()
    told = desk.window._toasts.history[0].spec
    assert told.tone == "bad"
    assert told.note, "it says what to do"


def _connection(monkeypatch: pytest.MonkeyPatch, online: bool | None) -> None:
    """The portal is not asked by checks, and the connection is as told."""
    whole, state = Submit.check, Synchroniser.state

    def local(self: Submit, cart_id: str, _online: bool, checkout: Checkout) -> CheckResult:
        return whole(self, cart_id, False, checkout)

    def told(self: Synchroniser) -> SyncState:
        return replace(state(self), online=online)

    monkeypatch.setattr(Submit, "check", local)
    monkeypatch.setattr(Synchroniser, "state", told)


def test_an_empty_cart_fulfils_nothing(desk: Desktop) -> None:
    screen = shelf(desk, checkout=True)
    assert screen.view.conditions.items()
    assert [each.title for each in screen.view.conditions.items() if each.icon_tone == "ok"] == []
    assert not screen.view._calm.isVisible(), "nothing was there that could have stayed the same"
    assert screen.view.form.send.text() == "Отправить заказ"


def test_without_a_connection_the_order_is_said_to_wait_for_it(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sellable(desk)
    _connection(monkeypatch, online=False)
    screen = shelf(desk, checkout=True)
    assert screen.view.form.send.text() == "Поставить в очередь"
    screen.send()
    desk.settle()
    told = next(each.spec for each in desk.window._toasts.history if each.spec.action == "Отозвать")
    assert told.text == "Заказ в очереди: уйдёт, когда появится связь"
    assert told.tone == "warn"


def test_a_connection_nobody_tried_yet_is_not_called_a_missing_one(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sellable(desk)
    _connection(monkeypatch, online=None)
    screen = shelf(desk, checkout=True)
    assert screen.view.form.send.text() == "Отправить заказ"


def test_the_button_follows_the_connection(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    sellable(desk)
    with monkeypatch.context() as cut:
        _connection(cut, online=False)
        screen = shelf(desk, checkout=True)
        assert screen.view.form.send.text() == "Поставить в очередь"
    desk.services.sync.run(only=("stock",))
    desk.settle()
    assert screen.view.form.send.text() == "Отправить заказ"


def test_the_bin_opens_by_its_command_and_a_split_cart_stays_in_it(desk: Desktop) -> None:
    carts, splitting = desk.services.carts, desk.services.splitting
    cart_id = desk.fill_cart(desk.goods(in_stock, 60))
    shelf(desk)
    desk.window.commands.run("carts.bin")
    desk.settle()
    assert desk.window._toasts.history[0].spec.text == "В корзине удалённых пусто"
    view = splitting.plans(cart_id)
    way = next(plan.way for plan in view.plans if len(plan.parts) > 1)
    splitting.split(cart_id, way, lambda way, part: part.name or part.key or way)
    desk.settle()
    desk.window.commands.run("carts.bin")
    desk.settle()
    press(K.Key_Return)  # restores the first one
    desk.settle()
    assert [row.id for row in carts.recycled()] == [cart_id]
    assert desk.window._toasts.history[0].spec.text == "Корзина разделена"


def test_the_first_look_is_with_the_conditions_the_form_begins_with(desk: Desktop) -> None:
    account = desk.services.account
    contract = next(
        (entity.id, each.id)
        for entity in account.entities()
        for each in entity.contracts
        if any(way.minimum_minor for way in each.delivery_methods[:1])
    )
    account.use(*contract)
    desk.settle()
    desk.fill_cart(desk.goods(in_stock, 1))
    screen = shelf(desk)
    desk.settle()
    checked = screen._checks.last
    assert checked is not None
    assert checked.holds_for(screen.view.form.checkout())
    assert "below_delivery_minimum" in {each.code for each in checked.result.problems}
    assert not screen.view.form.send.isEnabled()


def test_what_stops_an_order_stands_first() -> None:
    totals = Totals(1, 1, 0, 1, 0, 0, "RUB", (), 0)
    problems = (
        CheckProblem("short", False, {"count": 1}, ("l1",)),
        CheckProblem("below_minimum_sum", True, {"minimum_minor": 5, "sum_minor": 1}),
    )
    result = CheckResult("c", totals, (), problems, True, dt.datetime.now(dt.UTC))
    items = condition_items(result, None, None)
    assert [item.key for item in items] == ["1:below_minimum_sum", "0:short"]


def test_an_order_that_asks_for_a_decision_has_room_for_its_reason() -> None:
    row = OutboxRow("1", "order", "needs_user", dt.datetime.now(dt.UTC), "e", "k", "Июнь", 12_350,
                    "RUB", reason="overdue_debt", params={"what": "stops"})  # fmt: skip
    item = outbox_item(row)
    assert (item.title, item.right) == ("Июнь · 123,50\xa0₽", "")
    assert item.note.startswith("Пока есть просроченный долг, заказы не принимаются")
    waiting = outbox_item(replace(row, state="ready", reason=""))
    assert (waiting.title, waiting.right) == ("Июнь", "123,50\xa0₽")


def test_an_order_that_waits_for_a_sign_in_does_not_promise_to_go_by_itself(desk: Desktop) -> None:
    screen = shelf(desk)
    cart = replace(desk.services.carts.active(), command_id="key-1")
    now = dt.datetime.now(dt.UTC)
    row = OutboxRow("key-1", "order", "held", now, "e", cart.id, "Июнь", 12_350, "RUB",
                    reason="session_revoked")  # fmt: skip
    show_waiting(screen.view, cart, [row], offline=False)
    words = " ".join(label.text() for label in screen.view.waiting.findChildren(PlainLabel))
    assert "когда вы войдёте" in words
    assert "уйдёт сам" not in words


def test_a_check_that_comes_after_its_cart_has_gone_changes_nothing(desk: Desktop) -> None:
    sellable(desk)
    screen = shelf(desk, checkout=True)
    checked = screen._checks.last
    assert checked is not None
    screen._carts.pop(checked.cart_id)
    screen.view.show_page("sent")
    screen._on_checked(checked)
    assert not screen.view.form.isEnabled()
