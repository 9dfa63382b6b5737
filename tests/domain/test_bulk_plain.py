"""Rows judged by columns are what the long way makes of them, and are not made before a look."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.domain import bulk_judging, bulk_keys
from b2bdesk.domain.bulk_keys import KeyColumns, row_keys, wanted_texts
from b2bdesk.domain.bulk_rowlist import BulkResult
from b2bdesk.domain.bulk_rows import MATCHED, SHORT, BulkOptions, ItemState
from b2bdesk.trade.tablerows import MARK_DATE, RawBook, RawRow, RawSheet
from tests.support.catalogue import MemoryCatalogue
from tests.support.sheets import book, judged


def _item(article: str, **more: object) -> ItemState:
    values: dict[str, object] = {"unit": "шт", "price_e5": 100_000, **more}
    return ItemState(article, article, f"Товар {article}", **values)  # type: ignore[arg-type]


CATALOGUE = MemoryCatalogue(
    [
        _item("A-100", stock_e3=50_000),
        _item("A-200", multiple_e3=50_000),
        _item("A-300", price_e5=None),
        _item("A-400", in_assortment=False),
        _item("A-500", replaced_by="A-100"),
        _item("a-600"),
        _item("A-600"),
        _item("A-700", minimum_e3=5_000),
    ],
    {"4607001234562": "A-100"},
)
HEAD = ("Артикул", "Штрихкод", "Наименование", "Ед.", "Кол-во", "Примечание", "Код клиента")
_ARTICLES = ["A-100", "A-200", "A-300", "A-400", "A-500", "A-600", "А-700", "ZZ-1", "", "Итого"]
_ROW = st.tuples(
    st.sampled_from(_ARTICLES),
    st.sampled_from(["", "", "4607001234562", "x"]),
    st.sampled_from(["", "Болт", "Крепёж"]),
    st.sampled_from(["", "шт", "кор"]),
    st.sampled_from(["5", "50", "", "0", "-1", "1,5", "2 кор", "много"]),
    st.sampled_from(["", "срочно"]),
    st.sampled_from(["", "", "A-100"]),
)
_OPTIONS = st.builds(BulkOptions, st.booleans(), st.booleans())


def _sheet(rows: Sequence[tuple[tuple[str, ...], int, bool]]) -> RawBook:
    """Rows cut to a width, some with a date for an article."""
    raw = [RawRow(1, HEAD)]
    for number, (cells, width, marked) in enumerate(rows, 2):
        raw.append(RawRow(number, cells[:width], ((0, MARK_DATE),) if marked else ()))
    return RawBook("xlsx", (RawSheet("Заказ", [row for row in raw if any(row.cells)]),))


def _long_way(made: RawBook, options: BulkOptions) -> BulkResult:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_judging, "plain_rows", lambda rows, *_: [None] * len(rows))
        return judged(made, CATALOGUE, options)[1]


@settings(max_examples=150)
@given(
    st.lists(st.tuples(_ROW, st.sampled_from([7, 7, 5, 6]), st.booleans()), min_size=1, max_size=9),
    _OPTIONS,
)
def test_columns_give_what_the_long_way_gives(
    rows: list[tuple[tuple[str, ...], int, bool]], options: BulkOptions
) -> None:
    made = _sheet(rows)
    quick, long = judged(made, CATALOGUE, options)[1], _long_way(made, options)
    assert list(quick.rows) == list(long.rows)
    assert list(quick.lines) == list(long.lines)
    assert quick.statuses == long.statuses


def _plain_list(count: int = 40) -> BulkResult:
    cells = [(f"B-{n}", "3") for n in range(count)]
    known = MemoryCatalogue([_item(article) for article, _amount in cells])
    return judged(book(("Артикул", "Кол-во"), *cells, ("B-1x", "9")), known)[1]


def test_plain_rows_are_made_at_the_first_look() -> None:
    result = _plain_list()
    assert [row.status for row in result.rows.told()] == ["not_found"]
    assert result.statuses == {MATCHED: 40, "not_found": 1}
    assert result.rows.numbers() == list(range(2, 43))
    assert len(result.lines) == 40
    row = result.rows[3]
    assert (row.row, row.status, row.article, row.added_e3) == (5, MATCHED, "B-3", 3000)
    assert result.rows[3] is row  # made once
    assert len(result.rows.told()) == 2


def test_rows_of_a_status_are_found_without_making_others() -> None:
    result = _plain_list()
    lost = result.rows.of({"not_found"})
    assert [row.row for row in lost] == [42]
    assert len(result.rows.of({MATCHED})) == 40
    assert len(result.rows.told()) == 1
    assert result.rows.status(0) == MATCHED
    assert result.rows.kinds()[2] == "article"


def test_a_row_replaced_leaves_what_was_shown() -> None:
    result = _plain_list()
    other = result.rows[0]
    copy = result.rows.replaced({1: other})
    assert copy[1] is other
    assert result.rows[1] is not other


def test_what_needs_a_word_is_said_of_its_row_alone() -> None:
    cells = [("A-100", "51"), ("A-600 ", "1"), ("A-700", "7")]
    result = judged(book(("Артикул", "Кол-во"), *cells), CATALOGUE)[1]
    assert result.rows[0].status == SHORT
    assert result.rows[2].status == MATCHED


_TEXTS = st.one_of(
    st.sampled_from(["A-100", "арт. 5", "P-1", "код", "12.0", "1,2E+04", "a b", " ", "", "x;y"]),
    st.sampled_from(["ABC123", "a" * 80]),
    st.text(alphabet="AРp-0.5 ,\u00a0«\x7f", max_size=8),
)


@settings(max_examples=200)
@given(st.lists(st.tuples(_TEXTS, st.sampled_from(["", "460 700", "12,0"])), max_size=7))
def test_texts_taken_together_are_those_of_each_row(cells: list[tuple[str, str]]) -> None:
    columns = {"article": 0, "barcode": 1, "name": 2}
    rows = [RawRow(n, (*pair, "Болт (арт. B-7)"), ()) for n, pair in enumerate(cells, 1)]
    each = {key.text for row in rows for key in row_keys(row, KeyColumns.of(columns))}
    assert set(wanted_texts(rows, columns)) == each
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_keys, "_TOGETHER", 2)
        assert set(wanted_texts(rows, columns)) == each


def test_sizes_of_one_row_stay_lines_of_their_own_when_nothing_is_summed() -> None:
    known = MemoryCatalogue([_item(f"БОТ-{size}") for size in (36, 37, 38)])
    made = book(
        ("Артикул", "Наименование", "36", "37", "38"),
        ("БОТ", "Ботинки", "1", "2", ""),
        ("БОТ", "Ботинки", "", "", "4"),
    )
    result = judged(made, known, BulkOptions(sum_duplicates=False))[1]
    assert [(line.item_id, line.quantity_e3) for line in result.lines] == [
        ("БОТ-36", 1000),
        ("БОТ-37", 2000),
        ("БОТ-38", 4000),
    ]
