"""From a judged list to what is shown and what goes into a cart; pure parts of `bulk_entry`.

A chosen item is written into the column of own codes under a mark no file can hold, so that the
rules of matching need no exception for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from b2bdesk.domain.bulk_layout import ListMapping, asks, mapping_of
from b2bdesk.domain.bulk_plan import BulkPlan, ListPart
from b2bdesk.domain.bulk_quantity import parse_quantity
from b2bdesk.domain.bulk_rowlist import BulkResult, BulkRows
from b2bdesk.domain.bulk_rows import (
    PART,
    BulkLine,
    BulkOptions,
    BulkRow,
    ItemState,
    Reason,
)
from b2bdesk.domain.bulk_sections import Section
from b2bdesk.domain.cart import Facts
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.fold import words
from b2bdesk.trade.quantity import ONE_E3, Quantity
from b2bdesk.trade.tablerows import ListSource, RawRow, RawSheet, column_letters
from b2bdesk.trade.unit import PackUnit, short
from b2bdesk.usecases.bulk_called import with_listed
from b2bdesk.usecases.cart_counting import Counter
from b2bdesk.usecases.ports.carts import Situation
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.rows.bulk import UNKNOWN, Answered, ListPreview, SheetInfo
from b2bdesk.usecases.rows.carts import NewLine

_AMOUNT = ("quantity", "unit")


def preview_of(
    plan: BulkPlan,
    path: Path | None,
    options: BulkOptions,
    answered: Answered,
    result: BulkResult,
    gross: tuple[str, int],
) -> ListPreview:
    """Return what is shown of a judged list."""
    layout, book = plan.chosen.layout, plan.book
    if answered.amounts:
        _as_listed(plan, answered.amounts, result.rows)
    if answered.instead:
        for row in map(result.rows.__getitem__, result.rows.places(answered.instead)):
            if row.item_id == answered.chosen.get(row.row):
                row.match_kind = "instead"
    return ListPreview(
        path.name if path else "",
        path,
        book.kind,
        book.encoding,
        book.delimiter,
        tuple(_sheet(each, plan) for each in book.sheets),
        layout.sheet,
        layout.header_rows,
        plan.columns,
        {column_letters(at): text for at, text in layout.headings.items()},
        layout.confidence,
        plan.chosen.remembered,
        result,
        gross[0],
        gross[1],
        plan,
        options,
        answered,
    )


def _sheet(sheet: RawSheet, plan: BulkPlan) -> SheetInfo:
    asked = 0
    for layout in plan.chosen.others:
        if layout.sheet == sheet.name:
            asked = sum(asks(row, layout) for row in sheet.rows if row.number >= layout.first_row)
    read = any(part.place.sheet == sheet.name for part in plan.parts)
    return SheetInfo(sheet.name, len(sheet.rows), sheet.hidden, asked, read)


def _as_listed(plan: BulkPlan, amounts: Mapping[int, str], rows: BulkRows) -> None:
    """Rows whose quantity was typed over show what the list says, and that it was typed over."""
    for row, listed, columns in with_listed(plan, amounts, rows):
        typed_over(row, listed, columns, amounts[row.row])


def typed_over(row: BulkRow, listed: RawRow, columns: Mapping[str, int], text: str) -> None:
    """Let a row show what the list says, and what was typed over it."""
    row.cells = {**row.cells, **{role: listed.cell(columns.get(role)) for role in _AMOUNT}}
    row.reasons = (*row.reasons, Reason("typed_over", {"text": text}))


def options_of(mapping: ListMapping) -> BulkOptions:
    """What the buyer ticked for lists of this sender."""
    return BulkOptions(mapping.sum_duplicates, mapping.round_up, mapping.branches_apart)


def mapping_kept(preview: ListPreview, name: str = "") -> ListMapping:
    """What is remembered of a list for the next one: columns, options, carried columns."""
    plan, options = preview.plan, preview.options
    return replace(
        mapping_of(plan.chosen.layout, name),
        sum_duplicates=options.sum_duplicates,
        round_up=options.round_up,
        branches_apart=options.branches_apart,
        carried=plan.carried,
    )


def mark_of(item_id: str) -> str:
    """The text that stands in a row for an item the buyer chose; no file can hold it."""
    return f"\x00{item_id}"


def with_answers(plan: BulkPlan, answered: Answered) -> BulkPlan:
    """Write what the buyer said into the rows that are judged; tables stay cut as they are.

    Chosen items go into the column of own codes, which wins over everything; quantities stand in
    place of those of the list.
    """
    if not answered.amounts and not answered.chosen:
        return plan
    return replace(plan, parts=[_answered_part(part, answered) for part in plan.parts])


def _answered_part(part: ListPart, answered: Answered) -> ListPart:
    return replace(part, sections=[_answered(section, answered) for section in part.sections])


def _answered(section: Section, answered: Answered) -> Section:
    amounts = {} if section.sized else answered.amounts
    chosen, rows = answered.chosen, list(section.rows)
    mine = [at for at, row in enumerate(rows) if row.number in amounts or row.number in chosen]
    if not mine:
        return section
    columns = dict(section.layout.columns)
    widest = max(len(row.cells) for row in rows)
    free = max(widest, *(at + 1 for at in columns.values()))
    columns.setdefault("quantity", free)
    columns.setdefault("own_code", free + 1)
    for at in mine:
        row = rows[at]
        if row.number in amounts:
            row = _with_amount(row, columns, amounts[row.number])
        if row.number in chosen:
            row = _with_cell(row, columns["own_code"], mark_of(chosen[row.number]))
        rows[at] = row
    if not any(rows[at].number in amounts for at in mine):
        columns = {role: at for role, at in columns.items() if (role, at) != ("quantity", free)}
    return section._replace(layout=replace(section.layout, columns=columns), rows=rows)


def _with_amount(row: RawRow, columns: Mapping[str, int], text: str) -> RawRow:
    at, unit = columns["quantity"], columns.get("unit")
    row = _with_cell(row, at, text)
    row = row._replace(marks=tuple(mark for mark in row.marks if mark[0] != at))
    return row if unit is None or unit >= len(row.cells) else _with_cell(row, unit, "")


def _with_cell(row: RawRow, at: int, text: str) -> RawRow:
    cells = [*row.cells, *("",) * (at + 1 - len(row.cells))]
    cells[at] = text
    return row._replace(cells=tuple(cells))


@lru_cache(2048)
def _packs(units: tuple[tuple[str, int], ...]) -> tuple[PackUnit, ...]:
    """The packs of an item; thousands of items share a few sets of them."""
    return tuple(PackUnit(okei, short(okei), factor) for okei, factor in units)


def state_of(item_id: str, facts: Facts) -> ItemState:
    """Return what matching must know of an item; a stock «at least» is never short."""
    return ItemState(
        item_id,
        facts.article,
        facts.name,
        facts.okei,
        short(facts.okei),
        _packs(facts.units) if facts.units else (),
        facts.minimum_e3,
        facts.multiple_e3,
        facts.price_e5,
        None if facts.at_least else facts.stock_e3,
        facts.in_assortment and facts.status != "deleted",
        facts.replaced_by,
        facts.n,
    )


class States:
    """What matching must know of items, kept between two looks at the same list."""

    def __init__(self) -> None:
        self._facts: Mapping[str, Facts] = {}
        self._kept: dict[str, ItemState] = {}

    def of(self, facts: Mapping[str, Facts]) -> Mapping[str, ItemState]:
        """The states of items; those whose facts are the same object as before are not made."""
        before, kept = self._facts, self._kept
        if facts is before:
            return kept
        states = {
            item_id: kept[item_id] if before.get(item_id) is each else state_of(item_id, each)
            for item_id, each in facts.items()
        }
        self._facts, self._kept = facts, states
        return states


def answer_sources(
    preview: ListPreview, path: Path, target: Path
) -> Iterator[tuple[ListSource, Sequence[BulkRow]]]:
    """The parts of a list to write answers into, one after another, with their rows.

    The first part is read from the buyer's file, the next ones go into what was written before;
    rows carry the numbers of their sheet.
    """
    parts = preview.plan.parts
    for at, part in enumerate(parts):
        rows: Sequence[BulkRow] = preview.rows
        if len(parts) > 1:
            rows = [replace(row, row=row.number) for row in preview.rows if row.part == at]
        header = part.layout.header_rows[-1] % PART if part.layout.header_rows else None
        source = ListSource(
            target if at else path, part.place.sheet, header, preview.encoding, preview.delimiter
        )
        if rows or not at:
            yield source, rows


def gross_of(lines: Sequence[BulkLine], situation: Situation) -> tuple[str, int]:
    """Return currency and sum of lines as a cart of them would come to."""
    gross = Counter(situation).gross((item_id, e3) for item_id, e3, *_rest in lines)
    return situation.book.terms.currency, gross


def code_of(row: BulkRow) -> str:
    """What the buyer's list calls the goods: a code of its own, else the name."""
    cells = row.cells
    texts: Iterable[str] = (
        cells.get("own_code", ""),
        cells.get("article", ""),
        cells.get("barcode", ""),
        cells.get("name", ""),
    )
    return next((text.strip() for text in texts if text.strip("\x00 ")), "")


