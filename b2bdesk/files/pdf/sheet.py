"""A sheet of paper to draw on: points from the top left corner, text above lines and fills.

Wraps the reportlab canvas. The same document gives the same bytes: no clock, no random id; the
creation date in the file is the date of the document. Used by every printed form; `printed`
opens a file or stream, hands out the sheet and writes the end only when all went well.
"""

import datetime
import io
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from b2bdesk.files.pdf.typeset import Face

PORTRAIT = (float(A4[0]), float(A4[1]))
LANDSCAPE = (PORTRAIT[1], PORTRAIT[0])
MM = 72 / 25.4
BLACK = 0.0
GREY = 0.38
Segment = tuple[float, float, float, float]

rl_config.useA85 = 0  # binary streams: a quarter smaller than the ASCII form, read everywhere
_saving = threading.Lock()  # reportlab subsets a font through one shared file position


@dataclass(frozen=True, slots=True)
class About:
    """What the file says about itself."""

    title: str
    author: str
    date: datetime.date
    subject: str = ""
    language: str = "ru-RU"


class Paper(Protocol):
    """What a block draws on; `Blank` has the same methods and leaves no trace."""

    width: float
    height: float

    def text(self, x: float, y: float, words: str, face: Face, size: float) -> None:
        """Write cleaned words with the baseline at `y`, starting at `x`."""

    def text_right(self, x: float, y: float, words: str, face: Face, size: float) -> None:
        """Write cleaned words ending at `x`."""

    def text_centre(self, x: float, y: float, words: str, face: Face, size: float) -> None:
        """Write cleaned words around `x`."""

    def ink(self, grey: float) -> None:
        """Set the shade of following text: 0 black … 1 white."""

    def lines(self, segments: Sequence[Segment], width: float, grey: float = BLACK) -> None:
        """Draw straight lines (x1, y1, x2, y2) of one width."""

    def box(self, x: float, y: float, width: float, height: float, line: float) -> None:
        """Draw the outline of a rectangle whose upper left corner is (x, y)."""

    def fill(self, rectangles: Iterable[Segment], grey: float) -> None:
        """Fill rectangles (x, y, width, height) as one shape, so that no seams show."""


class Blank:
    """A paper that only measures: blocks return where they end, nothing is drawn."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.width, self.height = size

    def text(self, x: float, y: float, words: str, face: Face, size: float) -> None:
        """Leave no trace."""

    text_right = text_centre = text

    def ink(self, grey: float) -> None:
        """Leave no trace."""

    def lines(self, segments: Sequence[Segment], width: float, grey: float = BLACK) -> None:
        """Leave no trace."""

    def box(self, x: float, y: float, width: float, height: float, line: float) -> None:
        """Leave no trace."""

    def fill(self, rectangles: Iterable[Segment], grey: float) -> None:
        """Leave no trace."""


class Sheet:
    """The page being drawn; `x` grows to the right, `y` downwards, both in points."""

    def __init__(self, canvas: Canvas, size: tuple[float, float]) -> None:
        self._canvas = canvas
        self.width, self.height = size
        self._text = canvas.beginText()
        self._stroke = (-1.0, -1.0)
        self._font: tuple[str, float] = ("", 0.0)
        self._grey = BLACK

    def text(self, x: float, y: float, words: str, face: Face, size: float) -> None:
        """Write cleaned words with the baseline at `y`, starting at `x`."""
        if (face.name, size) != self._font:
            self._font = (face.name, size)
            self._text.setFont(face.name, size)
        self._text.setTextOrigin(x, self.height - y)
        self._text.textOut(words)

    def text_right(self, x: float, y: float, words: str, face: Face, size: float) -> None:
        """Write cleaned words ending at `x`."""
        self.text(x - face.width(words, size), y, words, face, size)

    def text_centre(self, x: float, y: float, words: str, face: Face, size: float) -> None:
        """Write cleaned words around `x`."""
        self.text(x - face.width(words, size) / 2, y, words, face, size)

    def ink(self, grey: float) -> None:
        """Set the shade of following text: 0 black … 1 white."""
        if grey != self._grey:
            self._grey = grey
            self._text.setFillGray(grey)

    def lines(self, segments: Sequence[Segment], width: float, grey: float = BLACK) -> None:
        """Draw straight lines (x1, y1, x2, y2) of one width."""
        if not segments:
            return
        self._pen(width, grey)
        h = self.height
        self._canvas.lines([(x1, h - y1, x2, h - y2) for x1, y1, x2, y2 in segments])

    def box(self, x: float, y: float, width: float, height: float, line: float) -> None:
        """Draw the outline of a rectangle whose upper left corner is (x, y)."""
        self._pen(line, BLACK)
        self._canvas.rect(x, self.height - y - height, width, height, stroke=1, fill=0)

    def fill(self, rectangles: Iterable[Segment], grey: float) -> None:
        """Fill rectangles (x, y, width, height) as one shape, so that no seams show."""
        path = self._canvas.beginPath()
        for x, y, width, height in rectangles:
            path.rect(x, self.height - y - height, width, height)
        self._canvas.setFillGray(grey)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def next_page(self) -> None:
        """Finish this page and start an empty one."""
        self._canvas.setFillGray(BLACK)
        self._canvas.drawText(self._text)
        self._canvas.showPage()
        self._text = self._canvas.beginText()
        self._stroke, self._font, self._grey = (-1.0, -1.0), ("", 0.0), BLACK

    def _pen(self, width: float, grey: float) -> None:
        if (width, grey) != self._stroke:
            self._stroke = (width, grey)
            self._canvas.setLineWidth(width)
            self._canvas.setStrokeGray(grey)


@contextmanager
def printed(out: BinaryIO | Path, about: About, size: tuple[float, float]) -> Iterator[Sheet]:
    """Open a sheet that is written to a stream or file when the block ends without an error.

    Every page, the last one too, is ended by `Sheet.next_page`.
    """
    memory = io.BytesIO()
    canvas = Canvas(
        memory,
        pagesize=size,
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 4),
        lang=about.language,
    )
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setSubject(about.subject)
    canvas.setCreator("b2bdesk")
    canvas.setDateFormatter(_DateStamp(about.date))
    yield Sheet(canvas, size)
    with _saving:
        canvas.save()
    if isinstance(out, Path):
        out.write_bytes(memory.getbuffer())
    else:
        out.write(memory.getbuffer())


class _DateStamp:
    """Writes the creation date of the file: midnight of the document's date, Moscow time."""

    def __init__(self, date: datetime.date) -> None:
        self._date = date

    def __call__(self, *_now: int) -> str:
        return f"D:{self._date:%Y%m%d}000000+03'00'"
