"""Tells what came true of watched goods: one message per synchronisation, a counter in the rail.

However many conditions came true, there is one message; it stays in the history of the bell.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.texts import tr, trn
from b2bdesk.ui.changehub import Change, ChangeHub
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.itemmodels.favourite_rows import event_words
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.rows.favourites import WatchEvent
from b2bdesk.usecases.services import Services

SCREEN = "favourites"


class WatchNotices(QObject):
    """Listens for conditions that came true."""

    def __init__(
        self, window: MainWindow, services: Services, runner: TaskRunner, hub: ChangeHub
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._runner = window, services, runner
        hub.changed.connect(self._on_changed)
        window.rebuilt.connect(self.count)

    def count(self) -> None:
        """Show how much nobody has looked at yet."""
        self._runner.run(self._services.favourites.unseen, self._on_counted, lane="shell.unseen")

    def _on_changed(self, change: Change) -> None:
        if change.touches("favourites", "session"):
            self.count()
        if change.touches("watch_fired"):
            self._runner.run(
                partial(self._services.favourites.events, 50), self._tell, lane="shell.watched"
            )

    def _on_counted(self, unseen: int) -> None:
        self._window.set_badge(SCREEN, str(unseen) if unseen else "", "ok" if unseen else "")

    def _tell(self, events: tuple[WatchEvent, ...]) -> None:
        fresh = [event for event in events if not event.seen]
        if not fresh or self._window.current_screen() == SCREEN:
            return
        first = fresh[0]
        if len(fresh) == 1:
            text, note = first.name, event_words(first)
        else:
            text = trn("{n} watched condition came true", "{n} watched conditions came true",
                       len(fresh)).format(n=len(fresh))  # fmt: skip
            note = f"{first.name}: {event_words(first)}"
        self._window.toast(ToastSpec(text, note, action=tr("Show"), run=self._show))

    def _show(self) -> None:
        self._window.navigate(SCREEN, filter="fired")
