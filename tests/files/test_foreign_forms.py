"""Lists that call themselves .xls: pages, web archives, XML 2003, old BIFF, encrypted workbooks."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from b2bdesk.files.excel_import.reader import read_book
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import Merge, RawRow

PAGE = (
    "<html><head><title>Заказ</title></head><body><p>Письмо</p><table><tr><td colspan=2>Заказ"
    "<tr><th>Артикул<th>Кол-во<tr><td>А&nbsp;1</td><td>5<br>шт</td></tr>"
    "<tr><td rowspan=2>А2<td>6<tr><td>7</table><table><tr><td>x</table></body></html>"
)


def _read(data: bytes, folder: Path) -> list[RawRow]:
    path = folder / "list.xls"
    path.write_bytes(data)
    return list(read_book(path).sheets[0].rows)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-16", "cp866"])
def test_a_page_with_open_tags_and_spans(encoding: str, tmp_path: Path) -> None:
    rows = _read(PAGE.encode(encoding), tmp_path)
    assert [row.cells for row in rows] == [
        ("Заказ",),
        ("Артикул", "Кол-во"),
        ("А\xa01", "5\nшт"),
        ("А2", "6"),
        ("", "7"),
    ]


def test_a_row_without_cells_uses_up_the_spans_above(tmp_path: Path) -> None:
    page = (
        "<table><tr><td rowspan=3>Артикул<td rowspan=3>Кол-во<td rowspan=2>Цена<tr></tr>"
        "<tr><td>с НДС<tr><td>А1<td>5<td>10</table>"
    )
    rows = _read(page.encode("cp1251"), tmp_path)
    assert [row.cells for row in rows] == [
        ("Артикул", "Кол-во", "Цена"),
        ("", "", "с НДС"),
        ("А1", "5", "10"),
    ]


def test_spans_are_told_as_merges_and_tables_as_sheets(tmp_path: Path) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(PAGE.encode())
    book = read_book(path)
    assert book.sheets[0].merges == (Merge(1, 0, 1, 1), Merge(4, 0, 5, 0))
    assert [len(sheet.rows) for sheet in book.sheets] == [5, 1]


def test_a_declared_encoding_that_lies_is_not_believed(tmp_path: Path) -> None:
    page = '<html><meta charset="utf-8"><table><tr><td>Наименование товара</table>'
    assert _read(page.encode("cp1251"), tmp_path)[0].cells == ("Наименование товара",)


def test_a_web_archive_is_opened(tmp_path: Path) -> None:
    message = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "<table><tr><td>Артикул</td><td>5</td></tr></table>\r\n--x--\r\n"
    )
    assert _read(message.encode(), tmp_path)[0].cells == ("Артикул", "5")


def test_xml_2003_with_indexes_dates_and_merges(tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    xml = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="З">'
        '<Table><Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="String">Заказ</Data>'
        "</Cell>"
        '<Cell><Data ss:Type="Number">5.0</Data></Cell></Row><Row><Cell ss:Index="2">'
        '<Data ss:Type="DateTime">2026-05-12T00:00:00.000</Data></Cell></Row></Table></Worksheet>'
        "</Workbook>"
    )
    first, second = _read(xml.encode(), tmp_path)
    assert (first.number, first.cells) == (3, ("Заказ", "", "5"))
    assert (second.cells, second.marks) == (("", "12.05.2026"), ((1, "d"),))


def _biff4(*labels: tuple[int, int, bytes]) -> bytes:
    out = struct.pack("<HHHHH", 0x0409, 6, 0, 0x0010, 0)
    for row, column, text in labels:
        out += struct.pack("<HHHHHH", 0x0204, 8 + len(text), row, column, 0, len(text)) + text
    return out + struct.pack("<HH", 0x000A, 0)


def test_old_biff_without_a_code_page_is_russian(tmp_path: Path) -> None:
    rows = _read(_biff4((0, 0, "Артикул".encode("cp1251")), (1, 0, b"A-1")), tmp_path)
    assert [row.cells[0] for row in rows] == ["Артикул", "A-1"]


@pytest.mark.parametrize(
    ("stream", "code"),
    [("EncryptedPackage", "list_encrypted"), ("WordDocument", "list_unsupported")],
)
def test_other_compound_files_are_named(stream: str, code: str, tmp_path: Path) -> None:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    data = magic + bytes(600) + stream.encode("utf-16-le") + bytes(99)
    with pytest.raises(Expected) as refused:
        _read(data, tmp_path)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("part", "kind"),
    [("Index/Document.iwa", "Apple Numbers"), ("Index.zip", "Apple Numbers"), ("a.xlsx", "ZIP")],
)
def test_containers_of_other_programs_are_named(part: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "list.numbers"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr(part, b"x")
    with pytest.raises(Expected) as caught:
        read_book(path)
    assert (caught.value.code, caught.value.params["kind"]) == ("list_unsupported", kind)
