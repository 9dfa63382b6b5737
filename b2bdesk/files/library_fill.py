"""Answers by openpyxl, for workbooks whose XML is not of the ordinary form (prefixed elements).

Keeps formats, formulas and sheets; pictures and charts may be lost, so `xlsx_patch` comes first.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from b2bdesk.files.report import AnswerPlan
from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.errors import Expected

_FILLS = ("", "FFF2CC", "F8D7DA", "E2F0D9", "EDEDED")
_EXPONENTS = {"price": 5, "quantity": 3, "money": 2, "whole": 0}


def library_fill(source: Path, target: Path, plan: AnswerPlan) -> None:
    """Write a copy of a workbook with the new columns of the plan.

    Raises:
        Expected: `list_damaged`, `list_sheet_unknown`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(source)
    except (InvalidFileException, KeyError, ValueError, TypeError) as err:
        raise Expected("list_damaged", file=source.name) from err
    if plan.sheet not in book.sheetnames:
        raise Expected("list_sheet_unknown", file=source.name, sheet=plan.sheet)
    sheet = book[plan.sheet]
    first = sheet.max_column + 1
    if plan.header_row is not None:
        for at, heading in enumerate(plan.headings):
            cell = _put(sheet, plan.header_row, first + at, heading)
            if cell is not None:
                cell.font = Font(bold=True)
    for number, tint, values in plan.rows:
        fill = PatternFill("solid", fgColor=_FILLS[tint]) if tint else None
        for at, (kind, value) in enumerate(zip(plan.kinds, values, strict=True)):
            shown = scaled_text(value, _EXPONENTS[kind]) if isinstance(value, int) else value
            cell = _put(sheet, number, first + at, shown)
            if cell is not None and isinstance(value, int):
                cell.data_type = "n"
            if cell is not None and fill is not None:
                cell.fill = fill
    book.save(target)


def _put(sheet: Worksheet, row: int, column: int, value: str | None) -> Cell | None:
    """Write a text that stays a text; None for a cell inside a merged range."""
    cell = sheet.cell(row=row, column=column)
    if not isinstance(cell, Cell):
        return None
    cell.value = value
    if value is not None:
        cell.data_type = "s"
    return cell
