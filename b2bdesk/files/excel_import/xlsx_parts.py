"""The parts of an .xlsx that the quick reader does not give: formats, styles, formulas.

calamine drops number formats (00123 shown by the format 00000 comes back as 123), bold rows and
formulas without values. One pass over the raw XML finds just those cells; a workbook that has none
costs only the look into `styles.xml` (LIBRARIES §0, 10; PERFORMANCE §5).
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from b2bdesk.trade.tablerows import STYLE_BOLD, STYLE_HIDDEN, STYLE_OUTLINE, column_index

_NUM_FMT = re.compile(r"<(?:\w+:)?numFmt\b([^>]*)>")
_FONTS = re.compile(r"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(r"<(?:\w+:)?font(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_BOLD = re.compile(r"<(?:\w+:)?b(?:\s+val=\"(?:1|true)\")?\s*/>")
_XFS = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(r"<(?:\w+:)?xf\b([^>]*)>")
_ATTR = re.compile(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_ZEROS = re.compile(r"0{2,15}")
_QUOTED_ZEROS = re.compile(r"[0\\\-\"./ ]*0[0\\\-\"./ ]*")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_ATTR = re.compile(rb"\b(r|outlineLevel|hidden)\s*=\s*[\"']([^\"']*)[\"']")
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_SHARED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b([^>]*\bt=[\"']shared[\"'][^>]*)>([^<]+)</(?:\w+:)?f>"
)
_CELL_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")
MAX_FORMULAS = 200_000


@dataclass(frozen=True, slots=True)
class Styles:
    """What cell styles say: widths of zero-padding formats, scientific ones, bold ones."""

    zeros: dict[str, str] = field(default_factory=dict)
    scientific: frozenset[str] = frozenset()
    bold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UncachedFormula:
    """A formula cell without a stored value: row from 1, column from 0, text, shift."""

    row: int
    column: int
    text: str
    shift: tuple[int, int]


def read_styles(box: zipfile.ZipFile) -> Styles:
    """Look into `styles.xml`; an absent part has no styles."""
    name = next((n for n in box.namelist() if n.lower().endswith("xl/styles.xml")), None)
    if name is None:
        return Styles()
    text = box.read(name).decode("utf-8", errors="replace")
    formats = {"11": "0.00E+00", "48": "##0.0E+0"}
    for found in _NUM_FMT.finditer(text):
        attrs = _attrs(found[1])
        formats[attrs.get("numFmtId", "")] = html.unescape(attrs.get("formatCode", ""))
    bold_fonts = _bold_fonts(text)
    zeros: dict[str, str] = {}
    scientific: set[str] = set()
    bold: set[str] = set()
    block = _XFS.search(text)
    for index, found in enumerate(_XF.finditer(block[0] if block else "")):
        attrs = _attrs(found[1])
        code = formats.get(attrs.get("numFmtId", ""), "").split(";")[0]
        if _pads(code):
            zeros[str(index)] = code
        elif "E+" in code.upper() and code.upper() != "GENERAL":
            scientific.add(str(index))
        if attrs.get("fontId", "") in bold_fonts:
            bold.add(str(index))
    return Styles(zeros, frozenset(scientific), frozenset(bold))


def _pads(code: str) -> bool:
    """Say whether a number format only pads with zeros and fixed signs (00000, 000-000)."""
    return bool(_QUOTED_ZEROS.fullmatch(code)) and code.count("0") >= 2 and "0.0" not in code


def pad(digits: str, code: str) -> str:
    """Print a whole number by a padding format: ("123", "00000") → "00123"."""
    if not digits.isdigit():
        return digits
    signs = code.replace("\\", "").replace('"', "")
    width = signs.count("0")
    if width == len(signs):
        return digits.zfill(width)
    filled = digits.zfill(width)
    extra, rest = filled[: len(filled) - width], filled[len(filled) - width :]
    numbers = iter(rest)
    return extra + "".join(next(numbers) if sign == "0" else sign for sign in signs)


def _bold_fonts(text: str) -> frozenset[str]:
    block = _FONTS.search(text)
    fonts = _FONT.finditer(block[0] if block else "")
    return frozenset(str(at) for at, font in enumerate(fonts) if font[1] and _BOLD.search(font[1]))


def sheet_parts(box: zipfile.ZipFile) -> dict[str, str]:
    """Names of sheets with the zip entries that hold them."""
    names = {name.lower().lstrip("/"): name for name in box.namelist()}
    book = names.get("xl/workbook.xml")
    rels = names.get("xl/_rels/workbook.xml.rels")
    if book is None or rels is None:
        return {}
    targets: dict[str, str] = {}
    for found in re.finditer(r"<(?:\w+:)?Relationship\b([^>]*)>", _text(box, rels)):
        attrs = _attrs(found[1])
        targets[attrs.get("Id", "")] = attrs.get("Target", "")
    parts: dict[str, str] = {}
    for found in re.finditer(r"<(?:\w+:)?sheet\b([^>]*)>", _text(box, book)):
        attrs = _attrs(found[1])
        target = targets.get(attrs.get("r:id", attrs.get("id", "")), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        entry = names.get(posixpath.normpath(path).lower())
        if entry:
            parts[html.unescape(attrs.get("name", ""))] = entry
    return parts


def _text(box: zipfile.ZipFile, name: str) -> str:
    return box.read(name).decode("utf-8", errors="replace")


def styled_cells(data: bytes, wanted: frozenset[str]) -> list[tuple[int, int, str]]:
    """Cells of the wanted style ids: (row from 1, column from 0, style id)."""
    if not wanted:
        return []
    ids = b"|".join(sorted(one.encode() for one in wanted)[::-1])
    pattern = re.compile(
        rb"<(?:\w+:)?c\s+(?:r=\"([A-Z]+)(\d+)\"\s+s=\"(" + ids + rb")\""
        rb"|s=\"(" + ids + rb")\"\s+r=\"([A-Z]+)(\d+)\""
        rb"|r=\"([A-Z]+)(\d+)\"\s+t=\"\w+\"\s+s=\"(" + ids + rb")\")"
    )
    cells: list[tuple[int, int, str]] = []
    for a in pattern.finditer(data):
        letters, digits, style = (
            (a[1] or a[5] or a[7]),
            (a[2] or a[6] or a[8]),
            a[3] or a[4] or a[9],
        )
        column = column_index(letters.decode())
        if column is not None:
            cells.append((int(digits), column, style.decode()))
    return cells


def row_styles(data: bytes) -> dict[int, int]:
    """Style bits of rows that are hidden or outlined, by row number."""
    if b"outlineLevel" not in data and b"hidden" not in data:
        return {}
    rows: dict[int, int] = {}
    for found in _ROW.finditer(data):
        attrs = dict(_ROW_ATTR.findall(found[1]))
        bits = STYLE_HIDDEN if attrs.get(b"hidden") in (b"1", b"true") else 0
        level = attrs.get(b"outlineLevel", b"0")
        bits += STYLE_OUTLINE * (int(level) if level.isdigit() else 0)
        if bits and attrs.get(b"r", b"").isdigit():
            rows[int(attrs[b"r"])] = bits
    return rows


def bold_rows(cells: list[tuple[int, int, str]], bold: frozenset[str]) -> dict[int, int]:
    """Style bit of rows whose first styled cells are bold."""
    return {row: STYLE_BOLD for row, column, style in cells if style in bold and column < 6}


def uncached_formulas(data: bytes) -> list[UncachedFormula]:
    """Formula cells without a stored value, shared formulas resolved to text and shift."""
    if b"<f" not in data and (b"<worksheet" in data[:4096] or b":f" not in data):
        return []
    masters: dict[str, tuple[str, int, int]] = {}
    for found in _SHARED.finditer(data):
        at = _position(found[1])
        index = _attrs(found[2]).get("si", "")
        if at:
            masters[index] = (html.unescape(found[3].decode(errors="replace")), *at)
    cells: list[UncachedFormula] = []
    for found in _FORMULA_CELL.finditer(data):
        at = _position(found[1])
        if at is None or len(cells) >= MAX_FORMULAS:
            continue
        text = html.unescape((found[3] or b"").decode(errors="replace"))
        shift = (0, 0)
        if not text:
            master = masters.get(_attrs(found[2]).get("si", ""))
            if master is None:
                continue
            text, shift = master[0], (at[0] - master[1], at[1] - master[2])
        cells.append(UncachedFormula(at[0], at[1], text, shift))
    return cells


def _attrs(text: bytes | str) -> dict[str, str]:
    plain = text.decode(errors="replace") if isinstance(text, bytes) else text
    return {str(name): str(value) for name, value in _ATTR.findall(plain)}


def _position(attrs: bytes) -> tuple[int, int] | None:
    ref = _attrs(attrs).get("r", "")
    match = _CELL_REF.fullmatch(ref.upper())
    column = column_index(match[1]) if match else None
    return (int(match[2]), column) if match and column is not None else None
