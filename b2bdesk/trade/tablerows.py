"""What a foreign list looks like after reading and before anybody judged it.

Both ends read lists (the buyer's order lists, the supplier's price lists), so the plain rows live
here: `files` makes them out of workbooks, `domain.paste` out of the clipboard, and `trade.lists`
and `domain.bulk` judge them. Texts are as a person sees them in the file, blank rows are left out,
row numbers are those at the left edge of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

# Marks of single cells: what the text alone does not tell.
MARK_DATE = "d"  # the cell is a date: perhaps an article that the spreadsheet took for one
MARK_SCIENTIFIC = "e"  # shown as 1,2E+04: perhaps an article such as 12E3
MARK_FORMULA = "f"  # a formula without a stored value that we cannot evaluate; text = the formula
MARK_COMPUTED = "c"  # a formula without a stored value that we evaluated
MARK_ERROR = "x"  # an error value such as #REF!

# Bits of a row's style, where the file tells it cheaply.
STYLE_BOLD = 1
STYLE_HIDDEN = 2
STYLE_OUTLINE = 4  # multiplied by the outline level: level 1 = 4, level 2 = 8 …

# Stands between an article and its size where a list has columns of sizes; no file can hold it.
SIZE_MARK = "\x1f"

MAX_ROWS = 200_000
MAX_COLUMNS = 512


class RawRow(NamedTuple):
    """One row that is not wholly blank.

    `marks` are pairs (column, mark), `style` the bits above; columns count from 0.
    """

    number: int
    cells: tuple[str, ...]
    marks: tuple[tuple[int, str], ...] = ()
    style: int = 0

    def mark(self, column: int) -> str:
        """The mark of a cell, or an empty text."""
        for at, mark in self.marks:
            if at == column:
                return mark
        return ""

    def cell(self, column: int | None) -> str:
        """The text of a cell; empty when the row is shorter or there is no such column."""
        if column is None or column >= len(self.cells):
            return ""
        return self.cells[column]


def raw_rows(numbers: Iterable[int], cells: Iterable[tuple[str, ...]]) -> Iterator[RawRow]:
    """Plain rows, made without a call for each: there are 100,000 of them."""
    plain = zip(numbers, cells, repeat(()), repeat(0), strict=False)
    return map(tuple.__new__, repeat(RawRow), plain)


def column_texts(rows: Iterable[RawRow], column: int | None) -> list[str]:
    """The texts of a column, row by row; empty where a row is shorter or there is no column."""
    cells = list(map(itemgetter(1), rows))
    if column is None:
        return [""] * len(cells)
    try:
        return list(map(itemgetter(column), cells))
    except IndexError:
        return [texts[column] if column < len(texts) else "" for texts in cells]


class Merge(NamedTuple):
    """A merged range: row numbers as people see them, columns from 0, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet (or HTML table, or text file): its rows that hold anything."""

    name: str
    rows: Sequence[RawRow]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RawBook:
    """A file as read.

    `kind`: xlsx, xlsb, xls, ods, html, xml, text, paste. `encoding` and `delimiter` are None where
    the format has none; `notes` are codes of what the reader had to do (e.g. `calamine_fallback`).
    """

    kind: str
    sheets: tuple[RawSheet, ...]
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> RawSheet | None:
        """The sheet of that name, if there is one."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        return None


class ListSource(NamedTuple):
    """Which sheet of which file a list was read from, and how: for writing answers back.

    `header_row` is the last heading row as people count, None without headings; `encoding` and
    `delimiter` are those of a text file.
    """

    path: Path
    sheet: str
    header_row: int | None
    encoding: str | None = None
    delimiter: str | None = None


def column_letters(column: int) -> str:
    """Spreadsheet letters of a column counted from 0 (0 → A, 26 → AA)."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int | None:
    """Column counted from 0 of spreadsheet letters in either case; None when they are none."""
    number = 0
    for letter in letters.strip().upper():
        if not "A" <= letter <= "Z":
            return None
        number = number * 26 + ord(letter) - 64
    return number - 1 if 0 < number <= 16384 else None
