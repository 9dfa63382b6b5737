"""Which texts of a row are looked up in the catalogue, and in what order.

A code stands in its own column, inside the name («… (арт. X)»), among several in one cell, behind a
prefix, or spoilt by a spreadsheet (1,2E+04 for 12E3, 5 May for 5-05). `row_keys` gives the texts
strictest first; the resolver answers all texts of a list in one set query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from b2bdesk.trade.lists.features import looks_like_code
from b2bdesk.trade.tablerows import MARK_DATE, MARK_SCIENTIFIC, SIZE_MARK, RawRow, column_texts

MAX_KEY = 64
_PREFIX = re.compile(
    r"^\s*[\"'«]*\s*(?:арт(?:икул)?|код(?: товара)?|art(?:icle)?|sku|code"
    r"|p/?n)\s*[.:№#]*\s*[:#№]?\s*",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?<![^\W_])(?:арт(?:икул)?|код(?: товара)?|art(?:icle)?|sku|p/n"
    r"|cat\.? ?no)\b\s*[.:№#]*\s*[:#№=]?\s*"
    r"[\"'«(\[]?\s*([^\s,;()\[\]«»\"']+)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{2,40}?)\s*[)\]]")
_SPLIT = re.compile(r"\s*[,;\n|]\s*|\s+/\s+|\s{2,}")
_ODD = re.compile(
    r"[,;\n|:\"'«»]|\s/\s|\s{2}|^\s*(?:арт|код|art|sku|code|p)\b|[.,]0+$|[eEеЕ]\+", re.IGNORECASE
)
_TOGETHER = 256
_MARKS_OF = itemgetter(2)
_SIGN = "\x7f"  # parts articles that are looked at together
# Without these, blanks and labels a text cannot be odd.
_TELLING = (*",;|:+\"'«»", ".0", SIZE_MARK, _SIGN * 2)
_LABELLED = re.compile(rf"{_SIGN}(?:арт|код|art|sku|code|p)\b", re.IGNORECASE)
_MAY_BE_PREFIX = frozenset("аАкКaAsScCpP")
_DOT_ZERO = re.compile(r"^\s*(\d+)[.,]0+\s*$")
_EXPONENT = re.compile(r"^\s*(\d)(?:[.,](\d+))?[eEеЕ]\+(\d{1,2})\s*$")
_DATE = re.compile(r"^(\d\d)\.(\d\d)\.(\d{4})")
_DIGIT_TAIL = re.compile(r"^(\d+?)(0*)$")
_HAS_DIGIT = re.compile(r"\d")


class Key(NamedTuple):
    """A text to look up: where it comes from, and whether a hit on it may be only proposed.

    `source`: article, barcode, own_code, in_name, token, one_of_many, date, scientific.
    """

    text: str
    source: str


PROPOSED_SOURCES = frozenset({"date", "scientific", "token"})


class KeyColumns(NamedTuple):
    """The columns that may hold codes; read once per list, used for every row."""

    article: int | None
    name: int | None
    barcode: int | None
    own_code: int | None

    @classmethod
    def of(cls, columns: Mapping[str, int]) -> KeyColumns:
        """Pick them out of the columns of a layout."""
        return cls(
            columns.get("article"),
            columns.get("name"),
            columns.get("barcode"),
            columns.get("own_code"),
        )


def row_keys(row: RawRow, columns: KeyColumns) -> Sequence[Key]:
    """The texts of one row that may be codes, strictest first, without repeats."""
    at, name_at, barcode_at, own_at = columns
    text = row.cell(at)
    if barcode_at is None and own_at is None and text and not row.marks:
        if _is_plain(text):
            return (Key(text, "article"),)
    keys: list[Key] = []
    own = row.cell(own_at).strip()
    if own:
        keys.append(Key(own, "own_code"))
    if at is not None and text.strip():
        keys.extend(_article_keys(text, row.mark(at)))
    barcode = row.cell(barcode_at).strip()
    if barcode:
        keys.append(Key(_barcode(barcode), "barcode"))
    if not text.strip():
        name = row.cell(name_at)
        if name:
            keys.extend(_name_keys(name))
    return keys if len(keys) < 2 else list({key.text: key for key in reversed(keys)}.values())[::-1]


def wanted_texts(rows: Iterable[RawRow], columns: Mapping[str, int]) -> list[str]:
    """All texts of a list to ask the resolver for, each once, in order of appearance.

    Rows whose code is plainly an article, which nearly all are, are taken some hundred at once.
    """
    where = KeyColumns.of(columns)
    texts: dict[str, None] = {}
    left = iter(rows)
    while block := list(islice(left, _TOGETHER)):
        texts.update(_plain_articles(block, where) or _texts_of(block, where))
    return list(texts)


def _texts_of(rows: Sequence[RawRow], where: KeyColumns) -> dict[str, None]:
    at = where.article
    alone = at is not None and where.barcode is None and where.own_code is None
    texts: dict[str, None] = {}
    for row in rows:
        text = row.cell(at) if alone and not row.marks else ""
        if text in texts:
            continue
        if text and _is_plain(text):
            texts[text] = None
        else:
            texts.update((key.text, None) for key in row_keys(row, where))
    return texts


def _plain_articles(rows: Sequence[RawRow], where: KeyColumns) -> dict[str, None] | None:
    """Texts of rows that hold nothing but plain articles and barcodes; None = look at each row."""
    if where.article is None or any(map(_MARKS_OF, rows)):
        return None
    if where.own_code is not None and any(map(str.strip, column_texts(rows, where.own_code))):
        return None
    articles = column_texts(rows, where.article)
    joined = _SIGN.join(("", *articles, ""))
    if any(sign in joined for sign in _TELLING) or len(joined.split(None, 1)) > 1:
        return None
    if not all(articles) or max(map(len, articles)) > MAX_KEY or _LABELLED.search(joined):
        return None
    texts = dict.fromkeys(articles)
    if where.barcode is not None:
        barcodes = map(str.strip, column_texts(rows, where.barcode))
        texts.update((_barcode(code), None) for code in barcodes if code)
    return texts


def _is_plain(text: str) -> bool:
    """Say whether a text can only be an article as it stands; words of signs are seen at once."""
    if len(text) > MAX_KEY:
        return False
    if len(text) > 4 and text[0] not in _MAY_BE_PREFIX and text.replace("-", "").isalnum():
        return True
    return not _ODD.search(text) and SIZE_MARK not in text and not text.isspace()


def _article_keys(text: str, mark: str) -> list[Key]:
    if mark == MARK_DATE:
        return [Key(text, "article"), *(Key(t, "date") for t in _date_articles(text))]
    if mark == MARK_SCIENTIFIC:
        return [Key(text, "article"), *(Key(t, "scientific") for t in _exponent_articles(text))]
    if SIZE_MARK in text:
        base, _, size = text.partition(SIZE_MARK)
        return [Key(f"{base}-{size}"[:MAX_KEY], "article"), *_article_keys(base, mark)]
    if len(text) <= MAX_KEY and not _ODD.search(text):
        return [Key(text, "article")]
    keys = [Key(text[:MAX_KEY], "article")]
    plain = _PREFIX.sub("", text).strip().strip("\"'«»").strip()
    if plain and plain != text.strip():
        keys.append(Key(plain[:MAX_KEY], "article"))
    if found := _DOT_ZERO.match(text):
        keys.append(Key(found[1], "article"))
    if found := _EXPONENT.match(text):
        digits = found[1] + (found[2] or "")
        whole = digits + "0" * (int(found[3]) + 1 - len(digits))
        keys.append(Key(whole, "scientific"))
        keys.extend(Key(t, "scientific") for t in _exponent_articles(whole))
    parts = [part.strip() for part in _SPLIT.split(plain) if part.strip()]
    if len(parts) > 1:
        keys.extend(Key(part[:MAX_KEY], "one_of_many") for part in parts[:12])
    if len(plain) > 20 and " " in plain:
        keys.extend(_name_keys(plain))
    return keys


def _barcode(text: str) -> str:
    """Digits of a barcode; spaces and the ".0" of programs that took it for a number go."""
    found = _DOT_ZERO.match(text)
    plain = found[1] if found else text
    packed = plain.replace(" ", "").replace("\u00a0", "").replace("-", "")
    return packed if packed.isdigit() else plain


def _name_keys(name: str) -> list[Key]:
    """Codes inside a name: marked ones are meant, bare ones may be."""
    keys = [Key(found.strip(".,:")[:MAX_KEY], "in_name") for found in _MARKED.findall(name)]
    for inside in _BRACKETS.findall(name):
        plain = _PREFIX.sub("", inside).strip()
        if _HAS_DIGIT.search(plain) and looks_like_code(plain):
            keys.append(Key(plain[:MAX_KEY], "in_name" if plain != inside else "token"))
    words = name.replace("\n", " ").split()
    for word in (*words[:3], *words[-3:]):
        plain = word.strip("()[]{}.,;:\"'«»")
        if len(plain) >= 4 and _HAS_DIGIT.search(plain) and looks_like_code(plain):
            keys.append(Key(plain[:MAX_KEY], "token"))
    if len(name) <= MAX_KEY and len(words) <= 2:
        keys.append(Key(name.strip(), "token"))
    return keys


def _date_articles(text: str) -> list[str]:
    """Articles a spreadsheet may have turned into this date: 12-05, 5-12, 05.12, 12/5, 5-26 …"""
    found = _DATE.match(text)
    if found is None:
        return []
    day, month, year = found.groups()
    pairs = [(day, month), (month, day), (month, year[2:]), (month, year)]
    texts: list[str] = []
    for sign in "-./":
        for one, two in pairs:
            texts.append(f"{one}{sign}{two}")
            texts.append(f"{one.lstrip('0')}{sign}{two.lstrip('0') or '0'}")
    return list(dict.fromkeys(texts))


def _exponent_articles(whole: str) -> list[str]:
    """Articles a spreadsheet may have turned into this number: 12000 → 12E3, 120E2 …"""
    found = _DIGIT_TAIL.match(whole)
    if found is None or not found[2]:
        return []
    head, zeros = found.groups()
    texts = []
    for power in range(1, len(zeros) + 1):
        mantissa = head + "0" * (len(zeros) - power)
        texts.extend([f"{mantissa}E{power}", f"{mantissa}E{power:02}", f"{mantissa}E+{power:02}"])
    return texts
