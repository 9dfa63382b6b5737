"""Настройки › Данные: how the files here are, backups, putting one back, a report for support."""

from __future__ import annotations

import datetime as dt
import platform
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from b2bdesk import __version__
from b2bdesk.texts import errors, tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.journal_text import journal_text
from b2bdesk.ui.itemmodels.journal_words import entries
from b2bdesk.ui.screens.settings import words
from b2bdesk.ui.screens.settings.pages import Page, fill_facts
from b2bdesk.ui.screens.settings.sync_page import RUNS
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import DANGER, FORM, SECONDARY, Button
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.row_list import RowList
from b2bdesk.usecases.rows.upkeep import CopyRow, Health
from b2bdesk.usecases.services import Services

_RAW = 50  # runs that follow the journal as plain data


class DataPage(Page):
    """What lies on this machine, and what was saved of it."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__(
            tr("Data"),
            tr(
                "Carts, the queue, own codes and settings are kept on this machine and copied after"
                " each order and every hour."
            ),
        )
        self._context, self._services = context, services
        self._rows: dict[str, CopyRow] = {}
        self._made = False
        self._facts: list[tuple[str, str]] = []
        self.facts = QVBoxLayout()
        self.facts.setSpacing(2)
        self.check = Button(tr("Check"), SECONDARY, icon="shield-check", height=FORM)
        self.report = Button(tr("Report for support…"), SECONDARY, icon="download", height=FORM)
        self.copies = RowList(two_line=True, lines=True)
        self.copies.setAccessibleName(tr("Backups"))
        self.copies.fill_height()
        self.backup = Button(tr("Back up now"), SECONDARY, icon="database", height=FORM)
        self.restore = Button(tr("Put this backup back…"), SECONDARY, icon="history", height=FORM)
        self.column.addLayout(self.facts)
        self.buttons(self.check, self.report)
        self.column.addSpacing(8)
        self.column.addWidget(PlainLabel(tr("Backups"), 14, look.SEMIBOLD))
        self.buttons(self.backup, self.restore)
        self.none = PlainLabel(
            tr("There are none yet: the first is made after an order or an hour of work."),
            13,
            tone="text3",
            wrap=True,
        )
        self.column.addWidget(self.none)
        self.column.addWidget(self.copies, 1)
        self.column.addStretch(0)
        self.check.clicked.connect(partial(self._look, True))
        self.report.clicked.connect(self._ask_report)
        self.backup.clicked.connect(self._back_up)
        self.restore.clicked.connect(self._ask_restore)
        self.copies.current_key.connect(self._on_chosen)
        self._on_chosen("")

    def read(self) -> None:
        """Look at the files and into the copies."""
        self._look(False)
        self._context.runner.run(
            self._services.upkeep.copies, self._show_copies, lane="settings.copies", owner=self
        )

    def _look(self, thorough: bool) -> None:
        self.check.set_enabled(False, tr("The data are being checked"))
        self._context.runner.run(
            partial(self._services.upkeep.health, thorough),
            partial(self._show_health, thorough),
            on="sync" if thorough else "read",
            failed=self._on_wrong,
            owner=self,
        )

    def _show_health(self, thorough: bool, health: Health) -> None:
        self.check.set_enabled(True)
        self._facts = words.health_facts(health)
        fill_facts(self.facts, self._facts)
        if thorough:
            told = tr("Everything agrees") if health.sound else tr("Something does not agree")
            self._context.toast(ToastSpec(told, tone="ok" if health.sound else "bad"))

    def _show_copies(self, rows: tuple[CopyRow, ...]) -> None:
        self._rows = {str(row.path): row for row in rows}
        self.copies.set_items([words.copy_item(row, dt.datetime.now(dt.UTC)) for row in rows])
        self.none.setVisible(not rows)
        if self._made or not self.copies.current():
            self.copies.select_first()
            self._made = False
        self._on_chosen(self.copies.current())

    def _on_chosen(self, key: str) -> None:
        row = self._rows.get(key)
        why = tr("Choose a backup") if row is None else tr("This backup is damaged")
        self.restore.set_enabled(row is not None and row.good, why)

    def _back_up(self) -> None:
        self._context.runner.run(
            self._services.upkeep.back_up,
            self._on_backed_up,
            on="write",
            failed=self._on_wrong,
            owner=self,
        )

    def _on_backed_up(self, path: Path | None) -> None:
        self._context.toast(ToastSpec(tr("Backed up"), str(path or "")))
        self._made = True
        self.read()

    def _ask_restore(self) -> None:
        """Say plainly what changes before anything does."""
        row = self._rows.get(self.copies.current())
        if row is None or not row.good:
            return
        sheet = Sheet(self, tr("Put this backup back?"), width=480)
        sheet.body.addWidget(PlainLabel(words.copy_title(row), 14, look.SEMIBOLD))
        sheet.body.addWidget(PlainLabel(words.copy_holds(row), 13, tone="text2", wrap=True))
        for sentence in words.restore_warnings():
            sheet.body.addWidget(PlainLabel(sentence, 13, wrap=True))
        sheet.add_button("cancel", tr("Cancel"))
        sheet.add_button("go", tr("Put back and restart"), DANGER)
        sheet.answered.connect(partial(self._on_answered, row))
        sheet.open_over()

    def _on_answered(self, row: CopyRow, key: str) -> None:
        if key == "go":
            self._context.runner.run(
                partial(self._services.upkeep.prepare_restore, row.path),
                self._on_prepared,
                on="write",
                failed=self._on_wrong,
                owner=self,
            )

    def _on_prepared(self, _row: CopyRow) -> None:
        """The window closes; the program puts the copy in place and starts anew."""
        if not self.window().close():
            self._services.upkeep.forget_restore()

    def _on_wrong(self, error: BaseException) -> bool:
        self.check.set_enabled(True)
        if not isinstance(error, CodedError):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        return True

    def _ask_report(self) -> None:
        start = self._services.profile.exports / f"b2bdesk-{dt.datetime.now(dt.UTC):%Y-%m-%d}.txt"
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Report for support"), str(start), "*.txt"
        )
        if name:
            self.save_report(Path(name))

    def save_report(self, path: Path) -> None:
        """Write versions, checks, the journal and the end of the log into a file."""
        status = self._services.session.status()
        facts = [
            (tr("Version"), f"{__version__}, Python {platform.python_version()}"),
            (tr("System"), platform.platform()),
            (tr("Data"), str(self._services.profile.home)),
            (tr("Portal"), status.portal_url),
            *self._facts,
        ]
        work = partial(_reported, self._services, path, facts)
        done = partial(self._on_reported, path)
        self._context.runner.run(work, done, on="slow", failed=self._on_wrong, owner=self)

    def _on_reported(self, path: Path, _done: object) -> None:
        told = tr("It holds no passwords; carts and prices are not in it.")
        self._context.toast(ToastSpec(tr("Saved: {file}").format(file=path.name), told))


def _reported(services: Services, path: Path, facts: list[tuple[str, str]]) -> None:
    journal = services.sync.journal(RUNS)
    text = journal_text(entries(journal))
    services.upkeep.save_report(path, facts, (text, *journal[:_RAW]))
