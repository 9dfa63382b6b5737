"""The header's search on screens that do not search themselves: found below the field, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.ui.changehub import ChangeHub
from b2bdesk.ui.frame.context import Hit, MemorySettings, Screen, ScreenContext, ScreenEntry
from b2bdesk.ui.frame.search_drop import SearchDrop
from b2bdesk.ui.frame.toasts import Toast
from b2bdesk.ui.main_window import FrameParts, MainWindow
from b2bdesk.ui.tasks import TaskRunner
from tests.support.qtkeys import type_text
from tests.ui.keyboard import CTRL, press

K = Qt.Key


class _Quiet(Screen):
    """A screen without a search."""

    def __init__(self, _context: ScreenContext) -> None:
        super().__init__()


class _Searching(_Quiet):
    """A screen that searches itself."""

    words = ""

    def search(self, words: str) -> bool:
        """Take the words; what is shown for them takes the focus."""
        self.words = words
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        return True


class Shown:
    """The window and what was done in it."""

    def __init__(self, executor: ThreadPoolExecutor, qtbot: QtBot) -> None:
        self.opened: list[str] = []
        self.ordered: list[str] = []
        entries = (
            ScreenEntry("quiet", "Home", "home", _Quiet),
            ScreenEntry("catalog", "Catalogue", "layout-grid", _Searching),
        )
        runner = TaskRunner({"read": executor, "write": executor})
        self.window = MainWindow(
            FrameParts(entries, runner, ChangeHub(), MemorySettings(), home="quiet",
                       sources=(self.goods,), kept=self.kept)
        )  # fmt: skip
        self._qtbot = qtbot
        qtbot.addWidget(self.window)
        self.window.start()
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        found = self.window.findChild(SearchDrop)
        assert isinstance(found, SearchDrop)
        self.drop = found

    def goods(self, words: str) -> list[Hit]:
        """Two bolts for whatever is typed but «нет»."""
        if words.startswith("нет"):
            return []
        return [
            Hit("Товары", f"Болт {size}", run=partial(self.opened.append, size),
                note="12,34", order=partial(self.order, size))
            for size in ("М8", "М10")
        ]  # fmt: skip

    def kept(self, _words: str) -> list[Hit]:
        """One kept search."""
        return [Hit("Поиски", "Мой болт", run=partial(self.opened.append, "kept"))]

    def order(self, size: str) -> str:
        """Take an order."""
        self.ordered.append(size)
        return f"{size} в корзине"

    def write(self, words: str) -> None:
        """Type into the search field as a person does."""
        self.window.focus_search()
        target = QApplication.focusWidget()
        assert target is not None
        type_text(target, words)

    def until_open(self, title: str) -> None:
        """Wait till the row Enter would take has a title."""
        self._qtbot.waitUntil(lambda: self.drop.current() == title)


@pytest.fixture
def shown(pool: ThreadPoolExecutor, qtbot: QtBot) -> Iterator[Shown]:
    """A window on a screen that does not search."""
    made = Shown(pool, qtbot)
    yield made
    made.window.close()


def test_enter_opens_what_the_arrows_chose(shown: Shown) -> None:
    shown.write("болт")
    shown.until_open("Болт М8")
    press(K.Key_Down)
    press(K.Key_Return)
    assert shown.opened == ["М10"]
    assert not shown.drop.isVisible()
    assert shown.window._header.field.text() == "", "words that filter nothing do not stay"


def test_ctrl_enter_orders_and_stays(shown: Shown, qtbot: QtBot) -> None:
    shown.write("болт")
    shown.until_open("Болт М8")
    press(K.Key_Return, CTRL)
    press(K.Key_Return, CTRL)
    qtbot.waitUntil(lambda: shown.ordered == ["М8", "М8"])
    assert shown.drop.isVisible()
    qtbot.waitUntil(lambda: any(t.isVisible() for t in shown.window.findChildren(Toast)))


def test_words_that_were_ordered_from_do_not_stay(shown: Shown, qtbot: QtBot) -> None:
    shown.write("болт")
    shown.until_open("Болт М8")
    press(K.Key_Return, CTRL)
    qtbot.waitUntil(lambda: shown.ordered == ["М8"])
    shown.write("г")
    assert shown.window._header.field.text() == "г", "the next letter begins another article"
    shown.until_open("Болт М8")
    press(K.Key_Return, CTRL)
    shown.window._rail.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown.window._header.field.text() == ""


def test_words_stay_with_the_screen_they_narrow(shown: Shown) -> None:
    shown.write("гайка")
    shown.window.navigate("catalog")
    assert shown.window._header.field.text() == "", "words of the screen before filter nothing here"
    shown.write("болт")
    shown.window.navigate("quiet")
    assert shown.window._header.field.text() == ""
    shown.window.navigate("catalog")
    assert shown.window._header.field.text() == "болт"


def test_the_last_row_shows_everything_in_the_catalogue(shown: Shown, qtbot: QtBot) -> None:
    asked: list[str] = []
    shown.window.searched.connect(asked.append)
    shown.write("нет такого")
    qtbot.waitUntil(shown.drop.isVisible)
    press(K.Key_Return)
    assert asked == ["нет такого"]


def test_escape_closes_the_list_before_it_empties_the_field(shown: Shown) -> None:
    shown.write("болт")
    shown.until_open("Болт М8")
    press(K.Key_Escape)
    assert not shown.drop.isVisible()
    assert shown.window.search_words() == "болт"


def test_kept_searches_come_down_from_the_empty_field(shown: Shown) -> None:
    shown.window.focus_search()
    press(K.Key_Down)
    shown.until_open("Мой болт")
    press(K.Key_Return)
    assert shown.opened == ["kept"]


def test_a_screen_that_searches_keeps_its_words(shown: Shown) -> None:
    shown.window.navigate("catalog")
    shown.write("болт")
    screen = shown.window.findChild(_Searching)
    assert isinstance(screen, _Searching)
    assert screen.words == "болт"
    assert not shown.drop.isVisible()


def test_what_does_not_read_is_said_below_the_field(shown: Shown) -> None:
    shown.window.navigate("catalog")
    shown.write("цена>дорого")
    shown.window.context.search_error("Условие не читается")
    assert shown.drop.isVisible()
    shown.window.context.search_error("")
    assert not shown.drop.isVisible()
