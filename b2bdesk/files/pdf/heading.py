"""The heading of a printed table: titles, groups of columns, numbers of columns.

Statutory forms have two storeys («Единица измерения» over «код» and «условное обозначение») and a
row with the numbers of the columns; an invoice has one plain row. It is drawn on every sheet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from b2bdesk.files.pdf.sheet import Paper, Segment
from b2bdesk.files.pdf.typeset import Face


class Titled(Protocol):
    """What a heading needs of a column."""

    @property
    def title(self) -> str:
        """The title of the column."""

    @property
    def group(self) -> str:
        """The title over this and the neighbouring columns of the same group."""

    @property
    def mark(self) -> str:
        """The number of the column in the form."""


@dataclass(frozen=True, slots=True)
class HeadStyle:
    """Face, size and distances of a heading, in points; `fill` is its shade."""

    face: Face
    size: float
    pad_x: float
    pad_y: float
    fill: float
    thin: float

    @property
    def leading(self) -> float:
        """The distance of lines."""
        return self.size * 1.16


@dataclass(frozen=True, slots=True)
class _Cell:
    first: int
    last: int
    lines: list[str]
    top: float
    bottom: float


class Heading:
    """A heading measured for the widths of its columns."""

    def __init__(
        self, columns: Sequence[Titled], widths: Sequence[float], style: HeadStyle
    ) -> None:
        self._style = style
        self._marks = [column.mark for column in columns]
        upper, lower = _storeys(columns)
        room = [
            (first, last, self._wrap(title, sum(widths[first:last])))
            for first, last, title in upper
        ]
        below = [
            (index, self._wrap(columns[index].title, widths[index])) for index in sorted(lower)
        ]
        split = self._tall(lines for first, _, lines in room if first in lower)
        under = self._tall(lines for _, lines in below)
        single = self._tall(lines for first, _, lines in room if first not in lower)
        body = max(split + under, single)
        self._cells = [
            _Cell(first, last, lines, 0.0, split if first in lower else body)
            for first, last, lines in room
        ] + [_Cell(index, index + 1, lines, split, body) for index, lines in below]
        self._body = body
        self.height = body + (self._mark_height if any(self._marks) else 0.0)

    def draw(self, paper: Paper, edges: Sequence[float], y: float) -> None:
        """Draw the heading with its inner lines; the frame around it is the table's."""
        style = self._style
        paper.fill([(edges[0], y, edges[-1] - edges[0], self.height)], style.fill)
        lines: list[Segment] = []
        for cell in self._cells:
            left, right = edges[cell.first], edges[cell.last]
            self._draw_cell(paper, (left + right) / 2, y, cell)
            if cell.last < len(edges) - 1:
                lines.append((right, y + cell.top, right, y + cell.bottom))
            if cell.bottom < self._body:
                lines.append((left, y + cell.bottom, right, y + cell.bottom))
        if any(self._marks):
            self._draw_marks(paper, edges, y + self._body)
            lines.append((edges[0], y + self._body, edges[-1], y + self._body))
            lines += [(x, y + self._body, x, y + self.height) for x in edges[1:-1]]
        paper.lines(lines, style.thin)

    @property
    def _mark_height(self) -> float:
        return self._style.leading + 2.0

    def _wrap(self, title: str, width: float) -> list[str]:
        style = self._style
        return style.face.wrap(title, style.size, width - 2 * style.pad_x)

    def _tall(self, cells: Iterable[list[str]]) -> float:
        counts = [len(lines) for lines in cells]
        return max(counts) * self._style.leading + 2 * self._style.pad_y + 1 if counts else 0.0

    def _draw_cell(self, paper: Paper, middle: float, y: float, cell: _Cell) -> None:
        style = self._style
        free = cell.bottom - cell.top - len(cell.lines) * style.leading
        base = y + cell.top + free / 2 + style.size * 0.92
        for number, words in enumerate(cell.lines):
            paper.text_centre(middle, base + number * style.leading, words, style.face, style.size)

    def _draw_marks(self, paper: Paper, edges: Sequence[float], y: float) -> None:
        style = self._style
        for mark, left, right in zip(self._marks, edges, edges[1:], strict=False):
            paper.text_centre((left + right) / 2, y + style.size, mark, style.face, style.size)


def _storeys(columns: Sequence[Titled]) -> tuple[list[tuple[int, int, str]], set[int]]:
    """Return the cells of the upper row (first, past last, title) and the columns below them."""
    upper: list[tuple[int, int, str]] = []
    lower: set[int] = set()
    numbered = enumerate(columns)
    for group, members in groupby(numbered, key=lambda pair: pair[1].group):
        indexes = [index for index, _ in members]
        if group:
            upper.append((indexes[0], indexes[-1] + 1, group))
            lower.update(indexes)
        else:
            upper += [(index, index + 1, columns[index].title) for index in indexes]
    return upper, lower
