"""Pages of a PDF as pictures, for the preview and for the printer alike: preview = print.

pypdfium2 is not made for threads, so every call runs on the one worker of the `slow` lane. An
invoice of 5,000 lines has a hundred pages: pages are rendered when they are looked at, and the
printer gets one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from b2bdesk.trade.errors import Environment

if TYPE_CHECKING:
    import pypdfium2

POINTS_PER_INCH = 72
PRINT_DPI = 300.0


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A file to look at: `sizes` of its pages in points."""

    path: Path
    sizes: tuple[QSizeF, ...]


def measure(path: Path) -> Leaflet:
    """Return the sizes of the pages of a PDF.

    Raises:
        ValueError: the file is no PDF that can be read.
    """
    with _opened(path) as document:
        return Leaflet(path, tuple(QSizeF(*page.get_size()) for page in document))


def render(path: Path, number: int, dpi: float) -> QImage:
    """Render one page.

    Args:
        path: a PDF of the vault.
        number: of the page, from 0.
        dpi: pixels per inch, 72 = one pixel per point.

    Raises:
        ValueError: the file is no PDF that can be read.
    """
    with _opened(path) as document:
        return _image(document[number], dpi)


def print_files(
    printer: QPrinter, paths: Sequence[Path], told: Callable[[int], None] | None = None
) -> int:
    """Print every page of these files in its own size and direction; returns how many.

    Args:
        printer: ready, its question answered; used by the calling thread alone.
        paths: the PDFs, in order.
        told: gets the number of pages sent so far; may raise to stop.

    Raises:
        Environment: `print_failed`.
        ValueError: a file is no PDF that can be read.
    """
    painter = QPainter()
    sent = 0
    printer.setFullPage(True)
    try:
        for path in paths:
            with _opened(path) as document:
                for page in document:
                    _feed(printer, painter, page.get_size(), first=sent == 0)
                    _paint(printer, painter, _image(page, PRINT_DPI), QSizeF(*page.get_size()))
                    sent += 1
                    if told is not None:
                        told(sent)
    finally:
        if painter.isActive():
            painter.end()
    return sent


def _feed(printer: QPrinter, painter: QPainter, size: tuple[float, float], *, first: bool) -> None:
    """Take the next sheet, turned as the page is."""
    lying = size[0] > size[1]
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    )
    if not (painter.begin(printer) if first else printer.newPage()):
        raise Environment("print_failed", name=printer.printerName() or printer.outputFileName())


def _paint(printer: QPrinter, painter: QPainter, image: QImage, points: QSizeF) -> None:
    """Paint a page in its true size in the middle of the sheet, smaller only when it must be."""
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    true = points * (printer.resolution() / POINTS_PER_INCH)
    scale = min(1.0, sheet.width() / true.width(), sheet.height() / true.height())
    shown = true * scale
    left, top = (sheet.width() - shown.width()) / 2, (sheet.height() - shown.height()) / 2
    painter.drawImage(QRectF(left, top, shown.width(), shown.height()), image)


@contextmanager
def _opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2  # 30 ms that the first window does not need

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(path)) from error
    try:
        yield document
    finally:
        document.close()


def _image(page: pypdfium2.PdfPage, dpi: float) -> QImage:
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
    whole = bitmap.to_pil().convert("RGB")
    stride = whole.width * 3
    form = QImage.Format.Format_RGB888
    return QImage(whole.tobytes(), whole.width, whole.height, stride, form).copy()
