"""Asks where to print; the printer is remembered per kind of document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import Settings

_PRINTER = "print.printer."


class PrintQuestion(QObject):
    """The system's print dialog, without a nested event loop; `then` gets the printer chosen.

    Args:
        owner: the dialog belongs to its window.
        settings: remember the printer.
        kind: of the documents.
        then: called when the person agreed.
    """

    def __init__(
        self, owner: QWidget, settings: Settings, kind: str, then: Callable[[QPrinter], object]
    ) -> None:
        super().__init__(owner)
        self._settings, self._key = settings, _PRINTER + kind
        self._then = then
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        known = str(settings.get(self._key, ""))
        if known and known in QPrinterInfo.availablePrinterNames():
            self._printer.setPrinterName(known)
        self._dialog = QPrintDialog(self._printer, owner)
        self._dialog.setWindowTitle(tr("Print"))
        self._dialog.accepted.connect(self._on_accepted)
        self._dialog.finished.connect(self._on_finished)

    def open(self) -> None:
        """Show the dialog over its window."""
        self._dialog.setModal(True)
        self._dialog.show()

    def _on_accepted(self) -> None:
        self._settings.set(self._key, self._printer.printerName())
        self._then(self._printer)

    def _on_finished(self, _result: int) -> None:
        self._dialog.deleteLater()
        self.deleteLater()
