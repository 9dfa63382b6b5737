"""Tables of a printed form: columns that fit their figures, rows measured once, drawn by page.

Figures set the width of their columns and never break; what is left goes to the texts, which
break into lines. Decimal columns stand comma under comma. A row higher than a page is cut into
pieces. Drawing costs a fixed time per row, so that 10,000 lines take ten times 1,000.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.files.pdf.blocks import Place
from b2bdesk.files.pdf.heading import Heading, HeadStyle
from b2bdesk.files.pdf.sheet import Paper
from b2bdesk.files.pdf.typeset import Face

TEXT, RIGHT, CENTRE, DECIMAL = "text", "right", "centre", "decimal"
_SAMPLE = 2
_OPEN = 1e9
_TITLE_PARTS = re.compile("[ \n]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `kind` decides its alignment; `TEXT` and a `CENTRE` with `most` break into lines.

    Widths in points. A column takes what its widest cell needs, at least `least`, at most `most`;
    `TEXT` without `most` shares the rest by `share`. `group` is a title over neighbouring columns,
    `mark` the number of the column in a statutory form.
    """

    title: str
    kind: str = TEXT
    least: float = 0.0
    most: float = _OPEN
    share: float = 1.0
    group: str = ""
    mark: str = ""

    @property
    def breaks(self) -> bool:
        """Whether long cells break into lines."""
        return self.kind == TEXT or (self.kind == CENTRE and self.most < _OPEN)

    @property
    def open(self) -> bool:
        """Whether the column takes a share of what is left."""
        return self.kind == TEXT and self.most >= _OPEN


