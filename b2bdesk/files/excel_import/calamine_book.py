"""Workbooks through calamine: .xlsx, .xlsb, .ods, and .xls that xlrd refuses.

For .xlsx the XML parts add what calamine drops: leading zeros, row styles, formulas without values.
Runs in the reading child only.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from b2bdesk.files.excel_import.cells import MAX_TEXT, is_date, number_text, value_text
from b2bdesk.files.excel_import.ods_parts import padded_cells
from b2bdesk.files.excel_import.repair import SheetGrid, repair_xlsx
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import (
    MARK_DATE,
    MARK_ERROR,
    MAX_COLUMNS,
    MAX_ROWS,
    Merge,
    RawBook,
    RawRow,
    RawSheet,
    raw_rows,
)

_MAX_SHEETS = 200
_MAX_MERGES = 20_000


def read_calamine(path: Path, kind: str) -> RawBook:
    """Read all sheets of a workbook.

    Raises:
        Expected: `list_encrypted`, `list_damaged` or `list_too_many_rows`.
    """
    grids: list[SheetGrid] = []
    try:
        with _opened(path, kind) as book:
            metadata = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
            for meta in metadata[:_MAX_SHEETS]:
                sheet = book.get_sheet_by_name(meta.name)
                hidden = meta.visible != SheetVisibleEnum.Visible
                grids.append(_grid(sheet, hidden=hidden, file=path.name))
    except PasswordError as err:
        raise Expected("list_encrypted", file=path.name) from err
    except (CalamineError, OSError, ValueError) as err:
        if "password" in str(err).lower() or "encrypt" in str(err).lower():
            raise Expected("list_encrypted", file=path.name) from err
        raise Expected("list_damaged", file=path.name) from err
    if kind == "xlsx":
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as box:
            repair_xlsx(box, grids)
    elif kind == "ods":
        with contextlib.suppress(zipfile.BadZipFile, KeyError), zipfile.ZipFile(path) as box:
            _restore_zeros(box, grids)
    return RawBook(kind, tuple(map(_finished, grids)))


def _restore_zeros(box: zipfile.ZipFile, grids: list[SheetGrid]) -> None:
    """Put the zeros that a number format shows back into an OpenDocument workbook."""
    for cell in padded_cells(box):
        grid = grids[cell.sheet] if cell.sheet < len(grids) else None
        if grid is not None and cell.text.lstrip("0./- ").startswith(
            grid.text(cell.row, cell.column).lstrip("0")[:1]
        ):
            grid.put(cell.row, cell.column, cell.text, "")


def _opened(path: Path, kind: str) -> CalamineWorkbook:
    """Open by content: the quick way believes the suffix, which may lie."""
    if path.suffix.lower() in _SUFFIXES.get(kind, ()):
        return CalamineWorkbook.from_path(str(path))
    return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


_SUFFIXES = {
    "xlsx": (".xlsx", ".xlsm"),
    "xlsb": (".xlsb",),
    "ods": (".ods",),
    "xls": (".xls",),
}


def _grid(sheet: CalamineSheet, *, hidden: bool, file: str) -> SheetGrid:
    if sheet.total_height > MAX_ROWS or sheet.total_width > 16384:
        raise Expected("list_too_many_rows", file=file)
    merges = [
        Merge(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:_MAX_MERGES]
    ]
    grid = SheetGrid(sheet.name, merges=tuple(sorted(merges)), hidden=hidden)
    _fill(grid, sheet.iter_rows() if sheet.end is not None else ())
    return grid


def _fill(grid: SheetGrid, rows: Iterable[Sequence[object]]) -> None:
    """Turn values into texts, remembering dates and errors; row numbers count from 1.

    Goes by columns of some thousand rows at a time: a column holds one kind of values nearly
    always, and is turned at once.
    """
    source, first, size = iter(rows), 1, _TOP
    while block := list(itertools.islice(source, size)):
        size = _BLOCK
        columns = list(itertools.islice(zip(*block, strict=True), MAX_COLUMNS))
        texts = [_texts(column) for column in columns]
        while texts and not any(texts[-1]):
            texts.pop()
        if texts:
            _keep(grid, first, texts)
            for at, column in enumerate(columns[: len(texts)]):
                _mark(grid, first, at, column, texts[at])
        first += len(block)


def _texts(column: Sequence[object]) -> Sequence[str]:
    """The values of a column as texts."""
    kinds = set(map(type, column))
    if kinds == _STRINGS:
        texts = cast("Sequence[str]", column)
        if max(map(len, texts)) < MAX_TEXT and "_x000D_" not in "".join(texts):
            return texts
    if kinds == _FLOATS:
        return list(map(number_text, cast("Sequence[float]", column)))
    return [number_text(v) if type(v) is float else value_text(v) for v in column]


def _keep(grid: SheetGrid, first: int, texts: Sequence[Sequence[str]]) -> None:
    """Put the rows of a block into a grid without what is blank at their ends."""
    rows: Iterable[Sequence[str]] = zip(*texts, strict=True)
    if not all(texts[-1]):
        rows = [row if row[-1] else _cut(row) for row in rows]
        grid.cells.update((number, row) for number, row in enumerate(rows, first) if row)
    else:
        grid.cells.update(enumerate(rows, first))


def _cut(row: Sequence[str]) -> Sequence[str]:
    width = len(row)
    while width and not row[width - 1]:
        width -= 1
    return row[:width]


def _mark(
    grid: SheetGrid, first: int, at: int, column: Sequence[object], texts: Sequence[str]
) -> None:
    """Remember where a column holds dates, and errors."""
    if not _PLAIN.issuperset(map(type, column)):
        for number, value in enumerate(column, first):
            if is_date(value) and at < len(grid.cells.get(number, ())):
                grid.marks.setdefault(number, {})[at] = MARK_DATE
    if not _ERRORS.isdisjoint(texts):
        for number, (value, text) in enumerate(zip(column, texts, strict=True), first):
            if text in _ERRORS and isinstance(value, str):
                grid.marks.setdefault(number, {})[at] = MARK_ERROR


_TOP, _BLOCK = 32, 4096  # headings stand on top, below them columns are even
_STRINGS, _FLOATS = frozenset({str}), frozenset({float})
_PLAIN = frozenset({str, float})
_ERRORS = frozenset(
    error + end
    for error in (
        "#REF", "#N/A", "#VALUE", "#NAME", "#DIV/0", "#NUM", "#NULL", "#ССЫЛКА", "#Н/Д", "#ЗНАЧ",
        "#ИМЯ", "#ДЕЛ/0", "#ЧИСЛО", "#ПУСТО",
    )
    for end in ("", "!", "?")
)  # fmt: skip


def _finished(grid: SheetGrid) -> RawSheet:
    """The sheet of a grid; rows of nothing but spaces are left out."""
    marks, styles, blank = grid.marks, grid.styles, _blank_rows(grid)
    kept = [number for number in grid.cells if number not in blank] if blank else [*grid.cells]
    cells = map(tuple, (grid.cells[number] for number in kept) if blank else grid.cells.values())
    rows = list(raw_rows(kept, cells))
    if marks or styles:
        for at, row in enumerate(rows):
            number = row.number
            if number in marks or number in styles:
                mine = tuple(sorted(marks.get(number, {}).items()))
                rows[at] = RawRow(number, row.cells, mine, styles.get(number, 0))
    if marks:
        rows.sort()
    return RawSheet(grid.name, rows, grid.merges, grid.hidden)


def _blank_rows(grid: SheetGrid) -> frozenset[int]:
    return frozenset(
        number
        for number, cells in grid.cells.items()
        if cells[-1].isspace() and not any(map(str.strip, cells))
    )
