"""Lists written as prose: «IF-124 – 10 шт», "85123A x 6", one position a line.

A letter or a chat message has no columns; when most lines end (or begin) in a quantity, the line is
split into text and quantity so that the ordinary import goes on. Used for text files and pastes.
"""

from __future__ import annotations

import re

from b2bdesk.trade.tablerows import RawRow, RawSheet

_UNIT = r"(?:шт|штук\w?|уп|упак\w*|кор|короб\w*|пач\w*|компл\w*|м|кг|л|рул\w*|pcs|pc|ea)\.?"
_TAIL = re.compile(
    rf"^\s*(?:\d{{1,4}}[.)]\s+)?(?P<text>\S.*?)\s*(?:[-–—:=;,]\s+|\s[xх×*]\s*|\s*[-–—:=]\s*(?=\d+\s*{_UNIT}\s*$)|\s+)"
    rf"(?P<quantity>\d[\d ]*(?:[.,]\d+)?\s*{_UNIT}|\d+(?:[.,]\d+)?)\s*[.;,]?\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"^\s*(?P<quantity>\d+(?:[.,]\d+)?\s*(?:{_UNIT}|[xх×*]))\s*[-–—:]?\s+(?P<text>\S.*)$",
    re.IGNORECASE,
)
_HAS_TEXT = re.compile(r"\w{2}")


def split_lines(sheet: RawSheet) -> RawSheet:
    """Split a one-column sheet into text and quantity when most of its lines allow it.

    Returns:
        A sheet of two columns (lines that do not split keep an empty quantity), or the sheet as is.
    """
    rows = sheet.rows
    if not rows or any(len(row.cells) > 1 for row in rows):
        return sheet
    split = [_parts(row.cells[0]) for row in rows]
    found = sum(part is not None for part in split)
    if found < 1 or 10 * found < 6 * len(rows):
        return sheet
    done = [
        row if part is None else RawRow(row.number, part, (), row.style)
        for row, part in zip(rows, split, strict=True)
    ]
    return RawSheet(sheet.name, done, sheet.merges, sheet.hidden)


def _parts(line: str) -> tuple[str, str] | None:
    for pattern in (_HEAD, _TAIL):
        found = pattern.match(line)
        if found is not None and _HAS_TEXT.search(found["text"]):
            return found["text"].strip(), found["quantity"].strip(" *xх×")
    return None
