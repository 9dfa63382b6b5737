"""An order of the queue: its whole story, every way out, and what it says when one is taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from b2bdesk.domain.outbox_states import UNANSWERED
from b2bdesk.texts import set_language
from b2bdesk.ui.screens.orders.screen import OrdersScreen
from b2bdesk.ui.screens.outbox_part import outbox_item
from b2bdesk.ui.screens.outbox_sheet import ArrivedSheet, OutboxSheet
from b2bdesk.ui.screens.outbox_words import (
    ARRIVED,
    DISMISS,
    RESEND,
    RETRY,
    WITHDRAW,
    asks,
    outcome,
    story,
    ways_out,
)
from b2bdesk.ui.widgets.button import Button
from b2bdesk.usecases.rows.orders import OutboxRow
from tests.support.desktop import Desktop, in_stock
from tests.support.qtkeys import type_text
from tests.ui.keyboard import CTRL, press
from tests.ui.test_accessibility import nameless

AT = dt.datetime(2026, 11, 21, 9, 12, tzinfo=dt.UTC)
ROW = OutboxRow("key-1", "order", "ready", AT, "e1", "cart-1", "Ноябрь", 3_478_200, "RUB")


@pytest.mark.parametrize(
    ("state", "ways"),
    [
        ("ready", [WITHDRAW, RETRY]),
        ("held", [WITHDRAW, RETRY]),
        ("sending", []),
        ("unknown", [RETRY, WITHDRAW]),
        ("needs_user", [DISMISS]),
        ("missing", [RETRY, DISMISS]),
        ("settled", []),
        ("unknown total_differs", [ARRIVED, RETRY]),
        ("unknown " + UNANSWERED, [RETRY, ARRIVED, RESEND, WITHDRAW]),
    ],
)
def test_every_state_has_its_ways_out(state: str, ways: list[str]) -> None:
    state, _, reason = state.partition(" ")
    assert [way.key for way in ways_out(replace(ROW, state=state, reason=reason))] == ways


def test_what_was_asked_for_is_not_said_when_it_went_otherwise() -> None:
    set_language("en")
    taken = replace(ROW, state="accepted", order_number="018773")
    assert outcome(taken, WITHDRAW)[0].startswith("Too late")
    assert outcome(taken, RETRY) == ("The portal has accepted the order, № 018773", "ok")
    assert "taken back" in outcome(replace(ROW, state="voided"), WITHDRAW)[0]
    refused = replace(ROW, state="needs_user", reason="credit_limit")
    assert outcome(refused, RETRY)[1] == "bad"
    assert outcome(replace(ROW, state="unknown"), RETRY) == ("", "")


def test_a_doubt_is_told_in_plain_words_and_can_be_copied(desk: Desktop) -> None:
    row = replace(ROW, state="unknown", attempts=2, next_try=AT + dt.timedelta(minutes=3))
    sheet = OutboxSheet(desk.window, row, AT.astimezone())
    sheet.open_over()
    assert "Портал мог его получить, а мог и нет" in story(row)[0]
    assert nameless(sheet) == []
    first = QApplication.focusWidget()
    assert isinstance(first, Button)
    assert first.objectName() == RETRY, "Enter asks the portal"
    copy = sheet.findChild(Button, "copy")
    assert isinstance(copy, Button)
    copy.click()
    copied = QApplication.clipboard().text()
    assert "key-1" in copied
    assert "2 попытки" in copied


def test_a_doubt_that_nobody_answers_is_ended_by_the_managers_word(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = replace(ROW, state="unknown", reason=UNANSWERED, attempts=9)
    assert asks(row)
    assert outbox_item(row).title.endswith("₽"), "the reason needs the room"
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(desk.services.outbox, "list", lambda: (row,))
    monkeypatch.setattr(
        desk.services.outbox, "arrived", lambda key, number: told.append((key, number))
    )
    screen = desk.screen("orders")
    assert isinstance(screen, OrdersScreen)
    screen.outbox.reload()
    desk.settle()
    screen.outbox.list.action.emit(row.id)
    [sheet] = desk.window.findChildren(OutboxSheet)
    assert "Спросите менеджера" in sheet.text()
    assert nameless(sheet) == []
    sheet.findChild(Button, ARRIVED).click()  # type: ignore[union-attr]
    [asked] = desk.window.findChildren(ArrivedSheet)
    assert QApplication.focusWidget() is asked.number.edit
    type_text(asked.number.edit, " К-17")
    press(Qt.Key.Key_Return)
    desk.settle()
    assert told == [("key-1", "К-17")]


def test_a_waiting_order_is_opened_and_taken_back_by_keys(desk: Desktop) -> None:
    desk.fill_cart(desk.goods(in_stock, 8), packs=40)
    desk.screen("order")
    for _ in ("to the checkout", "sealed; nothing sends here"):
        press(Qt.Key.Key_Return, CTRL)
        desk.settle()
    screen = desk.screen("orders")
    assert isinstance(screen, OrdersScreen)
    screen.outbox.list.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Return)
    [sheet] = desk.window.findChildren(OutboxSheet)
    withdraw = sheet.findChild(Button, WITHDRAW)
    assert QApplication.focusWidget() is withdraw
    press(Qt.Key.Key_Return)
    desk.settle()
    assert desk.services.outbox.counts() == {}
    told = desk.window._toasts.history[0].spec
    assert told.action == "Открыть корзину"
    assert told.run is not None
    told.run()
    desk.settle()
    assert desk.window.current_screen() == "carts"
