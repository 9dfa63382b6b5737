"""Clipboard blocks become rows by the paste rules (UX §5)."""

from __future__ import annotations

from b2bdesk.domain.bulk_rows import ItemState
from b2bdesk.domain.paste import book_from_clipboard, is_list, sheet_from_clipboard
from tests.support.catalogue import MemoryCatalogue
from tests.support.sheets import judged

CATALOGUE = MemoryCatalogue(
    [ItemState(f"AB-{n}", f"AB-{n}", f"Болт {n}", price_e5=1) for n in range(100, 110)]
)


def _asked(text: str) -> list[tuple[str, int]]:
    _plan, result = judged(book_from_clipboard(text), CATALOGUE)
    return [(row.article, row.added_e3 // 1000) for row in result.rows if row.added_e3]


def test_one_column_is_articles() -> None:
    assert _asked("AB-100\nAB-101\r\n\nAB-102\n") == [("AB-100", 1), ("AB-101", 1), ("AB-102", 1)]


def test_columns_are_guessed_in_any_order() -> None:
    assert _asked("5\tAB-100\n7\tAB-101\n") == [("AB-100", 5), ("AB-101", 7)]
    assert _asked("Артикул\tКол-во\nAB-100\t1\u00a0000,0\n") == [("AB-100", 1000)]


def test_lines_of_a_letter_are_split() -> None:
    assert _asked("AB-100 - 5 шт\nAB-101 x 6\n3. AB-102 — 10 шт.\n") == [
        ("AB-100", 5),
        ("AB-101", 6),
        ("AB-102", 10),
    ]


def test_unknown_rows_stay() -> None:
    _plan, result = judged(book_from_clipboard("AB-100\t5\nQQ-1\t6\n"), CATALOGUE)
    assert [row.status for row in result.rows] == ["matched", "not_found"]


def test_a_quoted_cell_with_a_line_break_is_one_cell() -> None:
    rows = sheet_from_clipboard('"Болт\nМ8"\tAB-100\t5\n').rows
    assert rows[0].cells == ("Болт\nМ8", "AB-100", "5")


def test_nothing_gives_no_rows() -> None:
    assert sheet_from_clipboard(" \n\t\n").rows == []


def test_a_line_is_words_and_a_block_is_a_list() -> None:
    assert not is_list("болт м8х30\r\n")
    assert not is_list("  AB-100  ")
    assert is_list("AB-100\nAB-101")
    assert is_list("AB-100\t5")
