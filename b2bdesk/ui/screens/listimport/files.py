"""Saving what the import made: the report, and the answers in the buyer's own workbook."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.domain.bulk_rows import AMBIGUOUS, NOT_FOUND, PROPOSED
from b2bdesk.texts import formats, tr
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.rows.bulk import ListPreview
from b2bdesk.usecases.services import Services

REPORT, FILL, LOST = "report", "fill", "unknown"
UNKNOWN = (NOT_FOUND, AMBIGUOUS, PROPOSED)


class SavedFiles(QObject):
    """Asks where to, writes off the GUI thread, offers to open what was written."""

    def __init__(
        self, context: ScreenContext, services: Services, window: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._services, self._window = context, services, window

    def offer(self, anchor: QWidget, preview: ListPreview) -> None:
        """What can be saved of a list, to choose from."""
        lost = sum(preview.statuses.get(status, 0) for status in UNKNOWN)
        items = [
            ListItem(REPORT, tr("Report on every row"), icon="file-spreadsheet",
                     keycap="Ctrl+Shift+E"),
            ListItem(FILL, tr("The answers in your own file"), icon="table", keycap="Ctrl+S",
                     enabled=preview.path is not None),
            ListItem(LOST, tr("Only what was not recognised"), icon="help-circle",
                     right=formats.number(lost), keycap="Ctrl+Shift+U", enabled=lost > 0),
        ]  # fmt: skip
        popover = Popover(anchor, width=420)
        rows = RowList()
        rows.setAccessibleName(tr("What to save"))
        rows.set_items(items, REPORT)
        rows.fill_height(3)
        rows.chosen.connect(popover.close_now)
        rows.chosen.connect(partial(self.save, preview))
        popover.add(rows)
        popover.open_at(anchor, above=True)

    def save(self, preview: ListPreview, what: str) -> None:
        """Save a report, the answers or the unrecognised rows."""
        if what == FILL:
            self.fill_back(preview)
        else:
            self.save_report(preview, unknown_only=what == LOST)

    def save_report(self, preview: ListPreview, *, unknown_only: bool = False) -> None:
        """Every row with its status as .xlsx, or only what was not recognised."""
        if unknown_only and not any(preview.statuses.get(status) for status in UNKNOWN):
            self._context.toast(ToastSpec(tr("Every row of the list was recognised")))
            return
        stem = Path(preview.file).stem or tr("List")
        title, name = tr("Save the report"), tr("{name} — report")
        if unknown_only:
            title, name = tr("Save what was not recognised"), tr("{name} — not recognised")
        path = self._ask(title, name.format(name=stem), ".xlsx")
        if path is not None:
            work = partial(
                self._services.bulk_entry.report, preview, path, unknown_only=unknown_only
            )
            self._context.runner.run(work, self._on_report, on="slow", owner=self)

    def fill_back(self, preview: ListPreview) -> None:
        """A copy of the buyer's file with our answers behind his columns."""
        if preview.path is None:
            words = tr("A list from the clipboard has no file to put the answers into")
            self._context.toast(ToastSpec(words))
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
        self._tell(tr("The file is saved"), path)

    def _on_filled(self, path: Path, how: str) -> None:
        words = tr("The answers are in a copy of your file")
        if how == "copy":
            words = tr("The answers are in a plain copy: your file could not be kept as it is")
        self._tell(words, path)

    def _tell(self, words: str, path: Path) -> None:
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))
        self._context.toast(ToastSpec(words, path.name, action=tr("Open"), run=show))
