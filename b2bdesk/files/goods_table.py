"""What a screen shows as a file: .xlsx or .csv for a spreadsheet, .pdf to be printed.

Implements `usecases.ports.tables.TableFiles`. The csv speaks Russian Excel (semicolons, decimal
commas, UTF-8 with a mark); numbers stay numbers, texts that look like formulas are made harmless.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from b2bdesk.files.atomic import writing
from b2bdesk.files.harmless import safe_csv_text
from b2bdesk.files.table_doc import TableColumn, TableDoc, Value
from b2bdesk.files.xlsx_rows import Column, Kind
from b2bdesk.files.xlsx_writer import XlsxWriter
from b2bdesk.trade.decimals import scaled_text

_EXPONENTS = {"price": 5, "quantity": 3, "money": 2, "number": 0}
_KINDS: dict[str, Kind] = {
    "text": "text", "number": "whole", "price": "price", "quantity": "quantity",
    "money": "money", "date": "date",
}  # fmt: skip


class GoodsTables:
    """Writes tables."""

    def save(self, target: Path, table: TableDoc) -> Path:
        """Write a table; the suffix decides between .xlsx, .csv and .pdf.

        Raises:
            Environment: the file could not be written.
        """
        suffix = target.suffix.lower()
        if suffix == ".pdf":
            from b2bdesk.files.pdf.list_form import render_list

            with writing(target) as stream:
                render_list(table, stream)
            return target
        columns = [Column(each.title, _KINDS[each.kind], each.width) for each in table.columns]
        with writing(target) as stream:
            if suffix == ".csv":
                stream.write(_csv(table).encode("utf-8-sig"))
            else:
                with XlsxWriter(stream) as writer:
                    writer.sheet(table.title, columns, table.rows)
        return target


def _csv(table: TableDoc) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.title for column in table.columns)
    for row in table.rows:
        writer.writerow(map(_text, table.columns, row))
    return out.getvalue()


def _text(column: TableColumn, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return scaled_text(value, _EXPONENTS[column.kind]).replace(".", ",")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    return safe_csv_text(value)
