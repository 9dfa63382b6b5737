"""What edits of the order sheet bring home, and how a typed quantity is read."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.trade.decimals import parse_amount, to_scaled
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import LineRow, Totals


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be undone and redone, in words; empty = nothing."""

    undo: str = ""
    redo: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an edit brought home: lines that changed, totals, steps, what was published."""

    lines: tuple[LineRow, ...]
    totals: Totals
    steps: Steps
    changes: tuple[ChangeSet, ...] = ()


def typed_quantity(text: str) -> int | None:
    """A typed quantity in thousandths; an empty text is zero, None = not a number."""
    if not text.strip():
        return 0
    value = parse_amount(text.strip().lstrip("xхXХ×*"))
    if value is None or value < 0:
        return None
    try:
        return to_scaled(value, 3)
    except ValueError:
        return None
