"""A big cart in the order sheet: seen before it is counted, and kept in place when news come."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt

from b2bdesk.ui.screens.order.screen import OrderScreen
from b2bdesk.usecases import carts
from b2bdesk.usecases.changes import ChangeSet
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import press

K = Qt.Key
LINES = 60


@pytest.fixture
def big(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> str:
    """A cart that counts as big, closed; another one is on the screen."""
    monkeypatch.setattr(carts, "SEEN", 8)
    monkeypatch.setattr(carts, "GLANCE_FROM", LINES)
    cart_id = desk.fill_cart(desk.goods(in_stock, LINES))
    desk.services.carts.create("маленькая")
    desk.screen("order")
    desk.services.carts._sessions.forget(cart_id)
    return cart_id


def sheet(desk: Desktop) -> OrderScreen:
    found = desk.window.findChild(OrderScreen)
    assert found is not None
    return found


def _tell(told: list[str], *_corners: object) -> None:
    told.append("rows")


def texts(screen: OrderScreen, column: str) -> list[str]:
    rows = screen.book.rows
    at = rows.column_of(column)
    return [rows.text_at(row, at) for row in range(rows.row_total() - 1)]


def test_the_first_rows_stand_before_the_cart_is_counted(desk: Desktop, big: str) -> None:
    screen = sheet(desk)
    seen: list[tuple[list[str], str]] = []

    def look() -> None:
        seen.append((texts(screen, "sum"), screen.view.totals._second.text()))

    screen.book.glanced.connect(look)
    desk.screen("order", cart=big)
    whole = texts(screen, "sum")
    (first, note) = seen[0]
    assert len(first) == len(whole) == LINES
    assert first[:8] == whole[:8]
    assert set(first[8:]) == {""}
    assert note == "считается…"
    assert screen.view.totals._second.text() != note


def test_what_is_typed_at_first_sight_is_kept_and_saved(desk: Desktop, big: str) -> None:
    screen = sheet(desk)
    resets: list[str] = []

    def type_now() -> None:
        screen.view.grid.go_to_row(3, "qty")
        desk.type("1200\n")
        screen.view.grid.go_to_row(5, "qty")
        desk.type("24")
        screen.book.rows.modelReset.connect(partial(resets.append, "reset"))

    screen.book.glanced.connect(type_now)
    desk.screen("order", cart=big)
    assert screen.view.grid.is_editing(), "the editor outlives the coming of the whole"
    assert not resets
    desk.type("\n")
    desk.settle()
    found = desk.services.carts.open(big).lines
    assert found[3].quantity_e3 >= 1_200_000
    assert found[5].quantity_e3 >= 24_000
    assert screen.book.totals == desk.services.carts.open(big).totals


def test_all_lines_are_deleted_those_too_that_were_not_counted_yet(desk: Desktop, big: str) -> None:
    screen = sheet(desk)

    def delete_now() -> None:
        screen.view.grid.selectAll()
        press(K.Key_Delete, Qt.KeyboardModifier.ControlModifier)

    screen.book.glanced.connect(delete_now)
    desk.screen("order", cart=big)
    assert not desk.services.carts.open(big).lines
    press(K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert len(desk.services.carts.open(big).lines) == LINES


def test_news_that_move_nothing_leave_the_rows_and_the_editor_alone(
    desk: Desktop, big: str
) -> None:
    desk.screen("order", cart=big)
    screen = sheet(desk)
    rows = screen.book.rows
    told: list[str] = []
    rows.modelReset.connect(partial(told.append, "reset"))
    rows.dataChanged.connect(partial(_tell, told))
    screen.view.grid.go_to_row(40, "qty")
    desk.type("36")
    desk.services.news.publish(ChangeSet.of("prices", "stock"))
    desk.settle()
    assert told == []
    assert screen.view.grid.is_editing()
