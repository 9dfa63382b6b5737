"""A form of a head, one table and a tail, laid out over as many sheets as it needs.

Everything is measured on a blank paper first and then drawn, so that the number of sheets is known
and totals with signatures stay with the last lines. A document says what its parts are; margins,
running heads, sheet numbers and the order of drawing are here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from b2bdesk.files.pdf.blocks import Place, sheet_number
from b2bdesk.files.pdf.paginate import PagePlan, Room, plan_pages
from b2bdesk.files.pdf.sheet import BLACK, GREY, MM, PORTRAIT, About, Blank, Paper, printed
from b2bdesk.files.pdf.table import Table
from b2bdesk.files.pdf.typeset import regular

Progress = Callable[[int, int], None]
NOTE_SIZE, NOTE_LEADING = 8.5, 10.2
_RUNNING_HEAD, _RUNNING_SIZE = 16.0, 7.5
_LEAST_ROOM = 200.0


@dataclass(frozen=True, slots=True)
class Margins:
    """White edges of the paper, in points."""

    left: float = 15 * MM
    right: float = 10 * MM
    top: float = 11 * MM
    bottom: float = 12 * MM


OFFICE = Margins()


class Form(ABC):
    """One document being printed; made for each print and thrown away."""

    foot_height = 0.0

    def __init__(self, size: tuple[float, float] = PORTRAIT, margins: Margins = OFFICE) -> None:
        self.size = size
        self._bottom = size[1] - margins.bottom
        width = size[0] - margins.left - margins.right
        self.place = Place(margins.left, margins.top, width)

    @abstractmethod
    def about(self) -> About:
        """What the file says about itself."""

    def running(self, about: About) -> str:
        """Return what stands on top of further sheets."""
        return f"{about.title} · {about.author}"

    @abstractmethod
    def head(self, paper: Paper, place: Place) -> float:
        """Draw everything above the table from the top of the first sheet; return the bottom."""

    @abstractmethod
    def table(self, width: float, highest: float) -> Table:
        """Measure the table; its heading with one row may be `highest` high."""

    @abstractmethod
    def tail(self, paper: Paper, place: Place, table: Table) -> float:
        """Draw what follows the table; return the bottom."""

    def foot(self, paper: Paper, table: Table, y: float, plan: PagePlan) -> float:
        """Draw what closes the rows of a sheet, `foot_height` high; return the bottom."""
        return y

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
                if plan.stop > plan.start:
                    y = self.foot(sheet, table, y, plan)
                if plan.tail:
                    y = self.tail(sheet, place.down(y), table)
                write_notes(sheet, place.down(y), notes[plan.notes_start : plan.notes_stop])
                sheet_number(sheet, number, len(plans), place.right, self._bottom)
                sheet.next_page()
                if progress is not None:
                    progress(number, len(plans))
        return len(plans)

    def _lay_out(self) -> tuple[Table, list[PagePlan]]:
        blank = Blank(self.size)
        usable = self._bottom
        first = usable - self.head(blank, self.place)
        other = usable - self.place.y - _RUNNING_HEAD
        highest = first if first > _LEAST_ROOM + self.foot_height else other
        table = self.table(self.place.width, highest - self.foot_height)
        tail = self.tail(blank, self.place.down(0.0), table)
        room = Room(first, other, table.head_height, self.foot_height)
        notes = [NOTE_LEADING] * len(self.notes())
        return table, plan_pages(table.heights, tail, room, notes)

    def _running_head(self, paper: Paper, about: About) -> float:
        line = regular().wrap(self.running(about), _RUNNING_SIZE, self.place.width)[0]
        paper.ink(GREY)
        paper.text(self.place.x, self.place.y + _RUNNING_SIZE, line, regular(), _RUNNING_SIZE)
        paper.ink(BLACK)
        return self.place.y + _RUNNING_HEAD


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
