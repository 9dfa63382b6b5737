"""Pages of a PDF as pictures, for the preview and for the printer alike: preview = print.

pypdfium2 is not made for threads, so every call runs on the one worker of the `slow` lane.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Pages:
    """Rendered pages of one file, in order; `dpi` they were rendered with."""

    path: Path
    dpi: float
    images: tuple[QImage, ...]


def render(path: Path, dpi: float) -> Pages:
    """Render every page.

    Args:
        path: a PDF of the vault.
        dpi: pixels per inch, 72 = one pixel per point.

    Raises:
        ValueError: the file is no PDF that can be read.
    """
    import pypdfium2  # 30 ms that the first window does not need

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(path)) from error
    images = []
    try:
        for page in document:
            bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
            whole = bitmap.to_pil().convert("RGB")
            image = QImage(
                whole.tobytes(),
                whole.width,
                whole.height,
                whole.width * 3,
                QImage.Format.Format_RGB888,
            ).copy()
            images.append(image)
    finally:
        document.close()
    return Pages(path, dpi, tuple(images))
