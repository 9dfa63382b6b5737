"""The gate before any parser: what kind of file this is, and whether it is safe to open.

Content decides, not the extension. Zip containers are measured before they are unpacked and their
cell references are scanned, because a reader allocates the whole rectangle between the first and
the last cell (RELIABILITY T10). What passes here is still parsed under hard limits.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from b2bdesk.trade.errors import Expected

MAX_FILE = 20 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 100 * 1024 * 1024
_CHUNK = 1 << 20
_OVERLAP = 512
_MANIFEST = "META-INF/manifest.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Rows over 200,000 and columns over 512 (SR), in either case. Real programs write r="…": the plain
# form is searched in every byte, the odd spellings only where one was seen at all.
_FAR = (
    rb"""(?:[A-Za-z]{3,}\d|(?:[Ss][S-Zs-z]|[T-Zt-z][A-Za-z])\d"""
    rb"""|[A-Za-z]{0,3}(?:\d{7,}|[3-9]\d{5}|2(?!00000["'])\d{5})["'])"""
)
_FAR_CELL = re.compile(rb'r="' + _FAR)
_ODD_SPELLING = re.compile(rb"r(?:='|=\s|\s+=)")
_ODD_FAR_CELL = re.compile(rb"""r\s*=\s*["']""" + _FAR)
# What most sheets have nowhere, and is quick to look for: names of two letters or of six digits.
_SUSPECT = re.compile(rb'r="(?:[A-Za-z]{2,}\d|[A-Za-z]?\d{6})')
# Formats painted over whole rows and columns leave far cells that hold nothing: they do no harm.
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>(\s*</)?")
_PREFIXED_CELL = re.compile(rb"<(?:\w+:c[\s>/]|c[\t\r\n>/])")
_FILLED_FAR = re.compile(rb'<c r="' + _FAR + rb"[^>]*(?<!/)>(?!\s*</)")
_FAR_REF = re.compile(rb"""\br\s*=\s*["']""" + _FAR)
_OTHER_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MOXCEL", "MXL"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "EXE"),
    (b"SQLite format 3", "SQLite"),
)


def check_size(path: Path) -> None:
    """Refuse a file that is missing, empty or over 20 MB.

    Raises:
        Expected: `list_unreadable`, `list_empty` or `list_too_big`.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Expected("list_unreadable", file=path.name)
    except OSError as err:
        raise Expected("list_unreadable", file=path.name) from err
    if size == 0:
        raise Expected("list_empty", file=path.name)
    if size > MAX_FILE:
        raise Expected("list_too_big", file=path.name, megabytes=MAX_FILE >> 20)


def sniff(path: Path) -> str:
    """Tell the kind of a file by its content: xlsx, xlsb, ods, xls, html, xml, mht or text.

    Raises:
        Expected: `list_unsupported` for what is no list at all, zip gate codes for containers.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return gate_zip(path)
    if head.startswith(_OLE):
        return _sniff_ole(path)
    for magic, name in _OTHER_MAGIC:
        if head.startswith(magic):
            raise Expected("list_unsupported", file=path.name, kind=name)
    if head[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08") and head[2:4] in (
        b"\x04\x00", b"\x06\x00", b"\x08\x00", b"\x10\x00",
    ):  # fmt: skip
        return "xls"
    return _sniff_text(head)


def _sniff_ole(path: Path) -> str:
    """A compound file: an old workbook, an encrypted new one, or a document of another kind."""
    data = path.read_bytes()
    if _wide("EncryptedPackage") in data:
        raise Expected("list_encrypted", file=path.name)
    if _wide("Workbook") in data or _wide("Book") in data:
        return "xls"
    if _wide("WordDocument") in data:
        raise Expected("list_unsupported", file=path.name, kind="DOC")
    return "xls"


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _sniff_text(head: bytes) -> str:
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(b"mime-version:") or b"multipart/related" in text[:2000]:
        return "mht"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "xml"
    if text.startswith(b"<") and (
        b"<table" in text or b"<html" in text or b"<!doctype html" in text
    ):
        return "html"
    if text.startswith((b"<?xml", b"<!doctype")):
        return "html" if b"<html" in text else "xml"
    return "text"


def gate_zip(path: Path) -> str:
    """Measure a zip container without unpacking it whole and tell what it holds.

    Raises:
        Expected: `list_damaged`, `list_unsupported`, `list_encrypted` or `list_bomb`.
    """
    try:
        with zipfile.ZipFile(path) as box:
            entries = box.infolist()
            _check_entries(path, entries)
            names = {entry.filename for entry in entries}
            kind = _zip_kind(box, names, path)
            _scan_parts(box, entries, path)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError) as err:
        raise Expected("list_damaged", file=path.name) from err
    except (ValueError, RuntimeError) as err:
        raise Expected("list_damaged", file=path.name) from err
    return kind


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Expected("list_bomb", file=path.name)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Expected("list_bomb", file=path.name)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or name in seen:
            raise Expected("list_bomb", file=path.name)
        seen.add(name)
        if entry.file_size > MAX_PART:
            raise Expected("list_bomb", file=path.name)
        if entry.flag_bits & 1:
            raise Expected("list_encrypted", file=path.name)


def _zip_kind(box: zipfile.ZipFile, names: set[str], path: Path) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    lower = {name.lower().replace("\\", "/") for name in names}
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "content.xml" in names:
        kind = box.read("mimetype")[:80] if "mimetype" in names else b"spreadsheet"
        if b"spreadsheet" in kind:
            if _is_locked(box, names):
                raise Expected("list_encrypted", file=path.name)
            return "ods"
    if "_rels/.rels" in names and b"officeDocument" in box.read("_rels/.rels")[:65536]:
        if any(name.startswith("xl/") for name in lower):
            return "xlsx"
        raise Expected("list_unsupported", file=path.name, kind="DOCX")
    if any(name.endswith(".iwa") for name in names) or "Index.zip" in names:
        raise Expected("list_unsupported", file=path.name, kind="Apple Numbers")
    raise Expected("list_unsupported", file=path.name, kind="ZIP")


def _is_locked(box: zipfile.ZipFile, names: set[str]) -> bool:
    """Say whether an OpenDocument list lies behind a password: its parts are noise then."""
    if _MANIFEST not in names:
        return False
    with box.open(_MANIFEST) as part:
        return b"encryption-data" in part.read(_CHUNK)


def _scan_parts(box: zipfile.ZipFile, entries: list[zipfile.ZipInfo], path: Path) -> None:
    """Unpack the XML parts in pieces, looking for DTDs and cells far outside any list."""
    total = 0
    for entry in entries:
        name = entry.filename.lower()
        if not name.endswith((".xml", ".rels")) or name.startswith(("customxml/", "docprops/")):
            continue
        sheet = "worksheets/" in name
        for piece, fresh in _pieces(box, entry):
            total += fresh
            if total > MAX_UNPACKED or b"\x00" in piece[:64]:
                raise Expected("list_bomb", file=path.name)
            if b"!" in piece and _DTD.search(piece):
                raise Expected("list_bomb", file=path.name)
            if sheet and _has_far_cell(piece):
                if _far_cell_is_filled(box, entry):
                    raise Expected("list_too_many_rows", file=path.name)
                sheet = False


def _has_far_cell(piece: bytes) -> bool:
    if _SUSPECT.search(piece) and _FAR_CELL.search(piece):
        return True
    return bool(_ODD_SPELLING.search(piece) and _ODD_FAR_CELL.search(piece))


def _far_cell_is_filled(box: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Say whether a cell outside the limits holds anything; a cell without a name is its row's."""
    far_row, data = False, box.read(entry)
    if b'/>"' in data or b"/>'" in data:
        return True  # an attribute that looks like the end of its cell: made to deceive
    if data.count(b"<c ") == data.count(b'<c r="') and not _PREFIXED_CELL.search(data):
        return _FILLED_FAR.search(data) is not None  # each cell says its name first, as Excel's do
    for found in _ROW_OR_CELL.finditer(data):
        tag, attributes, closed, ended = found.groups()
        if tag == b"row":
            far_row = not closed and _FAR_REF.search(attributes) is not None
        elif not closed and not ended:
            named = b"r=" in attributes or _ODD_SPELLING.search(attributes)
            if _FAR_REF.search(attributes) if named else far_row:
                return True
    return False


def _pieces(box: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    tail = b""
    with box.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield tail + chunk, len(chunk)
            tail = chunk[-_OVERLAP:]
