"""Tells that a colleague gave a code of this person to other goods: once a synchronisation."""

from __future__ import annotations

from PySide6.QtCore import QObject

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.code_sharing import clash
from b2bdesk.ui.changehub import Change, ChangeHub
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.rows.own_codes import SharingRow
from b2bdesk.usecases.services import Services


class CodeNotices(QObject):
    """Listens for disagreements about own codes."""

    def __init__(
        self, window: MainWindow, services: Services, runner: TaskRunner, hub: ChangeHub
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._runner = window, services, runner
        hub.changed.connect(self._on_changed)

    def _on_changed(self, change: Change) -> None:
        if change.touches("own_code_clash"):
            self._runner.run(self._services.code_sharing.status, self._tell, lane="shell.codes")

    def _tell(self, row: SharingRow) -> None:
        if not row.clashes:
            return
        first, count = row.clashes[0], len(row.clashes)
        note = clash(first.won, first.mine[0], first.theirs[0], first.author)
        text = trn("For {n} code a colleague means other goods",
                   "For {n} codes a colleague means other goods", count)  # fmt: skip
        self._window.toast(
            ToastSpec(
                text.format(n=formats.number(count)), f"{first.code}: {note}", "warn",
                action=tr("Show"), run=self._show,
            )
        )  # fmt: skip

    def _show(self) -> None:
        self._window.navigate("settings", section="codes")
