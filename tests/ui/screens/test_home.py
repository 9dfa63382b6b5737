"""The first page: only what has data, repeating an order, searching from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import Qt

from b2bdesk.texts import set_language
from b2bdesk.ui.frame.search_drop import SearchDrop
from b2bdesk.ui.screens.home import words
from b2bdesk.ui.screens.home.reading import Page
from b2bdesk.ui.screens.home.screen import HomeScreen
from b2bdesk.usecases.rows.account import CreditRow
from b2bdesk.usecases.rows.orders import DocumentRow, HomeRow, MonthRow
from tests.support.desktop import Desktop
from tests.ui.keyboard import press
from tests.ui.test_accessibility import nameless

TODAY = dt.date(2026, 11, 21)


def home(desk: Desktop) -> HomeScreen:
    screen = desk.screen("home")
    assert isinstance(screen, HomeScreen)
    return screen


def test_a_year_of_purchases_fills_the_page(desk: Desktop) -> None:
    view = home(desk).view
    assert view.figures.isVisible()
    assert view.sections["repeat"].isVisible()
    assert view.sections["months"].isVisible()
    assert view.sections["manager"].isVisible()
    assert not view.empty.isVisible()


def test_repeating_puts_every_line_into_the_cart_and_can_be_undone(desk: Desktop) -> None:
    screen = home(desk)
    row = screen.view.repeat_rows()[0]
    row.button.click()
    desk.settle()
    carts = desk.services.carts
    sheet = carts.open(carts.active().id)
    order = desk.services.orders.card(row.order_id())
    assert {line.item_id or line.typed for line in sheet.lines} == {
        line.item_id or line.article for line in order.lines
    }
    screen._undo(sheet.cart.id)
    desk.settle()
    assert not carts.open(sheet.cart.id).lines


def test_everything_one_can_focus_has_a_name(desk: Desktop) -> None:
    assert not nameless(home(desk))


def test_what_is_typed_into_the_search_field_is_found_below_it(desk: Desktop) -> None:
    desk.screen("home")
    desk.window.focus_search()
    for key in "933 m8":
        desk.type(key)
    desk.settle()
    drop = desk.window.findChild(SearchDrop)
    assert isinstance(drop, SearchDrop)
    assert drop.isVisible()
    assert desk.window.current_screen() == "home"
    assert desk.window.search_words() == "933 m8"
    assert not nameless(drop)


def test_sections_without_data_are_not_there(desk: Desktop) -> None:
    screen = home(desk)
    screen._show(Page(HomeRow("RUB", (), (), (), (), (), ())))
    view = screen.view
    assert not any(view.sections[name].isVisible() for name in ("waiting", "repeat", "months"))
    assert view.empty.isVisible()
    assert not view.figures.isVisible()


def test_a_first_load_that_broke_off_promises_no_goods() -> None:
    set_language("en")
    page = Page(HomeRow("RUB", (), (), (), (), (), ()))
    assert words.nothing_yet(page)[0] == "The catalogue is not here yet"
    page = replace(page, synced_at=dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC))
    assert words.nothing_yet(page)[0] == "Everything begins with the first order"


def test_figures_compare_with_the_month_before() -> None:
    set_language("en")
    months = (MonthRow(dt.date(2026, 10, 1), 50_000_00, 3), MonthRow(TODAY.replace(day=1), 1, 1))
    credit = CreditRow("RUB", 1_500_000_00, 100_00, 40_00, 1_499_900_00, None)
    page = Page(HomeRow("RUB", months, (), (), (), (), ()), credit)
    found = {figure.title: figure for figure in words.figures(page, TODAY)}
    assert "100% vs October" in found["Purchases in November"].note
    assert found["Free credit"].note == "of ₽1,500,000"
    assert found["Debt"].tone == "bad"


def test_lines_of_the_chart_are_round_and_below_the_peak() -> None:
    for peak in (1, 7, 846, 1032, 99_999):
        values = [value for value, _ in words.grid_values(peak)]
        assert values[0] == 0
        assert max(values) <= peak


def test_letters_typed_on_the_page_begin_a_search(desk: Desktop) -> None:
    screen = home(desk)
    screen.setFocus()
    desk.type("9")
    assert desk.window.search_words() == "9"
    desk.type("33")
    assert desk.window.search_words() == "933"


def test_an_invoice_whose_day_has_passed_is_overdue_before_the_portal_says_so() -> None:
    set_language("ru")
    invoice = DocumentRow(
        id="d", kind="invoice", number="7", issued=TODAY, entity_id="", contract_id="",
        order_id="", order_number="5", state="due", currency="RUB", gross_minor=100_00,
        pay_until=TODAY - dt.timedelta(days=2),
    )  # fmt: skip
    home_row = HomeRow("RUB", (), (), (), (), (invoice,), ())
    page = Page(home_row, CreditRow("RUB", 500_00, 100_00, 0, 400_00, None))
    debt = next(figure for figure in words.figures(page, TODAY) if figure.title == "Долг")
    assert (debt.note, debt.tone) == ("просрочен 1 счёт", "bad")
    assert words.waiting(page, TODAY)[0].tone == "bad"
    assert "договор" not in words.waiting(page, TODAY)[0].note


def test_an_invoice_of_another_contract_names_it() -> None:
    set_language("ru")
    invoice = DocumentRow(
        id="d", kind="invoice", number="7", issued=TODAY, entity_id="", contract_id="other",
        order_id="", order_number="5", state="due", currency="RUB", gross_minor=100_00,
        pay_until=TODAY,
    )  # fmt: skip
    page = Page(HomeRow("RUB", (), (), (), (), (invoice,), ()), others={"other": "15-К"})
    assert words.waiting(page, TODAY)[0].note.endswith("договор № 15-К")


def test_enter_on_the_page_makes_no_cart(desk: Desktop) -> None:
    home(desk)
    before = len(desk.services.carts.list())
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    desk.settle()
    assert desk.window.current_screen() == "home"
    assert len(desk.services.carts.list()) == before
