"""HTML tables, also those that 1C and web shops name .xls, and web archives (.mht).

Own parser on the standard library: tags left open, colspan and rowspan, tables in tables. Each
table becomes a sheet; row numbers count the rows of the table, as a spreadsheet would open it.
"""

from __future__ import annotations

import email
import email.policy
import re
from html.parser import HTMLParser

from b2bdesk.files.excel_import.text_lists import decode
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import (
    MAX_COLUMNS,
    MAX_ROWS,
    STYLE_BOLD,
    Merge,
    RawBook,
    RawRow,
    RawSheet,
)

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_MAX_TABLES = 100
_MAX_SPAN = 512
_MAX_DEPTH = 20


def read_html(data: bytes, file: str, encoding: str | None = None) -> RawBook:
    """Read every table of a page as a sheet; the offset between tables keeps row numbers unique.

    Raises:
        Expected: `list_empty` when the page has no table, `list_too_many_rows`.
    """
    declared = _CHARSET.search(data[:8192])
    wanted = encoding or (declared[1].decode("ascii", "replace").lower() if declared else None)
    try:
        text, used = decode(data, wanted, file)
    except Expected:
        text, used = decode(data, encoding, file)
    if wanted in ("utf-8", "utf8") and text.count("\ufffd") > 3:
        text, used = decode(data, None, file)
    if sum(1 for _row in _ROW.finditer(text)) > MAX_ROWS * 5 // 4:  # blank ones do not count
        raise Expected("list_too_many_rows", file=file)
    reader = _Tables(file)
    reader.feed(text)
    reader.close()
    reader.finish()
    tables = [table for table in reader.tables if table.rows]
    if not tables:
        raise Expected("list_empty", file=file)
    sheets = tuple(
        RawSheet(f"{file}:{at}" if len(tables) > 1 else file, table.rows, tuple(table.merges))
        for at, table in enumerate(tables, start=1)
    )
    names = {"windows-1251": "cp1251", "utf8": "utf-8"}
    return RawBook("html", sheets, encoding=names.get(used, used))


def read_mht(data: bytes, file: str) -> RawBook:
    """Read the page of a web archive.

    Raises:
        Expected: `list_empty` or `list_damaged` when no page is inside.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return read_html(body, file, part.get_content_charset())
    raise Expected("list_damaged", file=file)


class _Table:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: list[RawRow] = []
        self.merges: list[Merge] = []
        self.number = 0
        self.cells: dict[int, str] = {}
        self.column = 0
        self.text: list[str] | None = None
        self.bold = False
        self.below: dict[int, int] = {}
        self.begun = False  # a row is open, though it may have no cell: spans reach over it
        self.span = (1, 1)


class _Tables(HTMLParser):
    """Collects the tables of a page; unknown tags are passed over."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._file = file
        self._silent = 0
        self._total = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open tables, rows and cells; a missing end tag is made up for."""
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            if len(self.tables) >= _MAX_TABLES or len(self._open) >= _MAX_DEPTH:
                raise Expected("list_bomb", file=self._file)
            table = _Table()
            self.tables.append(table)
            self._open.append(table)
        elif not self._open:
            return
        elif tag == "tr":
            self._end_row()
            self._open[-1].number += 1
            self._open[-1].begun = True
        elif tag in ("td", "th"):
            self._start_cell(dict(attrs), heading=tag == "th")
        elif tag in ("br", "p", "div") and self._open[-1].text:
            self._open[-1].text.append("\n" if tag == "br" else " ")
        elif tag in ("b", "strong"):
            self._open[-1].bold = True

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text belongs to the innermost open cell."""
        if self._open and not self._silent and self._open[-1].text is not None:
            self._open[-1].text.append(data)

    def finish(self) -> None:
        """Close what the page left open."""
        while self._open:
            self._end_row()
            self._open.pop()

    def _start_cell(self, attrs: dict[str, str | None], *, heading: bool) -> None:
        self._end_cell()
        table = self._open[-1]
        if not table.number:
            table.number = 1
        while table.below.get(table.column, 0) > 0:
            table.column += 1
        table.text = []
        table.bold = table.bold or heading
        table.span = (_span(attrs.get("colspan")), _span(attrs.get("rowspan")))

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.text is None:
            return
        text = "\n".join(_SPACES.sub(" ", part).strip() for part in "".join(table.text).split("\n"))
        wide, high = table.span
        if table.column < MAX_COLUMNS:
            table.cells[table.column] = text.strip("\n")
        if wide > 1 or high > 1:
            right = table.column + wide - 1
            table.merges.append(Merge(table.number, table.column, table.number + high - 1, right))
        if high > 1:
            for column in range(table.column, min(table.column + wide, MAX_COLUMNS)):
                table.below[column] = high
        table.column += wide
        table.text = None
        self._total += 1
        if self._total > MAX_ROWS * 20:
            raise Expected("list_too_many_rows", file=self._file)

    def _end_row(self) -> None:
        self._end_cell()
        table = self._open[-1]
        if any(text.strip() for text in table.cells.values()):
            width = max(table.cells) + 1
            cells = tuple(table.cells.get(column, "") for column in range(width))
            table.rows.append(RawRow(table.number, cells, (), STYLE_BOLD if table.bold else 0))
            if len(table.rows) > MAX_ROWS:
                raise Expected("list_too_many_rows", file=self._file)
        if table.begun or table.cells or table.column:
            table.below = {c: left - 1 for c, left in table.below.items() if left > 1}
        table.cells, table.column, table.bold, table.begun = {}, 0, False, False


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    return max(1, min(int(digits), _MAX_SPAN)) if digits.isdigit() and len(digits) < 6 else 1
