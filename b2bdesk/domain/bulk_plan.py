"""The import of a list as one pure conversation, for `usecases.bulk_entry`.

`begin` chooses sheet and layout and says which texts must be resolved; `finish` takes the answers
and gives every row its status. A list has one part or several: tables side by side, and sheets the
buyer took together. Nothing here reads a file or a store, so the wizard's preview, the paste, the
watched folder and the CLI all use the same two calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from b2bdesk.domain.bulk import Known, classify_parts, rows_to_read, sections_of, wanted_keys
from b2bdesk.domain.bulk_branches import branch_columns
from b2bdesk.domain.bulk_carried import free_columns, with_carried
from b2bdesk.domain.bulk_layout import (
    ChosenSheet,
    ListMapping,
    Remembered,
    apply_mapping,
    choose_sheet,
)
from b2bdesk.domain.bulk_merged import filled_down
from b2bdesk.domain.bulk_rowlist import BulkResult
from b2bdesk.domain.bulk_rows import PART, BulkOptions, BulkRow, Place, Reason
from b2bdesk.domain.bulk_sections import Section
from b2bdesk.trade.lists.blocks import cut, side_by_side
from b2bdesk.trade.lists.layout import COLUMN_ROLES, Hits, Layout, detect_layout
from b2bdesk.trade.tablerows import RawBook, RawRow, RawSheet, column_index, column_letters

MAX_PARTS = 60
_NAMING = frozenset({"row", "rows"})


@dataclass(frozen=True, slots=True)
class ListPart:
    """One table of the list: where it stands, its layout, its rows below the heading.

    Rows of part n are numbered from n × PART on. `sections` is what is judged; `branches` are
    columns of branches, which `apart` makes addresses of their own.
    """

    place: Place
    layout: Layout
    rows: Sequence[RawRow]
    sections: Sequence[Section]
    branches: Mapping[int, str] = field(default_factory=dict)
    apart: bool = True


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """A chosen sheet ready to be resolved: its parts and the texts to ask for.

    `carried` are letters of columns that were carried into the comments.
    """

    book: RawBook
    chosen: ChosenSheet
    parts: Sequence[ListPart]
    wanted: Sequence[str]
    carried: tuple[str, ...] = ()

    @property
    def rows(self) -> Sequence[RawRow]:
        """All rows that are read."""
        if len(self.parts) == 1:
            return self.parts[0].rows
        return [row for part in self.parts for row in part.rows]

    @property
    def columns(self) -> dict[str, str | None]:
        """Spreadsheet letters by role, as CLI.md prints them (None: no such column)."""
        found = self.chosen.layout.columns
        return {
            role: column_letters(found[role]) if role in found else None for role in COLUMN_ROLES
        }

    @property
    def sizes(self) -> str:
        """Letters of the columns of sizes of the first part, "" when it has none."""
        sections = [one for one in self.parts[0].sections if one.sized and not one.branches]
        return ", ".join(map(column_letters, sections[0].sizes)) if sections else ""

    @property
    def branches(self) -> tuple[str, ...]:
        """Names of the branches that have columns of their own."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.branches.values()))

    @property
    def free_columns(self) -> dict[str, str]:
        """Columns of the list that no role uses, by letters: what `carried` may be given."""
        return free_columns(self.chosen.layout)

    def place(self, row: int) -> Place:
        """Where a row of the result stands."""
        at = row // PART
        return self.parts[at].place if at < len(self.parts) else Place(self.chosen.sheet.name)


def begin(
    book: RawBook,
    hits: Hits | None = None,
    sheet: str = "",
    mapping: ListMapping | None = None,
    remembered: Remembered | None = None,
) -> BulkPlan:
    """Choose sheet and layout of a book; arguments and errors as `choose_sheet`."""
    return _plan(book, choose_sheet(book, hits, sheet, mapping, remembered), hits)


def with_sheets(plan: BulkPlan, names: Sequence[str], hits: Hits | None = None) -> BulkPlan:
    """The same plan with further sheets of the book read together with the chosen one.

    Args:
        plan: what was begun.
        names: sheets to add, in any order; unknown and empty ones are passed over.
        hits: as for `begin`; the columns of each sheet are found anew.
    """
    parts = [part for part in plan.parts if part.place.sheet == plan.chosen.sheet.name]
    for other in plan.book.sheets:
        if other.name in names and other.name != plan.chosen.sheet.name and other.rows:
            parts += _parts(other, detect_layout(other, hits), hits, len(parts))
    return _planned(plan.book, plan.chosen, parts[:MAX_PARTS])


def carried(plan: BulkPlan, letters: Sequence[str]) -> BulkPlan:
    """The same plan with the texts of further columns of the list in the comments of its lines."""
    wanted = [at for one in letters if (at := column_index(one)) is not None]
    if not wanted:
        return plan
    named = tuple(dict.fromkeys((*plan.carried, *map(column_letters, wanted))))
    return replace(with_rows(plan, partial(_carried, wanted)), carried=named)


