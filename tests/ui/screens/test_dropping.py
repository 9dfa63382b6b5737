"""Lists dropped anywhere on the window; the reading child is warm before it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from b2bdesk.trade.errors import Environment
from b2bdesk.ui.screens.listimport.screen import ImportScreen
from b2bdesk.ui.shell.dropping import Dropping
from b2bdesk.usecases.bulk_entry import BulkEntry
from tests.support.desktop import Desktop, in_stock


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time the child is asked to start."""
    calls: list[int] = []

    def prepare(_self: BulkEntry) -> None:
        calls.append(1)
        if len(calls) > 1:
            raise Environment("child_not_started")

    monkeypatch.setattr(BulkEntry, "prepare", prepare)
    return calls


def files(path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def test_a_file_dropped_on_any_screen_is_read(desk: Desktop, tmp_path: Path) -> None:
    offer = desk.goods(in_stock, 1)[0]
    path = tmp_path / "Список.csv"
    path.write_text(f"Артикул;Кол-во\n{offer.article};100\n", encoding="utf-8")
    dropping = Dropping(desk.window, desk.services, desk.runner)
    desk.screen("catalog")
    mime = files(path)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    over = QDragEnterEvent(QPoint(600, 400), copy, mime, left, none)
    QApplication.sendEvent(desk.window, over)
    assert over.isAccepted()
    QApplication.sendEvent(desk.window, QDropEvent(QPointF(600, 400), copy, mime, left, none))
    desk.settle()
    screen = desk.window._screens.current_screen()
    assert isinstance(screen, ImportScreen)
    assert screen.judging.preview is not None
    assert screen.judging.preview.lines == 1
    dropping.deleteLater()


def test_words_dragged_over_the_window_are_left_alone(desk: Desktop) -> None:
    dropping = Dropping(desk.window, desk.services, desk.runner)
    mime = QMimeData()
    mime.setText("не файл")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(600, 400), Qt.DropAction.CopyAction, mime, left, none)
    QApplication.sendEvent(desk.window, over)
    assert not over.isAccepted()
    dropping.deleteLater()


def test_the_child_starts_once_when_the_window_rests(desk: Desktop, started: list[int]) -> None:
    dropping = Dropping(desk.window, desk.services, desk.runner)
    desk.settle()
    dropping.rested()
    dropping.rested()
    dropping.warm()
    desk.settle()
    assert started == [1]
    dropping.deleteLater()


def test_the_child_waits_while_the_program_works(desk: Desktop, started: list[int]) -> None:
    dropping = Dropping(desk.window, desk.services, desk.runner)
    desk.settle()
    desk.runner.run(desk.services.carts.list, owner=dropping)
    assert desk.runner.busy()
    dropping.rested()
    assert started == []
    desk.settle()
    dropping.rested()
    desk.settle()
    assert started == [1]
    dropping.deleteLater()
