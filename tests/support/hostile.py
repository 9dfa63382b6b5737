"""Files that want to hurt a reader: bombs, far cells, entities, cut and flipped bytes, lies.

Every file is made here from a seed; none is a stranger's. `hostile_files` yields (name, bytes); the
tests feed them to the limited reading child, where each must end in rows or in one clear refusal.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Iterator

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType='
    '"application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_REL}/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_NS}" xmlns:r="{_REL}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)
_BOOK_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_REL}/'
    'worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def workbook(
    cells: str, *, head: str = "", extra: dict[str, bytes | str] | None = None, **parts: str
) -> bytes:
    """A minimal xlsx whose sheet data is `cells`; `parts` replace whole parts by short names."""
    sheet = parts.get(
        "sheet", f'{head}<worksheet xmlns="{_NS}"><sheetData>{cells}</sheetData></worksheet>'
    )
    content: dict[str, bytes | str] = {
        "[Content_Types].xml": parts.get("types", _TYPES),
        "_rels/.rels": parts.get("root", _ROOT),
        "xl/workbook.xml": parts.get("book", _BOOK),
        "xl/_rels/workbook.xml.rels": parts.get("rels", _BOOK_RELS),
        "xl/worksheets/sheet1.xml": sheet,
    }
    content.update(extra or {})
    return zipped(content)


def zipped(content: dict[str, bytes | str]) -> bytes:
    """A zip of the given entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as box:
        for name, data in content.items():
            box.writestr(name, data)
    return out.getvalue()


def plain_rows(count: int = 20) -> str:
    """Rows of an innocent order."""
    rows = [
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Артикул</t></is></c><c r="B1" t="inlineStr"><is><t>Кол-во</t></is></c></row>'
    ]
    rows += [
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>AB-{n}</t></is></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(2, count + 2)
    ]
    return "".join(rows)


def hostile_files(seed: int = 5) -> Iterator[tuple[str, bytes]]:
    """All hostile files, at least 300, the same for the same seed."""
    rng = random.Random(seed)
    yield from _far_cells()
    yield from _bombs()
    yield from _entities()
    yield from _entries()
    yield from _formulas()
    yield from _lies()
    yield from _ods()
    yield from _markup()
    yield from _texts(rng)
    yield from _damaged(rng)
    yield from _noise(rng)


def _far_cells() -> Iterator[tuple[str, bytes]]:
    refs = [
        "XFD1048576", "A1048576", "XFD1", "ZZZ1", "A9999999", "A4294967295", "AAA5", "SS5", "A200001",
        "xfd1048576", "A99999999999999999999", "ZZ300000", "A0", "A-5", "1A", "",
    ]  # fmt: skip
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
            '<row r="199999"><c r="SR199999"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'
        ),
    )
    yield (
        "far-corner.xlsx",
        workbook(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="SR200000"><v>2</v></c></row>'
        ),
    )


def _bombs() -> Iterator[tuple[str, bytes]]:
    million = b"<row><c><v>1</v></c></row>" * 40_000
    head = f'<worksheet xmlns="{_NS}"><sheetData>'.encode()
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
        f'<sst xmlns="{_NS}" count="4000000000" uniqueCount="4000000000"><si><t>a</t></si></sst>'
    )
    yield (
        "bomb-sst-count.xlsx",
        workbook(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', extra={"xl/sharedStrings.xml": strings}
        ),
    )
    inner = zipped({"a": bytes(10 << 20)})
    yield "bomb-nested.xlsx", workbook(plain_rows(), extra={"xl/a.zip": inner * 3})


def _entities() -> Iterator[tuple[str, bytes]]:
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9)
    ) + "]>"  # fmt: skip
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
                    "xl/sharedStrings.xml": dtd + f'<sst xmlns="{_NS}"><si><t>{use}</t></si></sst>'
                },
            ),
        )
        yield f"entity-{name}-book.xlsx", workbook(plain_rows(), book=dtd + _BOOK)
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
                dtd + _spreadsheet(f'<Row><Cell><Data ss:Type="String">{use}</Data></Cell></Row>')
            ).encode(),
        )
        yield (
            f"entity-{name}.ods",
            ods(
                f"<table:table-row><table:table-cell><text:p>{use}</text:p></table:table-cell></table:table-row>",
                dtd,
            ),
        )