def _carried(wanted: Sequence[int], part: ListPart) -> ListPart:
    rows, columns = with_carried(part.rows, part.layout, wanted)
    return replace(part, rows=rows, layout=replace(part.layout, columns=columns))


def remap(plan: BulkPlan, mapping: ListMapping) -> BulkPlan:
    """The same plan with other columns (the wizard's manual override)."""
    layout = apply_mapping(plan.chosen.sheet, plan.chosen.layout, mapping)
    chosen = replace(plan.chosen, layout=layout, mapping=mapping, remembered=False)
    return _plan(plan.book, chosen, None)


def with_rows(plan: BulkPlan, change: Callable[[ListPart], ListPart]) -> BulkPlan:
    """The same plan with its parts changed; what is wanted stays as it was asked for."""
    parts = [change(part) for part in plan.parts]
    return replace(plan, parts=[_cut(part) for part in parts])


def with_branches(plan: BulkPlan, addresses: Sequence[str], apart: bool) -> BulkPlan:
    """The same plan with columns of branches laid out, where its tables have any.

    Args:
        plan: what was begun.
        addresses: names and texts of the buyer's addresses.
        apart: each branch is an address of its own; False = they are summed.
    """
    parts = [
        replace(part, branches=branch_columns(part.rows, part.layout, addresses), apart=apart)
        for part in plan.parts
    ]
    if all(map(_alike, parts, plan.parts)):
        return plan
    return replace(plan, parts=[_cut(part) for part in parts])


def _alike(one: ListPart, other: ListPart) -> bool:
    """Whether two states of a part are cut the same way."""
    return one.branches == other.branches and (not one.branches or one.apart == other.apart)


def _cut(part: ListPart) -> ListPart:
    return replace(part, sections=sections_of(part.rows, part.layout, part.branches, part.apart))


def finish(plan: BulkPlan, known: Known, options: BulkOptions | None = None) -> BulkResult:
    """Give every row its status; `known` holds the answers to `plan.wanted`."""
    result = classify_parts([part.sections for part in plan.parts], known, options)
    if len(plan.parts) > 1:
        _say_places(plan, result.rows)
    return result


def _say_places(plan: BulkPlan, rows: Sequence[BulkRow]) -> None:
    """Say where rows stand as a person sees it, in the rows and in the reasons that name rows."""
    several = len({part.place.sheet for part in plan.parts}) > 1
    for row in rows:
        row.place = _place(plan, row.row, several)
        if any(set(reason.params) & _NAMING for reason in row.reasons):
            row.reasons = tuple(_placed(plan, reason, several) for reason in row.reasons)


def _placed(plan: BulkPlan, reason: Reason, several: bool) -> Reason:
    def named(found: re.Match[str]) -> str:
        return _place(plan, int(found[0]), several)

    params = {
        key: re.sub(r"\d+", named, text) if key in _NAMING else text
        for key, text in reason.params.items()
    }
    return Reason(reason.code, params)


def _place(plan: BulkPlan, number: int, several: bool) -> str:
    place = plan.place(number)
    return f"{place.sheet}!" * several + f"{place.column}{number % PART}"


def _plan(book: RawBook, chosen: ChosenSheet, hits: Hits | None) -> BulkPlan:
    return _planned(book, chosen, _parts(chosen.sheet, chosen.layout, hits, 0))


def _planned(book: RawBook, chosen: ChosenSheet, parts: Sequence[ListPart]) -> BulkPlan:
    return BulkPlan(book, chosen, parts, wanted_keys(part.sections for part in parts))


def _parts(sheet: RawSheet, layout: Layout, hits: Hits | None, first: int) -> list[ListPart]:
    """The tables of a sheet: one, or several side by side."""
    blocks = []
    if not layout.fixed and layout.header_rows:
        blocks = side_by_side(layout.headings, rows_to_read(sheet.rows, layout))
    if not blocks:
        return [_part(sheet, layout, Place(sheet.name), first)]
    parts: list[ListPart] = []
    for block in blocks:
        table = cut(sheet, block)
        own = detect_layout(table, hits)
        if own.header_rows == layout.header_rows:
            place = Place(sheet.name, column_letters(block.left))
            parts.append(_part(table, own, place, first + len(parts)))
    return parts or [_part(sheet, layout, Place(sheet.name), first)]


def _part(sheet: RawSheet, layout: Layout, place: Place, number: int) -> ListPart:
    below = rows_to_read(sheet.rows, layout)
    rows = filled_down(below, sheet.merges, layout.columns)
    if number:
        moved = tuple(at + number * PART for at in layout.header_rows)
        layout = replace(layout, header_rows=moved)
        rows = [row._replace(number=row.number + number * PART) for row in rows]
    return ListPart(place, layout, rows, sections_of(rows, layout))
