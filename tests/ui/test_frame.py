"""The frame: screens, rail, entity, search, scans, toasts, errors, themes, language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from b2bdesk.texts import set_language
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.ui.dialogs.sheet import Sheet, ask
from b2bdesk.ui.frame.context import Screen, ScreenEntry, ToastSpec
from b2bdesk.ui.frame.rail import NARROW, WIDE, Rail, RailItem
from b2bdesk.ui.frame.switchers import EntityPopover
from b2bdesk.ui.frame.toasts import Toast
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.foot_bars import ExplainBar
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import RowList
from tests.support.qtkeys import type_text
from tests.ui.keyboard import ALT, CTRL, press, scan
from tests.visual.framed import SheetScreen


def _grid(window: MainWindow) -> DeskGrid:
    grid = window.findChild(DeskGrid)
    assert isinstance(grid, DeskGrid)
    return grid


def test_screens_are_visited_and_left_by_alt_left(window: MainWindow) -> None:
    window.navigate("orders")
    window.navigate("documents", document="5")
    assert window.current_screen() == "documents"
    _focus_search(window)
    press(Qt.Key.Key_Left, ALT)
    assert window.current_screen() == "orders"
    assert QApplication.activePopupWidget() is None, "Alt was not tapped alone"
    window.back()
    window.back()
    assert window.current_screen() == "order"


def _focus_search(window: MainWindow) -> None:
    window.focus_search()


def test_a_click_in_the_rail_shows_the_screen(window: MainWindow) -> None:
    item = next(i for i in window.findChildren(RailItem) if i.entry.key == "company")
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert window.current_screen() == "company"
    assert item.isChecked()


def test_the_rail_collapses_by_itself_and_by_ctrl_b(window: MainWindow) -> None:
    rail = window.findChild(Rail)
    assert isinstance(rail, Rail)
    assert rail.width() == WIDE
    window.resize(1100, 700)
    assert rail.width() == NARROW
    window.resize(1440, 900)
    assert rail.width() == WIDE
    _grid(window).setFocus()
    press(Qt.Key.Key_B, CTRL)
    assert rail.width() == NARROW


def test_the_rail_folds_beside_roomy_screens_until_the_user_decides(qtbot: QtBot) -> None:
    def make(_context: object) -> Screen:
        raise AssertionError("not shown here")

    home = ScreenEntry("home", "Home", "home", make)
    rail = Rail([home, ScreenEntry("carts", "Carts", "shopping-cart", make, room=1600)])
    qtbot.addWidget(rail)
    rail.window_width(1440)
    widths = []
    for key in ("home", "carts", "home"):
        rail.set_current(key)
        widths.append(rail.maximumWidth())
    rail.set_current("carts")
    rail.window_width(1920)
    widths.append(rail.maximumWidth())
    rail.window_width(1440)
    rail.toggle()
    assert widths == [WIDE, NARROW, WIDE, WIDE]
    assert [rail.maximumWidth(), rail.is_narrow()] == [WIDE, False]
    rail.set_current("home")
    rail.set_current("carts")
    assert rail.maximumWidth() == WIDE


def test_commands_of_another_screen_are_off(window: MainWindow) -> None:
    assert window.commands.run("sheet.check")
    window.navigate("orders")
    assert not window.commands.run("sheet.check")


def test_ctrl_digit_switches_the_entity(window: MainWindow) -> None:
    chosen = QSignalSpy(window.entity_chosen)
    _grid(window).setFocus()
    press(Qt.Key.Key_2, CTRL)
    assert chosen.count() == 1
    assert chosen.at(0) == ["2"]


def test_the_entity_is_chosen_by_keyboard_alone(window: MainWindow) -> None:
    chosen = QSignalSpy(window.entity_chosen)
    _grid(window).setFocus()
    press(Qt.Key.Key_E, CTRL)
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    type_text(edit, "северн\n")
    assert chosen.at(0) == ["4"]
    assert _grid(window).hasFocus()


def test_escape_closes_a_popover_and_gives_the_focus_back(window: MainWindow) -> None:
    _grid(window).setFocus()
    window.open_carts()
    popover = window.findChild(Popover)
    assert isinstance(popover, Popover)
    press(Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert _grid(window).hasFocus()


def test_a_click_outside_closes_a_popover(window: MainWindow) -> None:
    window.open_entities()
    popover = window.findChild(EntityPopover)
    assert isinstance(popover, EntityPopover)
    QTest.mouseClick(_grid(window).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(900, 400))
    assert not popover.isVisible()


def test_a_scan_reaches_the_screen_and_takes_back_what_it_opened(window: MainWindow) -> None:
    grid = _grid(window)
    grid.setFocus()
    edited = QSignalSpy(grid.edited)
    scan("4601234567893")
    screen = window.findChild(SheetScreen)
    assert isinstance(screen, SheetScreen)
    assert screen.codes == ["4601234567893"]
    assert not grid.is_editing()
    assert edited.count() == 0


def test_slow_fingers_are_no_scanner(window: MainWindow) -> None:
    grid = _grid(window)
    grid.setFocus()
    edited = QSignalSpy(grid.edited)
    scan("4601234567893", gap_ms=80)
    assert edited.count() == 1


def test_what_was_in_the_search_field_before_a_scan_stays(window: MainWindow) -> None:
    window.focus_search()
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    edit.setText("болт")
    edit.end(False)
    scan("4601234567893")
    assert edit.text() == "болт"


def test_search_words_nobody_takes_go_out(window: MainWindow) -> None:
    searched = QSignalSpy(window.searched)
    window.focus_search()
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    type_text(edit, "болт\n")
    assert searched.at(0) == ["болт"]


def test_a_toast_stands_above_the_bars_and_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    undone: list[str] = []

    def undo() -> None:
        undone.append("undone")

    window.toast(ToastSpec("Добавлено 37 строк", action="Отменить", run=undo))
    toast = window.findChild(Toast)
    assert isinstance(toast, Toast)
    bar = window.findChild(ExplainBar)
    assert isinstance(bar, ExplainBar)
    lowest = toast.geometry().bottom() - 26
    assert lowest <= bar.mapTo(window, QPoint(0, 0)).y()
    window.navigate("orders")
    window.openings.bell()
    rows = window.findChild(Popover).findChild(RowList)  # type: ignore[union-attr]
    assert isinstance(rows, RowList)
    assert rows.items()[0].title == "Добавлено 37 строк"
    rows.action.emit("0")
    assert undone == ["undone"]


def test_an_expected_error_is_told_and_an_environment_stays(window: MainWindow) -> None:
    window.errors.show_error(Expected("no_such_code_at_all"))
    assert isinstance(window.findChild(Toast), Toast)
    tried: list[int] = []

    def again() -> None:
        tried.append(1)

    window.errors.show_error(Environment("no_such_code_at_all"), again=again)
    assert window.banner.isVisible()
    window.banner.action.emit()
    assert tried == [1]
    assert not window.banner.isVisible()


def test_a_bug_opens_a_report_and_the_program_goes_on(
    window: MainWindow, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("CRITICAL"):
        window.errors.show_error(ZeroDivisionError("деление"), "use case")
    sheet = window.findChild(Sheet)
    assert isinstance(sheet, Sheet)
    assert sheet.isVisible()
    press(Qt.Key.Key_Return)
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    window.navigate("orders")
    assert window.current_screen() == "orders"


def test_a_question_is_answered_by_its_verb_only(window: MainWindow) -> None:
    done: list[str] = []

    def empty() -> None:
        done.append("emptied")

    ask(window, "Очистить?", "37 строк исчезнут", "Очистить", empty)
    press(Qt.Key.Key_Escape)
    assert done == []
    ask(window, "Очистить?", "37 строк исчезнут", "Очистить", empty)
    press(Qt.Key.Key_Return)
    assert done == ["emptied"]


@pytest.mark.parametrize("theme", ["dark", "contrast", "light"])
def test_the_theme_switches_live(window: MainWindow, theme: str) -> None:
    assert window.commands.run(f"theme.{theme}")
    assert look.theme() == theme
    image = window.grab().toImage()
    at = window.findChild(Rail).mapTo(window, QPoint(20, 500))  # type: ignore[union-attr]
    assert image.pixelColor(at) == look.color("chrome")


def test_the_language_switches_by_rebuilding_the_frame(window: MainWindow) -> None:
    set_language("en")
    window.rebuild()
    titles = {item.text() for item in window._rail.findChildren(RailItem)}
    assert "Order sheet" in titles
    assert "Бланк заказа" not in titles
    assert window.current_screen() == "order"


def test_the_title_names_the_entity_and_the_cart(window: MainWindow) -> None:
    assert window.windowTitle() == "b2bdesk — ООО «Ромашка» · «Ноябрь»"


def test_f1_shows_the_keys_of_the_screen(window: MainWindow) -> None:
    _grid(window).setFocus()
    press(Qt.Key.Key_F1)
    sheet = window.findChild(Sheet)
    assert isinstance(sheet, Sheet)
    assert "Бланк заказа" in sheet.accessibleName()
    press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert _grid(window).hasFocus()


def test_f1_names_the_legal_entities_once_and_the_screens_apart(window: MainWindow) -> None:
    window.open_keys()
    sheet = window.findChild(Sheet)
    assert isinstance(sheet, Sheet)
    words = [label.text() for label in sheet.findChildren(PlainLabel)]
    assert words.count("Юрлицо по номеру") == 1
    assert not any("Заказывать для" in text for text in words)


def test_a_scan_over_a_sheet_does_nothing(window: MainWindow) -> None:
    _grid(window).setFocus()
    window.open_keys()
    scan("4601234567893")
    screen = window.findChild(SheetScreen)
    assert isinstance(screen, SheetScreen)
    assert screen.codes == []
