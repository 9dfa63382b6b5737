"""Заказы by keys: list, filters, one order, repeating; a narrow window shows one pane."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import Qt

from b2bdesk.ui.itemmodels import orders_rows
from b2bdesk.ui.screens.orders.screen import OrdersScreen
from b2bdesk.ui.widgets.steps import DONE
from b2bdesk.usecases.rows.orders import OrderFilter, OutboxRow
from tests.support.desktop import Desktop
from tests.ui.keyboard import CTRL, SHIFT, press

K = Qt.Key


def orders(desk: Desktop, **args: object) -> OrdersScreen:
    screen = desk.screen("orders", **args)
    assert isinstance(screen, OrdersScreen)
    return screen


def test_the_newest_order_is_shown_at_once(desk: Desktop) -> None:
    screen = orders(desk)
    newest = desk.services.orders.list(OrderFilter())[0]
    assert newest.number in screen.view.detail.title()
    assert screen.view.detail.grid.model().rowCount() == newest.lines


def test_arrows_walk_through_the_orders(desk: Desktop) -> None:
    screen = orders(desk)
    second = desk.services.orders.list(OrderFilter())[1]
    press(K.Key_Down)
    desk.settle()
    assert second.number in screen.view.detail.title()


def test_an_order_named_by_number_or_id_is_shown(desk: Desktop) -> None:
    row = desk.services.orders.list(OrderFilter())[-1]
    for name in (row.id, row.number):
        assert row.number in orders(desk, order=name).view.detail.title()


def test_filters_count_what_they_show(desk: Desktop) -> None:
    screen = orders(desk)
    rows = screen.rows()
    assert rows
    for chip in orders_rows.chips(rows):
        if chip.count:
            screen.view.chips.set_checked(chip.key)
            screen.view.chips.chosen.emit(chip.key)
            assert screen.view.grid.model().rowCount() == chip.count


def test_ctrl_shift_r_puts_the_order_into_the_cart(desk: Desktop) -> None:
    screen = orders(desk)
    press(K.Key_R, CTRL | SHIFT)
    desk.settle()
    carts = desk.services.carts
    added = carts.totals(carts.active().id).lines
    assert 0 < added <= screen.view.detail.grid.model().rowCount()


def test_a_narrow_window_opens_the_order_in_place_of_the_list(desk: Desktop) -> None:
    screen = orders(desk)
    desk.window.resize(1024, 680)
    desk.settle()
    assert screen.view.grid.isVisible()
    assert not screen.view.detail.isVisible()
    press(K.Key_Return)
    assert screen.view.detail.isVisible()
    assert not screen.view.grid.isVisible()
    press(K.Key_Escape)
    assert screen.view.grid.isVisible()
    assert screen.view.grid.hasFocus()


def test_a_document_of_the_order_is_one_enter_away(desk: Desktop) -> None:
    screen = orders(desk)
    row = next(r for r in desk.services.orders.list(OrderFilter()) if r.status == "closed")
    orders(desk, order=row.id)
    screen.view.detail.tabs.set_current("documents")
    screen.view.detail.tabs.chosen.emit("documents")
    screen.view.detail.documents.setFocus()
    press(K.Key_Return)
    desk.settle()
    assert desk.window.current_screen() == "documents"


def test_home_and_the_list_mean_the_same_orders_by_in_progress(desk: Desktop) -> None:
    screen = orders(desk)
    going = [row for row in screen.rows() if orders_rows.belongs(row, orders_rows.OPEN)]
    overview = desk.services.home.overview()
    assert overview is not None
    assert any(row.status == "delivered" for row in screen.rows())
    assert len(going) == overview.open_count


def test_a_shipped_order_is_past_its_reserve(desk: Desktop) -> None:
    orders(desk)
    cards = [desk.services.orders.card(row.id) for row in desk.services.orders.list(OrderFilter())]
    shipped = [card for card in cards if card.order.status in ("shipped", "delivered")]
    assert shipped
    assert all(orders_rows.stages(card)[1].state == DONE for card in shipped)


def test_reasons_have_a_column_only_where_a_line_has_one(desk: Desktop) -> None:
    at = [column.key for column in orders_rows.line_columns()].index("state")
    changed = dict.fromkeys((False, True), "")
    for row in desk.services.orders.list(OrderFilter()):
        changed[row.changed_lines > 0] = row.id
    for reasons, name in changed.items():
        grid = orders(desk, order=name).view.detail.grid
        assert grid.isColumnHidden(at) is not reasons


def test_an_order_on_its_way_is_shown_before_there_is_any_order(desk: Desktop) -> None:
    screen = orders(desk)
    screen._show(())
    assert screen.view.empty.isVisible()
    now = dt.datetime.now(dt.UTC)
    waiting = OutboxRow("c-1", "order", "unknown", now, "e-1", "k-1", "К 1", 100, "RUB")
    screen.outbox._show((waiting,))
    assert not screen.view.empty.isVisible()
    assert screen.outbox.isVisible()
    assert not screen.view.detail.isVisible(), "there is no order to repeat"
    screen.outbox._show((replace(waiting, state="held"),))
    assert screen.view._queue_words.text() == "уйдут после входа"
    screen.outbox._show(())
    assert screen.view.empty.isVisible()
