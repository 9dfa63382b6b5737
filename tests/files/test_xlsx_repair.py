"""What the quick reader drops comes back: zeros of formats, styles, values of formulas."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from b2bdesk.files.excel_import.formula import evaluate
from b2bdesk.files.excel_import.reader import read_book
from b2bdesk.trade.tablerows import STYLE_BOLD, STYLE_OUTLINE, RawRow
from tests.support.hostile.parts import ods


def _rows(path: Path) -> list[RawRow]:
    return list(read_book(path).sheets[0].rows)


def test_leading_zeros_come_back_from_the_number_format(tmp_path: Path) -> None:
    path = tmp_path / "zeros.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_number(0, 0, 123, book.add_format({"num_format": "00000"}))
    sheet.write_number(1, 0, 12345, book.add_format({"num_format": "000-000"}))
    sheet.write_number(2, 0, 1.5, book.add_format({"num_format": "0.00"}))
    sheet.write_number(3, 0, 12000, book.add_format({"num_format": "0.00E+00"}))
    sheet.write_number(4, 0, 7)
    book.close()
    rows = _rows(path)
    assert [row.cells[0] for row in rows] == ["00123", "012-345", "1.5", "12000", "7"]
    assert rows[3].marks == ((0, "e"),)
    shown = openpyxl.load_workbook(path).active
    assert shown is not None
    assert shown["A1"].number_format == "00000"


def test_bold_and_outlined_rows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "styles.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "Крепёж", book.add_format({"bold": True}))
    sheet.write_string(1, 0, "AB-1")
    sheet.set_row(1, None, None, {"level": 1})
    book.close()
    rows = _rows(path)
    assert rows[0].style & STYLE_BOLD
    assert rows[1].style // STYLE_OUTLINE == 1


def test_formulas_without_values_are_evaluated_across_sheets(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Заказ"
    other = book.create_sheet("Склад 2")
    other["A1"] = 7
    other["B1"] = "AB-5"
    cells: dict[str, str | int] = {
        "A1": 2,
        "B1": 3,
        "C1": "=SUM(A1:B1)*2",
        "D1": "=ROUND(C1/3,1)",
        "E1": "='Склад 2'!A1-1",
        "F1": "='Склад 2'!B1",
        "G1": "=VLOOKUP(A1,B:C,2)",
        "H1": "=H1+1",
        "I1": "=A1&B1",
    }
    for ref, value in cells.items():
        first[ref] = value
    book.save(path)
    (row,) = _rows(path)
    assert row.cells[2:6] == ("10", "3.3", "6", "AB-5")
    assert [mark for _at, mark in row.marks] == ["c", "c", "c", "c", "f", "f", "f"]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1+2*3", "7"),
        ("(1+2)*3", "9"),
        ("-A1+10", "8"),
        ("SUM(A1:A3;5)", "14"),
        ("10%*50", "5"),
        ("ROUND(2.345,2)", "2.35"),
        ("SUM(A1*2,B1)", "104"),
        ("СУММ(A1:A3)", "9"),
        ("$A$1/4", "0.5"),
    ],
)
def test_the_grammar(formula: str, value: str) -> None:
    cells = {(1, 0): Decimal(2), (2, 0): Decimal(3), (3, 0): Decimal(4), (1, 1): Decimal(100)}
    found = evaluate(formula, lambda _sheet, row, column: cells.get((row, column), Decimal(0)))
    assert found == Decimal(value)


@pytest.mark.parametrize(
    "formula", ["1/0", "SUM(A1:XFD1048576)", "IF(A1,1,2)", "A1:A3", "", "1+", "2^99", "a"]
)
def test_anything_else_has_no_value(formula: str) -> None:
    assert evaluate(formula, lambda _sheet, _row, _column: Decimal(1)) is None


def _ods_cell(shown: str, value: str, more: str = "") -> str:
    return (
        f'<table:table-cell {more} office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def test_an_opendocument_sheet_keeps_the_zeros_its_format_shows(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    skipped = '<table:table-cell table:number-columns-repeated="2"/>'
    cells = _ods_cell("00123", "123") + skipped + _ods_cell("0,5", "0.5") + _ods_cell("007", "7")
    rows = (
        f"<table:table-row>{_ods_cell('5', '5')}</table:table-row>{blank}"
        f"<table:table-row>{cells}</table:table-row>"
    )
    path = tmp_path / "a.xlsx"  # content decides, not the suffix
    path.write_bytes(ods(rows))
    found = read_book(path)
    assert found.kind == "ods"
    assert [(row.number, row.cells) for row in found.sheets[0].rows] == [
        (1, ("5",)),
        (5, ("00123", "", "", "0.5", "007")),
    ]
