"""Writes the answers back into the buyer's own file, in new columns behind his own.

.xlsx keeps everything it had (`xlsx_patch`); a text list stays a text list in its encoding; any
other kind (.xls, .ods, HTML) cannot be written back faithfully, so a plain .xlsx copy is made and
the caller says so. The file was a stranger's, so this runs in the reading child.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import tempfile
from pathlib import Path

from b2bdesk.files.excel_import import gate
from b2bdesk.files.excel_import.reader import ReadOptions, read_book
from b2bdesk.files.harmless import safe_csv_text
from b2bdesk.files.library_fill import library_fill
from b2bdesk.files.report import AnswerPlan
from b2bdesk.files.xlsx_patch import has_macros, patch_xlsx
from b2bdesk.files.xlsx_rows import Column, Value
from b2bdesk.files.xlsx_writer import XlsxWriter
from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.trade.tablerows import RawBook, RawSheet

_EXPONENTS = {"price": 5, "quantity": 3, "money": 2, "whole": 0}


def fill_back(
    source: Path, target: Path, plan: AnswerPlan, options: ReadOptions | None = None
) -> str:
    """Write a copy of `source` with the answers into `target`.

    Args:
        source: the buyer's list.
        target: the file to write; replaced only when everything was written.
        plan: the answers.
        options: the manual choices the list was read with.

    Returns:
        How it was done: `same` (xlsx, all kept), `text`, or `copy` (a plain .xlsx).

    Raises:
        Expected: `list_…` as for reading, `answers_macros` when a workbook with macros is to be
            written under a name that spreadsheets would refuse.
        Environment: `file_locked`, `disk_full` or `folder_not_writable`.
    """
    gate.check_size(source)
    kind = gate.sniff(source)
    if kind == "xlsx" and target.suffix.lower() == ".xlsx" and has_macros(source):
        raise Expected("answers_macros", file=target.with_suffix(".xlsm").name)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        os.close(handle)
        part = Path(name)
        try:
            how = _write(kind, source, part, plan, options)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as err:
        raise _not_written(target, err) from err
    return how


def _not_written(target: Path, err: OSError) -> Environment:
    if err.errno == errno.ENOSPC:
        return Environment("disk_full", place=str(target.parent))
    if isinstance(err, PermissionError) and target.exists():
        return Environment("file_locked", file=target.name)
    return Environment("folder_not_writable", place=str(target.parent))


def _write(
    kind: str, source: Path, part: Path, plan: AnswerPlan, options: ReadOptions | None
) -> str:
    if kind == "xlsx":
        if not patch_xlsx(source, part, plan):
            library_fill(source, part, plan)
        return "same"
    book = read_book(source, options)
    if kind == "text":
        _write_text(book, part, plan)
        return "text"
    _write_copy(book, part, plan)
    return "copy"


def _write_text(book: RawBook, part: Path, plan: AnswerPlan) -> None:
    """A csv with the same delimiter and encoding; blank rows stay where they were."""
    sheet = book.sheets[0]
    answers = {number: values for number, _tint, values in plan.rows}
    width = max((len(row.cells) for row in sheet.rows), default=0)
    out = io.StringIO(newline="")
    delimiter = book.delimiter if book.delimiter in (";", "\t", ",", "|") else ";"
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    following = 1
    for row in sheet.rows:
        for _blank in range(following, row.number):
            writer.writerow([])
        following = row.number + 1
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        if row.number == plan.header_row:
            cells += plan.headings
        elif row.number in answers:
            values = zip(plan.kinds, answers[row.number], strict=True)
            cells += [_csv_cell(kind, value, delimiter) for kind, value in values]
        writer.writerow(cells)
    encoding = book.encoding or "utf-8"
    if encoding == "utf-8":
        encoding = "utf-8-sig"
    part.write_bytes(out.getvalue().encode(encoding, errors="replace"))


def _csv_cell(kind: str, value: str | int | None, delimiter: str) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        text = scaled_text(value, _EXPONENTS[kind])
        return text if delimiter == "," else text.replace(".", ",")
    return safe_csv_text(value)


def _write_copy(book: RawBook, part: Path, plan: AnswerPlan) -> None:
    """A plain .xlsx with the texts of all sheets, and the answers behind those of one."""
    wanted = book.sheet(plan.sheet) or book.sheets[0]
    with part.open("wb") as stream, XlsxWriter(stream) as writer:
        for sheet in book.sheets:
            if sheet is wanted:
                _answered(writer, sheet, plan)
            elif sheet.rows:
                blank = AnswerPlan(sheet.name, None, (), ())
                _answered(writer, sheet, blank)


def _answered(writer: XlsxWriter, sheet: RawSheet, plan: AnswerPlan) -> None:
    """One sheet of the copy: texts in their rows, the answers behind them."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    # Without a date column among them a headings text may stand over any kind of answer.
    columns = [Column("", width=16)] * width
    columns += [Column("", kind, 18) for kind in plan.kinds]
    answers = {number: (tint, values) for number, tint, values in plan.rows}
    rows: list[list[Value]] = []
    tints: list[int] = []
    for row in sheet.rows:
        while len(rows) < row.number - 1:
            rows.append([None] * len(columns))
            tints.append(0)
        tint, values = answers.get(row.number, (0, (None,) * len(plan.kinds)))
        if row.number == plan.header_row:
            values = plan.headings
        rows.append([*_padded(row.cells, width), *values])
        tints.append(tint)
    writer.sheet(sheet.name or "1", columns, rows, tints, headed=False)


def _padded(cells: tuple[str, ...], width: int) -> list[Value]:
    return [*cells, *[None] * (width - len(cells))]
