"""Fixtures of the desktop tests: one application in Russian, light, without motion."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.texts import set_language
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme import look
from tests.visual.framed import frame


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    set_language("ru")
    # a last window closed inside a test of the whole program would leave an event that ends every
    # later loop of this process
    qapp.setQuitOnLastWindowClosed(False)
    look.start(qapp, "light", reduced_motion=True)
    yield
    qapp.clipboard().clear()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Two workers that end with the test."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def runner(pool: ThreadPoolExecutor, qapp: QApplication) -> TaskRunner:
    """A task runner over the pool."""
    return TaskRunner({"read": pool, "write": pool})


@pytest.fixture
def window(qtbot: QtBot, pool: ThreadPoolExecutor) -> Iterator[MainWindow]:
    """The window of the gallery, shown and active."""
    made = frame(pool)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
