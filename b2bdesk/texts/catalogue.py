"""The messages of one language, merged from its .po files (one per area).

Two areas may translate the same English text only to the same words; a text that needs two Russian
ones takes a context (`trc`). A missing translation falls back to the English msgid and of two
different ones the first stays; tests prove that there are neither.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from pathlib import Path

from b2bdesk.texts.po import Entry, read_po

DEFAULT_PLURALS = "n != 1"


class Catalogue:
    """Translations of one language; without files it is English, the language of the msgids."""

    def __init__(self, plural_rule: str = DEFAULT_PLURALS) -> None:
        self._plural: Callable[[int], int] = gettext.c2py(plural_rule)
        self._messages: dict[tuple[str, str], str] = {}
        self._plurals: dict[str, tuple[str, ...]] = {}

    def add(self, entry: Entry) -> None:
        """Take one entry, unless the message is here already."""
        if entry.plural:
            forms = tuple(entry.forms[form] for form in sorted(entry.forms))
            self._plurals.setdefault(entry.msgid, forms)
        else:
            self._messages.setdefault((entry.context, entry.msgid), entry.forms[0])

    def text(self, msgid: str, context: str = "") -> str:
        """The message, or the msgid when there is none."""
        return self._messages.get((context, msgid), msgid)

    def count_text(self, singular: str, plural: str, n: int) -> str:
        """The message in the plural form that `n` needs, placeholders still in it."""
        forms = self._plurals.get(singular)
        if forms is None:
            return singular if abs(n) == 1 else plural
        return forms[min(self._plural(abs(n)), len(forms) - 1)]

    def has(self, msgid: str, context: str = "") -> bool:
        """True when this catalogue translates the message (plural ones by their singular)."""
        return (context, msgid) in self._messages or (not context and msgid in self._plurals)


def load_catalogue(folder: Path) -> Catalogue:
    """Merge all .po files of a folder; the plural rule comes from the first header that has one.

    Raises:
        ValueError: a damaged file, named with its line.
    """
    entries = [entry for path in sorted(folder.glob("*.po")) for entry in read_po(path)]
    rules = (_plural_rule(entry.forms[0]) for entry in entries if not entry.msgid)
    catalogue = Catalogue(next(filter(None, rules), DEFAULT_PLURALS))
    for entry in entries:
        if entry.msgid:
            catalogue.add(entry)
    return catalogue


def _plural_rule(header: str) -> str:
    for line in header.splitlines():
        key, _, value = line.partition(":")
        if key.strip().lower() == "plural-forms":
            return value.partition("plural=")[2].strip().rstrip(";")
    return ""
