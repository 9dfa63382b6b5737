"""Sends rendered pages to a printer; the printer is remembered per kind of document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import Settings

PRINT_DPI = 300
_PRINTER = "print.printer."


class PrintJob(QObject):
    """One printing: the dialog, then the pages.

    The dialog is opened without a nested event loop; `done` is told the number of pages, 0 when
    the person thought better of it.
    """

    def __init__(self, owner: QWidget, settings: Settings, kind: str) -> None:
        super().__init__(owner)
        self._settings = settings
        self._kind = kind
        self._images: tuple[QImage, ...] = ()
        self._done: Callable[[int], None] | None = None
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        known = str(settings.get(_PRINTER + kind, ""))
        if known and known in QPrinterInfo.availablePrinterNames():
            self._printer.setPrinterName(known)
        self._dialog = QPrintDialog(self._printer, owner)
        self._dialog.setWindowTitle(tr("Print"))
        self._dialog.accepted.connect(self._on_accepted)
        self._dialog.rejected.connect(self._on_rejected)

    def start(self, images: Sequence[QImage], done: Callable[[int], None]) -> None:
        """Ask for the printer, then print the pages."""
        self._images = tuple(images)
        self._done = done
        self._dialog.setModal(True)
        self._dialog.show()

    def _on_accepted(self) -> None:
        self._settings.set(_PRINTER + self._kind, self._printer.printerName())
        print_pages(self._printer, self._images)
        self._end(len(self._images))

    def _on_rejected(self) -> None:
        self._end(0)

    def _end(self, pages: int) -> None:
        if self._done is not None:
            self._done(pages)
        self.deleteLater()


def print_pages(printer: QPrinter, images: Sequence[QImage]) -> None:
    """Paint each page as large as the sheet allows, turned as the page is."""
    painter = QPainter()
    for number, image in enumerate(images):
        wide = image.width() > image.height()
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        )
        if number == 0:
            if not painter.begin(printer):
                return
        else:
            printer.newPage()
        sheet = printer.pageRect(QPrinter.Unit.DevicePixel)
        scale = min(sheet.width() / image.width(), sheet.height() / image.height())
        painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
    painter.end()
