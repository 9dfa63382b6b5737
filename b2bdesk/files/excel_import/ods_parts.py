"""Leading zeros of .ods cells: a number format shows 00123 where the value is 123.

OpenDocument keeps the shown text beside the value; the quick reader takes the value. One pass over
the XML finds the cells whose shown text begins with zeros; most files have none: one search.
"""

from __future__ import annotations

import re
import zipfile
from typing import NamedTuple

from b2bdesk.trade.tablerows import MAX_COLUMNS, MAX_ROWS

_PADDED = rb"<text:p>(0\d[\d./\- ]{0,30})</text:p>"
_ANY = re.compile(rb'office:value-type="float"[^>]*>\s*' + _PADDED)
_TOKEN = re.compile(
    rb"<table:table\s|<table:table-row\b([^>]*?)(/?)>|</table:table-row>"
    rb"|<table:(?:covered-)?table-cell\b([^>]*?)(/?)>(?:\s*" + _PADDED + rb")?"
)
_ROWS = re.compile(rb'number-rows-repeated="(\d{1,8})"')
_COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,8})"')


class PaddedCell(NamedTuple):
    """A cell with leading zeros: sheet from 0, row from 1, column from 0, the shown text."""

    sheet: int
    row: int
    column: int
    text: str


def padded_cells(box: zipfile.ZipFile) -> list[PaddedCell]:
    """Find the cells of an OpenDocument workbook that show leading zeros."""
    data = box.read("content.xml")
    if not _ANY.search(data):
        return []
    found: list[PaddedCell] = []
    sheet, row, column, repeated = -1, 0, 0, 1
    for token in _TOKEN.finditer(data):
        row_attributes, row_closed, attributes, closed, text = token.groups()
        if row_attributes is not None:
            row, column, repeated = row + 1, 0, _count(_ROWS, row_attributes)
            row += repeated - 1 if row_closed else 0
        elif attributes is not None:
            number = attributes.find(b'value-type="float"') >= 0 and not closed
            if text and number and row <= MAX_ROWS and column < MAX_COLUMNS:
                found.append(PaddedCell(sheet, row, column, text.decode()))
            column += _count(_COLUMNS, attributes)
        elif token.group().startswith(b"</"):
            row += repeated - 1
        else:
            sheet, row = sheet + 1, 0
    return found


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
