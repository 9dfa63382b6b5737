"""A cart as a table: what a spreadsheet reads back is what the cart holds."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from b2bdesk.files.cart_export import write_cart
from b2bdesk.texts import speaking
from b2bdesk.usecases.rows.carts import LineRow, LineState


def line(position: int, article: str, name: str = "Болт", **changes: object) -> LineRow:
    values: dict[str, object] = {
        "quantity_e3": 2_500, "base_e3": 2_500, "price_e5": 1_234_500, "gross_minor": 3_086,
        "stock_e3": 40_000, "states": (), "comment": "", "typed": "", "brand": "ММК",
    }  # fmt: skip
    values.update(changes)
    return LineRow(
        line_id=str(position), position=position, item_id="i", n=1, article=article, name=name,
        okei="796", unit="шт", factor_e3=1000, price_at_add_e5=None, vat_code="22", net_minor=0,
        vat_minor=0, at_least=False, minimum_e3=0, multiple_e3=0, weight_g=0, volume_cm3=0,
        **values,  # type: ignore[arg-type]  # a test builds rows loosely
    )  # fmt: skip


ROUNDED = LineState("rounded", "info", {"typed_e3": 2_000, "quantity_e3": 2_500})
LINES = (
    line(1, "00123", states=(ROUNDED,)),
    line(2, "=cmd()", "-1+1", price_e5=None, stock_e3=None, typed="=HYPERLINK(1)"),
)


def test_a_workbook_holds_texts_and_numbers(tmp_path: Path) -> None:
    with speaking("ru"):
        target = write_cart(tmp_path / "корзина.xlsx", "Ноябрь", LINES)
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    heading, first, second = sheet.iter_rows(values_only=True)
    assert heading[:3] == ("№", "Артикул", "Наименование")
    assert first[1] == "00123"
    assert first[5:9] == (2.5, 12.345, "22", 30.86)
    assert "2" in str(first[10])
    assert second[1] == "=cmd()"
    assert second[6] is None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_csv_opens_in_a_russian_spreadsheet(tmp_path: Path) -> None:
    with speaking("ru"):
        target = write_cart(tmp_path / "корзина.csv", "Ноябрь", LINES)
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1][1] == "00123"
    assert rows[1][5:9] == ["2,5", "12,345", "22", "30,86"]
    assert rows[2][1] == "'=cmd()"
    assert rows[2][12] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_an_existing_file_stays_when_writing_fails(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"a{suffix}"
    target.write_bytes(b"before")
    broken = line(1, "x", states=(None,))
    with pytest.raises(AttributeError):
        write_cart(target, "x", [broken])
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]
