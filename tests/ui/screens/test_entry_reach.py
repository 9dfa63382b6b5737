"""Order sheet, carts and import for everybody: names for screen readers, nothing cut at 1024."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from b2bdesk.ui.widgets.button import Button
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desktop import Desktop, in_stock
from tests.ui.screens.test_import import book
from tests.ui.test_accessibility import nameless


def prepared(desk: Desktop, key: str, folder: Path) -> QWidget:
    cart_id = desk.fill_cart(desk.goods(in_stock, 12), 3)
    desk.services.carts.add_lines(cart_id, [NewLine("", 40_000, typed="00-77")])
    if key == "import":
        path = book(desk, folder / "Заявка с очень длинным названием.xlsx", 8, ("НАШ-1",))
        return desk.screen("import", path=str(path))
    return desk.screen(key, checkout=True) if key == "carts" else desk.screen(key)


@pytest.mark.parametrize("key", ["order", "carts", "import"])
def test_every_stop_of_tab_names_itself(desk: Desktop, key: str, tmp_path: Path) -> None:
    assert nameless(prepared(desk, key, tmp_path)) == []


@pytest.mark.parametrize("key", ["order", "carts", "import"])
def test_no_button_is_cut_in_the_smallest_window(desk: Desktop, key: str, tmp_path: Path) -> None:
    desk.window.resize(1024, 680)
    screen = prepared(desk, key, tmp_path)
    desk.settle()
    assert desk.window.width() == 1024, "nothing pushed the window wider"
    cut = [
        button.text()
        for button in screen.findChildren(Button)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]
    assert cut == []
