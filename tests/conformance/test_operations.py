"""Every operation of the portal answers as its published description says, whatever is asked.

A small share, the same requests each time; `dev.py sim` asks 50 and more of each.
"""

from __future__ import annotations

from pathlib import Path

import pytest

EXAMPLES = 3
SELDOM = 8


def test_answers_agree_with_the_description_and_refusals_are_problem_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # schemathesis is large: loaded by whoever runs this test, not by all who collect it
    from tests.conformance.ground import served
    from tests.conformance.walking import walk

    monkeypatch.setenv("B2BDESK_PORTAL_STATE", str(tmp_path))
    with served(tmp_path) as ground:
        told = walk(ground, EXAMPLES)
    assert told.wrong == {}
    assert len(told.missing()) <= SELDOM, told.missing()
