"""The news of the GUI: every committed change passes here once, on the GUI thread.

`app` subscribes `publish` to the use cases' and the sync's news; item models and headers
listen to `changed` and re-read what they show. Nobody patches a widget with what it just sent.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, QThread, Signal


class Change(Protocol):
    """What the hub needs of a change set."""

    @property
    def initiator(self) -> str | None:
        """Who asked."""
        ...

    def touches(self, *kinds: str) -> bool:
        """Whether any of the kinds changed."""
        ...


class ChangeHub(QObject):
    """Passes change sets on.

    Signals:
        changed: a change set, always on the GUI thread.
    """

    changed = Signal(object)
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self.changed, Qt.ConnectionType.QueuedConnection)

    def publish(self, change: Change) -> None:
        """Tell everybody; may be called on any thread and returns at once."""
        if QThread.currentThread() is self.thread():
            self.changed.emit(change)
        else:
            self._came.emit(change)
