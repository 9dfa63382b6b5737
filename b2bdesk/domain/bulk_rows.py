"""The words of bulk matching: what is asked, what is known, what each row became.

Plain frozen rows between the pure steps of `domain.bulk*` and the use case that feeds them. The
statuses are the contract of CLI.md; they carry no prose (`texts.bulk_rows` has it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from b2bdesk.trade.unit import PIECE, PackUnit

HEADER_ROW, GROUP_ROW, TOTAL_ROW, NOTE_ROW = "header_row", "group_row", "total_row", "note_row"
NO_QUANTITY, NEGATIVE, BAD_QUANTITY = "no_quantity", "negative", "bad_quantity"
NOT_FOUND, AMBIGUOUS, PROPOSED = "not_found", "ambiguous", "proposed"
OUT_OF_ASSORTMENT, NO_PRICE, DUPLICATE = "out_of_assortment", "no_price", "duplicate"
SHORT, ROUNDED, OFF_MULTIPLE, MATCHED = "short", "rounded", "off_multiple", "matched"

# One status a row, the first that applies (CLI.md).
STATUSES = (
    HEADER_ROW, GROUP_ROW, TOTAL_ROW, NOTE_ROW, NO_QUANTITY, NEGATIVE, BAD_QUANTITY, NOT_FOUND,
    AMBIGUOUS, PROPOSED, OUT_OF_ASSORTMENT, NO_PRICE, DUPLICATE, SHORT, ROUNDED, OFF_MULTIPLE,
    MATCHED,
)  # fmt: skip
IN_CART = frozenset({DUPLICATE, SHORT, ROUNDED, OFF_MULTIPLE, MATCHED})
NO_GOODS = frozenset({HEADER_ROW, GROUP_ROW, TOTAL_ROW, NOTE_ROW})
# Rows that wait for the buyer: exit code 2. An empty quantity is ordinary in price forms.
ATTENTION = frozenset(STATUSES) - IN_CART - NO_GOODS - {NO_QUANTITY} | {SHORT, OFF_MULTIPLE}


class Match(NamedTuple):
    """One item a text leads to. `kind`: article, barcode, own_code, old_code, name …

    `level` is smaller when stricter (PROTOCOL R9a); `okei` is the pack whose barcode it was; `n` is
    the item's number in the cache it was found in, 0 = not known.
    """

    item_id: str
    kind: str
    level: int = 0
    okei: str = ""
    n: int = 0


class Candidate(NamedTuple):
    """A proposal for a row; `score` in percent (100 for several hits of a code)."""

    item_id: str
    article: str
    name: str
    score: int


class ItemState(NamedTuple):
    """What matching must know of an item in the buyer's context.

    `price_e5` None = no price; `stock_e3` None = unknown. `okei` and `unit` are its base unit,
    `units` the others it is sold in.
    """

    id: str
    article: str
    name: str = ""
    okei: str = PIECE
    unit: str = ""
    units: tuple[PackUnit, ...] = ()
    minimum_e3: int = 0
    multiple_e3: int = 0
    price_e5: int | None = None
    stock_e3: int | None = None
    in_assortment: bool = True
    replaced_by: str = ""
    n: int | None = None


@dataclass(frozen=True, slots=True)
class BulkOptions:
    """What the buyer ticked: sum equal items, round up to the multiple (both are defaults).

    `branches_apart`: columns of branches are addresses of their own; False = they are summed.
    """

    sum_duplicates: bool = True
    round_up: bool = True
    branches_apart: bool = True


class Reason(NamedTuple):
    """Why a row has its status, or what else holds: a code and the values of its sentence."""

    code: str
    params: Mapping[str, str] = {}


BRANCH = "branch"
"""The cell of a row that one column of branches made (`bulk_branches`)."""

# Rows of further parts of a list (another sheet, a table beside the first) are numbered from here
# on, so that every row of the list has a number of its own.
PART = 1_000_000


class Place(NamedTuple):
    """Where a part of a list stands: its sheet, and the letters of its first column ("" = all)."""

    sheet: str
    column: str = ""


@dataclass(slots=True)
class BulkRow:
    """One row of the list with exactly one status.

    `cells` are the texts of the mapped columns by role; `quantity_e3` is what the row asks for and
    `added_e3` what goes into the cart, both in `unit_okei` (the item's base unit). `place` says
    where it stands when the list has several parts («Склад!B12»), "" = the number says it.
    """

    row: int
    cells: Mapping[str, str]
    status: str
    reasons: tuple[Reason, ...] = ()
    match_kind: str = ""
    item_id: str = ""
    article: str = ""
    name: str = ""
    unit_okei: str = ""
    quantity_e3: int | None = None
    added_e3: int = 0
    price_e5: int | None = None
    stock_e3: int | None = None
    candidates: tuple[Candidate, ...] = ()
    place: str = ""

    @property
    def number(self) -> int:
        """The row number a person sees in the file."""
        return self.row % PART

    @property
    def part(self) -> int:
        """Which part of the list the row belongs to, 0 = the first."""
        return self.row // PART


class BulkLine(NamedTuple):
    """A line for the cart: an item with what all its rows ask for, in its base unit.

    `asked_e3` is what they ask for before any rounding.
    """

    item_id: str
    quantity_e3: int
    okei: str
    rows: tuple[int, ...]
    typed: str = ""
    comment: str = ""
    address: str = ""
    asked_e3: int = 0
