"""A data folder that was copied says so; one that was moved or is carried about does not (R12)."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.bootstrap import open_services
from b2bdesk.texts.errors import describe
from b2bdesk.usecases.whereabouts import COPIED, look_around

NOW = datetime(2026, 11, 22, tzinfo=UTC)
THERE, HERE = Path("/there"), Path("/here")


class Kept(dict[str, Any]):
    def set(self, key: str, value: Any) -> None:
        self[key] = value


@pytest.mark.parametrize(
    ("computer", "portable", "taken", "what"),
    [
        ("pc-1", True, True, "here"),
        ("pc-1", False, True, "here"),
        ("pc-1", True, False, ""),
        ("pc-2", False, False, "computer"),
        ("pc-2", False, True, "computer"),
        ("pc-2", True, True, ""),
    ],
)
def test_a_copy_is_told_from_a_move(computer: str, portable: bool, taken: bool, what: str) -> None:
    kept = Kept()
    assert look_around(kept, THERE, "pc-1", portable, lambda at: True, NOW) == ()
    for _ in range(2):
        told = look_around(kept, HERE, computer, portable, lambda at: taken and at == THERE, NOW)
        assert [each.params["what"] for each in told] == ([what] if what else [])
    kept.set(COPIED, None)
    assert look_around(kept, HERE, computer, portable, lambda at: taken, NOW) == (), "understood"


def test_a_copied_profile_says_where_it_comes_from_until_it_is_understood(tmp_path: Path) -> None:
    first = open_services(tmp_path / "one")
    home = str(first.profile.home)
    first.close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    for _ in range(2):
        second = open_services(tmp_path / "two")
        [notice] = second.notices
        assert home in describe(notice.code, notice.params).sentence
        second.close()
    again = open_services(tmp_path / "one")
    assert again.notices == (), "the original is where it was"
    again.close()
    second = open_services(tmp_path / "two")
    second.settings.set(COPIED, None)
    second.close()
    second = open_services(tmp_path / "two")
    assert second.notices == ()
    second.close()
