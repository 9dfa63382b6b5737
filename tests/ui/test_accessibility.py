"""Everything that takes the focus names itself, shows that it has it, and is not cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.texts import set_language
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import Button
from b2bdesk.ui.widgets.chip import Chip, ChipRow, ChipSpec
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from tests.ui.keyboard import press
from tests.visual.components import components

_NAME = QAccessible.Text.Name


def nameless(root: QWidget) -> list[str]:
    """Focusable widgets a screen reader could not name."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        if not told.text(_NAME):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def test_every_component_names_itself(qtbot: QtBot) -> None:
    page = components()
    qtbot.addWidget(page)
    page.show()
    assert nameless(page) == []


def test_the_frame_names_itself(window: MainWindow) -> None:
    assert nameless(window) == []


@pytest.mark.parametrize("opener", ["open_entities", "open_carts", "open_palette", "open_keys"])
def test_what_opens_over_the_window_names_itself(window: MainWindow, opener: str) -> None:
    run: Callable[[], None] = getattr(window, opener)
    run()
    assert nameless(window) == []


def test_tab_goes_round_inside_a_popover(window: MainWindow) -> None:
    window.open_entities()
    popover = window.findChild(Popover)
    assert isinstance(popover, Popover)
    for _ in range(6):
        press(Qt.Key.Key_Tab)
        assert popover.isAncestorOf(window.focusWidget())


def test_the_ring_is_for_the_keyboard_only(qtbot: QtBot) -> None:
    button = Button("Проверить")
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    qtbot.waitUntil(button.isActiveWindow)
    button.clearFocus()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.ringed()
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.ringed()


@pytest.mark.parametrize("size", [(1024, 680), (1440, 900)])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_label_or_button_is_cut(
    window: MainWindow, size: tuple[int, int], language: str
) -> None:
    set_language(language)
    window.rebuild()
    window.resize(*size)
    window.grab()
    assert (window.width(), window.height()) == size
    cut = [
        button.text()
        for button in window.findChildren(Button)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]
    assert cut == []
    for label in window.findChildren(PlainLabel):
        if label.isVisible() and label.is_cut():
            assert label.toolTip(), label.text()


def test_a_chip_row_folds_instead_of_widening_the_window(qtbot: QtBot) -> None:
    sheet_chips = [ChipSpec(str(n), f"Отбор номер {n}", n + 1) for n in range(12)]
    row = ChipRow()
    row.set_chips(sheet_chips)
    qtbot.addWidget(row)
    row.resize(500, 26)
    row.show()
    shown = [chip for chip in row.findChildren(Chip) if chip.isVisible()]
    assert row.minimumSizeHint().width() <= 200
    assert all(chip.geometry().right() <= 500 for chip in shown)
    assert any(chip.text().startswith("ещё ") for chip in shown)


def test_zero_chips_disappear(qtbot: QtBot) -> None:
    row = ChipRow()
    qtbot.addWidget(row)
    row.resize(500, 26)
    row.set_chips([ChipSpec("a", "Все", 3), ChipSpec("b", "Нет", 0)])
    row.show()
    assert [chip.text() for chip in row.findChildren(Chip) if chip.isVisible()] == ["Все"]


def test_server_text_is_never_markup(qtbot: QtBot) -> None:
    label = PlainLabel("<b>Болт</b> & гайка, очень длинное название из чужой базы")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.toolTip() == (
        "<qt>&lt;b&gt;Болт&lt;/b&gt; &amp; гайка, очень длинное название из чужой базы</qt>"
    )


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_icon_used_is_bundled(
    window: MainWindow, theme: str, caplog: pytest.LogCaptureFixture
) -> None:
    look.apply_theme(theme)
    page = components()
    page.grab()
    page.deleteLater()
    window.open_palette()
    window.grab()
    assert [record.message for record in caplog.records if "icon" in record.message] == []


def test_the_grid_is_read_aloud(window: MainWindow) -> None:
    grid = window.findChild(DeskGrid)
    assert isinstance(grid, DeskGrid)
    told = QAccessible.queryAccessibleInterface(grid)
    cells = [told.child(number) for number in range(60)]
    words = [cell.text(_NAME) for cell in cells]
    assert "Состояние" in words
    assert "Округлено до 100, было 55" in words
