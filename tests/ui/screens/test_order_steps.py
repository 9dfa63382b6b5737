"""The order sheet after steps: where the cursor stands, what is told, what is offered instead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from b2bdesk.ui.screens.order import book
from b2bdesk.ui.screens.order.candidates import Candidates
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import CTRL, SHIFT, press
from tests.ui.screens.test_order import lines, sheet

K = Qt.Key


def test_after_removal_the_cursor_stands_where_the_lines_were(desk: Desktop) -> None:
    screen = sheet(desk)
    offers = desk.goods(in_stock, 8)
    desk.fill_cart(offers)
    grid, rows = screen.view.grid, screen.book.rows
    grid.go_to_row(1)
    grid.put_cursor(1, 0)  # on the number of the row, as Ctrl+Home leaves it
    press(K.Key_Down, SHIFT)
    press(K.Key_Down, SHIFT)
    press(K.Key_Delete, CTRL)
    desk.settle()
    line = rows.line(grid.current_key())
    assert line is not None
    assert line.article == offers[4].article
    press(K.Key_End, CTRL)
    press(K.Key_Z, CTRL)
    desk.settle()
    assert len(lines(desk)) == 8
    back = rows.line(grid.current_key())
    assert back is not None
    assert back.article == offers[1].article, "the cursor goes to what came back"


def test_what_was_undone_is_told_and_can_be_done_again(desk: Desktop) -> None:
    screen = sheet(desk)
    desk.fill_cart(desk.goods(in_stock, 3))
    screen.book.remove([str(screen.book.rows.key_at(0))])
    desk.settle()
    screen.book.undo()
    desk.settle()
    told = desk.window._toasts.history[0].spec
    assert (told.text, told.action, told.key) == (
        "Отменено: удаление строк: 1", "Вернуть", "Ctrl+Y",
    )  # fmt: skip
    told.run()  # type: ignore[misc]
    desk.settle()
    assert len(lines(desk)) == 2
    told = desk.window._toasts.history[0].spec
    assert (told.text, told.action) == ("Возвращено: удаление строк: 1", "Отменить")


def test_a_big_removal_keeps_the_place_too(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = sheet(desk)
    offers = desk.goods(in_stock, 8)
    desk.fill_cart(offers)
    monkeypatch.setattr(book, "RELOAD_FROM", 3)
    grid, rows = screen.view.grid, screen.book.rows
    grid.put_cursor(0, 0)
    for _ in range(4):
        press(K.Key_Down, SHIFT)
    press(K.Key_Delete, CTRL)
    desk.settle()
    assert grid.currentIndex().row() == 0
    line = rows.line(grid.current_key())
    assert line is not None
    assert (line.article, len(lines(desk))) == (offers[5].article, 3)


def test_one_line_is_offered_substitutes_with_reasons_or_only_the_rest(desk: Desktop) -> None:
    screen = sheet(desk)
    cart_id = desk.fill_cart(desk.goods(in_stock, 80), packs=5_000)
    found = desk.services.substitution.proposals(cart_id)
    short = next(each for each in found if each.proposals and each.there_e3 > 0)
    best = short.proposals[0]
    screen.view.grid.go_to(screen.book.rows.key_of_line(short.line.line_id))
    press(K.Key_F4)
    desk.settle()
    popover = screen.window().findChild(Candidates)
    assert popover is not None
    whole, rest = popover.list.items()[:2]
    assert (whole.key, whole.title) == (best.item_id, best.name)
    assert "поставщик предлагает" in whole.note
    assert best.article in rest.title
    popover.list.step(1)
    press(K.Key_Return)
    desk.settle()
    after = {line.item_id: line.base_e3 for line in lines(desk)}
    assert after[short.line.item_id] == short.there_e3
    assert after[best.item_id] >= short.line.base_e3 - short.there_e3
    screen.book.undo()
    desk.settle()
    assert {line.line_id: line.base_e3 for line in lines(desk)}[short.line.line_id] == (
        short.line.base_e3
    )
