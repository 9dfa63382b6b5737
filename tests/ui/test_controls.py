"""The small controls: dates, selects, segments, fields, progress, repaint of a grid."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.ui.widgets.banner import ProgressBlock
from b2bdesk.ui.widgets.bars import Share, Shares
from b2bdesk.ui.widgets.button import Button
from b2bdesk.ui.widgets.date_field import DateField, MonthView, parse_date
from b2bdesk.ui.widgets.field import Field, SearchField
from b2bdesk.ui.widgets.segment import Segment
from b2bdesk.ui.widgets.select import Select
from b2bdesk.ui.widgets.steps import WizardSteps
from tests.support.qtkeys import type_text
from tests.ui.keyboard import ALT, press


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.resize(400, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def _put(page: QWidget, widget: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()
    widget.setFocus(Qt.FocusReason.TabFocusReason)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("23.11.2026", dt.date(2026, 11, 23)), ("23.11.26", dt.date(2026, 11, 23)),
        ("5/3", dt.date(2027, 3, 5)), ("2026-11-23", dt.date(2026, 11, 23)),
        ("31.02.2026", None), ("завтра", None), ("", None), ("5", None),
    ],
)  # fmt: skip
def test_dates_are_understood_as_people_write_them(text: str, day: dt.date | None) -> None:
    assert parse_date(text, dt.date(2027, 1, 1)) == day


def test_a_wrong_date_keeps_its_text_and_says_so(page: QWidget) -> None:
    field = DateField("Дата отгрузки")
    _put(page, field)
    type_text(field.edit, "40.13.2026\n")
    assert field.text() == "40.13.2026"
    assert field.day() is None
    assert field.edit.accessibleDescription()


def test_a_day_is_chosen_by_keyboard(page: QWidget) -> None:
    field = DateField("Дата отгрузки")
    _put(page, field)
    field.set_date(dt.date(2026, 11, 23))
    changed = QSignalSpy(field.date_changed)
    press(Qt.Key.Key_Down, ALT)
    month = QApplication.focusWidget()
    assert isinstance(month, MonthView)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    assert changed.at(0) == [dt.date(2026, 12, 1)]
    assert field.text() == "01.12.2026"


def test_a_day_out_of_bounds_is_refused(page: QWidget) -> None:
    field = DateField("Дата отгрузки")
    _put(page, field)
    field.set_bounds(dt.date(2026, 11, 20), None)
    type_text(field.edit, "01.11.2026\n")
    assert field.day() is None
    assert field.edit.accessibleDescription()


def test_an_option_is_chosen_by_keyboard(page: QWidget) -> None:
    select = Select("Адрес")
    select.set_options([("a", "Химки"), ("b", "Тверь")], "a")
    _put(page, select)
    chosen = QSignalSpy(select.chosen)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert chosen.at(0) == ["b"]
    assert select.current() == "b"
    assert select.box.accessibleName() == "Адрес: Тверь"


def test_a_segment_is_moved_by_arrows(page: QWidget) -> None:
    segment = Segment([("a", "Строки"), ("b", "Отгрузки")])
    _put(page, segment)
    chosen = QSignalSpy(segment.chosen)
    parts = [child for child in segment.children() if isinstance(child, QWidget)]
    parts[0].setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Right)
    assert chosen.at(0) == ["b"]
    assert segment.current() == "b"


def test_enter_presses_a_button(page: QWidget) -> None:
    button = Button("Проверить")
    _put(page, button)
    clicked = QSignalSpy(button.clicked)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    assert clicked.count() == 2


def test_a_disabled_button_says_why() -> None:
    button = Button("Отправить")
    button.set_enabled(False, "Корзина пуста")
    assert button.toolTip() == "Корзина пуста"


def test_a_field_tells_only_what_the_person_changed(page: QWidget) -> None:
    field = Field("ИНН")
    _put(page, field)
    edited, finished = QSignalSpy(field.edited), QSignalSpy(field.finished)
    field.set_text("77")
    assert edited.count() == 0
    press(Qt.Key.Key_End)
    type_text(field.edit, "07\n")
    assert finished.at(0) == ["7707"]


def test_escape_empties_a_search_field(page: QWidget) -> None:
    field = SearchField("Поиск")
    _put(page, field)
    type_text(field.edit, "болт")
    edited = QSignalSpy(field.edited)
    press(Qt.Key.Key_Escape)
    assert field.text() == ""
    assert edited.at(0) == [""]


def test_progress_counts_in_words(page: QWidget) -> None:
    block = ProgressBlock()
    _put(page, block)
    block.tell("Чтение", 3120, 4812)
    names = [child.accessibleName() for child in block.findChildren(QWidget)]
    assert any("из" in name and "4" in name for name in names)


def test_small_shares_stay_visible(page: QWidget) -> None:
    shares = Shares("Итог")
    _put(page, shares)
    shares.set_parts([Share(100_000, "ok"), Share(1, "bad"), Share(0, "warn")])
    rects = shares._place()
    assert len(rects) == 2
    assert rects[1].width() >= 4
    assert rects[1].right() <= shares.width() + 0.01


def test_only_done_steps_can_be_pressed(page: QWidget) -> None:
    steps = WizardSteps(["Файл", "Колонки", "Проверка"])
    _put(page, steps)
    steps.set_current(1)
    chosen = QSignalSpy(steps.chosen)
    for child in steps.findChildren(QAbstractButton):
        child.click()
    assert [chosen.at(number) for number in range(chosen.count())] == [[0]]
