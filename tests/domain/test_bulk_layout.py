"""Which sheet and which columns: detection, content over headings, remembered mappings."""

from __future__ import annotations

import pytest

from b2bdesk.domain.bulk import Known
from b2bdesk.domain.bulk_layout import ListMapping, choose_sheet, mapping_of
from b2bdesk.domain.bulk_plan import begin, finish, remap
from b2bdesk.domain.bulk_rows import ItemState
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import RawBook
from tests.support.catalogue import MemoryCatalogue
from tests.support.sheets import book, sheet

CATALOGUE = MemoryCatalogue([ItemState(f"AB-{n}", f"AB-{n}", price_e5=1) for n in range(100, 140)])
ORDER = [
    ("Код", "Артикул", "Товар", "Кол-во"),
    *((str(n), f"AB-{n}", f"Болт {n} мм", "5") for n in range(100, 120)),
]


def test_the_order_is_found_among_several_sheets() -> None:
    made = RawBook(
        "xlsx",
        (
            sheet(("Покупатель", "ООО «Тест»"), ("ИНН", "7707083893"), name="Реквизиты"),
            sheet(*ORDER, name="Лист7"),
        ),
    )
    assert choose_sheet(made, CATALOGUE.hits).sheet.name == "Лист7"
    assert choose_sheet(made, CATALOGUE.hits, sheet="Реквизиты").sheet.name == "Реквизиты"
    with pytest.raises(Expected) as refused:
        choose_sheet(made, CATALOGUE.hits, sheet="Нет")
    assert refused.value.code == "list_sheet_unknown"


def test_catalogue_hits_overrule_a_wrong_heading() -> None:
    made = book(
        ("Артикул", "Заказной номер", "Кол-во"),
        *((str(n * 7), f"AB-{n}", "5") for n in range(100, 120)),
    )
    assert begin(made, CATALOGUE.hits).columns["article"] == "B"
    assert begin(made).columns["article"] == "A"


def test_running_numbers_are_never_articles() -> None:
    made = book(*((str(n - 99), f"AB-{n}", "Болт оцинкованный", "5") for n in range(100, 120)))
    plan = begin(made, CATALOGUE.hits)
    assert (plan.columns["article"], plan.columns["quantity"]) == ("B", "D")
    assert plan.chosen.layout.header_rows == ()


def test_of_two_quantities_the_one_that_makes_the_sum_is_taken() -> None:
    made = book(
        ("Товар", "Цена", "Кол-во мин", "Купить", "Сумма"),
        *((f"Болт {n}", "10", "3", str(n), str(10 * n)) for n in range(4, 20)),
    )
    assert begin(made).columns["quantity"] == "D"


def test_a_stock_or_a_pack_is_no_order() -> None:
    made = book(
        ("Артикул", "Кол-во в упаковке", "Количество на складе", "Цена", "Заказ"),
        *((f"AB-{n}", "10", "500", "12,50", "") for n in range(100, 110)),
    )
    plan = begin(made)
    assert (plan.columns["quantity"], plan.columns["price"]) == ("E", "D")


def test_a_mapping_is_remembered_by_the_heading_and_wins() -> None:
    first = begin(book(*ORDER), CATALOGUE.hits)
    kept = ListMapping.from_json(
        mapping_of(first.chosen.layout).to_json() | {"columns": {"article": "A", "quantity": "D"}}
    )
    again = begin(book(*ORDER), CATALOGUE.hits, remembered={kept.fingerprint: kept}.get)
    assert again.chosen.remembered
    assert (again.columns["article"], again.columns["name"]) == ("A", None)
    other = begin(book(("Арт", "Шт"), ("AB-100", "5")), remembered={kept.fingerprint: kept}.get)
    assert not other.chosen.remembered


def test_columns_are_overridden_by_hand() -> None:
    plan = remap(
        begin(book(*ORDER)), ListMapping({"article": "B", "quantity": "D"}, header_rows=(1, 2))
    )
    assert plan.rows[0].number == 3
    assert plan.columns["name"] is None


def test_foreign_values_of_a_mapping_are_left_out() -> None:
    mapping = ListMapping.from_json({"columns": {"article": "b", "colour": "C", "name": "??"}})
    assert mapping.columns == {"article": "B"}


def test_a_second_table_with_other_columns_is_read_by_its_own_heading() -> None:
    made = book(
        ("Артикул", "Наименование", "Кол-во"),
        *((f"AB-{n}", f"Болт {n} мм", "5") for n in range(100, 105)),
        (),
        ("Инструмент", "", ""),
        ("№", "Наименование", "Код товара", "Цена", "Количество"),
        *((str(n - 104), f"Дрель {n} мм", f"AB-{n}", "12,50", "7") for n in range(105, 110)),
    )
    plan = begin(made, CATALOGUE.hits)
    result = finish(plan, Known(CATALOGUE.resolve(plan.wanted), CATALOGUE.items))
    asked = [(row.article, row.added_e3 // 1000) for row in result.rows if row.added_e3]
    assert asked == [(f"AB-{n}", 5 if n < 105 else 7) for n in range(100, 110)]
    assert [row.status for row in result.rows][5:7] == ["group_row", "header_row"]
    kept = mapping_of(plan.chosen.layout)
    again = begin(made, CATALOGUE.hits, remembered={kept.fingerprint: kept}.get)
    assert again.chosen.remembered
    assert finish(again, Known(CATALOGUE.resolve(again.wanted), CATALOGUE.items)) == result
