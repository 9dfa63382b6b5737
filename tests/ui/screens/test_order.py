"""The order sheet by keys alone: typing, refusals, undo, pasting, scanning, problems."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from b2bdesk.domain.edits import Edit, LineSwap
from b2bdesk.ui.itemmodels.order_cells import BLANK
from b2bdesk.ui.screens.order.answers import typed_quantity
from b2bdesk.ui.screens.order.screen import OrderScreen
from b2bdesk.ui.screens.order.shortages import Shortages, choices_of
from b2bdesk.usecases.rows.bought import BoughtFilter
from b2bdesk.usecases.rows.carts import LineRow, NewLine
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import CTRL, SHIFT, press, scan

K = Qt.Key


def sheet(desk: Desktop) -> OrderScreen:
    screen = desk.screen("order")
    assert isinstance(screen, OrderScreen)
    return screen


def lines(desk: Desktop) -> tuple[LineRow, ...]:
    carts = desk.services.carts
    return carts.open(carts.active().id).lines


def chips(screen: OrderScreen) -> int:
    """How many lines the chip of unusual quantities counts."""
    return screen.book.rows.counts["unusual"]


def test_articles_and_quantities_are_typed_without_waiting(desk: Desktop) -> None:
    sheet(desk)
    offers = desk.goods(in_stock, 5)
    for offer in offers:
        packs = max(offer.multiple_e3, 1000) // 1000 * 3
        desk.type(f"{offer.article}\n{packs}\n")
    desk.settle()
    found = lines(desk)
    assert [line.article for line in found] == [offer.article for offer in offers]
    assert [line.quantity_e3 for line in found] == [max(o.multiple_e3, 1000) * 3 for o in offers]


def test_a_lookup_that_is_late_keeps_the_digits(desk: Desktop) -> None:
    screen = sheet(desk)
    offer = desk.goods(in_stock, 1)[0]
    desk.type(f"{offer.article}\n")
    assert screen.view.grid.current_key() != BLANK, "the cursor is at the quantity at once"
    desk.type(str(max(offer.multiple_e3, 1000) // 1000 * 2))
    desk.settle()
    assert screen.view.grid.is_editing(), "the answer does not close the editor"
    desk.type("\n")
    desk.settle()
    assert lines(desk)[0].quantity_e3 == max(offer.multiple_e3, 1000) * 2


def test_digits_in_the_empty_row_are_an_article(desk: Desktop) -> None:
    screen = sheet(desk)
    desk.fill_cart(desk.goods(in_stock, 2))
    screen.view.grid.go_to(BLANK, "qty")
    desk.type("4601\n")
    desk.settle()
    assert [line.typed for line in lines(desk) if not line.item_id] == ["4601"]


def test_what_is_not_found_stays_and_stops_the_sending(desk: Desktop) -> None:
    screen = sheet(desk)
    desk.type("НЕТ-ТАКОГО\n40\n")
    desk.settle()
    line = lines(desk)[0]
    assert (line.item_id, line.typed, line.quantity_e3) == ("", "НЕТ-ТАКОГО", 40_000)
    assert screen.book.rows.counts["lost"] == 1
    screen.view.grid.go_to_row(0, "qty")
    assert screen.view.explain.isVisible()


def test_a_quantity_that_is_no_number_is_refused_at_the_cell(desk: Desktop) -> None:
    screen = sheet(desk)
    cart_id = desk.fill_cart(desk.goods(in_stock, 1))
    before = desk.services.carts.open(cart_id).lines[0].quantity_e3
    key = lines(desk)[0].line_id
    screen.view.grid.go_to(key, "qty")
    desk.type("1a\n")
    over = screen.book.rows.overlay(key, "qty")
    assert over is not None
    assert over.reason
    desk.settle()
    assert lines(desk)[0].quantity_e3 == before


def test_rounding_is_told_and_can_be_taken_back(desk: Desktop) -> None:
    screen = sheet(desk)
    offer = desk.goods(lambda o: in_stock(o) and o.multiple_e3 > 2000, 1)[0]
    desk.type(f"{offer.article}\n1\n")
    desk.settle()
    line = lines(desk)[0]
    assert line.quantity_e3 == offer.multiple_e3
    assert line.states[0].code == "rounded"
    screen.deciding.act(screen.book.rows.key_of_line(line.line_id), "keep")
    desk.settle()
    assert lines(desk)[0].quantity_e3 == 1000


def test_undo_names_what_it_takes_back(desk: Desktop) -> None:
    sheet(desk)
    offer = desk.goods(in_stock, 1)[0]
    desk.type(f"{offer.article}\n")
    desk.settle()
    commands = desk.window.commands
    assert offer.article in commands.title("order.undo")
    press(K.Key_Z, CTRL)
    desk.settle()
    assert lines(desk) == ()
    press(K.Key_Y, CTRL)
    desk.settle()
    assert [line.article for line in lines(desk)] == [offer.article]


def test_a_pasted_block_is_one_step_and_unknown_rows_stay(desk: Desktop) -> None:
    screen = sheet(desk)
    offers = desk.goods(in_stock, 30)
    rows = [f"{o.article}\t{max(o.multiple_e3, 1000) // 1000}" for o in offers]
    block = "\n".join(["Артикул\tКол-во", *rows, "ЧУЖОЙ-1\t5", f"{offers[0].article}\t-3"])
    QApplication.clipboard().setText(block)
    screen.view.grid.setFocus()
    press(K.Key_V, CTRL)
    desk.settle()
    assert len(lines(desk)) == 31
    assert sum(not line.item_id for line in lines(desk)) == 1
    assert f"Не вошла 1 строка: {offers[0].article} – " in desk.window._toasts.history[0].spec.note
    press(K.Key_Z, CTRL)
    desk.settle()
    assert lines(desk) == ()


def test_a_scan_adds_a_multiple_and_takes_back_its_digits(desk: Desktop) -> None:
    screen = sheet(desk)
    offer, code = barcode(desk)
    screen.view.grid.setFocus()
    for number in range(2):
        scan(code, start_ms=20_000 * (number + 1))
        desk.settle()
    found = lines(desk)
    assert [line.item_id for line in found] == [offer]
    assert found[0].quantity_e3 == 2 * max(found[0].multiple_e3, 1000)
    assert not screen.view.grid.is_editing()


def barcode(desk: Desktop) -> tuple[str, str]:
    """Some goods in their base unit and their barcode."""
    for offer in desk.goods(in_stock, 60):
        card = desk.services.catalogue.card(offer.n)
        for code in card.barcodes if card is not None else ():
            hits = desk.services.resolve.resolve([code]).get(code, ())
            if len(hits) == 1 and hits[0].okei in ("", offer.okei):
                return offer.id, code
    raise AssertionError("the demo has barcodes")


def test_f8_walks_the_problems_both_ways(desk: Desktop) -> None:
    screen = sheet(desk)
    cart_id = desk.fill_cart(desk.goods(in_stock, 6))
    lost = [NewLine("", 1000, typed="А-1"), NewLine("", 1000, typed="А-2")]
    desk.services.carts.add_lines(cart_id, lost)
    desk.settle()
    grid, rows = screen.view.grid, screen.book.rows
    grid.go_to_row(0, "qty")
    press(K.Key_F8)
    first = rows.line(grid.current_key())
    press(K.Key_F8)
    second = rows.line(grid.current_key())
    press(K.Key_F8, SHIFT)
    again = rows.line(grid.current_key())
    assert first is not None
    assert second is not None
    assert [first.typed, second.typed] == ["А-1", "А-2"]
    assert again == first


def test_chips_filter_and_count(desk: Desktop) -> None:
    screen = sheet(desk)
    cart_id = desk.fill_cart(desk.goods(in_stock, 6))
    desk.services.carts.add_lines(cart_id, [NewLine("", 1000, typed="А-1")])
    desk.settle()
    rows = screen.book.rows
    assert (rows.counts["all"], rows.counts["lost"]) == (7, 1)
    assert rows.counts["clean"] == 6 - rows.counts["lately"]
    screen.view.chips.chosen.emit("lost")
    assert rows.row_total() == 2, "the line and the empty row"
    screen.book.remove([str(rows.key_at(0))])
    desk.settle()
    assert rows.filter() == "all", "an empty filter gives way"


def test_one_quantity_fills_down_as_one_step(desk: Desktop) -> None:
    screen = sheet(desk)
    offers = desk.goods(lambda o: in_stock(o) and o.multiple_e3 <= 1000, 4)
    desk.fill_cart(offers)
    screen.view.grid.go_to_row(0, "qty")
    desk.type("7\n")
    desk.settle()
    keys = [str(screen.book.rows.key_at(row)) for row in range(len(offers))]
    screen.view.grid.filled_down.emit(keys, "qty")
    desk.settle()
    assert [line.quantity_e3 for line in lines(desk)] == [7000] * len(offers)
    press(K.Key_Z, CTRL)
    desk.settle()
    assert [line.quantity_e3 for line in lines(desk)] == [7000] + [1000] * (len(offers) - 1)


def test_lines_are_removed_and_moved_in_place(desk: Desktop) -> None:
    screen = sheet(desk)
    offers = desk.goods(in_stock, 4)
    desk.fill_cart(offers)
    rows = screen.book.rows
    screen.book.move([str(rows.key_at(1))], 1)
    screen.book.remove([str(rows.key_at(0))])
    desk.settle()
    wanted = [offers[2].article, offers[1].article, offers[3].article]
    assert [line.article for line in lines(desk)] == wanted
    shown = [rows.line(rows.key_at(row)) for row in range(3)]
    assert [line.article for line in shown if line is not None] == wanted


def test_removed_lines_are_told_with_the_time_and_come_back(desk: Desktop) -> None:
    screen = sheet(desk)
    desk.fill_cart(desk.goods(in_stock, 3))
    desk.settle()
    screen.book.saved_at = before = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    screen.view.grid.selectAll()
    press(K.Key_Delete, CTRL)
    desk.settle()
    assert lines(desk) == ()
    assert screen.book.saved_at > before
    told = desk.window._toasts.history[0].spec
    assert told.text == "Удалены 3 строки"
    assert told.action == "Отменить"
    told.run()  # type: ignore[misc]  # the toast's undo
    desk.settle()
    assert len(lines(desk)) == 3


def test_another_hand_in_the_same_cart_is_seen(desk: Desktop) -> None:
    screen = sheet(desk)
    offers = desk.goods(in_stock, 3)
    cart_id = desk.fill_cart(offers[:2])
    desk.services.carts.add_lines(cart_id, [NewLine(offers[2].id, 1000)])
    desk.settle()
    assert len(screen.book.rows.lines()) == 3
    assert screen.book.totals is not None
    assert screen.book.totals.lines == 3


def test_totals_follow_each_edit_without_a_reload(desk: Desktop) -> None:
    screen = sheet(desk)
    desk.fill_cart(desk.goods(in_stock, 5))
    opened: list[object] = []
    screen.book.opened.connect(partial(opened.append, True))
    key = str(screen.book.rows.key_at(2))
    screen.book.step(key, 1)
    screen.book.step(key, 1)
    desk.settle()
    carts = desk.services.carts
    assert screen.book.totals == carts.totals(carts.active().id)
    assert not opened


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5", 5000), ("1 234,5", 1_234_500), ("10 шт", 10_000), ("x7", 7000), ("х 7", 7000),
        ("", 0), ("abc", None), ("-3", None),
    ],
)  # fmt: skip
def test_quantities_as_people_type_them(text: str, wanted: int | None) -> None:
    assert typed_quantity(text) == wanted


def test_a_slip_of_a_key_floats_in_and_is_answered_for_good(desk: Desktop) -> None:
    screen = sheet(desk)
    rows, deciding = screen.book.rows, screen.deciding
    bought = desk.services.bought.rows(BoughtFilter())
    usual = {each.item_id: each.typical_e3 for each in bought if each.times in range(3, 13)}
    offer = desk.goods(lambda each: each.id in usual and in_stock(each), 1)[0]
    much = 10 * usual[offer.id]
    cart_id = desk.services.carts.active().id
    desk.services.carts.add_lines(cart_id, [NewLine(offer.id, much, kept=True)])
    desk.settle()
    (line,) = lines(desk)
    key = rows.key_of_line(line.line_id)
    shown = rows.line(key)
    assert shown is not None
    assert "key_slip" in [state.code for state in shown.states]
    assert chips(screen) == 1
    deciding.act(key, "meant")
    desk.settle()
    assert lines(desk)[0].quantity_e3 == usual[offer.id]
    assert chips(screen) == 0
    screen.book.undo()
    desk.settle()
    assert chips(screen) == 1
    deciding.act(key, "fine")
    desk.settle()
    assert chips(screen) == 0
    screen.book.reload()
    desk.settle()
    assert chips(screen) == 0


def test_a_moved_price_is_accepted_from_the_row_or_for_all_lines(desk: Desktop) -> None:
    screen = sheet(desk)
    rows, deciding = screen.book.rows, screen.deciding
    cart_id = desk.fill_cart(desk.goods(in_stock, 3))
    sessions = desk.services.carts._sessions
    cart = sessions.open(cart_id)
    old = [LineSwap(line, line._replace(price_at_add_e5=1000)) for line in cart.in_order()]
    sessions.commit(cart, Edit(cart_id, "add_lines", {"n": 3}, tuple(old)))
    screen.book.reload()
    desk.settle()
    assert rows.counts["price"] == 3
    deciding.act(str(rows.key_at(0)), "price")
    desk.settle()
    assert (rows.counts["price"], len(rows.lines())) == (2, 3)
    screen.doing.acts["prices"]()
    desk.settle()
    assert (rows.counts["price"], len(rows.lines())) == (0, 3)
    screen.book.undo()
    desk.settle()
    assert (rows.counts["price"], len(rows.lines())) == (2, 3)


def test_all_shortages_are_shown_turned_and_taken_as_one_step(desk: Desktop) -> None:
    screen = sheet(desk)
    cart_id = desk.fill_cart(desk.goods(in_stock, 80), packs=5_000)
    before = lines(desk)
    found = desk.services.substitution.proposals(cart_id)
    wanted = [each.line.line_id for each in found if each.proposals]
    assert wanted, "the demo names substitutes"
    screen.window().resize(1366, 768)
    desk.settle()
    screen.doing.acts["shortages"]()
    desk.settle()
    popover = screen.window().findChild(Shortages)
    assert popover is not None
    assert [each.line_id for each in popover.choices()] == wanted
    for _ in choices_of(next(each for each in found if each.proposals)):
        popover.turn(wanted[0])
    assert [each.line_id for each in popover.choices()] == wanted[1:]
    popover.turn(wanted[0])
    popover.apply.setFocus()
    press(K.Key_Space)
    desk.settle()
    after = {line.line_id: line.item_id for line in lines(desk)}
    kept = {each.line.line_id for each in found if each.there_e3 > 0}
    for line in before:
        turned = after[line.line_id] != line.item_id
        assert turned is (line.line_id in wanted and line.line_id not in kept)
    assert len(after) > len(before), "the rest of what is there comes as lines of its own"
    screen.book.undo()
    desk.settle()
    assert lines(desk) == before


def test_an_empty_cart_has_nothing_to_send(desk: Desktop) -> None:
    screen = sheet(desk)
    assert not screen.view.send.isEnabled()
    desk.fill_cart(desk.goods(in_stock, 1))
    desk.settle()
    assert screen.view.send.isEnabled()
