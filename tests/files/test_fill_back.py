"""Answers stand in new columns of the buyer's own file; the rest of it is untouched."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font

from b2bdesk.domain.bulk import Known
from b2bdesk.domain.bulk_plan import begin, finish
from b2bdesk.domain.bulk_rows import ItemState
from b2bdesk.files.child_client import ListReader
from b2bdesk.files.excel_import.reader import read_book
from b2bdesk.files.fill_back import fill_back
from b2bdesk.files.report import AnswerPlan, answer_plan, write_report
from b2bdesk.texts import speaking
from tests.support.catalogue import MemoryCatalogue
from tests.support.list_files import FORMATS, write
from tests.support.reading_child import spawn
from tests.support.shapes import make

CATALOGUE = MemoryCatalogue(
    [
        ItemState(f"AB-{n}", f"AB-{n}", f"Болт {n}", unit="шт", price_e5=1_250_000, stock_e3=3000)
        for n in range(1, 6)
    ]
)


def _answers(path: Path, catalogue: MemoryCatalogue = CATALOGUE) -> AnswerPlan:
    plan = begin(read_book(path), catalogue.hits)
    result = finish(plan, Known(catalogue.resolve(plan.wanted), catalogue.items))
    header = plan.chosen.layout.header_rows
    with speaking("ru"):
        return answer_plan(result.rows, plan.chosen.sheet.name, header[-1] if header else None)


def _own_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Заказ"
    sheet.append(["Артикул", "Кол-во", "Сумма"])
    for n in range(1, 6):
        sheet.append([f"AB-{n}", n, f"=B{n + 1}*2"])
    sheet["A2"].font = Font(bold=True, color="FF0000")
    sheet.column_dimensions["A"].width = 33
    sheet.merge_cells("A9:C9")
    sheet.conditional_formatting.add(
        "B2:B6",
        CellIsRule("greaterThan", ["3"], font=Font(bold=True)),  # type: ignore[no-untyped-call]  # untyped in its stubs
    )
    other = book.create_sheet("Расчёт")
    other["A1"] = "=Заказ!B2*10"
    book.save(path)


def test_a_workbook_keeps_its_formats_formulas_and_sheets(tmp_path: Path) -> None:
    source, target = tmp_path / "мой.xlsx", tmp_path / "ответ.xlsx"
    _own_workbook(source)
    assert fill_back(source, target, _answers(source)) == "same"
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Заказ", "Расчёт"]
    sheet = book["Заказ"]
    assert sheet["C2"].value == "=B2*2"
    assert book["Расчёт"]["A1"].value == "=Заказ!B2*10"
    assert sheet["A2"].font.bold
    assert sheet.column_dimensions["A"].width == 33
    assert "A9:C9" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert [cell.value for cell in sheet[1]][3:6] == ["Ответ", "Артикул", "Наименование"]
    assert [cell.value for cell in sheet[2]][3:8] == ["найдено", "AB-1", "Болт 1", 1, 12.5]
    assert sheet["D5"].value == "мало на складе: на складе 3, не хватает 1"
    assert sheet["E2"].data_type == "s"


def test_all_other_parts_are_copied_byte_for_byte(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    _own_workbook(source)
    fill_back(source, target, _answers(source))
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        assert before.namelist() == after.namelist()
        changed = [n for n in before.namelist() if before.read(n) != after.read(n)]
    assert changed == ["xl/styles.xml", "xl/worksheets/sheet1.xml"] or set(changed) == {
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_every_kind_of_list_gets_its_answers(kind: str, tmp_path: Path) -> None:
    made = make("request", 1)
    catalogue = MemoryCatalogue(made.catalogue())
    source = write(made, kind, tmp_path)
    target = tmp_path / ("answer.xlsx" if kind not in ("csv8", "csv1251") else "answer.csv")
    how = fill_back(source, target, _answers(source, catalogue))
    assert how == {"xlsx": "same", "csv8": "text", "csv1251": "text"}.get(kind, "copy")
    rows = {
        row.number: row
        for row in (read_book(target).sheet("Заявка") or read_book(target).sheets[0]).rows
    }
    for number, status in made.statuses.items():
        if status == "matched":
            assert rows[number].cells[6].startswith("найдено")
            assert rows[number].cells[7] == made.rows[number - 1][2]


def test_the_child_writes_and_a_failure_leaves_no_file(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    _own_workbook(source)
    plan = _answers(source)
    reader = ListReader(spawn)
    try:
        assert reader.fill_back(source, target, plan) == "same"
        assert target.exists()
        source.write_bytes(b"PK\x03\x04")
        with pytest.raises(Exception, match="list_damaged"):
            reader.fill_back(source, tmp_path / "c.xlsx", plan)
    finally:
        reader.close()
    assert {path.name for path in tmp_path.iterdir()} == {"a.xlsx", "b.xlsx"}


def test_the_report_names_every_row(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "report.xlsx"
    _own_workbook(source)
    plan = begin(read_book(source), CATALOGUE.hits)
    result = finish(plan, Known(CATALOGUE.resolve(plan.wanted), CATALOGUE.items))
    with target.open("wb") as out, speaking("ru"):
        assert write_report(out, result.rows, "a.xlsx") == 5
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Строки", "Итоги"]
    assert [cell.value for cell in book["Строки"][2]][:6] == [2, "AB-1", None, "1", None, "найдено"]
    with target.open("wb") as out, speaking("en"):
        assert write_report(out, result.rows, "a.xlsx", only={"not_found"}) == 0
