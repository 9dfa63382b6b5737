"""A form of a head, one table and a tail, laid out over as many sheets as it needs.

Everything is measured on a blank paper first and then drawn, so that the number of sheets is known
and totals with signatures stay with the last lines. A document says what its parts are; margins,
running heads, sheet numbers and the order of drawing are here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from b2bdesk.files.pdf.blocks import Place, sheet_number
from b2bdesk.files.pdf.paginate import PagePlan, Room, plan_pages
from b2bdesk.files.pdf.sheet import BLACK, GREY, MM, PORTRAIT, About, Blank, Paper, printed
from b2bdesk.files.pdf.table import Table
from b2bdesk.files.pdf.typeset import regular

Progress = Callable[[int, int], None]
NOTE_SIZE, NOTE_LEADING = 8.5, 10.2
TABLE_HEAD = 60.0  # more than a heading of three lines takes
_LEFT, _RIGHT, _TOP, _BOTTOM = 15 * MM, 10 * MM, 11 * MM, 12 * MM
_RUNNING_HEAD, _RUNNING_SIZE = 16.0, 7.5
_LEAST_ROOM = 150.0


class Form(ABC):
    """One document being printed; made for each print and thrown away."""

    def __init__(self, size: tuple[float, float] = PORTRAIT) -> None:
        self.size = size
        self.place = Place(_LEFT, _TOP, self.width_of(size))

    @staticmethod
    def width_of(size: tuple[float, float]) -> float:
        """Return the width between the margins of a paper size."""
        return size[0] - _LEFT - _RIGHT

    @abstractmethod
    def about(self) -> About:
        """What the file says about itself; its title also runs on top of further sheets."""

    @abstractmethod
    def head(self, paper: Paper, place: Place) -> float:
        """Draw everything above the table from the top of the first sheet; return the bottom."""

    @abstractmethod
    def table(self, width: float, highest: float) -> Table:
        """Measure the table, no row higher than `highest`."""

    @abstractmethod
    def tail(self, paper: Paper, place: Place, sums: Place) -> float:
        """Draw what follows the table, totals under the column `sums`; return the bottom."""

    def sums_column(self) -> int:
        """Return the index of the column of sums: the last one unless a form says otherwise."""
        return -1

    def notes(self) -> Sequence[str]:
        """Return lines after the tail, as wide as the sheet, which may run over."""
        return ()

    def print(self, out: BinaryIO | Path, progress: Progress | None) -> int:
        """Lay out, draw all sheets and write the file; return the number of sheets."""
        table, plans = self._lay_out()
        about = self.about()
        notes = self.notes()
        with printed(out, about, self.size) as sheet:
            for number, plan in enumerate(plans, 1):
                place = self.place
                y = self._running_head(sheet, about) if number > 1 else self.head(sheet, place)
                y = table.draw(sheet, place.x, y, plan.start, plan.stop)
                if plan.tail:
                    y = self.tail(sheet, place.down(y), self._sums(table))
                write_notes(sheet, place.down(y), notes[plan.notes_start : plan.notes_stop])
                sheet_number(sheet, number, len(plans), place.right)
                sheet.next_page()
                if progress is not None:
                    progress(number, len(plans))
        return len(plans)

    def _lay_out(self) -> tuple[Table, list[PagePlan]]:
        blank = Blank(self.size)
        usable = self.size[1] - _BOTTOM
        first = usable - self.head(blank, self.place)
        other = usable - _TOP - _RUNNING_HEAD
        highest = first - TABLE_HEAD
        if highest < _LEAST_ROOM:
            highest = other - TABLE_HEAD
        table = self.table(self.place.width, highest)
        tail = self.tail(blank, self.place.down(0.0), self._sums(table))
        room = Room(first, other, table.head_height)
        notes = [NOTE_LEADING] * len(self.notes())
        return table, plan_pages(table.heights, tail, room, notes)

    def _sums(self, table: Table) -> Place:
        index = self.sums_column() % len(table.widths)
        return Place(self.place.x + sum(table.widths[:index]), 0.0, table.widths[index])

    def _running_head(self, paper: Paper, about: About) -> float:
        words = f"{about.title} · {about.author}" if about.author else about.title
        line = regular().wrap(words, _RUNNING_SIZE, self.place.width)[0]
        paper.ink(GREY)
        paper.text(self.place.x, _TOP + _RUNNING_SIZE, line, regular(), _RUNNING_SIZE)
        paper.ink(BLACK)
        return _TOP + _RUNNING_HEAD


def write_notes(paper: Paper, place: Place, lines: Sequence[str]) -> float:
    """Write lines broken before; return their bottom."""
    y = place.y
    for line in lines:
        paper.text(place.x, y + NOTE_SIZE, line, regular(), NOTE_SIZE)
        y += NOTE_LEADING
    return y


def note_lines(texts: Sequence[str], width: float) -> list[str]:
    """Break texts into lines for `write_notes`; blank texts are left out."""
    kept = [text for text in texts if text.strip()]
    return [line for text in kept for line in regular().wrap(text, NOTE_SIZE, width)]
