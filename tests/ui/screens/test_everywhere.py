"""What holds on every screen: whatever takes the focus has a name, nothing is cut."""

from __future__ import annotations

import pytest

from b2bdesk.ui.widgets.button import Button
from tests.support.desktop import Desktop
from tests.ui.test_accessibility import nameless

SCREENS = (
    "home", "catalog", "favourites", "bought", "radar", "order", "carts", "import", "orders",
    "documents", "company", "settings",
)  # fmt: skip


def test_the_list_of_screens_is_whole(desk: Desktop) -> None:
    assert {entry.key for entry in desk.window.screen_entries()} == set(SCREENS)


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
