"""What holds on every screen: whatever takes the focus has a name, nothing is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from b2bdesk.ui.widgets.button import Button
from b2bdesk.ui.widgets.foot_bars import TotalsBar
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import PlainLabel
from tests.support.desktop import Desktop
from tests.ui.keyboard import ALT, CTRL, SHIFT, press
from tests.ui.test_accessibility import nameless

SCREENS = (
    "home", "catalog", "favourites", "bought", "radar", "order", "carts", "import", "orders",
    "documents", "company", "settings", "prices",
)  # fmt: skip


def test_the_list_of_screens_is_whole(desk: Desktop) -> None:
    assert {entry.key for entry in desk.window.screen_entries()} == set(SCREENS)


def test_each_screen_opens_by_a_key_of_its_own(desk: Desktop) -> None:
    hints = [entry.key_hint for entry in desk.window.screen_entries() if entry.group]
    assert all(hints)
    taken = [key for command in desk.window.commands.everywhere() for key in command.keys]
    assert len(taken) == len(set(taken))
    desk.screen("order")
    press(Qt.Key.Key_1, CTRL | SHIFT)
    assert desk.window.current_screen() == "catalog"
    press(Qt.Key.Key_9, CTRL | SHIFT)
    assert desk.window.current_screen() == "documents"
    press(Qt.Key.Key_Home, ALT)
    assert desk.window.current_screen() == "home"


def test_no_key_of_a_screen_is_taken_from_the_frame(desk: Desktop) -> None:
    frame = {k for command in desk.window.commands.everywhere() for k in command.keys}
    for key in SCREENS:
        desk.screen(key)
        here = {k for command in desk.window.commands.for_screen(key) for k in command.keys}
        assert not frame & here, key


@pytest.mark.parametrize("key", SCREENS)
def test_everything_that_takes_the_focus_names_itself(desk: Desktop, key: str) -> None:
    desk.screen(key)
    assert nameless(desk.window) == []


@pytest.mark.parametrize("key", SCREENS)
def test_no_button_is_cut_in_the_least_window(desk: Desktop, key: str) -> None:
    screen = desk.screen(key)
    desk.window.resize(1024, 680)
    desk.settle()
    assert (desk.window.width(), desk.window.height()) == (1024, 680)
    cut = [
        button.text()
        for button in screen.findChildren(Button)
        if button.isVisible() and button.width() < button.minimumSizeHint().width()
    ]
    assert cut == []


@pytest.mark.parametrize("width", [1024, 1280])
@pytest.mark.parametrize("key", SCREENS)
def test_no_grid_is_to_be_scrolled_sideways_at_first(desk: Desktop, key: str, width: int) -> None:
    screen = desk.screen(key)
    desk.window.resize(width, 720)
    desk.settle()
    over = {
        grid.accessibleName(): grid.horizontalScrollBar().maximum()
        for grid in screen.findChildren(DeskGrid)
        if grid.isVisible()
    }
    assert not any(over.values()), over


@pytest.mark.parametrize("width", [1400, 900, 800])
def test_the_number_at_the_bottom_is_never_cut(qtbot: QtBot, width: int) -> None:
    bar = TotalsBar()
    qtbot.addWidget(bar)
    bar.add_button(Button("Держать мою цену · 12", key="Alt+K"))
    bar.add_button(Button("Принять · 12", key="Alt+A"))
    bar.resize(width, 60)
    bar.show()
    bar.set_fact("up", "Дороже", "+2 471 999,75 ₽")
    bar.set_fact("down", "Дешевле", "−454 000,00 ₽")
    bar.set_total("+2 017 999,75 ₽", "Разница", "решить 13 строк")
    layout = bar.layout()
    assert layout is not None
    layout.activate()
    seen = [label for label in bar.findChildren(PlainLabel) if label.isVisible()]
    assert [each.text() for each in seen if each.width() < each.sizeHint().width()] == []
    assert "+2 017 999,75 ₽" in [label.text() for label in seen]
    assert ("−454 000,00 ₽" in [label.text() for label in seen]) is (width > 800)
