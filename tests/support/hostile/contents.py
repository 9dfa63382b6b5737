"""Hostile contents: formulas, false values, repeated rows, broken markup."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.hostile.parts import NS, REL, ods, plain_rows, spreadsheet, workbook, zipped


def formulas() -> Iterator[tuple[str, bytes]]:
    texts = {
        "self": "B2",
        "loop": "SUM(B2:B9)",
        "huge": "SUM(A1:XFD1048576)",
        "deep": "(" * 3000 + "1" + ")" * 3000,
        "long": "1+" * 30_000 + "1",
        "zero": "1/0",
        "unknown": "WEBSERVICE(&quot;http://x&quot;)",
        "dde": "cmd|'/c calc'!A0",
        "power": "9^9^9^9^9",
        "many": "SUM(" * 60 + "1" + ")" * 60,
        "digits": "1" * 5000,
        "minus": "-" * 5000 + "1",
        "exponent": "1E999999999+1",
        "round": "ROUND(1,999999999)",
        "bad": "SUM(,,;)",
        "sheet": "'Нет такого'!A1",
        "range": "A1:B2",
        "percent": "1" + "%" * 3000,
        "open": "SUM(A1",
        "text": "&quot;a&quot;&amp;A1",
    }
    for name, text in texts.items():
        yield (
            f"formula-{name}.xlsx",
            workbook(
                f'<row r="1"><c r="A1"><v>1</v></c></row>'
                f'<row r="2"><c r="B2"><f>{text}</f></c></row>'
            ),
        )
    chain = "".join(f'<row r="{n}"><c r="A{n}"><f>A{n + 1}+1</f></c></row>' for n in range(1, 5001))
    yield "formula-chain.xlsx", workbook(chain)
    fan = "".join(
        f'<row r="{n}"><c r="A{n}"><f>SUM(A{n + 1}:A{n + 900})</f></c></row>'
        for n in range(1, 1500)
    )
    yield "formula-fan.xlsx", workbook(fan)
    shared = '<row r="1"><c r="A1"><f t="shared" ref="A1:A9" si="0">A2+1</f></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}"><f t="shared" si="{n % 3}"/></c></row>' for n in range(2, 3000)
    )
    yield "formula-shared.xlsx", workbook(shared)


def lies() -> Iterator[tuple[str, bytes]]:
    yield (
        "lie-dimension.xlsx",
        workbook(
            "",
            sheet=f'<worksheet xmlns="{NS}"><dimension ref="A1:XFD1048576"/>'
            f"<sheetData>{plain_rows(3)}</sheetData></worksheet>",
        ),
    )
    for kind, value in (
        ("s", "99999999"),
        ("s", "-1"),
        ("s", "x"),
        ("b", "7"),
        ("e", "#BOOM!"),
        ("d", "not a date"),
        ("n", "1e99999"),
        ("n", "nan"),
        ("n", "0x10"),
        ("zz", "1"),
    ):
        yield (
            f"lie-{kind}-{value}.xlsx".replace("#", ""),
            workbook(f'<row r="1"><c r="A1" t="{kind}"><v>{value}</v></c></row>' + plain_rows(2)),
        )
    yield from _false_structures()


def _false_structures() -> Iterator[tuple[str, bytes]]:
    yield "lie-style.xlsx", workbook('<row r="1"><c r="A1" s="4000000000"><v>1</v></c></row>')
    yield (
        "lie-rows-back.xlsx",
        workbook('<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'),
    )
    yield (
        "lie-many-sheets.xlsx",
        workbook(
            plain_rows(2),
            book=f'<workbook xmlns="{NS}" xmlns:r="{REL}"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 3000))
            + "</sheets></workbook>",
        ),
    )
    yield (
        "lie-merge.xlsx",
        workbook(
            "",
            sheet=f'<worksheet xmlns="{NS}"><sheetData>{plain_rows(3)}</sheetData><mergeCells>'
            + '<mergeCell ref="A1:XFD1048576"/>' * 5000
            + "</mergeCells></worksheet>",
        ),
    )
    styles = (
        f'<styleSheet xmlns="{NS}"><numFmts><numFmt numFmtId="200" formatCode="{"0" * 60_000}'
        f'"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    yield (
        "lie-format.xlsx",
        workbook('<row r="1"><c r="A1" s="0"><v>1</v></c></row>', extra={"xl/styles.xml": styles}),
    )
    yield (
        "lie-deep.xlsx",
        workbook("", sheet=f'<worksheet xmlns="{NS}">' + "<a>" * 100_000 + "</worksheet>"),
    )
    yield (
        "lie-attributes.xlsx",
        workbook("<row " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"),
    )


def repeated_rows() -> Iterator[tuple[str, bytes]]:
    cell = "<table:table-cell{}><text:p>x</text:p></table:table-cell>"
    for rows, columns in (
        (1_048_576, 1),
        (1, 16_384),
        (1_048_576, 16_384),
        (300_000, 3),
        (4_000_000_000, 2),
        (199_999, 500),
    ):
        row = (
            f'<table:table-row table:number-rows-repeated="{rows}">'
            + cell.format(f' table:number-columns-repeated="{columns}"')
            + "</table:table-row>"
        )
        yield f"repeat-{rows}-{columns}.ods", ods(row)
        empty = (
            f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
            f'table:number-columns-repeated="{columns}"/></table:table-row>'
        )
        yield (
            f"repeat-empty-{rows}-{columns}.ods",
            ods(empty + "<table:table-row>" + cell.format("") + "</table:table-row>"),
        )
    yield (
        "ods-minus.ods",
        ods(
            '<table:table-row table:number-rows-repeated="-5">'
            + cell.format(' table:number-columns-repeated="-1"')
            + "</table:table-row>"
        ),
    )
    yield (
        "ods-text.ods",
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
    )
    yield (
        "ods-empty.ods",
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}),
    )


def markup() -> Iterator[tuple[str, bytes]]:
    cell = '<Cell><Data ss:Type="String">x</Data></Cell>'
    for index in ("1048576", "99999999999", "-1", "x"):
        yield (
            f"xml-index-{index}.xls",
            spreadsheet(f'<Row ss:Index="{index}">{cell}</Row>').encode(),
        )
        yield (
            f"xml-cell-{index}.xls",
            spreadsheet(
                f'<Row><Cell ss:Index="{index}" ss:MergeAcross="{index}'
                f'"><Data ss:Type="Number">1</Data></Cell></Row>'
            ).encode(),
        )
    yield "xml-deep.xls", (spreadsheet("") + "<a>" * 50_000).encode()
    yield "xml-other.xml", b"<?xml version='1.0'?><orders><order/></orders>"
    yield "xml-cut.xls", spreadsheet(f"<Row>{cell}</Row>" * 1000).encode()[:20_000]
    for name, body in {
        "deep": "<table><tr><td>" * 3000,
        "tables": "<table><tr><td>x</table>" * 5000,
        "span": '<table><tr><td colspan="99999999" rowspan="99999999">x<td>y</tr></table>',
        "spans": "<table>" + '<tr><td colspan="512" rowspan="512">x</tr>' * 3000,
        "open": "<table>" + "<tr><td>x" * 100_000,
        "wide": "<table><tr>" + "<td>x" * 200_000,
        "none": "<html><body>no table</body></html>",
        "script": "<table><script>" + "x" * 1_000_000,
        "entity": "<table><tr><td>&#99999999999;&nope;&#x110000;</table>",
        "attributes": "<table><tr><td " + "a=1 " * 200_000 + ">x</table>",
        "comment": "<table><!--" + "-" * 500_000,
    }.items():
        yield f"html-{name}.xls", ("<html>" + body).encode()
    yield (
        "mail.mht",
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; "
            b"boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n--x--"
        ),
    )
    yield (
        "mail-deep.mht",
        b"MIME-Version: 1.0\r\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(500)
        ),
    )