def new_line(line: BulkLine, kinds: Mapping[int, str]) -> NewLine:
    """A line that asks for what the rows asked; the cart rounds it and says so."""
    source = kinds[line.rows[0]]
    return NewLine(
        line.item_id,
        line.asked_e3,
        line.okei,
        line.comment,
        line.typed,
        source if source != "name" else "",
    )


def unknown_rows(preview: ListPreview) -> Sequence[BulkRow]:
    """Rows nothing, or nothing sure, was found for."""
    return preview.rows.of(UNKNOWN)


def text_line(row: BulkRow) -> NewLine:
    """A line that keeps what was typed and waits for the buyer."""
    quantity = row.quantity_e3 if row.quantity_e3 and row.quantity_e3 > 0 else ONE_E3
    return NewLine("", quantity, "", row.cells.get("comment", ""), code_of(row) or row.name)


def carried_letters(preview: ListPreview, columns: Sequence[str]) -> list[str]:
    """Letters of columns named by letter or heading.

    Raises:
        Expected: `list_column_unknown`.
    """
    free = preview.plan.free_columns
    by_heading = {text.casefold(): letters for letters, text in free.items()}
    found = []
    for each in columns:
        letters = by_heading.get(each.casefold(), each.upper())
        if letters not in free:
            raise Expected("list_column_unknown", column=each, known=", ".join(free.values()))
        found.append(letters)
    return found


