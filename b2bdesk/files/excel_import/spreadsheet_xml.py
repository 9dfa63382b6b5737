"""«Таблица XML 2003»: workbooks in one XML file, which old shops and 1C still name .xls.

Parsed with expat after the gate has refused every DTD; any other XML is not a list.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

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

_NS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)")


def read_spreadsheet_xml(data: bytes, file: str) -> RawBook:
    """Read a workbook of the XML 2003 form.

    Raises:
        Expected: `list_damaged`, `list_bomb` (a DTD), `list_unsupported` (other XML).
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as err:
        raise Expected("list_bomb", file=file) from err
    except (ParseError, ValueError, LookupError) as err:
        raise Expected("list_damaged", file=file) from err
    tables = root.findall(f"{_NS}Worksheet")
    if not tables:
        raise Expected("list_unsupported", file=file, kind="XML")
    sheets = tuple(_sheet(one, file) for one in tables)
    return RawBook("xml", sheets, encoding="utf-8")


def _sheet(worksheet: Element, file: str) -> RawSheet:
    rows: list[RawRow] = []
    merges: list[Merge] = []
    number = 0
    for row in worksheet.iterfind(f"{_NS}Table/{_NS}Row"):
        number = _index(row, number + 1)
        if number > MAX_ROWS:
            raise Expected("list_too_many_rows", file=file)
        read = _row(row, number, merges)
        if any(map(str.strip, read.cells)):
            rows.append(read)
    return RawSheet(worksheet.get(f"{_NS}Name", file), rows, tuple(merges))


def _row(row: Element, number: int, merges: list[Merge]) -> RawRow:
    cells: list[str] = []
    marks: list[tuple[int, str]] = []
    column = -1
    for cell in row.iterfind(f"{_NS}Cell"):
        column = _index(cell, column + 2) - 1
        if column >= MAX_COLUMNS:
            break
        across, down = _count(cell, "MergeAcross"), _count(cell, "MergeDown")
        if across or down:
            merges.append(Merge(number, column, number + down, column + across))
        text, mark = _text(cell)
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
        if mark:
            marks.append((column, mark))
        column += across
    return RawRow(number, tuple(cells), tuple(marks))


def _text(cell: Element) -> tuple[str, str]:
    data = cell.find(f"{_NS}Data")
    if data is None:
        return "", ""
    text = "".join(data.itertext())
    kind = data.get(f"{_NS}Type", "String")
    if kind == "DateTime" and (found := _DATE.match(text)):
        year, month, day, *_clock = found.groups()
        return f"{day}.{month}.{year}", MARK_DATE
    if kind == "Error":
        return text, MARK_ERROR
    if kind == "Number" and text.endswith(".0"):
        return text[:-2], ""
    return text, ""


def _index(element: Element, following: int) -> int:
    found = element.get(f"{_NS}Index", "")
    return int(found) if found.isdigit() and len(found) < 8 else following


def _count(element: Element, name: str) -> int:
    found = element.get(f"{_NS}{name}", "")
    return min(int(found), 16384) if found.isdigit() and len(found) < 8 else 0
