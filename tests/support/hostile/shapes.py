"""Hostile by shape: depth, repetition, shared strings, formats painted to the end of the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.support.hostile.parts import (
    BOOK_RELS,
    NS,
    REL,
    ods,
    plain_rows,
    spreadsheet,
    workbook,
)

_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def painted() -> Iterator[tuple[str, bytes]]:
    """Cells and rows that carry a format and nothing else: harmless, and common in real files."""
    cells = '<c r="XFD2" s="0"/><c r="ZZ2" s="0" t="n"></c>'
    yield "painted-columns.xlsx", workbook(f'{_ROW}<row r="2"><c r="A2"><v>2</v></c>{cells}</row>')
    rows = "".join(f'<row r="{n}" s="0" customFormat="1"/>' for n in (300_000, 1_048_576))
    yield "painted-rows.xlsx", workbook(_ROW + rows)
    last = '<row r="1048576"><c r="A1048576" s="0"/><c r="B1048576"></c></row>'
    yield "painted-last.xlsx", workbook(plain_rows(5) + last)


def deep() -> Iterator[tuple[str, bytes]]:
    """Elements inside elements, tens of thousands deep."""
    for depth in (1_000, 60_000):
        nested = "<a>" * depth + "</a>" * depth
        yield f"deep-{depth}.xlsx", workbook(f'<row r="1"><c r="A1">{nested}<v>1</v></c></row>')
        yield f"deep-{depth}.xml.xls", spreadsheet(f"<Row><Cell>{nested}</Cell></Row>").encode()
        table = "<table><tr><td>" * depth
        yield f"deep-{depth}.html.xls", f"<html><body>{table}1</body></html>".encode()
        spans = "<text:span>" * depth + "1" + "</text:span>" * depth
        yield (
            f"deep-{depth}.ods",
            ods(
                "<table:table-row><table:table-cell office:value-type='string'>"
                f"<text:p>{spans}</text:p></table:table-cell></table:table-row>"
            ),
        )


def repeated() -> Iterator[tuple[str, bytes]]:
    """A few bytes that mean millions of cells."""
    for rows, columns in ((1_048_576, 1), (1, 16_384), (1_048_576, 16_384), (99_999_999, 9)):
        yield (
            f"repeat-{rows}x{columns}.ods",
            ods(
                f'<table:table-row table:number-rows-repeated="{rows}">'
                f'<table:table-cell table:number-columns-repeated="{columns}" '
                'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
                "</table:table-row>"
            ),
        )


def shared() -> Iterator[tuple[str, bytes]]:
    """Long strings that many cells share: each cell would be a copy."""
    for length, cells in ((30_000, 1_000), (32_767, 150_000), (5_000_000, 400)):
        strings = f'<sst xmlns="{NS}"><si><t>{"я" * length}</t></si></sst>'
        body = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in _count(cells))
        yield f"shared-{length}-{cells}.xlsx", workbook(body, **_shared(strings))
    many = "".join(f"<si><t>{n}</t></si>" for n in range(900_000))
    yield "shared-many.xlsx", workbook(_ROW, **_shared(f'<sst xmlns="{NS}">{many}</sst>'))


def wide() -> Iterator[tuple[str, bytes]]:
    """16,384 columns in a row that are really filled."""
    cells = "".join("<c><v>1</v></c>" for _ in range(16_384))
    yield "wide-unnamed.xlsx", workbook(f'<row r="1">{cells}</row>')
    yield "wide-unnamed-rows.xlsx", workbook(f"<row>{cells}</row>" * 50)
    yield "wide.csv", (";".join(map(str, range(16_384))) + "\n").encode() * 20


def _shared(strings: str) -> dict[str, Any]:
    """The parts that give a workbook shared strings."""
    related = f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    rels = BOOK_RELS.replace("</Relationships>", f"{related}</Relationships>")
    return {"rels": rels, "extra": {"xl/sharedStrings.xml": strings}}


def _count(cells: int) -> range:
    return range(1, cells + 1)
