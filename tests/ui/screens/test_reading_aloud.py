"""Screens of goods as a screen reader gets them: what takes the focus has a name and a role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from b2bdesk.texts import set_language
from b2bdesk.ui.screens.catalog.screen import CatalogueScreen
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.range_slider import RangeSlider
from tests.support.desktop import Desktop

_MUTE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window}
SCREENS = ("catalog", "favourites", "bought", "radar")


@pytest.fixture(params=["ru", "en"])
def spoken(request: pytest.FixtureRequest, desk: Desktop) -> Iterator[str]:
    """The window in one language, a favourite kept."""
    language = str(request.param)
    desk.services.favourites.add([desk.goods(lambda o: bool(o.stock_e3), 1)[0].id])
    set_language(language)
    desk.window.rebuild()
    desk.settle()
    yield language
    set_language("ru")


def told(widget: QWidget) -> tuple[str, QAccessible.Role]:
    seen = QAccessible.queryAccessibleInterface(widget)
    return seen.text(QAccessible.Text.Name), seen.role()


def focusable(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisibleTo(root) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


@pytest.mark.parametrize("key", SCREENS)
def test_whatever_takes_the_focus_says_what_it_is(desk: Desktop, spoken: str, key: str) -> None:
    screen = desk.screen(key)
    if isinstance(screen, CatalogueScreen):
        screen.view.grid.go_to_row(0, "qty")
        desk.settle()
    silent = [
        (type(widget).__name__, *told(widget))
        for widget in focusable(desk.window)
        if not told(widget)[0].strip() or told(widget)[1] in _MUTE
    ]
    assert silent == []
    if spoken == "en":
        grids = [grid for grid in screen.findChildren(DeskGrid) if grid.isVisible()]
        headings = [column.title for grid in grids for column in grid.columns()]
        assert not [words for words in headings if any("а" <= sign <= "я" for sign in words)]


def test_sliders_and_segments_are_told_as_such(desk: Desktop) -> None:
    screen = desk.screen("catalog")
    sliders = [each for each in screen.findChildren(RangeSlider) if each.isVisible()]
    assert sliders
    assert {told(each)[1] for each in sliders} == {QAccessible.Role.Slider}
    assert isinstance(screen, CatalogueScreen)
    parts = screen.view.views.findChildren(Control)
    assert {told(each)[1] for each in parts} == {QAccessible.Role.RadioButton}
