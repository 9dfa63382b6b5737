"""Reader of gettext .po files, just enough for our own catalogues.

The program reads the .po files themselves: no build step between a translator and the window, and
nothing that can be stale. Comments, fuzzy entries and obsolete ones (#~) are skipped.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Entry:
    """One message of a .po file; `forms` holds one text, or one per plural form."""

    msgid: str = ""
    plural: str = ""
    context: str = ""
    forms: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False


def read_po(path: Path) -> Iterator[Entry]:
    """Read the translated entries of a .po file, the header (empty msgid) included.

    Raises:
        ValueError: a line that is not .po, named by file and line.
    """
    with path.open(encoding="utf-8") as lines:
        yield from parse_po(lines, path.name)


def parse_po(lines: Iterable[str], name: str) -> Iterator[Entry]:
    """Entries of the lines of a .po file; `name` is for error messages."""
    entry, current, started = Entry(), "", False
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            if started and entry.forms:
                yield from _finished(entry)
                entry, started = Entry(), False
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        keyword, text = _split(line, name, number)
        if keyword in ("msgctxt", "msgid") and entry.forms:
            yield from _finished(entry)
            entry = Entry()
        started, current = True, keyword or current
        _add(entry, current, text)
    if entry.forms:
        yield from _finished(entry)


def _finished(entry: Entry) -> Iterator[Entry]:
    if not entry.fuzzy and all(entry.forms.values()):
        yield entry


def _split(line: str, name: str, number: int) -> tuple[str, str]:
    """Keyword (empty on a continuation line) and the unquoted text."""
    keyword, quote, rest = line.partition('"')
    keyword = keyword.strip()
    known = keyword in ("", "msgctxt", "msgid", "msgid_plural", "msgstr")
    if not quote or not (known or (keyword.startswith("msgstr[") and keyword.endswith("]"))):
        raise ValueError(f"{name}:{number}: not a line of a .po file")
    if "\\" not in rest and rest.endswith('"') and '"' not in rest[:-1]:
        return keyword, rest[:-1]
    try:
        return keyword, str(ast.literal_eval(quote + rest))
    except (SyntaxError, ValueError):
        raise ValueError(f"{name}:{number}: bad quoting") from None


def _add(entry: Entry, keyword: str, text: str) -> None:
    if keyword == "msgid":
        entry.msgid += text
    elif keyword == "msgctxt":
        entry.context += text
    elif keyword == "msgid_plural":
        entry.plural += text
    else:
        form = int(keyword[7:-1]) if keyword.startswith("msgstr[") else 0
        entry.forms[form] = entry.forms.get(form, "") + text
