"""The pages of the list before they are printed: preview = print, from the same file."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.pdf_pages import Leaflet, measure, print_files, render
from b2bdesk.ui.screens.documents.printing import PrintQuestion
from b2bdesk.ui.tasks import JobControl
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import HEADER, PRIMARY, QUIET, SECONDARY, Button
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.paper import Paper

_KIND = "goods"
_DPI = 72


class Preview(QWidget):
    """Pages over the whole screen.

    Args:
        context: the screen's; pages are rendered on its slow lane.
        parent: owner.

    Signals:
        left: back to the list.
    """

    left = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._path = Path()
        self.back = Button(
            tr("Back to the list"), QUIET, icon="arrow-left", key="Esc", height=HEADER
        )
        self.title = PlainLabel("", 13, look.MEDIUM)
        self.save = Button(tr("Save as PDF"), SECONDARY, icon="download", height=HEADER)
        self.print = Button(tr("Print"), PRIMARY, icon="printer", key="Ctrl+P", height=HEADER)
        self.paper = Paper()
        self.paper.setAccessibleName(tr("Pages"))
        head = QHBoxLayout()
        head.setContentsMargins(12, 9, 16, 9)
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.save)
        head.addWidget(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.paper, 1)
        self.back.clicked.connect(self.left)
        self.save.clicked.connect(self._on_save)
        self.print.clicked.connect(self.ask_printer)
        self.paper.wanted.connect(self._on_wanted)

    def look_at(self, path: Path) -> None:
        """Show a PDF."""
        self._path = path
        self._context.runner.run(
            partial(measure, path), self._on_measured, on="slow", lane="catalog.preview", owner=self
        )

    def ask_printer(self) -> None:
        """The system's question, then print."""
        PrintQuestion(self, self._context.settings, _KIND, self._on_printer).open()

    def _on_measured(self, leaflet: Leaflet) -> None:
        self.paper.set_sheets(leaflet.sizes)
        count = len(leaflet.sizes)
        self.title.set_text(trn("{n} page", "{n} pages", count).format(n=formats.number(count)))
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_wanted(self, number: int) -> None:
        ratio = self.devicePixelRatioF() * self.paper.percent() / 100
        self._context.runner.run(
            partial(render, self._path, number, _DPI * max(1.0, ratio)),
            partial(self._on_rendered, self._path, number), on="slow", owner=self,
        )  # fmt: skip

    def _on_rendered(self, path: Path, number: int, image: QImage) -> None:
        if path == self._path:
            self.paper.set_image(number, image)

    def _on_printer(self, printer: QPrinter) -> None:
        self._context.runner.run_job(
            partial(_print, self._path, printer), self._on_printed, on="slow"
        )

    def _on_printed(self, pages: int) -> None:
        if pages:
            words = trn("{n} page printed", "{n} pages printed", pages).format(n=pages)
            self._context.toast(ToastSpec(words))

    def _on_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), self._path.name, "PDF (*.pdf)"
        )
        if chosen:
            copied = partial(shutil.copyfile, self._path, chosen)
            self._context.runner.run(copied, self._on_saved, on="slow", owner=self)

    def _on_saved(self, target: str) -> None:
        self._context.toast(ToastSpec(tr("Saved: {name}").format(name=Path(target).name)))


def _print(path: Path, printer: QPrinter, control: JobControl) -> int:
    def told(_pages: int) -> None:
        control.check()

    return print_files(printer, [path], told)
