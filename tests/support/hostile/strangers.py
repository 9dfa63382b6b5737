"""Not what their names say: other formats, passwords, a million painted rows, deceiving markup."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Iterator

from tests.support.hostile.parts import plain_rows, workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
    "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
)


def named_otherwise() -> Iterator[tuple[str, bytes]]:
    """Good and foreign files under names of other formats."""
    good = workbook(plain_rows(5))
    for suffix in ("csv", "txt", "xls", "ods", "xlsm"):
        yield f"stranger-good.{suffix}", good
    yield "stranger-macro.xlsm", workbook(plain_rows(5), extra={"xl/vbaProject.bin": bytes(999)})
    yield "stranger-pdf.xlsx", b"%PDF-1.7\n" + bytes(500)
    yield "stranger-rar.xlsx", b"Rar!\x1a\x07\x00" + bytes(500)
    yield "stranger-rtf.xls", b"{\\rtf1 list}"
    yield "stranger-exe.xls", b"MZ" + bytes(1000)
    yield "stranger-gzip.csv", gzip.compress(b"A-1;5\n" * 100)
    yield "stranger-archive.xlsx", _zipped({"list.xlsx": good})
    yield (
        "stranger-garbage.xlsb",
        _zipped({"xl/workbook.bin": bytes(range(256)), "xl/worksheets/sheet1.bin": b"\xff" * 999}),
    )


def locked() -> Iterator[tuple[str, bytes]]:
    """Lists behind a password, in each format that has one."""
    wide = "EncryptedPackage".encode("utf-16-le")
    yield "locked.xlsx", _OLE + bytes(1000) + wide + bytes(2000)
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
    yield "locked.xls", begin + struct.pack("<HH", 0x2F, 6) + bytes(6) + struct.pack("<HH", 10, 0)
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "META-INF/manifest.xml": _LOCKED.encode()}
    yield "locked.ods", _zipped({**parts, "content.xml": bytes(range(256)) * 9})


def endless() -> Iterator[tuple[str, bytes]]:
    """A million rows that hold a format and nothing else; rows without end; an end that is none."""
    painted = "".join(
        f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(9, 1_048_577)
    )
    yield "endless-painted.xlsx", workbook(plain_rows(5) + painted)
    yield "endless-page.xls", b"<html><table>" + b"<tr><td>A-1<td>5" * 300_000
    cell = '<row r="1048576"><c r="XFD1048576" t="/>"><v>1</v></c></row>'
    yield "endless-deceit.xlsx", workbook(plain_rows(5) + cell)


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            box.writestr(name, data)
    return out.getvalue()
