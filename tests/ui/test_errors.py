"""The last nets: what nobody caught is shown, wherever it fell, and Qt's messages are logged."""

from __future__ import annotations

import sys
import threading
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from b2bdesk.trade.errors import Environment
from b2bdesk.ui.errors.desk import report_text
from b2bdesk.ui.errors.hooks import ErrorHooks
from b2bdesk.ui.main_window import MainWindow


def _break() -> None:
    raise LookupError("нет такого")


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> ErrorHooks:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = ErrorHooks()
    sys.excepthook = made._on_exception
    threading.excepthook = made._on_thread
    return made


def test_an_error_of_a_thread_comes_to_the_gui(hooks: ErrorHooks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hooks.caught) as told:
        worker = threading.Thread(target=_break)
        worker.start()
        worker.join()
    assert told.args is not None
    assert isinstance(told.args[0], LookupError)


@pytest.mark.expect_log("uncaught error")
def test_an_uncaught_error_comes_to_the_log_and_to_the_gui(hooks: ErrorHooks, qtbot: QtBot) -> None:
    error = ValueError("забыли поймать")
    with qtbot.waitSignal(hooks.caught) as told:
        sys.excepthook(ValueError, error, None)
    assert told.args == [error]


def test_a_report_has_versions_and_the_stack_but_no_prices() -> None:
    with pytest.raises(LookupError) as caught:
        _break()
    text = report_text(caught.value, "open_cart", "1.0")
    assert "b2bdesk 1.0" in text
    assert "LookupError: нет такого" in text
    assert "open_cart" in text


def test_what_comes_while_another_is_read_waits_for_its_turn(window: MainWindow) -> None:
    desk, banner = window.errors, window.banner
    done: list[str] = []
    desk.notice("one", "warn", ("Первое", ""), "Решить…", partial(done.append, "one"))
    desk.notice("two", "warn", ("Второе", ""), "Решить…", partial(done.append, "two"))
    assert banner.accessibleName() == "Первое"
    desk.show_error(Environment("disk_full", place="C:"))
    assert banner.accessibleName() not in ("Первое", "Второе"), "trouble comes first"
    desk.clear()
    assert banner.accessibleName() == "Первое"
    desk.clear("two")
    assert banner.accessibleName() == "Первое", "what is no more waits no longer"
    banner.action.emit()
    assert done == ["one"]
    assert banner.isHidden()
