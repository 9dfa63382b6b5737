"""Puts back into an .xlsx grid what the quick reader lost.

Leading zeros from number formats, numbers shown scientifically, bold and outlined rows, and the
values of formulas that the writing program did not compute. Called by `calamine_book`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from b2bdesk.files.excel_import import xlsx_parts as parts
from b2bdesk.files.excel_import.formula import MAX_DEPTH, evaluate, single_reference
from b2bdesk.trade.decimals import parse_decimal
from b2bdesk.trade.tablerows import (
    MARK_COMPUTED,
    MARK_ERROR,
    MARK_FORMULA,
    MARK_SCIENTIFIC,
    MAX_COLUMNS,
    MAX_ROWS,
    Merge,
)

_BOLD_ROWS_UP_TO = 30_000


@dataclass
class SheetGrid:
    """A sheet while it is put together: texts by row number, marks and styles beside."""

    name: str
    cells: dict[int, Sequence[str]] = field(default_factory=dict)
    marks: dict[int, dict[int, str]] = field(default_factory=dict)
    styles: dict[int, int] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden: bool = False

    def text(self, row: int, column: int) -> str:
        """The text of a cell (row from 1, column from 0)."""
        cells = self.cells.get(row)
        return cells[column] if cells and column < len(cells) else ""

    def put(self, row: int, column: int, text: str, mark: str) -> None:
        """Write a text and a mark; cells outside the limits of a list are left out."""
        if column >= MAX_COLUMNS or row > MAX_ROWS:
            return
        cells = list(self.cells.get(row, ()))
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
        self.cells[row] = cells
        if mark:
            self.marks.setdefault(row, {})[column] = mark


def repair_xlsx(box: zipfile.ZipFile, grids: Sequence[SheetGrid]) -> None:
    """Restore zeros, styles and uncached formulas of all sheets in place."""
    styles = parts.read_styles(box)
    where = parts.sheet_parts(box)
    formulas: dict[str, dict[tuple[int, int], parts.UncachedFormula]] = {}
    for grid in grids:
        entry = where.get(grid.name)
        if entry is None:
            continue
        data = box.read(entry)
        _apply_styles(grid, data, styles)
        found = parts.uncached_formulas(data)
        formulas[grid.name] = {(one.row, one.column): one for one in found}
    if any(formulas.values()):
        _Evaluator(grids, formulas).run()


def _apply_styles(grid: SheetGrid, data: bytes, styles: parts.Styles) -> None:
    grid.styles.update(parts.row_styles(data))
    wanted = frozenset(styles.zeros) | styles.scientific
    if len(grid.cells) <= _BOLD_ROWS_UP_TO:
        wanted |= styles.bold
    cells = parts.styled_cells(data, wanted)
    for row, column, style in cells:
        text = grid.text(row, column)
        if style in styles.zeros and text:
            grid.put(row, column, parts.pad(text, styles.zeros[style]), "")
        elif style in styles.scientific and text:
            grid.marks.setdefault(row, {})[column] = MARK_SCIENTIFIC
    for row, bit in parts.bold_rows(cells, styles.bold).items():
        grid.styles[row] = grid.styles.get(row, 0) | bit


class _Evaluator:
    """Evaluates formulas that lean on each other; cycles and unknown functions end as marks."""

    def __init__(
        self,
        grids: Sequence[SheetGrid],
        formulas: dict[str, dict[tuple[int, int], parts.UncachedFormula]],
    ) -> None:
        self._grids = {grid.name: grid for grid in grids}
        self._lower = {grid.name.casefold(): grid.name for grid in grids}
        self._formulas = formulas
        self._values: dict[tuple[str, int, int], Decimal | None] = {}
        self._depth = 0

    def run(self) -> None:
        """Fill every uncached cell with its value, or with the formula and a mark."""
        for name, cells in self._formulas.items():
            grid = self._grids[name]
            for (row, column), formula in cells.items():
                if grid.text(row, column):
                    continue
                value = self._value(name, row, column)
                text = self._pointed_text(name, formula.text, formula.shift)
                if value is None and text:
                    grid.put(row, column, text, MARK_COMPUTED)
                elif value is None:
                    grid.put(row, column, "=" + formula.text[:200], MARK_FORMULA)
                else:
                    grid.put(row, column, _plain(value), MARK_COMPUTED)

    def _pointed_text(self, sheet: str, formula: str, shift: tuple[int, int]) -> str:
        """The text a formula that is one reference points to (=AD4), through several steps."""
        for _step in range(MAX_DEPTH):
            at = single_reference(formula, shift)
            if at is None:
                return ""
            name = self._lower.get((at[0] or sheet).casefold(), "")
            if not name:
                return ""
            sheet = name
            text = self._grids[name].text(at[1], at[2])
            following = self._formulas.get(name, {}).get((at[1], at[2]))
            if text and not text.startswith("="):
                return text
            if following is None:
                return ""
            formula, shift = following.text, following.shift
        return ""

    def _value(self, sheet: str, row: int, column: int) -> Decimal | None:
        key = (sheet, row, column)
        if key in self._values:
            return self._values[key]
        formula = self._formulas.get(sheet, {}).get((row, column))
        grid = self._grids[sheet]
        text = grid.text(row, column)
        mark = grid.marks.get(row, {}).get(column)
        if formula is None or mark == MARK_COMPUTED:
            if mark in (MARK_FORMULA, MARK_ERROR):
                return None
            return parse_decimal(text) if text.strip() else Decimal(0)
        self._values[key] = None  # a formula that leads back to itself has no value
        if self._depth >= MAX_DEPTH:
            return None
        self._depth += 1
        self._values[key] = evaluate(formula.text, self._lookup_from(sheet), formula.shift)
        self._depth -= 1
        return self._values[key]

    def _lookup_from(self, sheet: str) -> _Lookup:
        return _Lookup(self, sheet)

    def cell(self, sheet: str, row: int, column: int) -> Decimal | None:
        """Value of a cell of a sheet given in any case; None when it is no number."""
        name = self._lower.get(sheet.casefold())
        return None if name is None else self._value(name, row, column)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Looks up cells as one sheet sees them: no sheet name means the sheet itself."""

    evaluator: _Evaluator
    sheet: str

    def __call__(self, sheet: str, row: int, column: int) -> Decimal | None:
        return self.evaluator.cell(sheet or self.sheet, row, column)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
