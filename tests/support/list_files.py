"""Writes the made-up lists of `tests.support.lists` in the formats lists come in."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from pathlib import Path

import xlsxwriter

from tests.support.lists import Cell, Made

MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
FORMATS = ("xlsx", "ods", "csv1251", "csv8", "html", "xml")
_MERGE = tuple[int, int, int, int]


def write(made: Made, kind: str, folder: Path) -> Path:
    """Write a list; returns the file."""
    writer = {
        "xlsx": _xlsx,
        "ods": _ods,
        "csv1251": _csv1251,
        "csv8": _csv8,
        "html": _html,
        "xml": _xml,
    }[kind]
    return writer(made, folder)


def keeps_merges(kind: str) -> bool:
    """Say whether a format tells merged cells."""
    return kind in ("xlsx", "html")


def _xlsx(made: Made, folder: Path) -> Path:
    path = folder / "list.xlsx"
    book = xlsxwriter.Workbook(str(path))
    bold = book.add_format({"bold": True})
    for name, rows in made.before:
        _fill(book.add_worksheet(name), rows, set(), bold)
    sheet = book.add_worksheet(made.sheet)
    for merge in made.merges:
        sheet.merge_range(merge, "")
    _fill(sheet, made.rows, made.bold, bold)
    book.close()
    return path


def _fill(sheet: object, rows: list[list[Cell]], bold_rows: set[int], bold: object) -> None:
    for at, row in enumerate(rows):
        style = bold if at + 1 in bold_rows else None
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            put = sheet.write_string if isinstance(value, str) else sheet.write_number  # type: ignore[attr-defined]
            put(at, column, value, style)


def _shown(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return str(value)


def _csv(made: Made, path: Path, encoding: str, delimiter: str) -> Path:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in made.rows:
        writer.writerow([_shown(value) for value in row])
    path.write_bytes(out.getvalue().encode(encoding, errors="replace"))
    return path


def _csv1251(made: Made, folder: Path) -> Path:
    return _csv(made, folder / "list.csv", "cp1251", ";")


def _csv8(made: Made, folder: Path) -> Path:
    return _csv(made, folder / "list.txt", "utf-8", "\t")


def _html(made: Made, folder: Path) -> Path:
    spans = {(top, left): (bottom, right) for top, left, bottom, right in map(_range, made.merges)}
    covered = {
        (row, column)
        for (top, left), (bottom, right) in spans.items()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    width = max(map(len, made.rows))
    lines = []
    for number, row in enumerate(made.rows, start=1):
        cells = []
        for column in range(width):
            if (number, column) in covered:
                continue
            value = _shown(row[column]) if column < len(row) else ""
            bottom, right = spans.get((number, column), (number, column))
            cells.append(
                f"<td colspan={right - column + 1} "
                f"rowspan={bottom - number + 1}>{html.escape(value)}"
            )
        lines.append("<tr>" + "".join(cells) + "</tr>")
    page = (
        '<html><head><meta http-equiv="Content-Type" '
        'content="text/html; charset=windows-1251"></head>'
    )
    path = folder / "list.xls"
    path.write_bytes(
        (page + "<body><table>" + "".join(lines) + "</table></body></html>").encode(
            "cp1251", errors="xmlcharrefreplace"
        )
    )
    return path


def _range(merge: str) -> _MERGE:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(merge)
    return int(top or 0), int(left or 1) - 1, int(bottom or 0), int(right or 1) - 1


def _xml(made: Made, folder: Path) -> Path:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = []
    for row in made.rows:
        cells = "".join(
            "<Cell/>"
            if value in (None, "")
            else f'<Cell><Data ss:Type="{"String" if isinstance(value, str) else "Number"}'
            f'">{html.escape(str(value))}</Data></Cell>'
            for value in row
        )
        rows.append(f"<Row>{cells}</Row>")
    body = "".join(rows)
    path = folder / "list.xls"
    path.write_text(
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="{made.sheet}"><Table>{body}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    return path


def _ods(made: Made, folder: Path) -> Path:
    def cell(value: Cell) -> str:
        if value is None or value == "":
            return "<table:table-cell/>"
        if isinstance(value, str):
            return (
                f'<table:table-cell office:value-type="string"><text:p>'
                f"{html.escape(value)}</text:p></table:table-cell>"
            )
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}'
            f'"><text:p>{value}</text:p></table:table-cell>'
        )

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row)) or '<table:table-cell/>'}</table:table-row>"
        for row in made.rows
    )
    tail = (
        '<table:table-row table:number-rows-repeated="1000"><table:table-cell '
        'table:number-columns-repeated="1000"/></table:table-row>'
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="{made.sheet}">{rows}{tail}'
        f"</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    path = folder / "list.ods"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", content)
        box.writestr("META-INF/manifest.xml", MANIFEST)
    return path
