"""The import of a list as one pure conversation, for `usecases.bulk_entry`.

`begin` chooses sheet and layout and says which texts must be resolved; `finish` takes the answers
and gives every row its status. Nothing here reads a file or a store, so the wizard's preview, the
paste, the watched folder and the CLI all use the same two calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from b2bdesk.domain.bulk import Known, classify_rows, rows_to_read, wanted_keys
from b2bdesk.domain.bulk_layout import (
    ChosenSheet,
    ListMapping,
    Remembered,
    apply_mapping,
    choose_sheet,
)
from b2bdesk.domain.bulk_rows import BulkOptions, BulkResult
from b2bdesk.trade.lists.layout import COLUMN_ROLES, Hits
from b2bdesk.trade.tablerows import RawBook, RawRow, column_letters


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """A chosen sheet ready to be resolved: its rows below the heading and the texts to ask for."""

    book: RawBook
    chosen: ChosenSheet
    rows: Sequence[RawRow]
    wanted: Sequence[str]

    @property
    def columns(self) -> dict[str, str | None]:
        """Spreadsheet letters by role, as CLI.md prints them (None: no such column)."""
        found = self.chosen.layout.columns
        return {
            role: column_letters(found[role]) if role in found else None for role in COLUMN_ROLES
        }


def begin(
    book: RawBook,
    hits: Hits | None = None,
    sheet: str = "",
    mapping: ListMapping | None = None,
    remembered: Remembered | None = None,
) -> BulkPlan:
    """Choose sheet and layout of a book; arguments and errors as `choose_sheet`."""
    return _plan(book, choose_sheet(book, hits, sheet, mapping, remembered))


def remap(plan: BulkPlan, mapping: ListMapping) -> BulkPlan:
    """The same plan with other columns (the wizard's manual override)."""
    layout = apply_mapping(plan.chosen.sheet, plan.chosen.layout, mapping)
    return _plan(plan.book, replace(plan.chosen, layout=layout, mapping=mapping, remembered=False))


def finish(plan: BulkPlan, known: Known, options: BulkOptions | None = None) -> BulkResult:
    """Give every row its status; `known` holds the answers to `plan.wanted`."""
    return classify_rows(plan.rows, plan.chosen.layout, known, options)


def _plan(book: RawBook, chosen: ChosenSheet) -> BulkPlan:
    rows = rows_to_read(chosen.sheet.rows, chosen.layout)
    return BulkPlan(book, chosen, rows, wanted_keys(rows, chosen.layout))
