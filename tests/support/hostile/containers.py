"""Hostile containers: far cells, bombs, entities, entries that lie or climb out."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.support.hostile.parts import (
    BOOK,
    BOOK_RELS,
    NS,
    ROOT,
    TYPES,
    ods,
    plain_rows,
    spreadsheet,
    workbook,
    zipped,
)


def far_cells() -> Iterator[tuple[str, bytes]]:
    refs = [
        "XFD1048576",
        "A1048576",
        "XFD1",
        "ZZZ1",
        "A9999999",
        "A4294967295",
        "AAA5",
        "SS5",
        "A200001",
        "xfd1048576",
        "A99999999999999999999",
        "ZZ300000",
        "A0",
        "A-5",
        "1A",
        "",
    ]
    for ref in refs:
        yield (
            f"far-{ref}.xlsx",
            workbook(
                f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{ref}"><v>2</v></c></row>'
            ),
        )
        yield (
            f"far-quote-{ref}.xlsx",
            workbook(f"<row r='1'><c r='A1'><v>1</v></c><c  r = '{ref}'><v>2</v></c></row>"),
        )
    yield (
        "far-row.xlsx",
        workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>2</v></c></row>'),
    )
    yield (
        "far-two-rows.xlsx",
        workbook(
            '<row r="199999"><c r="SR199999"><v>1</v></c>'
            '</row><row r="1"><c r="A1"><v>2</v></c></row>'
        ),
    )
    yield (
        "far-corner.xlsx",
        workbook(
            '<row r="1"><c r="A1"><v>1</v></c></row><row '
            'r="200000"><c r="SR200000"><v>2</v></c></row>'
        ),
    )


def bombs() -> Iterator[tuple[str, bytes]]:
    million = b"<row><c><v>1</v></c></row>" * 40_000
    head = f'<worksheet xmlns="{NS}"><sheetData>'.encode()
    for count in (60, 130, 230):
        sheet = head + million * count + b"</sheetData></worksheet>"
        yield (
            f"bomb-{count}.xlsx",
            workbook("", extra={"xl/worksheets/sheet1.xml": sheet[: count << 20]}),
        )
    zeros = bytes(30 << 20)
    yield (
        "bomb-media.xlsx",
        workbook(plain_rows(), extra={f"xl/media/{n}.bin": zeros for n in range(7)}),
    )
    yield (
        "bomb-string.xlsx",
        workbook(
            f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * (40 << 20)}</t></is></c></row>'
        ),
    )
    strings = (
        f'<sst xmlns="{NS}" count="4000000000" uniqueCount="4000000000"><si><t>a</t></si></sst>'
    )
    yield (
        "bomb-sst-count.xlsx",
        workbook(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', extra={"xl/sharedStrings.xml": strings}
        ),
    )
    inner = zipped({"a": bytes(10 << 20)})
    yield "bomb-nested.xlsx", workbook(plain_rows(), extra={"xl/a.zip": inner * 3})


def entities() -> Iterator[tuple[str, bytes]]:
    laughs = (
        '<!DOCTYPE a [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9))
        + "]>"
    )
    quadratic = f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]>'
    outside = '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>'
    for name, dtd, use in (
        ("laughs", laughs, "&a8;"),
        ("quadratic", quadratic, "&b;" * 2000),
        ("outside", outside, "&c;"),
    ):
        cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{use}</t></is></c></row>'
        yield f"entity-{name}.xlsx", workbook(cell, head=dtd)
        yield (
            f"entity-{name}-sst.xlsx",
            workbook(
                '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
                extra={
                    "xl/sharedStrings.xml": dtd + f'<sst xmlns="{NS}"><si><t>{use}</t></si></sst>'
                },
            ),
        )
        yield f"entity-{name}-book.xlsx", workbook(plain_rows(), book=dtd + BOOK)
        yield (
            f"entity-{name}-styles.xlsx",
            workbook(
                plain_rows(), extra={"xl/styles.xml": dtd + f"<styleSheet>{use}</styleSheet>"}
            ),
        )
        yield (
            f"entity-{name}-utf16.xlsx",
            workbook("", sheet=(dtd + cell).encode("utf-16").decode("latin-1")),
        )
        yield (
            f"entity-{name}.xml.xls",
            (
                dtd + spreadsheet(f'<Row><Cell><Data ss:Type="String">{use}</Data></Cell></Row>')
            ).encode(),
        )
        yield (
            f"entity-{name}.ods",
            ods(
                f"<table:table-row><table:table-cell><text:p>{use}"
                f"</text:p></table:table-cell></table:table-row>",
                dtd,
            ),
        )


def entries() -> Iterator[tuple[str, bytes]]:
    for name in (
        "../../etc/passwd",
        "/etc/passwd",
        "xl/../../a",
        "C:\\windows\\a",
        "..\\..\\a",
        "xl\\..\\..\\b",
    ):
        yield (
            f"entry-{abs(hash(name)) % 1000}-{len(name)}.xlsx",
            workbook(plain_rows(), extra={name: b"x"}),
        )
    yield (
        "entry-many.xlsx",
        workbook(plain_rows(), extra={f"xl/x{n}.xml": b"<a/>" for n in range(2100)}),
    )
    base = workbook(plain_rows())
    yield "entry-encrypted.xlsx", _flag_encrypted(base)
    yield "entry-size-lie.xlsx", _lie_about_size(base)
    yield from _missing_parts()


def _missing_parts() -> Iterator[tuple[str, bytes]]:
    yield "entry-none.xlsx", zipped({})
    yield "entry-foreign.xlsx", zipped({"readme.txt": "hello"})
    yield (
        "entry-docx.xlsx",
        zipped(
            {
                "[Content_Types].xml": TYPES,
                "_rels/.rels": ROOT.replace("xl/workbook", "word/document"),
                "word/document.xml": "<a/>",
            }
        ),
    )
    yield (
        "entry-no-sheet.xlsx",
        zipped(
            {
                "[Content_Types].xml": TYPES,
                "_rels/.rels": ROOT,
                "xl/workbook.xml": BOOK,
                "xl/_rels/workbook.xml.rels": BOOK_RELS,
            }
        ),
    )
    yield (
        "entry-no-rels.xlsx",
        zipped({"xl/workbook.xml": BOOK, "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{NS}"/>'}),
    )
    yield (
        "entry-empty-parts.xlsx",
        zipped(
            {
                "xl/workbook.xml": "",
                "xl/_rels/workbook.xml.rels": "",
                "xl/worksheets/sheet1.xml": "",
            }
        ),
    )
    yield (
        "entry-sheet-loop.xlsx",
        workbook("", rels=BOOK_RELS.replace("worksheets/sheet1.xml", "workbook.xml")),
    )


def _flag_encrypted(data: bytes) -> bytes:
    out = bytearray(data)
    at = 0
    while (at := out.find(b"PK\x01\x02", at)) >= 0:
        out[at + 8] |= 1
        at += 4
    return bytes(out)


def _lie_about_size(data: bytes) -> bytes:
    out = bytearray(data)
    at = 0
    while (at := out.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", out, at + 24, 10)
        at += 4
    return bytes(out)
