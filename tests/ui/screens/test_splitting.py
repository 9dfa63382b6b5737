"""Splitting and distributing by keys: plans as cards, a matrix like a spreadsheet, one undo."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.ui.itemmodels.distribution_rows import AT
from b2bdesk.ui.screens.carts.plan_cards import CardFacts, PlanCards
from b2bdesk.ui.screens.carts.screen import CartsScreen
from b2bdesk.ui.screens.order.screen import OrderScreen
from b2bdesk.ui.widgets.date_field import MonthView
from b2bdesk.ui.widgets.row_list import RowList
from b2bdesk.usecases.cart_shelf import copy_cart
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import ALT, CTRL, SHIFT, press

K = Qt.Key


def checkout(desk: Desktop) -> tuple[CartsScreen, str]:
    desk.screen("order")
    offers = desk.goods(lambda o: in_stock(o) and (o.price_e5 or 0) > 5_000_000, 4)
    cart_id = desk.fill_cart(offers, 6)
    screen = desk.screen("carts", cart=cart_id)
    assert isinstance(screen, CartsScreen)
    desk.settle()
    return screen, cart_id


def dealt(desk: Desktop, cart_id: str) -> list[dict[str, int]]:
    return [dict(line.cells) for line in desk.services.distributing.open(cart_id).lines]


def test_a_matrix_is_typed_pasted_filled_and_undone(desk: Desktop) -> None:
    screen, cart_id = checkout(desk)
    press(K.Key_T, CTRL | SHIFT)
    desk.settle()
    matrix = desk.services.distributing.open(cart_id)
    first, second = (each.id for each in matrix.addresses[:2])
    grid = screen.view.matrix.grid
    column = grid.current_column()
    assert column is not None
    assert column.key == AT + first, "the cursor waits in the first cell"
    press(K.Key_4)
    press(K.Key_Return)
    desk.settle()
    assert dealt(desk, cart_id)[0] == {first: 4_000}
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    clipboard.setText("1\t2\n3\t\n")
    press(K.Key_V, CTRL)
    desk.settle()
    assert dealt(desk, cart_id)[1:3] == [{first: 1_000, second: 2_000}, {first: 3_000}]
    press(K.Key_Z, CTRL)
    desk.settle()
    assert dealt(desk, cart_id)[1:3] == [{}, {}], "the paste was one step"
    assert dealt(desk, cart_id)[0] == {first: 4_000}
    screen.splits.matrix.fill("evenly")
    desk.settle()
    assert desk.services.distributing.open(cart_id).open_lines == 0
    press(K.Key_Return, CTRL)
    desk.settle()
    assert screen.view.plans.current() == "address"
    count = len(matrix.addresses)
    assert str(count) in screen.view.form.send.text()


def test_carts_by_address_are_made_and_taken_back_by_keys(desk: Desktop) -> None:
    screen, cart_id = checkout(desk)
    lines = [line.line_id for line in desk.services.carts.open(cart_id).lines]
    addresses = [each.id for each in desk.services.distributing.open(cart_id).addresses]
    desk.services.distributing.fill(cart_id, "evenly", lines, addresses)
    desk.settle()
    screen.view.plans.choose("address")
    press(K.Key_S, CTRL | SHIFT)
    desk.settle()
    names = [cart.name for cart in desk.services.carts.list()]
    assert sum(" · " in name for name in names) == len(addresses)
    assert cart_id not in [cart.id for cart in desk.services.carts.list()]
    part = screen._current
    assert screen.view.form.address.current() in addresses
    assert {line.address_id for line in desk.services.carts.open(part).lines} == {
        screen.view.form.address.current()
    }, "a part is checked out to its own address"
    press(K.Key_Z, CTRL)
    desk.settle()
    assert screen._current == cart_id
    assert [line.line_id for line in desk.services.carts.open(cart_id).lines] == lines
    press(K.Key_Y, CTRL)
    desk.settle()
    assert screen._current == part, "the same parts are there again"
    assert cart_id not in [cart.id for cart in desk.services.carts.list()]
    sheet = desk.screen("order", cart=part)
    assert isinstance(sheet, OrderScreen)
    desk.settle()
    sheet.view.grid.setFocus()
    press(K.Key_Z, CTRL)
    desk.settle()
    assert sheet.book.cart_id == cart_id, "the sheet shows the cart that came back"
    assert [line.line_id for line in desk.services.carts.open(cart_id).lines] == lines
    press(K.Key_Y, CTRL)
    desk.settle()
    assert sheet.book.cart_id == part


def test_the_note_is_kept_shown_and_taken_back(desk: Desktop) -> None:
    screen, cart_id = checkout(desk)
    desk.window.commands.run("carts.note")
    desk.settle()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("срочно, до пятницы")
    press(K.Key_Return)
    desk.settle()
    assert desk.services.carts.row(cart_id).note == "срочно, до пятницы"
    assert screen.view.note.isVisible()
    desk.services.carts.undo(cart_id)
    desk.settle()
    assert not screen.view.note.isVisible()


def test_two_carts_stand_side_by_side(desk: Desktop) -> None:
    screen, cart_id = checkout(desk)
    copied = copy_cart(desk.services.carts, cart_id, "Вторая").cart
    first = desk.services.carts.open(copied.id).lines[0]
    desk.services.carts.remove(copied.id, [first.line_id])
    desk.settle()
    desk.window.commands.run("carts.versus")
    desk.settle()
    press(K.Key_Return)
    desk.settle()
    assert screen._current == cart_id
    lists = [each for each in QApplication.allWidgets() if isinstance(each, RowList)]
    shown = next(each for each in lists if "Вторая" in each.accessibleName() and each.isVisible())
    (item,) = shown.items()
    assert (item.title, "—" in item.note) == (first.name, True)


def test_several_orders_are_sent_by_one_press(desk: Desktop) -> None:
    screen, cart_id = checkout(desk)
    lines = [line.line_id for line in desk.services.carts.open(cart_id).lines]
    addresses = [each.id for each in desk.services.distributing.open(cart_id).addresses][:2]
    desk.services.distributing.fill(cart_id, "evenly", lines, addresses)
    desk.settle()
    screen.view.plans.choose("address")
    desk.settle()
    press(K.Key_Return, CTRL)
    desk.settle()
    waiting = desk.services.outbox.list()[:2]
    assert {row.state for row in waiting} <= {"ready", "sending", "accepted", "settled", "held"}
    desk.services.sync.submit_now()
    desk.settle()
    numbers = {row.order_number for row in desk.services.outbox.list()[:2]}
    assert len(numbers) == 2
    assert "" not in numbers


def test_closed_days_cannot_be_chosen_and_say_why(desk: Desktop) -> None:
    screen, _ = checkout(desk)
    day = screen.view.form.day
    first = day.day()
    assert first is not None
    saturday = first + dt.timedelta(days=(5 - first.weekday()) % 7)
    day.edit.setFocus()
    press(K.Key_Down, ALT)
    month = desk.window.findChild(MonthView)
    assert month is not None
    told: list[str] = []
    month.explained.connect(told.append)
    for _ in range((saturday - first).days):
        press(K.Key_Right)
    press(K.Key_Return)
    assert day.day() == first, "a day off is not taken"
    assert ":" in told[-1]


def test_a_closed_day_is_told_before_sending_and_one_press_chooses_an_open_one(
    desk: Desktop,
) -> None:
    screen, _ = checkout(desk)
    form = screen.view.form
    first = form.day.day()
    assert first is not None
    saturday = first + dt.timedelta(days=(5 - first.weekday()) % 7)
    form.day.set_date(saturday)
    form.edited.emit()
    desk.settle()
    told = [each for each in screen.view.conditions.items() if "date_not_available" in each.key]
    assert len(told) == 1
    assert told[0].action, "there is a way out"
    screen.view.conditions.action.emit(told[0].key)
    desk.settle()
    chosen = form.day.day()
    assert chosen is not None
    assert chosen > saturday
    keys = [each.key for each in screen.view.conditions.items()]
    assert not any("date_not_available" in each for each in keys)


def test_cards_that_stood_in_a_wide_window_stay_in_sight_in_a_narrow_one(qtbot: QtBot) -> None:
    cards = PlanCards("Plans")
    facts = [CardFacts(key, key, "", (), ("", "")) for key in ("one", "two", "three")]
    cards.set_cards(facts, "one")
    room = QScrollArea()
    room.setWidgetResizable(True)
    room.setWidget(cards)
    qtbot.addWidget(room)
    room.resize(1_400, 600)
    room.show()
    qtbot.waitUntil(lambda: cards.width() > 1_300)
    room.resize(320, 600)
    qtbot.waitUntil(lambda: room.viewport().width() < 330)
    assert cards.width() <= room.viewport().width()
    assert cards.height() > 2 * cards.findChildren(QWidget)[0].height(), "one below the other"
