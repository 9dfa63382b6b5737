"""Building blocks of hostile files: minimal workbooks, zips, OpenDocument, XML 2003."""

from __future__ import annotations

import io
import zipfile

MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType='
    '"application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{REL}/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    f'<workbook xmlns="{NS}" xmlns:r="{REL}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)
BOOK_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{REL}/'
    'worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def workbook(
    cells: str, *, head: str = "", extra: dict[str, bytes | str] | None = None, **parts: str
) -> bytes:
    """A minimal xlsx whose sheet data is `cells`; `parts` replace whole parts by short names."""
    sheet = parts.get(
        "sheet", f'{head}<worksheet xmlns="{NS}"><sheetData>{cells}</sheetData></worksheet>'
    )
    content: dict[str, bytes | str] = {
        "[Content_Types].xml": parts.get("types", TYPES),
        "_rels/.rels": parts.get("root", ROOT),
        "xl/workbook.xml": parts.get("book", BOOK),
        "xl/_rels/workbook.xml.rels": parts.get("rels", BOOK_RELS),
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
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Артикул</t></is>'
            '</c><c r="B1" t="inlineStr"><is><t>Кол-во</t></is></c></row>'
        )
    ]
    rows += [
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>'
        f'AB-{n}</t></is></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(2, count + 2)
    ]
    return "".join(rows)


def ods(rows: str, head: str = "") -> bytes:
    """A minimal OpenDocument sheet."""
    content = (
        head + "<office:document-content "
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": MANIFEST,
        }
    )


def spreadsheet(rows: str) -> str:
    """A minimal workbook of the XML 2003 form."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="S">'
        f"<Table>{rows}</Table></Worksheet></Workbook>"
    )