def corrected(preview: ListPreview, row: int, text: str) -> Answered:
    """The answers with another quantity of a row.

    A bare number counts base units of goods that are known. Where a table has no quantities, the
    assumed ones of its other rows are kept.
    """
    amounts = dict(preview.answered.amounts)
    assumed = {
        each.number
        for part in preview.plan.parts
        for section in part.sections
        if "quantity" not in section.layout.columns
        for each in section.rows
    }
    for each in preview.rows if assumed else ():
        if each.row in assumed and each.quantity_e3 is not None:
            amounts.setdefault(each.row, Quantity(each.quantity_e3).text())
    places = preview.rows.places((row,))
    found = preview.rows[places[0]] if places else None
    parsed = parse_quantity(text)
    if found is not None and found.unit_okei and parsed.e3 is not None and not parsed.unit:
        text = f"{text} {short(found.unit_okei)}"
    return replace(preview.answered, amounts={**amounts, row: text})


def alike(text: str, name: str) -> int:
    """How much of two names is the same words, in percent (100 = all of them)."""
    left, right = set(words(text)), set(words(name))
    both = len(left) + len(right)
    return half_up(200 * len(left & right), both) if both else 0


def addresses_of(context: Context | None) -> list[str]:
    """Names and texts of the addresses one buys for, to know columns of branches by."""
    known = context.entity.addresses if context else ()
    return [text for each in known for text in (each.name, each.text) if text]
