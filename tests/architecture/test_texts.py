"""Every text a buyer can see exists in Russian, under a name that can be read from the code."""

from __future__ import annotations

from devtools.msgids import Unreadable, messages
from devtools.texts_report import compare

# Their `tr(name)` looks up names of a table whose texts their own tests walk through.
_TABLES = ("b2bdesk/texts/",)


def test_every_text_has_russian() -> None:
    missing = [f"{m.place} {m.context} {m.msgid!r}" for m in compare().missing]
    assert missing == [], "see: python3 dev.py po"


def test_every_text_can_be_read_from_the_code() -> None:
    """A computed text cannot be proved to have a translation."""
    computed = [
        message.place
        for message in messages()
        if isinstance(message, Unreadable) and not message.place.startswith(_TABLES)
    ]
    assert computed == []
