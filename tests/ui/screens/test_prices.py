"""Prices that changed, by keys: told three-way, answered per line or all, taken back, saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from b2bdesk.domain.edits import Edit, LineSwap
from b2bdesk.ui.screens.order.screen import OrderScreen
from b2bdesk.ui.screens.prices.screen import PricesScreen
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import ALT, CTRL, SHIFT, press

K = Qt.Key


def moved(desk: Desktop, factors: tuple[int, ...] = (90, 90, 110)) -> str:
    """A cart whose lines were added at a share of today's price, in percent."""
    cart_id = desk.fill_cart(desk.goods(in_stock, len(factors)), 5)
    sessions = desk.services.carts._sessions
    lines = sessions.open(cart_id).in_order()
    swaps = tuple(
        LineSwap(line, line.seen_at((line.price_at_add_e5 or 0) * factor // 100))
        for line, factor in zip(lines, factors, strict=True)
    )
    sessions.commit(sessions.open(cart_id), Edit(cart_id, "add_lines", {"n": len(swaps)}, swaps))
    desk.settle()
    return cart_id


def shown(desk: Desktop, **args: object) -> PricesScreen:
    screen = desk.screen("prices", **args)
    assert isinstance(screen, PricesScreen)
    return screen


def answers(desk: Desktop, cart_id: str) -> list[str]:
    return [each.answer for each in desk.services.prices.review(cart_id).moves]


def test_the_line_at_the_cursor_is_answered_and_taken_back(desk: Desktop) -> None:
    cart_id = moved(desk)
    screen = shown(desk, cart=cart_id)
    assert [row.answer for row in screen.rows.raw_rows()] == ["open"] * 3
    press(K.Key_K, ALT)
    desk.settle()
    assert answers(desk, cart_id) == ["keep", "open", "open"]
    press(K.Key_Z, CTRL)
    desk.settle()
    assert answers(desk, cart_id) == ["open"] * 3
    press(K.Key_Y, CTRL)
    desk.settle()
    assert answers(desk, cart_id) == ["keep", "open", "open"]
    assert screen.view.grid.current_key() == screen.rows.key_at(0), "the cursor stays"


def test_all_lines_of_a_filter_are_answered_at_once(desk: Desktop) -> None:
    cart_id = moved(desk)
    screen = shown(desk, cart=cart_id, chip="up")
    assert screen.rows.row_total() == 2
    press(K.Key_Down, SHIFT)
    press(K.Key_L, ALT)
    desk.settle()
    assert answers(desk, cart_id) == ["later", "later", "open"]
    screen.view.chips.chosen.emit("all")
    screen.view.grid.selectAll()
    press(K.Key_A, ALT)
    desk.settle()
    assert answers(desk, cart_id) == []
    assert screen.view.empty.isVisible()


def test_a_price_that_fell_cannot_be_kept_away(desk: Desktop) -> None:
    cart_id = moved(desk, (110,))
    screen = shown(desk, cart=cart_id)
    assert not screen.view.keep.isEnabled()
    press(K.Key_K, ALT)
    desk.settle()
    assert answers(desk, cart_id) == ["open"]


def test_what_the_filter_shows_goes_into_a_file(
    desk: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(desk)
    target = tmp_path / "prices.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "*.csv"))
    shown(desk, chip="down")
    press(K.Key_E, CTRL | SHIFT)
    desk.settle()
    rows = target.read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 3, "heading, one line, the sum"


def test_the_order_sheet_leads_to_the_prices_and_back_to_the_line(desk: Desktop) -> None:
    moved(desk)
    desk.screen("order")
    press(K.Key_P, ALT)
    desk.settle()
    assert desk.window.current_screen() == "prices"
    screen = desk.window.findChild(PricesScreen)
    assert screen is not None
    press(K.Key_Down)
    line_id = screen.view.grid.current_key()
    press(K.Key_Return)
    desk.settle()
    assert desk.window.current_screen() == "order"
    sheet = desk.window.findChild(OrderScreen)
    assert sheet is not None
    assert sheet.book.rows.line_id(str(sheet.view.grid.current_key())) == line_id
