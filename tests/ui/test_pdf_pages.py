"""Preview equals print: what the printer gets is what the paper shows, in its true size."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPageSize, qGray
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from b2bdesk.ui.pdf_pages import measure, print_files, render
from b2bdesk.ui.widgets.paper import KEPT, Paper

A4 = (595.276, 841.89)


def pdf(path: Path, pages: int = 1, size: tuple[float, float] = A4) -> Path:
    """A document with a black square near a corner of each page."""
    canvas = Canvas(str(path), pagesize=size)
    for number in range(pages):
        canvas.rect(60, size[1] - 160 - 20 * number, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def printer(target: Path) -> QPrinter:
    """A printer that writes PDF on A4."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(target))
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return made


def different(one: QImage, other: QImage) -> float:
    """Share of sampled points that are black in one and white in the other."""
    size = one.size()
    points = [(x, y) for x in range(0, size.width(), 4) for y in range(0, size.height(), 4)]
    scaled = other.scaled(size)
    off = sum(abs(qGray(one.pixel(*p)) - qGray(scaled.pixel(*p))) > 128 for p in points)
    return off / len(points)


@pytest.mark.parametrize("size", [A4, (841.89, 595.276)])
def test_printed_pages_are_the_pages_shown(
    qapp: QApplication, tmp_path: Path, size: tuple[float, float]
) -> None:
    del qapp
    source = pdf(tmp_path / "shown.pdf", 2, size)
    told: list[int] = []
    assert print_files(printer(tmp_path / "out.pdf"), [source, source], told.append) == 4
    assert told == [1, 2, 3, 4]
    printed = measure(tmp_path / "out.pdf")
    assert len(printed.sizes) == 4
    for number in range(4):
        assert (printed.sizes[number] - QSizeF(*size)).width() == pytest.approx(0, abs=2)
        shown = render(source, number % 2, 72)
        assert different(shown, render(printed.path, number, 72)) < 0.01


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"hello")
    with pytest.raises(ValueError, match=r"no\.pdf"):
        measure(path)


def test_pages_are_asked_for_when_they_come_in_sight(qtbot: QtBot) -> None:
    paper = Paper()
    qtbot.addWidget(paper)
    paper.resize(400, 500)
    paper.show()
    asked: list[int] = []
    paper.wanted.connect(asked.append)
    paper.set_sheets([QSizeF(*A4)] * 40)
    assert asked
    assert max(asked) <= 2
    for number in asked:
        paper.set_image(number, QImage(10, 14, QImage.Format.Format_RGB888))
    bar = paper.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1000)
    bar.setValue(bar.maximum())
    assert max(asked) == 39
    assert all(number >= 39 - KEPT - 2 for number in paper.images()), "the first are forgotten"
    paper.set_sheets([])
    assert paper.images() == {}


def test_plus_minus_and_zero_zoom(qtbot: QtBot) -> None:
    paper = Paper()
    qtbot.addWidget(paper)
    paper.resize(400, 500)
    paper.show()
    paper.set_sheets([QSizeF(*A4)])
    assert paper.percent() == 0
    QTest.keyClicks(paper, "+")
    assert paper.percent() == 50
    QTest.keyClicks(paper, "+")
    assert paper.percent() == 75
    QTest.keyClicks(paper, "-")
    assert paper.percent() == 50
    QTest.keyClicks(paper, "0")
    assert paper.percent() == 0
