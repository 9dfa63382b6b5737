"""The window's synchronising in one place: runs by hand and by the rhythm, panel, notices, keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from b2bdesk.texts import formats, tr
from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.frame.commands import SERVICE, Command
from b2bdesk.ui.frame.context import StatusItem, ToastSpec
from b2bdesk.ui.frame.status_bar import StatusBar
from b2bdesk.ui.itemmodels.day_tally import DayTally, read_day
from b2bdesk.ui.itemmodels.receipt_words import (
    Brought,
    Counts,
    brought,
)  # fmt: skip
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.shell import status
from b2bdesk.ui.shell.rhythm import Schedule
from b2bdesk.ui.shell.sync_ask import Ask
from b2bdesk.ui.shell.sync_notices import SyncNotices, stale_hours
from b2bdesk.ui.shell.sync_panel import LATER, NOW, SIGN_IN, STOP, PanelFacts, SyncPanel
from b2bdesk.ui.shell.sync_watch import SyncWatch
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.kept_deletions import KeptDeletion, kept
from b2bdesk.usecases.rows.sync import Receipt, SyncState
from b2bdesk.usecases.services import Services

_AGES = ("prices", "stock", "catalog", "orders", "documents", "settlements")


class Syncing(QObject):
    """What a person sees of synchronisations outside of the settings."""

    def __init__(self, window: MainWindow, services: Services, runner: TaskRunner) -> None:
        super().__init__(window)
        self._window, self._services, self._runner = window, services, runner
        self._settings = window.context.settings
        self.watch = SyncWatch(services, runner, self)
        self.notices = SyncNotices(window, self.watch)
        self._panel: SyncPanel | None = None
        self._connection = StatusItem(status.CONNECTION, "")
        self._state: SyncState | None = None
        self._tally = DayTally()
        self.watch.moved.connect(self._on_moved)
        self.watch.ended.connect(self._on_ended)

    def register(self) -> None:
        """Add the commands."""
        table = (
            ("sync.now", tr("Synchronise"), self.now, ("F5", "Ctrl+R"), "refresh"),
            ("sync.whole", tr("Load everything anew"), self.whole, (), "download"),
            ("sync.stop", tr("Stop the synchronisation"), self.watch.cancel, ("Ctrl+Shift+F5",),
             "player-pause"),
            ("sync.panel", tr("How the synchronisation is going"), self.open_panel, ("Ctrl+F5",),
             "clock"),
        )  # fmt: skip
        self._window.commands.add(
            *(
                Command(key, title, run, keys, menu=SERVICE, icon=icon)
                for key, title, run, keys, icon in table
            )
        )
        self._enable()

    def now(self) -> None:
        """F5: everything, now; trouble is told."""
        self.watch.run(Ask())

    def whole(self) -> None:
        """Everything anew, whatever is here."""
        self.watch.run(Ask(full=True))
        self.open_panel()

    def pull(self, names: Sequence[str]) -> None:
        """Feeds or scopes of them, quietly."""
        if names:
            self.watch.run(Ask(only=tuple(names), by_hand=False))

    def schedule(self) -> Schedule:
        """How often the person wants what."""
        return Schedule.of(self._window.context.settings.get)

    def connection(self, state: SyncState) -> StatusItem:
        """The first item of the status bar, and what the panel says."""
        if not self.watch.busy() and self.watch.running():
            state = replace(state, running=False)  # not worth a glance
        step = self.watch.step() if self.watch.busy() else None
        self._state, self._connection = state, status.connection(state, step)
        self.notices.look(state, _now())
        self._refresh()
        return self._connection

    def stale_hours(self) -> int:
        """After how many hours prices and stock count as old."""
        return stale_hours(self._window)

    def open_panel(self) -> None:
        """Show the panel at the status bar; a second time closes it."""
        if self._panel is not None and isValid(self._panel) and self._panel.isVisible():
            self._panel.close_now()
            return
        self._panel = panel = SyncPanel(self._window)
        panel.acted.connect(self._on_acted)
        panel.led.connect(self._on_led)
        panel.thought_again.connect(self._on_thought_again)
        panel.tell_step(self.watch.step() if self.watch.busy() else None)
        self._tell_panel()
        panel.open_at(self._anchor(), above=True)
        self._read()

    def _anchor(self) -> QWidget:
        bar = self._window.findChild(StatusBar)
        assert isinstance(bar, StatusBar)
        return bar.button(status.CONNECTION) or bar

    def _refresh(self) -> None:
        if self._panel is not None and isValid(self._panel) and self._panel.isVisible():
            self._read()

    def _read(self) -> None:
        self._runner.run(self._tallied, self._on_tallied, lane="shell.sync_panel")

    def _tallied(self) -> DayTally:
        return read_day(self._services.sync.journal, self._tally)

    def _on_tallied(self, _tally: DayTally) -> None:
        if self._panel is not None and isValid(self._panel):
            self._tell_panel()

    def _tell_panel(self) -> None:
        panel, state = self._panel, self._state
        if panel is None or state is None:
            return
        day = dt.datetime.now().astimezone().date()
        rows = brought(self._tally.counts, day.isoformat())
        title = tr("Came today") if rows else tr("Nothing has changed today")
        panel.tell(
            PanelFacts(
                self._connection, title, tuple(rows), self._tally.good,
                tuple(_ages(state, _now(), self.stale_hours())), state.error in status.SIGN_IN,
                tuple((each.name, _kept_words(each)) for each in kept(self._settings)),
            )
        )  # fmt: skip

    def _on_moved(self) -> None:
        """Progress goes straight to the eye: no use case is asked for it."""
        step = self.watch.step() if self.watch.busy() else None
        if self._panel is not None and isValid(self._panel):
            self._panel.tell_step(step)
        if self._state is not None:
            shown = replace(self._state, running=step is not None)
            self._connection = status.connection(shown, step)
            bar = self._window.findChild(StatusBar)
            if isinstance(bar, StatusBar):
                bar.update_item(self._connection)
        self._enable()

    def _enable(self) -> None:
        busy = self.watch.busy()
        self._window.commands.set_enabled("sync.stop", busy, tr("No synchronisation is running"))

    def _on_ended(self, ask: Ask, receipt: Receipt) -> None:
        if not ask.by_hand:
            return
        size = formats.file_size(sum(feed.bytes for feed in receipt.feeds.values()))
        seconds = formats.number(round(receipt.seconds))
        came = brought(Counts.of_receipt(receipt), "sync")
        words = [f"{row.words.lower()}: {row.value}" for row in came[:2]]
        note = " · ".join(words) or tr("nothing new")
        took = tr("{seconds} s, {size}").format(seconds=seconds, size=size)
        spec = ToastSpec(tr("Synchronised"), f"{note} · {took}")
        if came:
            spec = replace(spec, action=tr("What came"), run=self.open_panel)
        self._window.toast(spec)

    def _on_acted(self, key: str) -> None:
        if key == NOW:
            self.now()
        elif key == STOP:
            self.watch.cancel()
        elif key == SIGN_IN:
            self._window.acted.emit("person.sign_in")
        elif key == LATER:
            self._window.navigate("settings", section="sync")

    def _on_thought_again(self, name: str) -> None:
        for each in kept(self._settings):
            if each.name == name:
                self.notices.ask(each.note())

    def _on_led(self, row: Brought) -> None:
        self._window.navigate(row.screen, **dict(row.args))


def _kept_words(each: KeptDeletion) -> str:
    """What of a scope is kept, and since when."""
    return tr("{what}: {removed} of {total} rows, since {day}").format(
        what=sync_text(f"sync_{each.feed}"), removed=formats.number(each.removed),
        total=formats.number(each.total), day=formats.date(each.since.astimezone().date()),
    )  # fmt: skip


def _ages(state: SyncState, now: dt.datetime, stale: int) -> list[tuple[str, str, str]]:
    found = []
    for feed in _AGES:
        at = state.freshness.get(feed)
        old = at is None or now - at > dt.timedelta(hours=stale)
        words = formats.ago(at.astimezone(), now) if at is not None else tr("never")
        found.append((sync_text(f"sync_{feed}"), words, "warn" if old else "text2"))
    return found


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
