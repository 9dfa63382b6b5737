"""Rows of list entry: a read list with a status per row, before anything is in a cart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from b2bdesk.domain.bulk_plan import BulkPlan
from b2bdesk.domain.bulk_rowlist import BulkResult, BulkRows
from b2bdesk.domain.bulk_rows import AMBIGUOUS, NOT_FOUND, PROPOSED, BulkOptions, BulkRow
from b2bdesk.usecases.rows.carts import AddResult, CartRow

UNKNOWN = (NOT_FOUND, AMBIGUOUS, PROPOSED)
"""Statuses of rows that wait for a decision which goods they mean."""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of the file: how many rows hold anything, whether it is hidden.

    `asked` is the number of rows with goods and a quantity on a sheet that is not the chosen one,
    `read` says that the sheet is part of the list.
    """

    name: str
    rows: int
    hidden: bool = False
    asked: int = 0
    read: bool = False


@dataclass(frozen=True, slots=True)
class CartAdded:
    """A new draft of one address of a list, "" = lines without an address."""

    address: str
    cart: CartRow
    added: AddResult


@dataclass(frozen=True, slots=True)
class Answered:
    """What the buyer said to single rows, by row number.

    `chosen` are item ids. `amounts` are quantities as typed, with or without a unit ("5", "2 кор",
    "" = none); they stand in place of quantity and unit of the list. `instead` are the rows whose
    goods were taken in place of what the row means.
    """

    chosen: Mapping[int, str] = field(default_factory=dict)
    amounts: Mapping[int, str] = field(default_factory=dict)
    instead: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A list as it would be added: every row with exactly one status.

    `columns` are spreadsheet letters by role (None = no such column), `headings` the texts of
    heading cells by letter; `remembered` says that a mapping confirmed earlier was used.
    `gross_minor` is the sum of the lines that would go into a cart, in the present contract.
    """

    file: str
    path: Path | None
    kind: str
    encoding: str | None
    delimiter: str | None
    sheets: tuple[SheetInfo, ...]
    sheet: str
    header_rows: tuple[int, ...]
    columns: Mapping[str, str | None]
    headings: Mapping[str, str]
    confidence: int
    remembered: bool
    result: BulkResult
    currency: str
    gross_minor: int
    plan: BulkPlan
    options: BulkOptions
    answered: Answered = field(default_factory=Answered)

    @property
    def unread(self) -> tuple[SheetInfo, ...]:
        """Other sheets that ask for goods, too, and are not part of the list."""
        return tuple(each for each in self.sheets if each.asked and not each.read)

    @property
    def sized(self) -> bool:
        """Whether quantities stand in columns of sizes; such rows are corrected in the file."""
        return any(section.sized for part in self.plan.parts for section in part.sections)

    @property
    def unknown(self) -> int:
        """How many rows wait for a decision which goods they mean."""
        return sum(self.statuses.get(status, 0) for status in UNKNOWN)

    @property
    def addresses(self) -> int:
        """How many addresses the lines name."""
        sections = (section for part in self.plan.parts for section in part.sections)
        if not any("address" in section.layout.columns for section in sections):
            return 0
        return len({line.address.strip() for line in self.result.lines if line.address.strip()})

    @property
    def most_e3(self) -> int:
        """The greatest quantity of a line, in thousandths of its base unit."""
        return max((line.quantity_e3 for line in self.result.lines), default=0)

    def place(self, row: BulkRow) -> str:
        """Where a row stands for a person: its number, with sheet or column when there are more."""
        return row.place or str(row.number)

    @property
    def rows(self) -> BulkRows:
        """Rows with their statuses."""
        return self.result.rows

    @property
    def statuses(self) -> Mapping[str, int]:
        """How many rows have each status; they sum to the rows read."""
        return self.result.statuses

    @property
    def rows_read(self) -> int:
        """Rows below the heading that hold anything."""
        return self.result.rows_read

    @property
    def lines(self) -> int:
        """Lines that would go into the cart."""
        return len(self.result.lines)

    @property
    def needs_attention(self) -> bool:
        """Say whether some row waits for the buyer."""
        return self.result.needs_attention
