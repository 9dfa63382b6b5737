"""Workbooks through calamine: .xlsx, .xlsb, .ods, and .xls that xlrd refuses.

For .xlsx the XML parts add what calamine drops: leading zeros, row styles, formulas without values.
Runs in the reading child only.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from b2bdesk.files.excel_import.cells import is_date, number_text, value_text
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
            grid.cells[cell.row][cell.column] = cell.text


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
    """Turn values into texts, remembering dates and errors; row numbers count from 1."""
    cells, plain, no_errors = grid.cells, _PLAIN.issuperset, _ERRORS.isdisjoint
    for number, values in enumerate(rows, start=1):
        texts = [
            value
            if type(value) is str and "_x" not in value and len(value) < 256
            else number_text(value)
            if type(value) is float
            else value_text(value)
            for value in values[:MAX_COLUMNS]
        ]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        cells[number] = texts
        if not plain(map(type, values)) or not no_errors(texts):
            _mark(grid, number, values, texts)


def _mark(grid: SheetGrid, number: int, values: Sequence[object], texts: Sequence[str]) -> None:
    for column, (value, text) in enumerate(zip(values, texts, strict=False)):
        if is_date(value):
            grid.marks.setdefault(number, {})[column] = MARK_DATE
        elif isinstance(value, str) and text in _ERRORS:
            grid.marks.setdefault(number, {})[column] = MARK_ERROR


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
    marks, styles = grid.marks, grid.styles
    rows = []
    if not marks and not styles:
        rows = [
            RawRow(number, tuple(cells))
            for number, cells in grid.cells.items()
            if not cells[-1].isspace() or any(map(str.strip, cells))
        ]
        return RawSheet(grid.name, rows, grid.merges, grid.hidden)
    for number, cells in grid.cells.items():
        if cells[-1].isspace() and not any(map(str.strip, cells)):
            continue
        if number in marks or number in styles:
            kept = tuple(sorted(marks.get(number, {}).items()))
            rows.append(RawRow(number, tuple(cells), kept, styles.get(number, 0)))
        else:
            rows.append(RawRow(number, tuple(cells)))
    if marks:
        rows.sort()
    return RawSheet(grid.name, rows, grid.merges, grid.hidden)
