"""Text lists: encoding, delimiter, records (csv, txt, tsv, the clipboard saved to a file).

Detectors fail on short lists (LIBRARIES §0, 9), so the rule is our own: BOM, then UTF-16 by its
zero bytes, then strict UTF-8, then windows-1251 against cp866 by Russian letters. The delimiter is
voted by how evenly it splits the lines. Row numbers are those of records, as Excel shows them.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from b2bdesk.trade.errors import Expected
from b2bdesk.trade.tablerows import MAX_COLUMNS, MAX_ROWS, RawBook, RawRow, RawSheet

DELIMITERS = (";", "\t", ",", "|")
ENCODINGS = ("utf-8", "cp1251", "cp866", "utf-16", "koi8-r", "mac-cyrillic", "cp1252")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_RUSSIAN = frozenset(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ№«»–—°±\u00a0"
)
_SAMPLE_LINES = 200
_DECIMAL_COMMA = re.compile(r"\d,\d{1,3}(?!\d)")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_GAP = re.compile(r" {2,}|\t")
_MAX_FIELD = 32_768


def guess_encoding(data: bytes) -> str:
    """Name the encoding of a text by the rule above (Python codec name)."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    sample = data[:4096]
    zeros = sample.count(0)
    if zeros > len(sample) // 8:
        odd = sum(byte == 0 for byte in sample[1::2])
        return "utf-16-le" if 2 * odd >= zeros else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    best, points = "cp1251", _russian_points(data, "cp1251")
    if _russian_points(data, "cp866") > points:
        best = "cp866"
    return best


def _russian_points(data: bytes, encoding: str) -> int:
    text = bytes(byte for byte in data[:65536] if byte > 127).decode(encoding, errors="replace")
    good = sum(char in _RUSSIAN for char in text)
    return good - 4 * (len(text) - good)


def decode(data: bytes, encoding: str | None, file: str) -> tuple[str, str]:
    """Decode a text file.

    Args:
        data: the bytes.
        encoding: codec chosen by a person, or None to guess.
        file: name for messages.

    Returns:
        The text and the encoding used.

    Raises:
        Expected: `list_damaged` when it is no text, `list_encoding` for an unknown codec.
    """
    used = encoding or guess_encoding(data)
    try:
        text = data.decode(used, errors="strict" if encoding is None else "replace")
    except UnicodeDecodeError:
        text = data.decode(used, errors="replace")
    except LookupError as err:
        raise Expected("list_encoding", file=file, encoding=used) from err
    if (
        not used.startswith("utf-16")
        and len(_BINARY.findall(data[:65536])) > len(data[:65536]) // 50
    ):
        raise Expected("list_damaged", file=file)
    return text.lstrip("\ufeff"), {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(used, used)


def read_text(
    data: bytes, file: str, encoding: str | None = None, delimiter: str | None = None
) -> RawBook:
    """Read a delimited or plain text into one sheet.

    Raises:
        Expected: `list_damaged`, `list_encoding`, `list_too_many_rows`.
    """
    text, used = decode(data, encoding, file)
    rows, delimiter = split_text(text, file, delimiter)
    sheet = RawSheet(name=file, rows=rows)
    return RawBook("text", (sheet,), encoding=used, delimiter=delimiter)


def split_text(
    text: str, file: str, delimiter: str | None = None
) -> tuple[list[RawRow], str | None]:
    """Split a text into rows; returns them with the delimiter (None: one column)."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    offset = 0
    if text[:4].lower() == "sep=":
        line, _, text = text.partition("\n")
        delimiter = delimiter or line[4:5] or None
        offset = 1
    delimiter = delimiter or vote(text)
    rows: list[RawRow] = []
    for number, cells in enumerate(_records(text, delimiter), start=1 + offset):
        if any(map(str.strip, cells)):
            rows.append(RawRow(number, tuple(cells[:MAX_COLUMNS])))
        if len(rows) > MAX_ROWS:
            raise Expected("list_too_many_rows", file=file)
    return rows, delimiter


def _records(text: str, delimiter: str | None) -> list[list[str]]:
    if delimiter is None:
        return [[line] for line in text.split("\n")]
    if delimiter == "  ":
        return [_GAP.split(line.strip()) for line in text.split("\n")]
    if '"' not in text:
        return [line.split(delimiter) for line in text.split("\n")]
    csv.field_size_limit(_MAX_FIELD)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")]


def vote(text: str) -> str | None:
    """Elect the delimiter that splits most lines into the same number of columns.

    Returns:
        One of `; tab , |`, two spaces for lists aligned by spaces, or None for one column.
    """
    lines = [line for line in text[:400_000].split("\n") if line.strip()][:_SAMPLE_LINES]
    if not lines:
        return None
    best: tuple[int, str | None] = (0, None)
    for delimiter in DELIMITERS:
        points = _points(lines, delimiter)
        if points > best[0]:
            best = (points, delimiter)
    if best[1] is None and len(lines) > 1:
        split = [len(_GAP.split(line.strip())) for line in lines]
        if sum(count > 1 for count in split) * 10 >= len(lines) * 8:
            return "  "
    return best[1]


def _points(lines: list[str], delimiter: str) -> int:
    """How evenly a delimiter splits lines, 0 when it hardly does."""
    csv.field_size_limit(_MAX_FIELD)
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        counts = Counter(line.count(delimiter) + 1 for line in lines)
    columns, share = max(
        ((c, n) for c, n in counts.items() if c > 1), key=lambda item: item[1], default=(1, 0)
    )
    split = sum(n for c, n in counts.items() if c > 1)
    least = 8 if delimiter == "," else 3
    if columns < 2 or 10 * split < least * len(lines):
        return 0
    points = 100 * share // len(lines) + 30 * split // len(lines) + min(columns, 10)
    if delimiter == ",":
        points -= 20
        commas = sum(line.count(",") for line in lines)
        decimal = sum(len(_DECIMAL_COMMA.findall(line)) for line in lines)
        if 2 * decimal > commas and columns <= 3:
            points -= 60
    return max(points, 0)
