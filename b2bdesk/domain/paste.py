"""A clipboard block becomes a sheet (UX §5, paste rules).

Spreadsheets put tab-separated text and HTML on the clipboard; the text is enough and is what a
person sees. Quoted cells with line breaks are joined, plain lines split into text and quantity.
"""

from __future__ import annotations

import csv
import io

from b2bdesk.domain.text_lines import split_lines
from b2bdesk.trade.tablerows import MAX_COLUMNS, MAX_ROWS, RawBook, RawRow, RawSheet

_DELIMITERS = ("\t", ";", "|")


def book_from_clipboard(text: str) -> RawBook:
    """Turn clipboard text into a book of one sheet; rows over 200,000 are left out.

    The book is empty (a sheet without rows) when the text holds nothing.
    """
    sheet = sheet_from_clipboard(text)
    return RawBook("paste", (sheet,))


def sheet_from_clipboard(text: str) -> RawSheet:
    """Turn clipboard text into rows; row numbers count the lines of the block from 1."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    delimiter = _delimiter(plain)
    records = (
        [[line] for line in plain.split("\n")] if delimiter is None else _cut(plain, delimiter)
    )
    rows = [
        RawRow(number, tuple(cells[:MAX_COLUMNS]))
        for number, cells in enumerate(records[:MAX_ROWS], start=1)
        if any(map(str.strip, cells))
    ]
    return split_lines(RawSheet("", rows))


def _delimiter(text: str) -> str | None:
    lines = [line for line in text[:200_000].split("\n") if line.strip()][:200]
    for delimiter in _DELIMITERS:
        if lines and 2 * sum(delimiter in line for line in lines) >= len(lines):
            return delimiter
    return None


def _cut(text: str, delimiter: str) -> list[list[str]]:
    if '"' not in text:
        return [line.split(delimiter) for line in text.split("\n")]
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")]


def is_list(text: str) -> bool:
    """Say whether clipboard text is lines of an order rather than words to look for.

    One line is words, unless a tab parts it as cells of a spreadsheet.
    """
    lines = [line.strip(" \r") for line in text.split("\n") if line.strip()]
    return len(lines) > 1 or any("\t" in line.strip() for line in lines)