@dataclass(frozen=True, slots=True)
class Style:
    """Faces, sizes and distances of a table, in points.

    `comma` is the decimal sign of its figures; after the column before `divider` the line is thick.
    """

    face: Face
    head_face: Face
    size: float = 8.5
    head_size: float = 8.5
    leading: float = 10.0
    pad_x: float = 3.0
    pad_y: float = 2.4
    thin: float = 0.4
    thick: float = 1.0
    head_fill: float = 0.93
    comma: str = ","
    divider: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A measured row: lines of each cell; `source` is the row given, −1 for a further piece."""

    cells: tuple[Sequence[str], ...]
    height: float
    source: int


class Table:
    """Columns with their widths and all rows measured, ready to be drawn in slices."""

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Sequence[Sequence[str]],
        width: float,
        style: Style,
        highest: float,
    ) -> None:
        """Measure everything.

        Args:
            columns: the columns from left to right.
            cells: texts of each row, one per column; figures already formatted.
            width: of the whole table.
            style: faces and distances.
            highest: what heading and one row may take; a higher row is cut into several.
        """
        self.columns = columns
        self.style = style
        self.width = width
        self.widths = fit_columns(columns, cells, width, style)
        self._tails = [_fraction_width(c, k, style) for k, c in _by_column(columns, cells)]
        head = HeadStyle(
            style.head_face, style.head_size, style.pad_x, style.pad_y, style.head_fill, style.thin
        )
        self._heading = Heading(columns, self.widths, head)
        self.head_height = self._heading.height
        self.rows = self._measure(cells, highest - self.head_height)
        self.heights = [row.height for row in self.rows]

    def edges(self, x: float) -> list[float]:
        """Return the x of every vertical line of a table that starts at `x`."""
        result = [x]
        for width in self.widths:
            result.append(result[-1] + width)
        return result

    def column(self, x: float, index: int) -> Place:
        """Return where a column stands in a table that starts at `x`; its height is open."""
        edges = self.edges(x)
        at = index % len(self.widths)
        return Place(edges[at], 0.0, self.widths[at])

    def draw(self, sheet: Paper, x: float, y: float, start: int, stop: int) -> float:
        """Draw the heading and rows `start` … `stop` − 1 from `y` down; return the bottom."""
        if start == stop:
            return y
        style = self.style
        edges = self.edges(x)
        self._heading.draw(sheet, edges, y)
        top = bottom = y + self.head_height
        rules = []
        for row in self.rows[start:stop]:
            self._draw_row(sheet, edges, bottom, row)
            bottom += row.height
            rules.append((x, bottom, edges[-1], bottom))
        sheet.lines(rules[:-1], style.thin)
        sheet.lines([(e, top, e, bottom) for e in edges[1:-1]], style.thin)
        sheet.lines([(x, top, edges[-1], top)], style.thick)
        if style.divider:
            middle = edges[style.divider]
            sheet.lines([(middle, y, middle, bottom)], style.thick)
        sheet.box(x, y, self.width, bottom - y, style.thick)
        return bottom

    def _draw_row(self, sheet: Paper, edges: Sequence[float], y: float, row: Row) -> None:
        style = self.style
        face, size, pad = style.face, style.size, style.pad_x
        base = y + style.pad_y + size * 0.86
        for index, lines in enumerate(row.cells):
            left, right = edges[index], edges[index + 1]
            kind = self.columns[index].kind
            if kind in (TEXT, CENTRE):
                for number, words in enumerate(lines):
                    y = base + number * style.leading
                    x = left + pad
                    if kind == CENTRE:
                        x = (left + right - face.width(words, size)) / 2
                    sheet.text(x, y, words, face, size)
            elif lines and lines[0]:
                words = lines[0]
                x = right - pad - face.width(words, size) - self._shift(index, words)
                sheet.text(x, base, words, face, size)

    def _shift(self, index: int, words: str) -> float:
        """Return how far left a figure stands so that its comma is under the others."""
        widest = self._tails[index]
        return max(widest - _tail_width(words, self.style), 0.0) if widest else 0.0

    def _measure(self, cells: Sequence[Sequence[str]], highest: float) -> list[Row]:
        style = self.style
        most = max(int((highest - 2 * style.pad_y) // style.leading), 1)
        inner = [width - 2 * style.pad_x for width in self.widths]
        breaks = [column.breaks for column in self.columns]
        wrap, size = style.face.wrap, style.size
        rows = []
        for source, texts in enumerate(cells):
            lines = tuple(
                wrap(text, size, room) if broken else (text,)
                for text, broken, room in zip(texts, breaks, inner, strict=True)
            )
            count = max(map(len, lines))
            for first in range(0, count, most):
                piece = (
                    tuple(cell[first : first + most] for cell in lines)
                    if first or count > most
                    else lines
                )
                used = max(map(len, piece))
                height = used * style.leading + 2 * style.pad_y
                rows.append(Row(piece, height, -1 if first else source))
        return rows


def fit_columns(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], width: float, style: Style
) -> list[float]:
    """Return the width of each column: figures as they need, the rest shared by the texts."""
    result = [0.0] * len(columns)
    for index, (texts, column) in enumerate(_by_column(columns, cells)):
        if not column.open:
            result[index] = min(max(column.least, _natural(texts, column, style)), column.most)
    rest = width - sum(result)
    shares = sum(column.share for column in columns if column.open)
    for index, column in enumerate(columns):
        if column.open:
            result[index] = rest * column.share / shares
    return result


def _by_column(
    columns: Sequence[Column], cells: Sequence[Sequence[str]]
) -> list[tuple[list[str], Column]]:
    return [([row[index] for row in cells], column) for index, column in enumerate(columns)]


def _natural(texts: list[str], column: Column, style: Style) -> float:
    """Return the width the widest text of a column needs, its heading's longest word too."""
    longest = max(map(len, texts), default=0)
    widest = {text for text in texts if len(text) >= longest - _SAMPLE}
    need = max((style.face.width(text, style.size) for text in widest), default=0.0)
    if column.kind == DECIMAL:
        need = _decimal_need(texts, style)
    head = max(
        style.head_face.width(word, style.head_size) for word in _TITLE_PARTS.split(column.title)
    )
    return max(need, head) + 2 * style.pad_x


def _decimal_need(texts: list[str], style: Style) -> float:
    """Return the width of figures that stand comma under comma."""
    wholes = {text.partition(style.comma)[0] for text in texts}
    longest = max(map(len, wholes), default=0)
    whole = max(
        (style.face.width(w, style.size) for w in wholes if len(w) >= longest - _SAMPLE),
        default=0.0,
    )
    return whole + _widest_tail(texts, style)


def _fraction_width(column: Column, texts: list[str], style: Style) -> float:
    return _widest_tail(texts, style) if column.kind == DECIMAL else 0.0


def _widest_tail(texts: list[str], style: Style) -> float:
    samples = {len(text.partition(style.comma)[2]): text for text in texts if text}
    return max((_tail_width(text, style) for text in samples.values()), default=0.0)


def _tail_width(words: str, style: Style) -> float:
    _, comma, fraction = words.partition(style.comma)
    return style.face.width(comma + fraction, style.size)
