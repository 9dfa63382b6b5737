"""Answers in a rich workbook: everything of the buyer is there, and other programs open it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from b2bdesk.domain.bulk import Known
from b2bdesk.domain.bulk_plan import begin, finish
from b2bdesk.domain.bulk_rows import ItemState
from b2bdesk.files.excel_import.reader import read_book
from b2bdesk.files.fill_back import fill_back
from b2bdesk.files.report import AnswerPlan, answer_plan
from b2bdesk.texts import speaking
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import column_index
from tests.support.catalogue import MemoryCatalogue
from tests.support.office import converted

_ITEMS = [
    ItemState(f"AB-{n:03}", f"AB-{n:03}", f"Болт {n}", unit="шт", price_e5=1_250_000)
    for n in range(1, 31)
]
_NEW = ["Ответ", "Артикул", "Наименование", "Добавлено", "Цена"]


def _rich(path: Path) -> None:
    """Formats to the last column, chart, filter, conditional formats, names, notes, two sheets."""
    book = xlsxwriter.Workbook(str(path))
    sheet, other = book.add_worksheet("Заказ"), book.add_worksheet("Свод")
    border = book.add_format({"border": 1})
    sheet.set_column("A:XFD", 11, border)
    sheet.merge_range("A1:F1", "Заявка на ноябрь", book.add_format({"bold": True}))
    sheet.write_row(2, 0, ["Артикул", "Товар", "Цена", "Кол-во", "Сумма"], border)
    for n in range(1, 31):
        row = n + 2
        sheet.write_row(row, 0, [f"AB-{n:03}", f"Болт {n}", 12.5, n], border)
        sheet.write_formula(row, 4, f"=C{row + 1}*D{row + 1}", border, 12.5 * n)
        for column in range(5, 40):
            sheet.write_blank(row, column, None, border)
    sheet.write_formula("E34", "=SUM(E4:E33)", border, 12.5 * 465)
    sheet.autofilter("A3:E33")
    sheet.conditional_format("D4:D33", {"type": "3_color_scale"})
    sheet.data_validation("D4:D33", {"validate": "integer", "criteria": ">", "value": 0})
    sheet.write_comment("A4", "срочно")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Заказ!$D$4:$D$33"})
    other.insert_chart("B2", chart)
    other.write_formula("A1", "=SUM(Количества)", None, 465)
    book.define_name("Количества", "=Заказ!$D$4:$D$33")
    book.close()


def _plan(path: Path) -> AnswerPlan:
    catalogue = MemoryCatalogue(_ITEMS)
    plan = begin(read_book(path), catalogue.hits)
    result = finish(plan, Known(catalogue.resolve(plan.wanted), catalogue.items))
    header = plan.chosen.layout.header_rows
    with speaking("ru"):
        return answer_plan(result.rows, plan.chosen.sheet.name, header[-1])


def _filled(tmp_path: Path) -> tuple[Path, Path]:
    source, target = tmp_path / "мой.xlsx", tmp_path / "answers.xlsx"
    _rich(source)
    assert fill_back(source, target, _plan(source)) == "same"
    return source, target


def test_answers_stand_beside_the_table_although_formats_reach_further(tmp_path: Path) -> None:
    _source, target = _filled(tmp_path)
    sheet = openpyxl.load_workbook(target)["Заказ"]
    assert [cell.value for cell in sheet[3]][:11] == [
        "Артикул", "Товар", "Цена", "Кол-во", "Сумма", *_NEW, "Остаток",
    ]  # fmt: skip
    assert [sheet.cell(4, column).value for column in (6, 7, 9, 10)] == [
        "найдено", "AB-001", 1, 12.5,
    ]  # fmt: skip


def test_nothing_but_the_new_cells_and_styles_differs(tmp_path: Path) -> None:
    source, target = _filled(tmp_path)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        assert before.namelist() == after.namelist()
        changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
        assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
        old, new = (box.read("xl/worksheets/sheet1.xml").decode() for box in (before, after))
    for tag in ("autoFilter", "conditionalFormatting", "dataValidations", "mergeCells", "f"):
        assert re.findall(rf"<{tag}\b.*?</{tag}>|<{tag}\b[^>]*/>", old) == re.findall(
            rf"<{tag}\b.*?</{tag}>|<{tag}\b[^>]*/>", new
        ), tag
    for row in re.findall(r"<row\b.*?</row>", new):
        columns = re.findall(r'<c\b[^>]*?r="([A-Z]+)\d+"', row)
        numbers = [column_index(one) or 0 for one in columns]
        assert numbers == sorted(set(numbers))  # spreadsheets repair anything else


def test_another_program_shows_the_same_figures_formulas_and_chart(tmp_path: Path) -> None:
    _source, target = _filled(tmp_path)
    made = converted(target, "xlsx", tmp_path)
    book = openpyxl.load_workbook(made)
    sheet, values = book["Заказ"], openpyxl.load_workbook(made, data_only=True)
    assert sheet["E4"].value == "=C4*D4"
    assert values["Заказ"]["E34"].value == 12.5 * 465
    assert values["Свод"]["A1"].value == 465
    assert [values["Заказ"].cell(33, column).value for column in (7, 9, 10)] == [
        "AB-030", 30, 12.5,
    ]  # fmt: skip
    assert sheet.auto_filter.ref == "A3:E33"
    assert "Количества" in book.defined_names
    with zipfile.ZipFile(made) as box:
        assert sum(name.startswith("xl/charts/chart") for name in box.namelist()) == 1
    assert sheet.conditional_formatting


def test_a_workbook_with_macros_is_not_copied_under_a_name_that_would_not_open(
    tmp_path: Path,
) -> None:
    plain, macros = tmp_path / "a.xlsx", tmp_path / "b.xlsm"
    _rich(plain)
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with zipfile.ZipFile(plain) as box, zipfile.ZipFile(macros, "w") as out:
        for name in box.namelist():
            data = box.read(name)
            if name == "[Content_Types].xml":
                other = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
                data = data.replace(main.encode(), other)
            out.writestr(name, data)
    plan = _plan(macros)
    with pytest.raises(Expected, match="answers_macros"):
        fill_back(macros, tmp_path / "c.xlsx", plan)
    assert fill_back(macros, tmp_path / "c.xlsm", plan) == "same"


def test_a_copy_of_another_kind_keeps_the_other_sheets(tmp_path: Path) -> None:
    source = tmp_path / "мой.xlsx"
    _rich(source)
    old = converted(source, "ods", tmp_path)
    assert fill_back(old, tmp_path / "out.xlsx", _plan(old)) == "copy"
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Заказ", "Свод"]
    assert book["Заказ"]["A4"].value == "AB-001"
