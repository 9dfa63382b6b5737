"""Old .xls workbooks: xlrd first, calamine for damaged containers xlrd refuses.

1C redefines built-in number-format ids, and BIFF files without a code page come out as mojibake:
xlrd shows both right (LIBRARIES §1.2). A file without a code page is read again as windows-1251.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import xlrd

from b2bdesk.files.excel_import.calamine_book import read_calamine
from b2bdesk.files.excel_import.cells import number_text, value_text
from b2bdesk.files.excel_import.xlsx_parts import pad
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import (
    MARK_DATE,
    MARK_ERROR,
    MARK_SCIENTIFIC,
    MAX_COLUMNS,
    MAX_ROWS,
    STYLE_BOLD,
    STYLE_HIDDEN,
    STYLE_OUTLINE,
    Merge,
    RawBook,
    RawRow,
    RawSheet,
)

_ERRORS = xlrd.error_text_from_code


def read_xls(path: Path) -> RawBook:
    """Read a BIFF workbook.

    Raises:
        Expected: `list_encrypted`, `list_damaged`, `list_too_many_rows`.
    """
    try:
        book = _open(path)
        sheets = tuple(_sheet(book, sheet, path.name) for sheet in book.sheets())
    except Expected:
        raise
    except xlrd.XLRDError as err:
        if "encrypt" in str(err).lower() or "password" in str(err).lower():
            raise Expected("list_encrypted", file=path.name) from err
        return _by_calamine(path)
    except Exception:  # noqa: BLE001  xlrd raises whatever a damaged record leads it to
        return _by_calamine(path)
    return RawBook("xls", sheets)


def _by_calamine(path: Path) -> RawBook:
    book = read_calamine(path, "xls")
    return RawBook("xls", book.sheets, notes=("calamine_fallback",))


def _open(path: Path) -> xlrd.book.Book:
    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet):
        book = xlrd.open_workbook(str(path), logfile=quiet, formatting_info=True)
        if book.biff_version < 80 and book.codepage in (None, 1252, 32769):
            book = xlrd.open_workbook(
                str(path), logfile=quiet, formatting_info=True, encoding_override="cp1251"
            )
    return book


def _sheet(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, file: str) -> RawSheet:
    if sheet.nrows > MAX_ROWS:
        raise Expected("list_too_many_rows", file=file)
    rows = []
    for at in range(sheet.nrows):
        row = _row(book, sheet, at)
        if row is not None:
            rows.append(row)
    merges = [Merge(r1 + 1, c1, r2, c2 - 1) for r1, r2, c1, c2 in sheet.merged_cells]
    return RawSheet(sheet.name, rows, tuple(sorted(merges)), hidden=sheet.visibility != 0)


def _row(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, at: int) -> RawRow | None:
    texts: list[str] = []
    marks: list[tuple[int, str]] = []
    style = 0
    for column, cell in enumerate(sheet.row(at)[:MAX_COLUMNS]):
        text, mark = _cell(book, cell)
        texts.append(text)
        if mark:
            marks.append((column, mark))
        if text and column < 6 and _bold(book, cell.xf_index):
            style |= STYLE_BOLD
    while texts and not texts[-1]:
        texts.pop()
    if not any(map(str.strip, texts)):
        return None
    info = sheet.rowinfo_map.get(at)
    if info is not None:
        style |= (STYLE_HIDDEN if info.hidden else 0) + STYLE_OUTLINE * info.outline_level
    return RawRow(at + 1, tuple(texts), tuple(marks), style)


def _cell(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> tuple[str, str]:
    """Text and mark of a cell."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return value_text(cell.value), ""
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        code = _format(book, cell.xf_index)
        text = number_text(cell.value)
        if "E+" in code.upper():
            return text, MARK_SCIENTIFIC
        return (pad(text, code) if _zero_padded(code) else text), ""
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return value_text(xlrd.xldate_as_datetime(cell.value, book.datemode)), MARK_DATE
        except (ValueError, OverflowError):
            return number_text(cell.value), ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(_ERRORS.get(cell.value, "#ERR!")), MARK_ERROR
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return value_text(bool(cell.value)), ""
    return "", ""


def _format(book: xlrd.book.Book, xf_index: int | None) -> str:
    if xf_index is None or xf_index >= len(book.xf_list):
        return ""
    found = book.format_map.get(book.xf_list[xf_index].format_key)
    return str(found.format_str).split(";")[0] if found else ""


def _zero_padded(code: str) -> bool:
    return code.count("0") >= 2 and code.strip('0\\-"/ ') == ""


def _bold(book: xlrd.book.Book, xf_index: int | None) -> bool:
    if xf_index is None or xf_index >= len(book.xf_list):
        return False
    font = book.xf_list[xf_index].font_index
    return font < len(book.font_list) and bool(book.font_list[font].bold)
