"""Saving what the import made: the report, and the answers in the buyer's own workbook."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.usecases.rows.bulk import ListPreview
from b2bdesk.usecases.services import Services


class SavedFiles(QObject):
    """Asks where to, writes off the GUI thread, offers to open what was written."""

    def __init__(
        self, context: ScreenContext, services: Services, window: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._services, self._window = context, services, window

    def save_report(self, preview: ListPreview) -> None:
        """Every row with its status as .xlsx."""
        name = Path(preview.file).stem or tr("List")
        path = self._ask(tr("Save the report"), tr("{name} — report").format(name=name), ".xlsx")
        if path is not None:
            work = partial(self._services.bulk_entry.report, preview, path)
            self._context.runner.run(work, self._on_report, on="slow", owner=self)

    def fill_back(self, preview: ListPreview) -> None:
        """A copy of the buyer's file with our answers behind his columns."""
        if preview.path is None:
            return
        kept = preview.kind == "text" or preview.path.suffix.lower() == ".xlsm"
        suffix = preview.path.suffix if kept else ".xlsx"
        name = tr("{name} — answers").format(name=preview.path.stem)
        path = self._ask(tr("Save the list with the answers"), name, suffix)
        if path is not None:
            work = partial(self._services.bulk_entry.fill_back, preview, path)
            self._context.runner.run(work, partial(self._on_filled, path), on="slow", owner=self)

    def _ask(self, title: str, name: str, suffix: str) -> Path | None:
        folder = self._services.profile.exports
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, title, str(folder / f"{name}{suffix}"), f"*{suffix}"
        )
        return Path(chosen) if chosen else None

    def _on_report(self, path: Path) -> None:
        self._tell(tr("The report is saved"), path)

    def _on_filled(self, path: Path, how: str) -> None:
        words = tr("The answers are in a copy of your file")
        if how == "copy":
            words = tr("The answers are in a plain copy: your file could not be kept as it is")
        self._tell(words, path)

    def _tell(self, words: str, path: Path) -> None:
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))
        self._context.toast(ToastSpec(words, path.name, action=tr("Open"), run=show))
