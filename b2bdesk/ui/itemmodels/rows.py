"""What a grid row is made of: columns, cells, states. All words are ready when they get here.

A screen's `prepare(raw) -> GridRow` formats numbers and chooses tones once, when the row is
first needed or changed; painting only looks things up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Key = int | str
"""Names a row for good: a line id, an item number, a document id."""

TEXT = "text"
ARTICLE = "article"
NUMBER = "number"
QUANTITY = "quantity"
STATE = "state"
CHECK = "check"
PICTURE = "picture"
INDEX = "index"

_RIGHT = frozenset({NUMBER, QUANTITY, INDEX})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid.

    Attributes:
        key: name of the column in `GridRow.cells` and in saved layouts.
        title: header words, in the present language; `short` stands in when too narrow.
        kind: one of the kinds above: how the cell is painted and aligned.
        width: px at first; the user's width is kept.
        editable: can be typed in (QUANTITY columns get the well).
        stretch: takes spare width up to `max_width`; the last stretch column takes the rest.
        hideable: offered in the column chooser; `hidden`: not shown at first.
        sortable: a click on the header asks for sorting.
        band: words above in a two-band header; neighbours with equal words share them.
        strong: weight 500, for the name of the thing.
        weak: second rank (units, stock, multiples).
        lead: px before the words of a first column, which then begin below the title.
    """

    key: str
    title: str
    kind: str = TEXT
    width: int = 100
    short: str = ""
    editable: bool = False
    stretch: bool = False
    min_width: int = 48
    max_width: int = 520
    hideable: bool = True
    hidden: bool = False
    sortable: bool = False
    band: str = ""
    strong: bool = False
    weak: bool = False
    lead: int = 0

    @property
    def right(self) -> bool:
        """Whether the column is right-aligned."""
        return self.kind in _RIGHT


@dataclass(frozen=True, slots=True)
class Pill:
    """A suggestion inside a cell: article and percent, chosen by click or Alt+n."""

    key: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell when plain words are not enough.

    Attributes:
        text: the words.
        sub: second line of a two-line row (age, change, article).
        tone: token or tone of the words; empty = by column.
        sub_tone: token or tone of the second line.
        icon: icon before the words, in `icon_tone`.
        badge: a badge after the words (after `sub` in two-line rows).
        pills: suggestions after the words.
        picture: key of a thumbnail for PICTURE columns.
        checked: state of a CHECK cell.
        value: number behind the words (scaled int), for the sum of a selection.
        edit: text the editor starts with; empty = `text`.
        locked: cannot be typed in although the column can.
        strong: weight 500 for this cell.
        marks: (start, length) parts of `text` that match a search.
        sub_marks: the same of `sub`.
    """

    text: str = ""
    sub: str = ""
    tone: str = ""
    sub_tone: str = "text3"
    icon: str = ""
    icon_tone: str = ""
    badge: str = ""
    badge_tone: str = "mute"
    pills: tuple[Pill, ...] = ()
    picture: str = ""
    checked: bool = False
    value: int | None = None
    edit: str = ""
    locked: bool = False
    strong: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    sub_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RowState:
    """State of a row: edge, icon and words, three tones, and the text action at the right.

    `tone` is `info` (already solved), `warn` (decide if you like), `bad` (will not go as it
    is) or `ok`. The action is shown always for bad rows and on the current row for others.
    """

    tone: str
    icon: str
    text: str
    action: str = ""
    action_key: str = ""


@dataclass(slots=True)
class GridRow:
    """One row, ready to paint: plain strings or cells by column key."""

    key: Key
    cells: dict[str, str | Cell] = field(default_factory=dict)
    state: RowState | None = None
    muted: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """What was typed over a cell and is not committed yet, or was refused (`reason`)."""

    text: str
    reason: str = ""


def cell_text(cell: str | Cell | None) -> str:
    """The words of a cell, for clipboard and screen readers."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else cell.text
