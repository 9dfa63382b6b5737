"""Columns of lists without headings, and of headings that say little, by what the cells hold."""

from __future__ import annotations

from collections.abc import Sequence

from b2bdesk.domain.bulk_layout import choose_sheet
from b2bdesk.trade.lists.layout import Layout, detect_layout
from b2bdesk.trade.tablerows import RawBook, RawRow, RawSheet


def _sheet(rows: Sequence[Sequence[str]], name: str = "Лист1", hidden: bool = False) -> RawSheet:
    numbered = [RawRow(at, tuple(cells)) for at, cells in enumerate(rows, start=1)]
    return RawSheet(name, numbered, hidden=hidden)


def _layout(*rows: Sequence[str]) -> Layout:
    return detect_layout(_sheet(rows))


def test_sizes_are_no_articles_and_large_numbers_no_quantities() -> None:
    found = _layout(
        *(
            [
                "Metzeler",
                f"{1419400 + 17 * at}",
                f"Block C {at} усиленная",
                f"2.{at % 4} R16",
                "7949",
            ]
            for at in range(40)
        )
    )
    assert found.columns == {"article": 1, "name": 2, "price": 4}


def test_amounts_with_kopecks_beside_codes_are_prices() -> None:
    found = _layout(*([f"02-{at:03}", f"{95 + at},50"] for at in range(30)))
    assert found.columns == {"article": 0, "price": 1}


def test_small_whole_numbers_beside_codes_are_quantities() -> None:
    found = _layout(*([f"02-{at:03}", str(1 + at % 24)] for at in range(30)))
    assert found.columns == {"article": 0, "quantity": 1}


def test_a_group_again_in_each_row_is_not_the_name() -> None:
    found = _layout(
        ["Номенклатура", "Характеристика номенклатуры", "Остаток"],
        *([f"Продукция, альбомы {at // 9}", f"Альбом белый {at}", str(at)] for at in range(27)),
    )
    assert found.columns["name"] == 1


def test_a_flag_is_not_the_price() -> None:
    found = _layout(
        ["Name", "Show price (0 = No, 1 = Yes)", "Price"],
        *([f"Штангенциркуль ШЦ-{at}", "1", f"{470 + at}"] for at in range(20)),
    )
    assert found.columns["price"] == 2


def test_numbers_of_something_are_not_the_price() -> None:
    found = _layout(
        ["Наименование детали", "Стр.", "Номер узла"],
        *([f"Мачта стальная {at}", f"{60 + at}", f"{4000 + 3 * at}"] for at in range(20)),
    )
    assert "price" not in found.columns


def test_grades_of_metal_are_the_names() -> None:
    found = _layout(
        ["Марка", "диаметр", "Ед.изм", "Цена"],
        *([f"А500С {at}", f"{at} ; {at + 2}", "т", f"{32000 + at}"] for at in range(20)),
    )
    assert found.columns == {"name": 0, "unit": 2, "price": 3}


def test_a_hidden_sheet_is_not_the_list_while_another_has_goods() -> None:
    bare = _sheet([[f"{1419400 + at}", f"Покрышка задняя {at}", "7949"] for at in range(30)])
    head = ["Артикул", "Наименование", "Остаток", "Цена"]
    old = [head, *([f"Б-{at}", f"Камера {at}", "1", "55,5"] for at in range(30))]
    book = RawBook("xls", (bare, _sheet(old, "Прошлый год", hidden=True)))
    assert choose_sheet(book).sheet.name == "Лист1"


def test_goods_above_the_first_heading_are_read() -> None:
    goods = [[f"Монтаж бойлера {at}", f"{500 + at}", "шт"] for at in range(10)]
    head = ["Наименование работ", "Цена (руб)", "Ед. изм."]
    found = _layout(["Сантехника"], *goods, head, *goods)
    assert (found.header_rows, found.above, found.first_row) == ((12,), 2, 2)


def test_parameters_above_a_heading_are_no_goods() -> None:
    goods = [[f"Шланг {at}", f"{500 + at}", "шт"] for at in range(10)]
    found = _layout(
        ["курс юаня", "12"], ["курс евро", "83"], ["Наименование", "Цена", "Ед. изм."], *goods
    )
    assert (found.header_rows, found.above) == ((3,), 0)
