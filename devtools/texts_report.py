"""`po`: which texts of the code have no Russian, and which Russian nobody uses.

tests/texts/test_translations.py fails on the first kind; the second is for a
spring-clean, because a text can also be looked up by a name computed at run time.
Stdlib only (b2bdesk.texts is, too).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from b2bdesk.texts.po import Entry, read_po
from devtools.msgids import Message, messages
from devtools.places import I18N, PACKAGE

_LANGUAGE = "ru"


@dataclass(frozen=True)
class Report:
    """Texts of the code beside texts of the catalogues."""

    missing: tuple[Message, ...]
    unused: tuple[str, ...]


def compare() -> Report:
    """Compare every literal text in the package with the Russian catalogues."""
    found = [message for message in messages() if isinstance(message, Message)]
    entries = [
        entry
        for path in sorted((I18N / _LANGUAGE).glob("*.po"))
        for entry in read_po(path)
        if entry.msgid
    ]
    known = {(entry.context, entry.msgid, entry.plural) for entry in entries}
    missing = tuple(m for m in found if (m.context, m.msgid, m.plural) not in known)
    return Report(missing, tuple(_unused(entries, found)))


def _unused(entries: Iterable[Entry], found: Iterable[Message]) -> Iterable[str]:
    named = {(message.context, message.msgid, message.plural) for message in found}
    # texts of tables (error codes, states) stand as plain strings in some module
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    for entry in entries:
        if (entry.context, entry.msgid, entry.plural) in named:
            continue
        head = entry.msgid.splitlines()[0][:40]
        if head not in source:
            yield entry.msgid


def run(arguments: list[str]) -> int:
    """Print both lists; return 1 when a text has no Russian."""
    del arguments
    report = compare()
    for message in report.missing:
        context = f" [{message.context}]" if message.context else ""
        print(f"no Russian  {message.place}{context}  {message.msgid!r}")
    for msgid in report.unused:
        print(f"unused      {msgid!r}")
    print(f"{len(report.missing)} without Russian, {len(report.unused)} unused")
    return 1 if report.missing else 0
