"""A text asked for in Russian that has none fails the test that asked.

The catalogue falls back to English, so that a buyer is never shown nothing; a test must not be as
kind. This sees what the reading of the code cannot: texts looked up by a name from a table.
Loaded as a plugin by tests/conftest.py; the tests of `texts` itself are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from b2bdesk.texts import language
from b2bdesk.texts.catalogue import Catalogue

_TEXTS_OWN = "tests/texts/"


@pytest.fixture(autouse=True)
def _missing_russian_fails(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    missing: set[str] = set()
    text, count_text = Catalogue.text, Catalogue.count_text

    def note(asked: Catalogue, msgid: str, context: str) -> None:
        if language() == "ru" and msgid and not asked.has(msgid, context):
            missing.add(f"[{context}] {msgid}" if context else msgid)

    def noted_text(asked: Catalogue, msgid: str, context: str = "") -> str:
        note(asked, msgid, context)
        return text(asked, msgid, context)

    def noted_count(asked: Catalogue, singular: str, plural: str, n: int) -> str:
        note(asked, singular, "")
        return count_text(asked, singular, plural, n)

    monkeypatch.setattr(Catalogue, "text", noted_text)
    monkeypatch.setattr(Catalogue, "count_text", noted_count)
    yield
    own = request.node.nodeid.startswith(_TEXTS_OWN)
    if missing and not own:
        pytest.fail("no Russian for: " + "; ".join(sorted(missing)), pytrace=False)
