"""Pictures and papers of goods: the right content for its name, nothing beyond its size."""

from __future__ import annotations

import logging
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from b2bdesk.models.thumbs import Thumbs
from b2bdesk.sync import files, item_files
from b2bdesk.sync.files import Pictures, Vault
from b2bdesk.sync.item_files import ItemFiles
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.rows.offers import ItemFile
from tests.support.client import Client
from tests.support.fake_portal import FakePortal


def test_a_changed_picture_is_asked_for_anew(client: Client, portal: FakePortal) -> None:
    """What is kept is kept under what the catalogue says the picture is."""
    reads, thumbs = client.catalogue, Thumbs(client.folder)
    pictures = Pictures(client.api, thumbs, reads.picture_mark)
    row = {"n": 1, "kind": "picture", "ord": 1, "bytes": 54, "media": "image/png", "title": ""}
    old, new = b"\x89PNG" + b"0" * 50, b"\x89PNG" + b"1" * 50
    client.sync()
    assert pictures.fetch("i1", 128) is None, "the portal has none yet"
    for picture in (old, new):
        portal.files["/items/i1/picture"] = picture
        portal.put("catalog", "all", "file", {**row, "sha256": sha256(picture).hexdigest()})
        client.sync()
        assert pictures.cached("i1", 128) is None
        assert pictures.fetch("i1", 128) == pictures.cached("i1", 128) == picture
    assert reads.picture_mark("i1", 2) == reads.picture_mark("i2") == ""
    thumbs.close()


def test_a_picture_beyond_the_limit_is_not_read_to_its_end(
    client: Client,
    portal: FakePortal,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(files, "MAX_PICTURE", 1_000)
    caplog.set_level(logging.INFO)
    thumbs = Thumbs(client.folder)
    pictures = Pictures(client.api, thumbs)
    client.sync()
    portal.files["/items/i1/picture"] = b"\x89PNG" + b"0" * 996
    assert pictures.fetch("i1", 128) is not None, "exactly the limit"
    portal.files["/items/i2/picture"] = b"\x89PNG" + b"0" * 997
    assert pictures.fetch("i2", 128) is None
    assert "picture of i2 not fetched: body_too_big" in caplog.text
    portal.files["/items/i3/picture"] = b"<html>no picture</html>"
    assert pictures.fetch("i3", 128) is None
    assert "picture of i3 is none" in caplog.text
    asked = len(portal.seen)
    assert pictures.fetch("i2", 128) is pictures.fetch("i3", 128) is None
    assert len(portal.seen) == asked, "nor is it asked for again"
    thumbs.close()


def test_a_file_by_its_digest_is_that_content_or_nothing(
    client: Client, portal: FakePortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_files, "MAX_BYTES", 1_000)
    right = b"%PDF-1.7 passport"
    digest = sha256(right).hexdigest()
    told = ItemFile("certificate", "Паспорт", digest, "application/pdf", len(right), 1)
    vault = Vault(tmp_path, client.api)
    goods = ItemFiles(tmp_path / "files", vault, client.api)
    client.sync()
    place = f"/files/{digest}"
    for wrong, code in (
        (right[:-1] + b"!", "body_damaged"),
        (b"%PDF-" + b"0" * 1_000, "body_too_big"),
    ):
        portal.files[place] = wrong
        with pytest.raises(Environment, match=code):
            goods.fetch("i1", told)
        assert not goods.path("i1", told).exists()
    portal.files[place] = right
    assert goods.fetch("i1", told).read_bytes() == right
    other = replace(told, sha256="0" * 64)
    assert goods.path("i1", other) != goods.path("i1", told), "another content is another file"
