"""Документы: preview of the current one, ticking, printing to a file, saving, to the order."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from b2bdesk.ui.frame.context import MemorySettings
from b2bdesk.ui.pdf_pages import measure
from b2bdesk.ui.screens.documents.printing import PrintQuestion
from b2bdesk.ui.screens.documents.screen import DocumentsScreen
from b2bdesk.usecases.rows.orders import DocumentFilter, DocumentRow
from tests.support.desktop import Desktop
from tests.ui.keyboard import CTRL, press

K = Qt.Key


def documents(desk: Desktop, **args: object) -> DocumentsScreen:
    screen = desk.screen("documents", **args)
    assert isinstance(screen, DocumentsScreen)
    return screen


def invoice(desk: Desktop) -> DocumentRow:
    rows = desk.services.documents.list(DocumentFilter())
    return next(row for row in rows if row.kind == "invoice")


def test_the_current_document_lies_on_the_paper(desk: Desktop) -> None:
    row = invoice(desk)
    screen = documents(desk, document=row.id)
    assert row.number in screen.view.title()
    assert screen.view.paper.images()


def test_space_ticks_and_the_button_counts(desk: Desktop) -> None:
    screen = documents(desk)
    press(K.Key_Space)
    press(K.Key_Down)
    press(K.Key_Space)
    assert len(screen.ticked()) == 2
    assert "2" in screen.view.print.text()
    press(K.Key_Space)
    assert len(screen.ticked()) == 1


def test_what_is_printed_is_what_is_shown(
    desk: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = invoice(desk)
    documents(desk, document=row.id)
    target = tmp_path / "printed.pdf"

    def agree(question: PrintQuestion) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        question._then(printer)

    monkeypatch.setattr(PrintQuestion, "open", agree)
    press(K.Key_P, CTRL)
    desk.settle()
    shown = measure(desk.services.documents.pdf(row.id))
    assert len(measure(target).sizes) == len(shown.sizes)


def test_the_printer_is_remembered_per_kind(desk: Desktop) -> None:
    settings = MemorySettings()
    got: list[QPrinter] = []
    question = PrintQuestion(documents(desk), settings, "invoice", got.append)
    question._on_accepted()
    assert len(got) == 1
    assert settings.get("print.printer.invoice") == got[0].printerName()


def test_ctrl_s_saves_into_a_folder(
    desk: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents(desk, document=invoice(desk).id)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    press(K.Key_S, CTRL)
    desk.settle()
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_the_order_of_a_document_is_one_press_away(desk: Desktop) -> None:
    screen = documents(desk, document=invoice(desk).id)
    screen.view.order.click()
    desk.settle()
    assert desk.window.current_screen() == "orders"


def test_the_narrow_list_keeps_sums_and_states_in_sight(desk: Desktop) -> None:
    screen = documents(desk)
    desk.window.resize(1024, 680)
    desk.settle()
    assert screen.view.grid.horizontalScrollBar().maximum() == 0
