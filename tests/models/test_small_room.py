"""A disk without room: told as such, and what can be done without is done without."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from b2bdesk.models.engine import Opening, open_file
from b2bdesk.models.thumbs import Thumbs
from b2bdesk.trade.errors import Environment


@pytest.mark.parametrize(("free", "code"), [(16_384, "disk_full"), (10**9, "store_unreachable")])
def test_a_store_that_finds_no_room_to_open_says_so(
    free: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "desk.db").mkdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    with pytest.raises(Environment, match=code):
        open_file(Opening(tmp_path / "desk.db"))


def test_pictures_without_a_place_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "thumbs.db").mkdir()
    thumbs = Thumbs(tmp_path)
    thumbs.put("bolt", 96, b"png")
    assert thumbs.get("bolt", 96) == b"png"
    thumbs.close()


def test_a_picture_for_which_there_is_no_room_is_not_kept(tmp_path: Path) -> None:
    thumbs = Thumbs(tmp_path)
    thumbs.put("bolt", 96, b"png")
    pages = "PRAGMA max_page_count=1"  # SQLite takes the size it has as the least
    thumbs._writer.bare(lambda raw: raw.execute(pages).close())
    thumbs.put("nut", 96, b"x" * 100_000)
    assert thumbs.get("nut", 96) is None
    assert thumbs.get("bolt", 96) == b"png"
    thumbs.close()
