"""Which piece of a document goes on which page, decided before anything is drawn.

Knowing the number of pages first gives «Лист 2 из 3», and lets the totals with the signatures
move to the next page together with the last lines instead of standing there alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

KEEP = 2


@dataclass(frozen=True, slots=True)
class Room:
    """Heights in points: what pages offer and what the table takes on each of them.

    `table_foot` is a line under the rows of every page (ТОРГ-12: «Итого»).
    """

    first: float
    other: float
    table_head: float
    table_foot: float = 0.0

    def for_rows(self, page: int) -> float:
        """Return what the rows of a page may take."""
        return (self.other if page else self.first) - self.table_head - self.table_foot


@dataclass(frozen=True, slots=True)
class PagePlan:
    """What stands on one page.

    Rows `start` … `stop` − 1 of the table, then the tail where `tail` is set, then the closing
    lines `notes_start` … `notes_stop` − 1.
    """

    start: int
    stop: int
    tail: bool = False
    notes_start: int = 0
    notes_stop: int = 0


def plan_pages(
    rows: Sequence[float], tail: float, room: Room, notes: Sequence[float] = ()
) -> list[PagePlan]:
    """Place the rows of a table, the block that follows them and closing lines.

    Args:
        rows: height of each row; none is higher than an empty further page.
        tail: height of the block after the table; it is not split and stands with at least one
            of the last rows wherever the table has more than one.
        room: what pages offer.
        notes: heights of lines after the tail, which may run over to further pages.

    Returns:
        One plan per page, at least one.
    """
    starts = _starts(rows, room)
    last = starts[-1]
    left = room.for_rows(len(starts) - 1) - sum(rows[last:]) - tail
    if left < 0:
        first, left = _push_tail(rows, last, tail, room)
        starts.append(first)
    stops = [*starts[1:], len(rows)]
    plans = [PagePlan(a, b) for a, b in zip(starts, stops, strict=True)]
    pieces = _note_pieces(notes, left + room.table_foot, room)
    plans[-1] = PagePlan(plans[-1].start, plans[-1].stop, True, *pieces[0])
    end = len(rows)
    return plans + [PagePlan(end, end, False, *piece) for piece in pieces[1:]]


def _starts(rows: Sequence[float], room: Room) -> list[int]:
    """Return the first row of each page, filling pages one after another."""
    starts = [0]
    left = room.for_rows(0)
    for index, height in enumerate(rows):
        if height > left:
            starts.append(index)
            left = room.for_rows(len(starts) - 1)
        left -= height
    return starts


def _push_tail(rows: Sequence[float], start: int, tail: float, room: Room) -> tuple[int, float]:
    """Return the first row that moves on with the tail, and what is left on that page.

    At least one row stays on the page it was on: no page loses all of its rows.
    """
    left = room.for_rows(1) - tail
    first = len(rows)
    while first > start + 1 and len(rows) - first < KEEP and rows[first - 1] <= left:
        first -= 1
        left -= rows[first]
    return first, left


def _note_pieces(notes: Sequence[float], left: float, room: Room) -> list[tuple[int, int]]:
    """Return (start, stop) of the closing lines per page, the tail's page first."""
    starts = [0]
    for index, height in enumerate(notes):
        if height > left:
            starts.append(index)
            left = room.other
        left -= height
    return list(zip(starts, [*starts[1:], len(notes)], strict=True))