def _entries() -> Iterator[tuple[str, bytes]]:
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
    yield "entry-none.xlsx", zipped({})
    yield "entry-foreign.xlsx", zipped({"readme.txt": "hello"})
    yield (
        "entry-docx.xlsx",
        zipped(
            {
                "[Content_Types].xml": _TYPES,
                "_rels/.rels": _ROOT.replace("xl/workbook", "word/document"),
                "word/document.xml": "<a/>",
            }
        ),
    )
    yield (
        "entry-no-sheet.xlsx",
        zipped(
            {
                "[Content_Types].xml": _TYPES,
                "_rels/.rels": _ROOT,
                "xl/workbook.xml": _BOOK,
                "xl/_rels/workbook.xml.rels": _BOOK_RELS,
            }
        ),
    )
    yield (
        "entry-no-rels.xlsx",
        zipped(
            {"xl/workbook.xml": _BOOK, "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_NS}"/>'}
        ),
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
        workbook("", rels=_BOOK_RELS.replace("worksheets/sheet1.xml", "workbook.xml")),
    )
    yield "entry-size-lie.xlsx", _lie_about_size(base)


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


def _formulas() -> Iterator[tuple[str, bytes]]:
    texts = {
        "self": "B2", "loop": "SUM(B2:B9)", "huge": "SUM(A1:XFD1048576)", "deep": "(" * 3000 + "1" + ")" * 3000,
        "long": "1+" * 30_000 + "1", "zero": "1/0", "unknown": "WEBSERVICE(&quot;http://x&quot;)", "dde": "cmd|'/c calc'!A0",
        "power": "9^9^9^9^9", "many": "SUM(" * 60 + "1" + ")" * 60, "digits": "1" * 5000, "minus": "-" * 5000 + "1",
        "exponent": "1E999999999+1", "round": "ROUND(1,999999999)", "bad": "SUM(,,;)", "sheet": "'Нет такого'!A1",
        "range": "A1:B2", "percent": "1" + "%" * 3000, "open": "SUM(A1", "text": "&quot;a&quot;&amp;A1",
    }  # fmt: skip
    for name, text in texts.items():
        yield (
            f"formula-{name}.xlsx",
            workbook(
                f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><f>{text}</f></c></row>'
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


def _lies() -> Iterator[tuple[str, bytes]]:
    yield (
        "lie-dimension.xlsx",
        workbook(
            "",
            sheet=f'<worksheet xmlns="{_NS}"><dimension ref="A1:XFD1048576"/><sheetData>{plain_rows(3)}</sheetData></worksheet>',
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
    yield "lie-style.xlsx", workbook('<row r="1"><c r="A1" s="4000000000"><v>1</v></c></row>')
    yield (
        "lie-rows-back.xlsx",
        workbook('<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'),
    )
    yield (
        "lie-many-sheets.xlsx",
        workbook(
            plain_rows(2),
            book=f'<workbook xmlns="{_NS}" xmlns:r="{_REL}"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 3000))
            + "</sheets></workbook>",
        ),
    )
    yield (
        "lie-merge.xlsx",
        workbook(
            "",
            sheet=f'<worksheet xmlns="{_NS}"><sheetData>{plain_rows(3)}</sheetData><mergeCells>'
            + '<mergeCell ref="A1:XFD1048576"/>' * 5000
            + "</mergeCells></worksheet>",
        ),
    )
    styles = f'<styleSheet xmlns="{_NS}"><numFmts><numFmt numFmtId="200" formatCode="{"0" * 60_000}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    yield (
        "lie-format.xlsx",
        workbook('<row r="1"><c r="A1" s="0"><v>1</v></c></row>', extra={"xl/styles.xml": styles}),
    )
    yield (
        "lie-deep.xlsx",
        workbook("", sheet=f'<worksheet xmlns="{_NS}">' + "<a>" * 100_000 + "</worksheet>"),
    )
    yield (
        "lie-attributes.xlsx",
        workbook("<row " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"),
    )


def ods(rows: str, head: str = "") -> bytes:
    """A minimal OpenDocument sheet."""
    content = (
        head
        + '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    )


def _ods() -> Iterator[tuple[str, bytes]]:
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
        empty = f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}"/></table:table-row>'
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


def _spreadsheet(rows: str) -> str:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="S"><Table>{rows}</Table></Worksheet></Workbook>'


def _markup() -> Iterator[tuple[str, bytes]]:
    cell = '<Cell><Data ss:Type="String">x</Data></Cell>'
    for index in ("1048576", "99999999999", "-1", "x"):
        yield (
            f"xml-index-{index}.xls",
            _spreadsheet(f'<Row ss:Index="{index}">{cell}</Row>').encode(),
        )
        yield (
            f"xml-cell-{index}.xls",
            _spreadsheet(
                f'<Row><Cell ss:Index="{index}" ss:MergeAcross="{index}"><Data ss:Type="Number">1</Data></Cell></Row>'
            ).encode(),
        )
    yield "xml-deep.xls", (_spreadsheet("") + "<a>" * 50_000).encode()
    yield "xml-other.xml", b"<?xml version='1.0'?><orders><order/></orders>"
    yield "xml-cut.xls", _spreadsheet(f"<Row>{cell}</Row>" * 1000).encode()[:20_000]
    for name, body in {
        "deep": "<table><tr><td>" * 3000, "tables": "<table><tr><td>x</table>" * 5000,
        "span": '<table><tr><td colspan="99999999" rowspan="99999999">x<td>y</tr></table>',
        "spans": "<table>" + '<tr><td colspan="512" rowspan="512">x</tr>' * 3000, "open": "<table>" + "<tr><td>x" * 100_000,
        "wide": "<table><tr>" + "<td>x" * 200_000, "none": "<html><body>no table</body></html>",
        "script": "<table><script>" + "x" * 1_000_000, "entity": "<table><tr><td>&#99999999999;&nope;&#x110000;</table>",
        "attributes": "<table><tr><td " + "a=1 " * 200_000 + ">x</table>", "comment": "<table><!--" + "-" * 500_000,
    }.items():  # fmt: skip
        yield f"html-{name}.xls", ("<html>" + body).encode()
    yield (
        "mail.mht",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n--x--",
    )
    yield (
        "mail-deep.mht",
        b"MIME-Version: 1.0\r\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(500)
        ),
    )


def _texts(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    yield "text-long-line.csv", b"a;" * 4_000_000
    yield "text-one-field.csv", b'"' + b"x" * 8_000_000
    yield "text-quotes.csv", b'"' * 1_000_001 + b";5\n"
    yield "text-rows.csv", b"A-1;5\n" * 250_000
    yield "text-blank.csv", b"\n" * 3_000_000
    yield "text-zeros.csv", bytes(500_000)
    yield "text-utf16-cut.csv", "Артикул;Кол-во\nA;5\n".encode("utf-16")[:-1]
    yield "text-utf16-bare.csv", "Артикул;Кол-во\nA-1;5\n".encode("utf-16-le")
    yield "text-bom-only.csv", b"\xef\xbb\xbf"
    yield "text-spaces.csv", b" \t \n" * 1000
    yield "text-sep.csv", b"sep=\n1\n"
    yield "text-controls.csv", bytes(range(1, 32)) * 2000
    yield "text-surrogates.csv", "a\ud800;5\n".encode("utf-8", errors="surrogatepass") * 50
    yield "text-empty.csv", b""
    yield "text-formula.csv", "=cmd|'/c calc'!A0;5\n+1+1;2\n@SUM(A1);3\n".encode()
    yield "text-big.csv", b"A-1;5;name\n" * 2_100_000
    for n in range(12):
        yield (
            f"text-random-{n}.csv",
            bytes(rng.choices(b";,\t|\"'\n\r 0123456789abc\xd0\xbf\xff\x98", k=20_000)),
        )


def _damaged(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    good = workbook(plain_rows(200), extra={"xl/styles.xml": f'<styleSheet xmlns="{_NS}"/>'})
    sheet = ods(
        "<table:table-row><table:table-cell><text:p>A-1</text:p></table:table-cell></table:table-row>"
        * 50
    )
    for n in range(25):
        yield f"cut-{n}.xlsx", good[: rng.randrange(30, len(good))]
        yield f"cut-{n}.ods", sheet[: rng.randrange(30, len(sheet))]
    for n in range(40):
        flipped = bytearray(good)
        for _change in range(rng.choice((1, 3, 20))):
            flipped[rng.randrange(len(flipped))] = rng.randrange(256)
        yield f"flip-{n}.xlsx", bytes(flipped)
    for n in range(15):
        flipped = bytearray(sheet)
        for _change in range(3):
            flipped[rng.randrange(len(flipped))] = rng.randrange(256)
        yield f"flip-{n}.ods", bytes(flipped)


def _noise(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    magics = (
        b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"MOXCEL", b"{\\rtf1", b"MZ\x90", b"\x7fELF", b"GIF89a", b"\xff\xd8\xff",
        b"SQLite format 3\x00", b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x04\x06\x00\x00\x00\x10\x00",
    )  # fmt: skip
    for number, magic in enumerate(magics):
        yield f"noise-{number}.xls", magic + rng.randbytes(4096)
        yield f"noise-short-{number}.xls", magic
    for n in range(20):
        ole = bytearray(_ole_header() + rng.randbytes(6000))
        yield f"noise-ole-{n}.xls", bytes(ole)
        biff = struct.pack("<HHHHHHH", 0x0809, 16, 0x0600, 0x0010, 1, 1, 1) + rng.randbytes(3000)
        yield f"noise-biff-{n}.xls", biff


def _ole_header() -> bytes:
    header = bytearray(512)
    header[0:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIII", header, 44, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE)
    return bytes(header)
