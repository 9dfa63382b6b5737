"""Rows of the price review: what moved since lines were added, and what the buyer said to it."""

from dataclasses import dataclass
from datetime import datetime

from b2bdesk.domain.repricing import OPEN
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import LineRow


@dataclass(frozen=True, slots=True)
class PriceMove:
    """A line whose price moved; unit prices per base unit, before cart thresholds.

    Attributes:
        line: as it is now.
        typed_e5: as the buyer saw it when he added the line.
        old_e5: before it moved last, None = not known here.
        now_e5: today.
        portal: the new price is the portal's word, the local data still have the old one.
        percent_e2: from typed to now, in hundredths of a percent.
        difference_minor: what it comes to for the line, with VAT.
        answer: open, accept, keep or later.
    """

    line: LineRow
    typed_e5: int
    old_e5: int | None
    now_e5: int
    portal: bool
    percent_e2: int
    difference_minor: int
    answer: str


@dataclass(frozen=True, slots=True)
class PriceReview:
    """All lines of a cart whose price moved, in the buyer's order; `asked_at` = portal asked."""

    cart_id: str
    name: str
    currency: str
    moves: tuple[PriceMove, ...]
    asked_at: datetime | None = None

    @property
    def undecided(self) -> int:
        """How many wait for the buyer."""
        return sum(each.answer == OPEN for each in self.moves)

    @property
    def up_minor(self) -> int:
        """What dearer lines add."""
        return sum(max(each.difference_minor, 0) for each in self.moves)

    @property
    def down_minor(self) -> int:
        """What cheaper lines save, ≤ 0."""
        return sum(min(each.difference_minor, 0) for each in self.moves)

    def of(self, answer: str) -> tuple[PriceMove, ...]:
        """Those with one answer."""
        return tuple(each for each in self.moves if each.answer == answer)


@dataclass(frozen=True, slots=True)
class Answered:
    """What answering did, one undo step: lines answered, lines there was nothing to answer."""

    answered: int
    left: int
    changes: ChangeSet
