"""Lists of goods as files: numbers stay numbers, texts stay texts, paper has every row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pypdfium2

from b2bdesk.files.goods_table import GoodsTables
from b2bdesk.texts import speaking
from b2bdesk.usecases.ports.tables import (
    DATE,
    MONEY,
    NUMBER,
    PRICE,
    QUANTITY,
    Table,
    TableColumn,
)

COLUMNS = (
    TableColumn("Артикул", width=20), TableColumn("Наименование", width=48),
    TableColumn("Заказы", NUMBER, 8), TableColumn("Цена", PRICE, 12),
    TableColumn("Остаток", QUANTITY, 12), TableColumn("В год", MONEY, 12),
    TableColumn("Когда", DATE, 12),
)  # fmt: skip
ROW = ("0042", "=Болт; М8", 3, 1_234_567, 5_500, -12_345, dt.date(2026, 11, 21))
EMPTY = ("А-1", "Гайка", None, None, None, None, None)


def table(count: int = 1) -> Table:
    return Table("Что изменилось", "с 14.11.2026", COLUMNS, [ROW, EMPTY] * count)


def test_a_spreadsheet_has_numbers_and_texts(tmp_path: Path) -> None:
    made = GoodsTables().save(tmp_path / "t.xlsx", table())
    rows = list(openpyxl.load_workbook(made).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == tuple(column.title for column in COLUMNS)
    assert rows[1][:6] == ("0042", "=Болт; М8", 3, 12.34567, 5.5, -123.45)
    assert str(rows[1][6]).startswith("2026-11-21")
    assert rows[2] == ("А-1", "Гайка", None, None, None, None, None)


def test_a_csv_speaks_russian_excel_and_runs_nothing(tmp_path: Path) -> None:
    made = GoodsTables().save(tmp_path / "t.csv", table())
    text = made.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][2:] == ["3", "12,34567", "5,5", "-123,45", "21.11.2026"]
    assert not rows[1][1].startswith("=")
    assert rows[2][2:] == ["", "", "", "", ""]


def test_paper_has_every_row_and_the_facts(tmp_path: Path) -> None:
    with speaking("ru"):
        made = GoodsTables().save(tmp_path / "t.pdf", table(60))
    document = pypdfium2.PdfDocument(made)
    pages = []
    for page in document:
        words = page.get_textpage()
        pages.append(words.get_text_bounded())
        words.close()
        page.close()
    document.close()
    assert len(pages) > 1
    assert "с 14.11.2026" in pages[0]
    assert sum(text.count("0042") for text in pages) == 60
    assert "12,34567" in pages[0].replace("\xa0", " ")
