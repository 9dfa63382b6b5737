"""Text lists: encodings and delimiters by our own rule, records as a spreadsheet counts them."""

from __future__ import annotations

import pytest

from b2bdesk.files.excel_import.text_lists import guess_encoding, read_text, vote

LIST = "Артикул;Наименование;Кол-во\nАБВ-1;Болт оцинкованный;5,000\nАБВ-2;Гайка «М8»;10,000\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings_are_told_apart(encoding: str) -> None:
    book = read_text(LIST.encode(encoding, errors="replace"), "list.csv")
    assert book.sheets[0].rows[1].cells[0] == "АБВ-1"
    assert book.delimiter == ";"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("арт;кол\nа1;5\n", "cp1251"),
        ("АРТ;КОЛ\nА1;5\n", "cp866"),
        ("AB-1;5;№ 7\nAB-2;6;\n", "cp1251"),
        ("Ещё;ёлка;5\n", "cp1251"),
        ("Ещё;ёлка;5\n", "cp866"),
    ],
)
def test_short_lists_are_told_apart_too(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)) == encoding


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;1,5\nb;2,5\nc;3\n", ";"),
        ("a\t1,5\nb\t2\n", "\t"),
        ("code,qty,name\nA-1,5,x\nA-2,6,y\n", ","),
        ("a|1\nb|2\n", "|"),
        ("Болт, гайка и шайба\nВинт\nГвоздь\nШуруп, 5\n", None),
        ("AB-1   5\nAB-2   7\n", "  "),
        ("AB-1\nAB-2\n", None),
    ],
)
def test_the_delimiter_is_elected(text: str, delimiter: str | None) -> None:
    assert vote(text) == delimiter


def test_row_numbers_are_those_of_records() -> None:
    rows = read_text('sep=;\r\nA;"два\nряда";5\r\n\r\nB;x;6\r\n'.encode(), "l.csv").sheets[0].rows
    assert [(row.number, row.cells[0]) for row in rows] == [(2, "A"), (4, "B")]


def test_a_choice_by_hand_wins() -> None:
    book = read_text("а|б;в\n".encode("koi8-r"), "l.csv", encoding="koi8-r", delimiter=";")
    assert book.sheets[0].rows[0].cells == ("а|б", "в")
