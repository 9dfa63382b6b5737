"""Our own workbooks open elsewhere, texts stay texts, numbers are exact (RELIABILITY T12)."""

from __future__ import annotations

import datetime as dt
import io
import random
from pathlib import Path

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.files.excel_import.reader import read_book
from b2bdesk.files.harmless import safe_csv_text
from b2bdesk.files.xlsx_rows import Column, Value
from b2bdesk.files.xlsx_writer import XlsxWriter
from tests.support.office import converted

COLUMNS = [
    Column("Артикул"),
    Column("Цена", "price"),
    Column("Сумма", "money"),
    Column("Кол-во", "quantity"),
    Column("Дата", "date"),
    Column("Строк", "whole"),
]


def _written(rows: list[list[Value]], columns: list[Column] | None = None) -> openpyxl.Workbook:
    out = io.BytesIO()
    with XlsxWriter(out) as writer:
        writer.sheet("Лист/1", columns or COLUMNS, rows)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def test_kinds_are_exact_and_formatted() -> None:
    sheet = _written([["00123", 1234567, -150, 2500, dt.date(2026, 11, 21), 7]]).worksheets[0]
    values = [cell.value for cell in sheet[2]]
    assert values == ["00123", 12.34567, -1.5, 2.5, dt.datetime(2026, 11, 21), 7]  # noqa: DTZ001
    assert sheet["A2"].data_type == "s"
    assert sheet.freeze_panes == "A2"
    assert sheet.title == "Лист 1"


def test_ten_thousand_hostile_names_stay_texts() -> None:
    rng = random.Random(1)
    starts = ("=", "+", "-", "@", "\t", "\r", "=cmd|' /c calc'!A0", "0", " ", "<b>", "&", "\x00")
    names = [rng.choice(starts) + str(rng.randrange(10**6)) for _n in range(10_000)]
    sheet = _written([[name] for name in names], [Column("Название")]).worksheets[0]
    assert all(cell.data_type == "s" for (cell,) in sheet.iter_rows(min_row=2))
    kept = [str(cell.value).replace("_x000D_", "\r") for (cell,) in sheet.iter_rows(min_row=2)]
    assert [k.strip() for k in kept] == [n.replace("\x00", "").strip() for n in names]


@given(st.text(max_size=40))
def test_any_text_can_be_written_and_read_again(text: str) -> None:
    sheet = _written([[text]], [Column("x")]).worksheets[0]
    assert sheet["A1"].value == "x"


def test_sheet_names_are_made_lawful_and_unique() -> None:
    out = io.BytesIO()
    with XlsxWriter(out) as writer:
        for name in ("a:b", "A b", "", "x" * 50):
            writer.sheet(name, [Column("h")], [])
    names = openpyxl.load_workbook(io.BytesIO(out.getvalue())).sheetnames
    assert names == ["a b", "A b 2", "1", "x" * 31]


def test_our_own_reader_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    with path.open("wb") as out, XlsxWriter(out) as writer:
        writer.sheet(
            "S", COLUMNS[:4], [[f"A-{n}", n * 100_000, n * 100, n * 1000] for n in range(1, 900)]
        )
    rows = read_book(path).sheets[0].rows
    assert len(rows) == 900
    assert rows[-1].cells == ("A-899", "899", "899", "899")


def test_csv_texts_are_disarmed_and_numbers_left_alone() -> None:
    assert safe_csv_text("=1+1") == "'=1+1"
    assert safe_csv_text("@SUM(A1)") == "'@SUM(A1)"
    assert safe_csv_text("-5,5") == "-5,5"
    assert safe_csv_text("Болт") == "Болт"


def test_another_program_reads_the_same_articles_and_no_formula(tmp_path: Path) -> None:
    articles = [
        "000123",
        "12E3",
        "5-05",
        "=1+1",
        "+7",
        "@x",
        "-3",
        "007.10",
        "4600000000001",
        "а\tб",
    ]
    path = tmp_path / "export.xlsx"
    with path.open("wb") as stream, XlsxWriter(stream) as writer:
        columns = [Column("Артикул"), Column("Цена", "price"), Column("Кол-во", "quantity")]
        writer.sheet("Прайс", columns, [(a, 1_250_000, 2500) for a in articles])
    made = openpyxl.load_workbook(converted(path, "xlsx", tmp_path))["Прайс"]
    assert [cell.value for cell in made["A"]][1:] == articles
    assert {cell.data_type for cell in made["A"]} == {"s"}
    assert [cell.value for cell in made["B"]][1:] == [12.5] * len(articles)
    assert [cell.value for cell in made["C"]][1:] == [2.5] * len(articles)
