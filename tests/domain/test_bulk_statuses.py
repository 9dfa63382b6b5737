"""Each row gets exactly one status, the first that applies; the others stand in the reasons."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.domain.bulk_rows import STATUSES, BulkOptions, BulkRow, ItemState
from b2bdesk.trade.tablerows import MARK_DATE, MARK_FORMULA, RawBook, RawRow, RawSheet
from b2bdesk.trade.unit import PackUnit
from tests.support.catalogue import MemoryCatalogue
from tests.support.sheets import book, judged

HEAD = ("Артикул", "Наименование", "Ед.", "Кол-во")
PRICED = 100_000


def _item(article: str, name: str = "", **more: object) -> ItemState:
    values: dict[str, object] = {"unit": "шт", "price_e5": PRICED, **more}
    return ItemState(article, article, name or f"Товар {article}", **values)  # type: ignore[arg-type]


CATALOGUE = MemoryCatalogue(
    [
        _item("A-100", "Болт М8 оцинкованный", stock_e3=50_000),
        _item("A-200", "Гайка М8", multiple_e3=50_000),
        _item("A-300", "Шайба М8", price_e5=None),
        _item("A-400", "Шуруп", in_assortment=False),
        _item("a-500", "Кабель чёрный"),
        _item("A-500", "Кабель белый"),
        _item("12E3", "Реле"),
        _item("12-05", "Переходник"),
        _item("K-1", "Кабель силовой", okei="006", unit="м"),
        _item("P-1", "Перчатки", units=(PackUnit("8751", "кор", 120_000),)),
    ],
    {"4607001234562": "A-100"},
)


def _rows(*cells: Sequence[str], options: BulkOptions | None = None) -> list[BulkRow]:
    _plan, result = judged(book(HEAD, *cells), CATALOGUE, options)
    assert sum(result.statuses.values()) == len(cells)
    return list(result.rows)


def _codes(row: BulkRow) -> list[str]:
    return [reason.code for reason in row.reasons]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        (("A-100", "", "шт", "5"), "matched"),
        (("a 100", "", "", "5"), "matched"),
        (("A-100", "", "шт", ""), "no_quantity"),
        (("A-100", "", "шт", "-5"), "negative"),
        (("A-100", "", "шт", "много"), "bad_quantity"),
        (("A-100", "", "шт", "0,5"), "bad_quantity"),
        (("A-100", "", "рулон", "5"), "bad_quantity"),
        (("ZZZ-9", "", "шт", "5"), "not_found"),
        (("A-500", "", "шт", "5"), "matched"),
        (("А-500 ", "", "шт", "5"), "ambiguous"),
        (("", "Болт М8 оцинкованный", "шт", "5"), "proposed"),
        (("A-400", "", "шт", "5"), "out_of_assortment"),
        (("A-300", "", "шт", "5"), "no_price"),
        (("A-100", "", "шт", "51"), "short"),
        (("A-200", "", "шт", "55"), "rounded"),
        (("Артикул", "Наименование", "Ед.", "Кол-во"), "header_row"),
        (("Итого", "", "", "500"), "total_row"),
    ],
)
def test_the_first_status_that_applies(cells: tuple[str, ...], status: str) -> None:
    (row, _other) = _rows(cells, ("A-100", "", "шт", "1"))
    assert row.status == status


def test_what_else_holds_stands_in_the_reasons() -> None:
    (row,) = _rows(("ZZZ-9", "", "шт", "-5"))
    assert row.status == "negative"
    assert "not_found" in _codes(row)


def test_text_rows_are_groups_before_goods_and_notes_after() -> None:
    group, _item_row, note, last = _rows(
        ("", "Крепёж", "", ""),
        ("A-100", "Болт", "шт", "5"),
        ("", "Примечание: доставка до склада", "", ""),
        ("A-100", "Болт", "шт", "5"),
    )
    assert (group.status, note.status) == ("group_row", "note_row")
    assert last.status == "duplicate"


def test_duplicates_are_summed_into_the_first_row_and_rounded_together() -> None:
    first, second = _rows(("A-200", "", "шт", "30"), ("A-200", "", "шт", "40"))
    assert (first.status, second.status) == ("rounded", "duplicate")
    assert first.added_e3 + second.added_e3 == 100_000
    assert _codes(second) == ["summed_into"]


def test_duplicates_are_kept_on_wish() -> None:
    keep = BulkOptions(sum_duplicates=False)
    first, second = _rows(("A-100", "", "шт", "3"), ("A-100", "", "шт", "4"), options=keep)
    assert (first.status, second.status) == ("matched", "matched")
    assert _codes(second) == ["repeated"]


def test_without_rounding_a_misfit_is_told() -> None:
    (row,) = _rows(("A-200", "", "шт", "55"), options=BulkOptions(round_up=False))
    assert (row.status, row.added_e3) == ("off_multiple", 55_000)
    assert row.reasons[0].params["to"] == "100"


def test_units_convert_or_wait() -> None:
    metres, box, kit, packs = _rows(
        ("K-1", "", "км", "2"),
        ("P-1", "", "кор.", "2"),
        ("A-100", "", "компл", "2"),
        ("P-1", "", "", "3 уп по 12"),
    )
    assert (metres.quantity_e3, metres.status) == (2_000_000, "matched")
    assert box.quantity_e3 == 240_000
    assert _codes(box)[0] == "unit_converted"
    assert (kit.status, _codes(kit)) == ("matched", ["unit_differs"])
    assert packs.quantity_e3 == 36_000


def test_an_article_and_a_barcode_that_differ_are_ambiguous() -> None:
    made = book(("Артикул", "Штрихкод", "Кол-во"), ("A-200", "4607001234562", "1"))
    _plan, result = judged(made, CATALOGUE)
    assert result.rows[0].status == "ambiguous"
    assert {one.article for one in result.rows[0].candidates} == {"A-100", "A-200"}


def test_the_name_decides_between_goods_of_one_article() -> None:
    (row,) = _rows(("А-500 ", "Кабель белый", "шт", "5"))
    assert (row.status, row.name) == ("matched", "Кабель белый")


def test_an_article_in_the_name_is_found_and_said() -> None:
    made = book(("Наименование", "Кол-во"), ("Болт (арт. A-100)", "2"), ("Гайка A-200 сталь", "50"))
    _plan, result = judged(made, CATALOGUE)
    assert [row.article for row in result.rows] == ["A-100", "A-200"]
    assert result.rows[0].status == "matched"
    assert _codes(result.rows[0]) == ["article_in_name"]
    assert result.rows[1].status == "proposed"  # a bare short word may be a size


def test_several_codes_in_a_cell_are_listed() -> None:
    (row,) = _rows(("A-100; A-200", "", "шт", "5"))
    assert row.status == "ambiguous"
    assert len(row.candidates) == 2


def _marked(text: str, mark: str, quantity: str = "1") -> BulkRow:
    rows = [
        RawRow(1, HEAD),
        RawRow(2, ("A-100", "", "шт", "1")),
        RawRow(3, (text, "", "шт", quantity), ((0, mark),)),
    ]
    _plan, result = judged(RawBook("xlsx", (RawSheet("S", rows),)), CATALOGUE)
    return result.rows[-1]


def test_what_a_spreadsheet_made_of_articles_is_only_proposed() -> None:
    date = _marked("12.05.2026", MARK_DATE)
    assert (date.status, [c.article for c in date.candidates]) == ("proposed", ["12-05"])
    number = _marked("12000", "e")
    assert (number.status, [c.article for c in number.candidates]) == ("proposed", ["12E3"])


def test_a_formula_that_cannot_be_evaluated_waits() -> None:
    rows = [RawRow(1, HEAD), RawRow(2, ("A-100", "", "шт", "=VLOOKUP(1)"), ((3, MARK_FORMULA),))]
    _plan, result = judged(RawBook("xlsx", (RawSheet("S", rows),)), CATALOGUE)
    assert (result.rows[0].status, _codes(result.rows[0])) == ("bad_quantity", ["bad_formula"])


def test_one_column_of_articles_asks_for_the_smallest_order() -> None:
    _plan, result = judged(book(("A-100",), ("A-200",)), CATALOGUE)
    assert [row.added_e3 for row in result.rows] == [1000, 50_000]


_CELLS = st.sampled_from(
    [
        "",
        "A-100",
        "A-200",
        "Болт",
        "Итого",
        "5",
        "0",
        "-1",
        "1,5",
        "шт",
        "Артикул",
        "Кол-во",
        ">10",
        "=A1",
        "12.05.2026",
    ]
)


@given(st.lists(st.lists(_CELLS, min_size=1, max_size=5), min_size=1, max_size=12))
def test_any_grid_is_accounted_for(grid: list[list[str]]) -> None:
    if not any(any(row) for row in grid):
        return
    plan, result = judged(book(*grid), CATALOGUE)
    assert [row.row for row in result.rows] == [row.number for row in plan.rows]
    assert all(row.status in STATUSES for row in result.rows)
    assert sum(line.quantity_e3 for line in result.lines) == sum(
        row.added_e3 for row in result.rows
    )
