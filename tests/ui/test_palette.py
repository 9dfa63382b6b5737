"""The palette: words, beginnings, the wrong layout; what is chosen is done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from b2bdesk.ui.frame.commands import Command
from b2bdesk.ui.frame.context import Hit
from b2bdesk.ui.frame.palette import Palette
from b2bdesk.ui.frame.palette_search import look_up
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.widgets.row_list import RowList
from tests.support.qtkeys import type_text
from tests.ui.keyboard import CTRL, press


def _nothing() -> None:
    """Do nothing."""


COMMANDS = [
    Command(name, title, _nothing)
    for name, title in (
        ("open", "Открыть корзину «Ноябрь»"), ("new", "Новая корзина"),
        ("split", "Разделить корзину по складам"), ("send", "Отправить заказ"),
        ("account", "Учёт и расчёты"),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("корз", ["open", "new", "split"]),
        ("rjhp", ["open", "new", "split"]),
        ("новая кор", ["new"]),
        ("учет", ["account"]),
        ("ОТПРАВ", ["send"]),
        ("ничегошеньки", []),
    ],
)
def test_commands_are_found(typed: str, ids: list[str]) -> None:
    assert [found.command.id for found in look_up(typed, COMMANDS).found] == ids


def test_a_whole_word_goes_before_its_beginning_elsewhere() -> None:
    pool = [
        Command("entity", "Заказывать для ООО «Ромашка»", _nothing),
        Command("orders", "Открыть «Заказы»", _nothing),
    ]
    assert [found.command.id for found in look_up("заказы", pool).found] == ["orders", "entity"]
    assert [found.command.id for found in look_up("заказыв", pool).found] == ["entity"]


def test_the_corrected_layout_is_told() -> None:
    assert look_up("rjhp", COMMANDS).words == "корз"


def test_matches_are_marked() -> None:
    found = look_up("корз", COMMANDS).found[0]
    start, length = found.marks[0]
    assert found.command.title[start : start + length] == "корз"


def test_ctrl_k_type_enter_runs(window: MainWindow) -> None:
    done: list[str] = []

    def run() -> None:
        done.append("done")

    window.commands.add(Command("test.send", "Отправить всё", run, ("Ctrl+Shift+Y",)))
    press(Qt.Key.Key_K, CTRL)
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    type_text(edit, "отправить вс\n")
    assert done == ["done"]
    assert not any(palette.isVisible() for palette in window.findChildren(Palette))


def test_goods_are_found_by_the_source_and_escape_gives_the_focus_back(
    window: MainWindow, runner: TaskRunner, qtbot: QtBot
) -> None:
    chosen: list[str] = []

    def pick() -> None:
        chosen.append("болт")

    def goods(words: str) -> list[Hit]:
        return [Hit("Товары", f"Болт {words}", pick, "АБВ-1")]

    before = QApplication.focusWidget()
    palette = Palette(window, window.commands, runner, (goods,))
    palette.open_over()
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    type_text(edit, "м8")
    rows = palette.findChild(RowList)
    assert isinstance(rows, RowList)
    qtbot.waitUntil(lambda: any(item.title == "Болт м8" for item in rows.items()))
    press(Qt.Key.Key_Return)
    assert chosen == ["болт"]
    assert QApplication.focusWidget() is before
