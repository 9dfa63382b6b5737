"""Настройки › Синхронизация: ages, schedule, and the journal to read, copy and save."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import errors, tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.dialogs.sheet import copy_text
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.journal_day import quarters, spoken
from b2bdesk.ui.itemmodels.journal_text import journal_text
from b2bdesk.ui.itemmodels.journal_words import Entry, entries, entry_item
from b2bdesk.ui.screens.settings import words
from b2bdesk.ui.screens.settings.pages import Page
from b2bdesk.ui.screens.settings.run_sheet import RunSheet
from b2bdesk.ui.shell.names import STALE_SETTING
from b2bdesk.ui.shell.rhythm import CHOICES, GROUPS, SETTING, STALE_HOURS, Schedule
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import FORM, HEADER, QUIET, SECONDARY, Button
from b2bdesk.ui.widgets.day_strip import DayStrip, Quarter
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.row_list import RowList
from b2bdesk.ui.widgets.scroll import ScrollArea
from b2bdesk.ui.widgets.select import SelectBox
from b2bdesk.usecases.rows.sync import SyncState
from b2bdesk.usecases.services import Services

RUNS, SHOWN, _REST_MS = 3000, 200, 150
_WIDE, _LEFT, _ROW = 1180, 330, 30
_STALE_CHOICES = (1, 4, 12, 24, 72)


class _Facts(NamedTuple):
    """What the page shows: state, quarters of the last day, the journal folded."""

    state: SyncState
    cells: list[Quarter]
    folded: list[Entry]


class SyncPage(Page):
    """Ages and schedule on the left, the journal on the right."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__(
            tr("Synchronisation"),
            tr("Works by itself while the program is open. Orders are sent at once, whatever is"
               " chosen here."),
        )  # fmt: skip
        self.setMaximumWidth(_WIDE)
        self._context, self._services = context, services
        self._entries: dict[str, Entry] = {}
        self.fresh = RowList(row_height=_ROW, flush=True)
        self.fresh.setAccessibleName(tr("Freshness"))
        self.fresh.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.run = Button(tr("Synchronise"), SECONDARY, icon="refresh", key="F5", height=FORM)
        self.whole = Button(tr("Load everything anew"), SECONDARY, icon="download", height=FORM)
        self.every = {group: SelectBox(words.group_name(group)) for group in GROUPS}
        self.stale = SelectBox(tr("Call prices and stock old after"))
        self.strip = DayStrip()
        self.journal = RowList(two_line=True, lines=True)
        self.journal.setAccessibleName(tr("Journal"))
        self.journal.fill_height()
        self.copy = Button(tr("Copy"), QUIET, icon="copy", height=HEADER)
        self.save = Button(tr("Save…"), QUIET, icon="download", height=HEADER)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(20)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.fresh)
        left.addWidget(self.run)
        left.addWidget(self.whole)
        left.addSpacing(10)
        left.addWidget(PlainLabel(tr("Schedule"), 14, look.SEMIBOLD))
        for group, box in (*self.every.items(), ("", self.stale)):
            name = words.group_name(group) if group else tr("Call prices and stock old after")
            left.addWidget(PlainLabel(name, 12, tone="text2"))
            left.addWidget(box)
        left.addStretch(1)
        inner = QWidget()
        inner.setLayout(left)
        left.setContentsMargins(0, 0, 12, 0)
        side = ScrollArea(inner)
        side.setFixedWidth(_LEFT + 12)
        right = QVBoxLayout()
        right.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(PlainLabel(tr("Journal"), 14, look.SEMIBOLD))
        head.addStretch(1)
        head.addWidget(self.copy)
        head.addWidget(self.save)
        right.addLayout(head)
        right.addWidget(PlainLabel(tr("The last 24 hours"), 12, tone="text2"))
        right.addWidget(self.strip)
        right.addWidget(self.journal, 1)
        body.addWidget(side)
        body.addLayout(right, 1)
        self.column.addLayout(body, 1)

    def _connect(self) -> None:
        settings = self._context.settings
        schedule = Schedule.of(settings.get)
        for group, box in self.every.items():
            box.set_options([(str(each), words.pause_name(each)) for each in CHOICES],
                            str(schedule.every[group]))  # fmt: skip
            box.chosen.connect(partial(self._on_every, group))
        stale = settings.get(STALE_SETTING, STALE_HOURS)
        self.stale.set_options(
            [(str(each), words.hours_name(each)) for each in _STALE_CHOICES], str(stale)
        )
        self.stale.chosen.connect(self._on_stale)
        self._later.timeout.connect(self._read)
        self.run.clicked.connect(partial(self._command, "sync.now"))
        self.whole.clicked.connect(partial(self._command, "sync.whole"))
        self.journal.chosen.connect(self._on_run)
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)

    def read(self) -> None:
        """Read ages and journal anew, once however often a run says that something moved."""
        self._later.start()

    def _read(self) -> None:
        self._context.runner.run(
            self._facts, self._show, lane="settings.sync", owner=self, failed=self._on_wrong
        )

    def _facts(self) -> _Facts:
        """Read and fold on a reader: a day of runs takes longer than a glance."""
        runs = self._services.sync.journal(RUNS)
        cells = quarters(runs, dt.datetime.now().astimezone())
        return _Facts(self._services.sync.state(), cells, entries(runs)[:SHOWN])

    def _show(self, found: _Facts) -> None:
        state, folded = found.state, found.folded
        self.fresh.set_items(words.freshness_items(state, dt.datetime.now().astimezone()))
        self.strip.set_cells(found.cells, spoken(found.cells))
        self._entries = {entry.key: entry for entry in folded}
        self.journal.set_items([entry_item(entry) for entry in folded])
        self.copy.set_enabled(bool(folded), tr("The journal is empty yet"))
        self.save.set_enabled(bool(folded), tr("The journal is empty yet"))
        why = tr("A synchronisation is running")
        self.run.set_enabled(not state.running, why)
        self.whole.set_enabled(not state.running, why)

    def _command(self, command: str) -> None:
        self._context.commands.run(command)

    def _on_every(self, group: str, key: str) -> None:
        self._context.settings.set(SETTING + group, int(key))

    def _on_stale(self, key: str) -> None:
        self._context.settings.set(STALE_SETTING, int(key))

    def _on_run(self, key: str) -> None:
        entry = self._entries.get(key)
        if entry is not None:
            RunSheet(self, entry, self._context.toast).open_over()

    def text(self) -> str:
        """The journal as it is copied and saved."""
        return journal_text(list(self._entries.values()))

    def _on_copy(self) -> None:
        copy_text(self.text())
        self._context.toast(ToastSpec(tr("The journal is copied")))

    def _on_save(self) -> None:
        day = dt.datetime.now().astimezone().date()
        start = self._services.profile.exports / f"{tr('Journal')} {day:%Y-%m-%d}.txt"
        name, _kind = QFileDialog.getSaveFileName(self, tr("Save…"), str(start), "*.txt")
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the journal into a file."""
        work = partial(self._services.upkeep.save_report, path, (), (self.text(),))
        self._context.runner.run(
            work, partial(self._on_saved, path), on="slow", failed=self._on_wrong, owner=self
        )

    def _on_saved(self, path: Path, _done: object) -> None:
        self._context.toast(ToastSpec(tr("Saved: {file}").format(file=path.name), str(path.parent)))

    def _on_wrong(self, error: BaseException) -> bool:
        if not isinstance(error, CodedError):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        return True
