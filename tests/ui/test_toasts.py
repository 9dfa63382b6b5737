"""A toast whose undo would take back something else goes away with the next change."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.frame.toasts import MARGIN, Toast, ToastHost
from b2bdesk.ui.widgets.foot_bars import ExplainBar
from b2bdesk.usecases.changes import ChangeSet


def test_the_undo_of_a_toast_goes_with_the_next_change_of_its_cart(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    host = ToastHost(window, lambda: dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    undone: list[str] = []
    spec = ToastSpec("37 lines", action="Undo", run=lambda: undone.append("x"), until="cart:1")
    host.show_toast(spec)
    host.forget_outdated(ChangeSet.of("carts", "cart:2"))
    assert window.findChildren(Toast)[0].isVisibleTo(window), "another cart is another matter"
    host.forget_outdated(ChangeSet.of("carts", "cart:1"))
    assert not any(each.isVisibleTo(window) for each in window.findChildren(Toast))
    (told,) = host.history
    assert (told.spec.text, told.spec.action, told.spec.run) == ("37 lines", "", None)


def test_a_toast_goes_up_when_a_bar_comes_under_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    bar = ExplainBar(window)
    bar.setGeometry(0, 700, 1200, 36)
    window.show()
    host = ToastHost(window, lambda: dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    host.show_toast(ToastSpec("37 lines"))
    [toast] = window.findChildren(Toast)
    below = toast.y()
    bar.explain("Line 6.", "short")
    assert toast.y() < below
    assert toast.y() + toast.height() - MARGIN <= bar.y()
