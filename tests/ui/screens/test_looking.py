"""Finding a line of the cart by keys alone, and what chosen lines come to."""

from __future__ import annotations

from PySide6.QtCore import Qt

from b2bdesk.texts import formats
from b2bdesk.ui.screens.order.looking import LineTexts
from b2bdesk.ui.screens.order.screen import OrderScreen
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import CTRL, SHIFT, press

K = Qt.Key
LINES = 30


def sheet(desk: Desktop) -> OrderScreen:
    screen = desk.screen("order")
    assert isinstance(screen, OrderScreen)
    desk.fill_cart(desk.goods(in_stock, LINES))
    return screen


def current(screen: OrderScreen) -> int:
    return screen.view.grid.currentIndex().row()


def test_a_number_leads_to_its_row_and_escape_back_to_typing(desk: Desktop) -> None:
    screen = sheet(desk)
    press(K.Key_G, CTRL)
    desk.type("17")
    assert current(screen) == 16
    press(K.Key_Escape)
    assert not screen.view.finder.isVisible()
    desk.type("1200\n")
    desk.settle()
    cart = desk.services.carts
    assert cart.open(cart.active().id).lines[16].quantity_e3 >= 1_200_000


def test_enter_goes_through_the_lines_of_a_word_and_round(desk: Desktop) -> None:
    screen = sheet(desk)
    lines = screen.book.rows.lines()
    word = lines[4].name.split()[0]
    wanted = [at for at, line in enumerate(lines) if word.casefold() in line.name.casefold()]
    press(K.Key_G, CTRL)
    desk.type(word.upper())
    seen = [current(screen)]
    for _ in wanted:
        press(K.Key_Return)
        seen.append(current(screen))
    assert seen == [*wanted, wanted[0]]
    press(K.Key_Return, SHIFT)
    assert current(screen) == wanted[-1]
    assert screen.view.finder.place.text() == f"{len(wanted)} из {len(wanted)}"


def test_articles_are_found_however_they_are_written_and_nothing_is_told(desk: Desktop) -> None:
    screen = sheet(desk)
    rows, texts = screen.book.rows, LineTexts()
    line = rows.lines()[7]
    spelt = f"{line.article[:3]}-{line.article[3:].lower()}"
    assert rows.key_of_line(line.line_id) in texts.hits(rows, spelt)
    press(K.Key_G, CTRL)
    desk.type("такогоздесьнет")
    assert screen.view.finder.place.text() == "среди этих строк нет"


def test_a_changed_comment_is_found_at_once(desk: Desktop) -> None:
    screen = sheet(desk)
    rows = screen.book.rows
    key = rows.key_of_line(rows.lines()[3].line_id)
    texts = LineTexts()
    assert texts.hits(rows, "этаж") == []
    screen.book.comment(key, "Этаж 5")
    desk.settle()
    assert texts.hits(rows, "этаж") == [key]


def test_chosen_lines_tell_their_sums_without_the_empty_row(desk: Desktop) -> None:
    screen = sheet(desk)
    screen.view.grid.setFocus()
    screen.view.grid.selectAll()
    desk.until(lambda: f"{LINES} строк " in screen.view.header._facts.text())
    screen.book.changed.emit()
    told = screen.view.header._facts.text()
    totals = screen.book.totals
    assert totals is not None
    assert f"{LINES} строк " in told, "news of the cart do not take the sums away"
    assert formats.money(totals.gross_minor, "RUB") in told
    assert formats.money(totals.vat_minor, "RUB") in told
