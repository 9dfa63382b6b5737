"""The Qt binding must give back every reference it takes.

PySide6 6.12.0 loses one reference to None per void call and one to True per `emit` below Python
3.12, and aborts after some thousand calls; this guard keeps such a version out.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

CALLS = 1000
TOLERATED = 100


class _Sender(QObject):
    happened = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the singletons are immortal from 3.12 on")
def test_the_binding_keeps_reference_counts_in_balance(qtbot: QtBot) -> None:
    sender, field = _Sender(), QLineEdit()
    qtbot.addWidget(field)
    before = [sys.getrefcount(singleton) for singleton in (True, False, None)]
    for number in range(CALLS):
        sender.happened.emit(number % 2 == 0)
        field.setText("x")
        QApplication.processEvents()
    after = [sys.getrefcount(singleton) for singleton in (True, False, None)]
    drift = [new - old for old, new in zip(before, after, strict=True)]
    assert all(abs(delta) < TOLERATED for delta in drift), drift
