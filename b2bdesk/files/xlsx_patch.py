"""Adds columns to a stranger's .xlsx without touching anything else in it.

A library that loads and saves a workbook loses pictures, charts, macros and exact formats; so the
answers are inserted into the XML of one sheet, a few styles are appended, and every other part of
the file is copied byte for byte. Called by `fill_back` in the reading child, after the gate.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from b2bdesk.files.excel_import.xlsx_parts import sheet_parts
from b2bdesk.files.report import AnswerPlan
from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import MAX_COLUMNS, column_index, column_letters

_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_ROW_NUMBER = re.compile(r'\br="(\d+)"')
_SPANS = re.compile(r'\s+spans="[^"]*"')
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_CELL_COLUMN = re.compile(r'\br="([A-Z]{1,3})\d')
_MERGED = re.compile(r'<mergeCell\b[^>]*ref="[A-Z]+(\d+):([A-Z]+)(\d+)"')
_COL = re.compile(r"<col\b[^>]*/>")
_COL_ENDS = re.compile(r'\b(min|max)="(\d+)"')
_DIMENSION = re.compile(r'<dimension\b[^>]*ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"[^>]*/>')
_COLS = re.compile(r"<cols\b[^>]*>(.*?)</cols>", re.DOTALL)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FILLS = ("FFF2F2F2", "FFFFF2CC", "FFF8D7DA", "FFE2F0D9", "FFEDEDED")
_EXPONENTS = {"price": 5, "quantity": 3, "money": 2, "whole": 0}
_FORMATS = {"text": 49, "price": 4, "quantity": 0, "money": 4, "whole": 1}
_KINDS = ("text", "price", "quantity")


def patch_xlsx(source: Path, target: Path, plan: AnswerPlan) -> bool:
    """Write a copy of a workbook with the new columns of the plan.

    Returns:
        False when the sheet is not of the ordinary form and nothing was written.

    Raises:
        Expected: `list_sheet_unknown`.
    """
    with zipfile.ZipFile(source) as box:
        entry = sheet_parts(box).get(plan.sheet)
        if entry is None:
            raise Expected("list_sheet_unknown", file=source.name, sheet=plan.sheet)
        sheet = box.read(entry).decode("utf-8")
        if "<sheetData" not in sheet:
            return False
        names = {name.lower(): name for name in box.namelist()}
        styles_entry = names.get("xl/styles.xml")
        styles = box.read(styles_entry).decode("utf-8") if styles_entry else ""
        styles, style_ids = _with_styles(styles)
        changed = {entry: _with_columns(sheet, plan, style_ids).encode()}
        if styles_entry and style_ids:
            changed[styles_entry] = styles.encode()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for info in box.infolist():
                out.writestr(info, changed.get(info.filename) or box.read(info.filename))
    return True


def has_macros(source: Path) -> bool:
    """Say whether a workbook carries macros: its copies must then be named .xlsm."""
    with zipfile.ZipFile(source) as box:
        types = next((n for n in box.namelist() if n.lower() == "[content_types].xml"), "")
        return bool(types) and b"macroEnabled" in box.read(types)


def _with_columns(sheet: str, plan: AnswerPlan, styles: dict[tuple[str, int], int]) -> str:
    """The sheet XML with the answers behind its last used column."""
    first = min(_first_free(sheet, plan), MAX_COLUMNS)
    last = first + len(plan.headings)
    answers = {number: (tint, values) for number, tint, values in plan.rows}
    start = sheet.index("<sheetData")
    end = sheet.rfind("</sheetData>")
    if end < 0:
        return sheet
    out: list[str] = []
    at = start
    counted = 0
    for found in _ROW.finditer(sheet, start, end):
        number = _ROW_NUMBER.search(found[1])
        counted = int(number[1]) if number else counted + 1
        cells = _cells(counted, first, plan, answers, styles)
        if cells:
            attributes = _SPANS.sub("", found[1])
            out.append(sheet[at : found.start()])
            before, after = _parted(found[2] or "", first, last)
            out.append(f"<row{attributes}>{before}{cells}{after}</row>")
            at = found.end()
    body = sheet[:start] + "".join(out) + sheet[at:]
    return _with_widths(_with_dimension(body, last), first, plan)


def _first_free(sheet: str, plan: AnswerPlan) -> int:
    """The first column right of everything that holds something; empty formats do not count."""
    filled = {
        letters[1]
        for attributes, inside in _CELL.findall(sheet)
        if inside and (letters := _CELL_COLUMN.search(attributes))
    }
    top = plan.header_row or 1
    merged = [right for _top, right, bottom in _MERGED.findall(sheet) if int(bottom) >= top]
    return max((column_index(one) or 0 for one in (*filled, *merged)), default=-1) + 1


def _parted(row: str, first: int, last: int) -> tuple[str, str]:
    """The cells of a row before and behind the new columns; empty ones between are dropped."""
    for found in _CELL.finditer(row):
        letters = _CELL_COLUMN.search(found[1])
        if letters is not None and (column_index(letters[1]) or 0) >= first:
            behind = [
                cell[0]
                for cell in _CELL.finditer(row, found.start())
                if (at := _CELL_COLUMN.search(cell[1])) and (column_index(at[1]) or 0) >= last
            ]
            return row[: found.start()], "".join(behind)
    return row, ""


def _cells(
    number: int,
    first: int,
    plan: AnswerPlan,
    answers: dict[int, tuple[int, tuple[str | int | None, ...]]],
    styles: dict[tuple[str, int], int],
) -> str:
    if number == plan.header_row:
        style = _style(styles, "heading", 0)
        return "".join(
            _text(f"{column_letters(first + at)}{number}", heading, style)
            for at, heading in enumerate(plan.headings)
        )
    found = answers.get(number)
    if found is None:
        return ""
    tint, values = found
    cells = []
    for at, (kind, value) in enumerate(zip(plan.kinds, values, strict=True)):
        ref = f"{column_letters(first + at)}{number}"
        style = _style(styles, kind, tint)
        if value is None:
            cells.append(f'<c r="{ref}"{style}/>' if style else "")
        elif isinstance(value, int):
            cells.append(f'<c r="{ref}"{style}><v>{scaled_text(value, _EXPONENTS[kind])}</v></c>')
        else:
            cells.append(_text(ref, value, style))
    return "".join(cells)


def _text(ref: str, text: str, style: str) -> str:
    plain = escape(_FORBIDDEN.sub("", text)[:32767])
    kept = f'<t xml:space="preserve">{plain}</t>'
    return f'<c r="{ref}"{style} t="inlineStr"><is>{kept}</is></c>'


def _style(styles: dict[tuple[str, int], int], kind: str, tint: int) -> str:
    found = styles.get((kind, tint))
    return "" if found is None else f' s="{found}"'


def _with_dimension(sheet: str, columns: int) -> str:
    found = _DIMENSION.search(sheet)
    if found is None:
        return sheet
    bottom = found[4] or found[2]
    ref = f"{found[1]}{found[2]}:{column_letters(columns - 1)}{bottom}"
    return sheet[: found.start()] + f'<dimension ref="{ref}"/>' + sheet[found.end() :]


def _with_widths(sheet: str, first: int, plan: AnswerPlan) -> str:
    """Widths for the new columns; what the sheet says of the others stays."""
    widths = "".join(
        f'<col min="{first + at + 1}" max="{first + at + 1}" '
        f'width="{28 if kind == "text" and at == 0 else 16}" customWidth="1"/>'
        for at, kind in enumerate(plan.kinds)
    )
    found = _COLS.search(sheet)
    if found is None:
        return sheet.replace("<sheetData", f"<cols>{widths}</cols><sheetData", 1)
    last = first + len(plan.kinds)
    before, behind = [], []
    for col in _COL.findall(found[1]):
        ends = {name: int(number) for name, number in _COL_ENDS.findall(col)}
        low, high = ends.get("min", 1), ends.get("max", 1)
        if low <= first:
            before.append(_col(col, low, min(high, first)))
        if high > last:
            behind.append(_col(col, max(low, last + 1), high))
    cols = "".join([*before, widths, *behind])
    return sheet[: found.start(1)] + cols + sheet[found.end(1) :]


def _col(col: str, low: int, high: int) -> str:
    """A description of columns for other columns; counted from 1."""
    ends = {"min": low, "max": high}
    return _COL_ENDS.sub(lambda end: f'{end[1]}="{ends[end[1]]}"', col)


def _with_styles(styles: str) -> tuple[str, dict[tuple[str, int], int]]:
    """Append the cell styles of the answers; without an ordinary style part there are none."""
    fonts = re.search(r"<fonts\b([^>]*)>(.*?)</fonts>", styles, re.DOTALL)
    fills = re.search(r"<fills\b([^>]*)>(.*?)</fills>", styles, re.DOTALL)
    cells = re.search(r"<cellXfs\b([^>]*)>(.*?)</cellXfs>", styles, re.DOTALL)
    if fonts is None or fills is None or cells is None:
        return styles, {}
    font = len(re.findall(r"<font\b", fonts[2]))
    fill = len(re.findall(r"<fill\b", fills[2]))
    xf = len(re.findall(r"<xf\b", cells[2]))
    new_fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/></patternFill></fill>'
        for rgb in _FILLS
    )
    ids: dict[tuple[str, int], int] = {("heading", 0): xf}
    new_cells = [_xf(49, font, fill)]
    for kind in _KINDS:
        for tint in range(len(_FILLS)):
            ids[(kind, tint)] = xf + len(new_cells)
            new_cells.append(_xf(_FORMATS[kind], 0, fill + tint if tint else 0))
    bold = '<font><b/><sz val="11"/><name val="Calibri"/></font>'
    styles = _appended(styles, "fonts", fonts, (bold, font + 1))
    styles = _appended(styles, "fills", fills, (new_fills, fill + len(_FILLS)))
    return _appended(styles, "cellXfs", cells, ("".join(new_cells), xf + len(new_cells))), ids


def _appended(styles: str, name: str, found: re.Match[str], added: tuple[str, int]) -> str:
    """A block of the style part with elements added at its end and its count put right."""
    head = re.sub(r'\s*\bcount="\d+"', "", found[1])
    block = f'<{name} count="{added[1]}"{head}>{found[2]}{added[0]}</{name}>'
    return styles.replace(found[0], block, 1)


def _xf(number_format: int, font: int, fill: int) -> str:
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1"/>'
    )
