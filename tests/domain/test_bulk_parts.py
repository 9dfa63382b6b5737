"""Lists of several tables: side by side, on several sheets, and with columns of sizes."""

from __future__ import annotations

from b2bdesk.domain.bulk import Known
from b2bdesk.domain.bulk_plan import begin, finish, with_sheets
from b2bdesk.domain.bulk_rows import PART, ItemState
from b2bdesk.trade.tablerows import RawBook
from tests.support.catalogue import MemoryCatalogue
from tests.support.sheets import book, judged, sheet


def _catalogue(*articles: str) -> MemoryCatalogue:
    return MemoryCatalogue(
        ItemState(f"id-{one}", one, f"Товар {one}", unit="шт", price_e5=100_000) for one in articles
    )


def test_two_tables_side_by_side_are_both_read() -> None:
    catalogue = _catalogue("A1", "A2", "B1", "B2")
    plan, result = judged(
        book(
            ("Заявка",),
            ("Артикул", "Товар", "Кол-во", "", "Артикул", "Товар", "Кол-во"),
            ("A1", "Болт", "5", "", "B1", "Гайка", "7"),
            ("A2", "Винт", "6", "", "B2", "Шайба", "8"),
        ),
        catalogue,
    )
    assert [place.column for place in (part.place for part in plan.parts)] == ["A", "E"]
    got = [(row.number, row.part, row.article, row.added_e3) for row in result.rows]
    assert got == [(3, 0, "A1", 5000), (4, 0, "A2", 6000), (3, 1, "B1", 7000), (4, 1, "B2", 8000)]
    assert plan.place(result.rows[2].row).column == "E"
    assert sum(result.statuses.values()) == 4


def test_plan_and_fact_beside_one_list_of_goods_is_one_table() -> None:
    plan, _result = judged(
        book(
            ("Артикул", "Товар", "Кол-во", "Цена", "Кол-во", "Цена"),
            ("A1", "Болт", "5", "10", "4", "10"),
            ("A2", "Винт", "6", "10", "6", "10"),
        ),
        _catalogue("A1", "A2"),
    )
    assert len(plan.parts) == 1


def test_sheets_are_read_together_when_asked_for_and_keep_their_names() -> None:
    head = ("Артикул", "Товар", "Заказ")
    made = RawBook(
        "xlsx",
        (
            sheet(head, ("A1", "Болт", "5"), ("A2", "Винт", ""), name="Крепёж"),
            sheet(head, ("B1", "Кабель", "7"), ("A1", "Болт", "2"), name="Кабель"),
            sheet(("ИНН", "7707083893"), ("Адрес", "Москва"), name="Реквизиты"),
        ),
    )
    catalogue = _catalogue("A1", "A2", "B1")
    alone = begin(made, catalogue.hits)
    assert [other.sheet for other in alone.chosen.others] == ["Кабель"]
    both = with_sheets(alone, ["Кабель", "нет такого"], catalogue.hits)
    result = finish(both, Known(catalogue.resolve(both.wanted), catalogue.items))
    assert [(both.place(row.row).sheet, row.number, row.status) for row in result.rows] == [
        ("Крепёж", 2, "matched"),
        ("Крепёж", 3, "no_quantity"),
        ("Кабель", 2, "matched"),
        ("Кабель", 3, "duplicate"),
    ]
    assert [(line.item_id, line.quantity_e3, line.rows) for line in result.lines] == [
        ("id-A1", 7000, (2, PART + 3)),
        ("id-B1", 7000, (PART + 2,)),
    ]
    again = with_sheets(both, [], catalogue.hits)
    assert [part.place.sheet for part in again.parts] == ["Крепёж"]


def test_columns_of_sizes_become_lines_and_the_row_keeps_one_status() -> None:
    catalogue = _catalogue("АРТ1-36", "АРТ1-38", "B20")
    plan, result = judged(
        book(
            ("Заявка на обувь",),
            ("Артикул", "Модель", "36", "37", "38", "39", "40", "Итого", "Цена"),
            ("АРТ1", "Ботинки", "1", "", "2", "", "3", "6", "100"),
            ("B20", "Сапоги", "", "4", "2", "", "", "6", "100"),
            ("B21", "Туфли", "", "", "", "", "", "", "100"),
            ("Итого", "", "1", "4", "4", "", "3", "12", ""),
        ),
        catalogue,
    )
    assert plan.sizes == "C, D, E, F, G"
    assert [row.status for row in result.rows] == [
        "not_found", "matched", "no_quantity", "total_row",
    ]  # fmt: skip
    first, second, _third, total = result.rows
    assert first.cells["article"] == "АРТ1"
    assert [(one.code, one.params["sizes"]) for one in first.reasons] == [
        ("sizes", "36: 1, 38: 2"),
        ("sizes_open", "40: 3"),
    ]
    assert second.added_e3 == 6000  # the catalogue knows the article only, the sizes are summed
    assert total.reasons == ()
    lines = [(line.item_id, line.quantity_e3, line.asked_e3, line.rows) for line in result.lines]
    assert lines == [
        ("id-АРТ1-36", 1000, 1000, (3,)),
        ("id-АРТ1-38", 2000, 2000, (3,)),
        ("id-B20", 6000, 6000, (4,)),
    ]


def test_a_price_by_volume_is_no_matrix_of_sizes() -> None:
    plan, _result = judged(
        book(
            ("Артикул", "Товар", "50", "100", "500"),
            ("A1", "Болт", "12.5", "11.9", "10.05"),
            ("A2", "Винт", "7.5", "6.9", "5.05"),
        ),
        _catalogue("A1", "A2"),
    )
    assert plan.sizes == ""
