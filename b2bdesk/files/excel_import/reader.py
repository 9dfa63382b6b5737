"""The one door to reading a foreign list: gate, kind, reader.

Runs in the reading child (`files.child`); the portal's price-list load, a command of its own, calls
it directly. Every refusal is an `Expected` with a code whose text says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from b2bdesk.files.excel_import import gate
from b2bdesk.files.excel_import.calamine_book import read_calamine
from b2bdesk.files.excel_import.html_tables import read_html, read_mht
from b2bdesk.files.excel_import.spreadsheet_xml import read_spreadsheet_xml
from b2bdesk.files.excel_import.text_lists import read_text
from b2bdesk.files.excel_import.xls_book import read_xls
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import MAX_ROWS, RawBook


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person chose by hand in the wizard; None = find out."""

    encoding: str | None = None
    delimiter: str | None = None


def read_book(path: Path, options: ReadOptions | None = None) -> RawBook:
    """Read a list of any known kind.

    Args:
        path: the file.
        options: manual choices for text files.

    Returns:
        The sheets with all rows that hold anything.

    Raises:
        Expected: `list_…` codes: unreadable, empty, too big, damaged, encrypted, unsupported,
            too many rows, or not safe to open.
    """
    chosen = options or ReadOptions()
    gate.check_size(path)
    book = _read(path, gate.sniff(path), chosen)
    rows = sum(len(sheet.rows) for sheet in book.sheets)
    if rows > MAX_ROWS:
        raise Expected("list_too_many_rows", file=path.name)
    if not rows:
        raise Expected("list_empty", file=path.name)
    return book


def _read(path: Path, kind: str, options: ReadOptions) -> RawBook:
    if kind in ("xlsx", "xlsb", "ods"):
        return read_calamine(path, kind)
    if kind == "xls":
        return read_xls(path)
    data = path.read_bytes()
    if kind == "html":
        return read_html(data, path.name, options.encoding)
    if kind == "mht":
        return read_mht(data, path.name)
    if kind == "xml":
        return read_spreadsheet_xml(data, path.name)
    return read_text(data, path.name, options.encoding, options.delimiter)
