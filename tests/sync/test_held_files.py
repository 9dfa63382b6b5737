"""A document that a viewer or a scanner holds (F13, R16): waited for, told, never torn."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from b2bdesk.sync import files
from b2bdesk.sync.files import Vault
from b2bdesk.trade.errors import Environment
from tests.support.client import Client


@pytest.fixture
def vault(client: Client, tmp_path: Path) -> Vault:
    return Vault(tmp_path / "documents", client.api)


def hold(monkeypatch: pytest.MonkeyPatch, times: int, error: OSError | None = None) -> list[Path]:
    """Let renaming fail so many times, as it does on Windows while a file is open."""
    real, tried = Path.replace, list[Path]()

    def replace(self: Path, target: Path) -> Path:
        tried.append(target)
        if len(tried) <= times:
            raise error or PermissionError(errno.EACCES, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(files, "_PATIENCE", (0.0, 0.0, 0.0))
    return tried


def test_a_scanner_that_lets_go_is_waited_for(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "documents" / "a.pdf"
    tried = hold(monkeypatch, 2)
    vault.keep(path, lambda part: part.write_bytes(b"%PDF-1"))
    assert path.read_bytes() == b"%PDF-1"
    assert len(tried) == 3


def test_the_same_document_open_in_a_viewer_is_there_already(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "documents" / "a.pdf"
    vault.keep(path, lambda part: part.write_bytes(b"%PDF-1"))
    hold(monkeypatch, 99)
    assert vault.keep(path, lambda part: part.write_bytes(b"%PDF-1")) == path
    assert [each.name for each in path.parent.iterdir()] == ["a.pdf"]


def test_another_document_under_an_open_name_is_told_and_the_old_one_stays(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "documents" / "a.pdf"
    vault.keep(path, lambda part: part.write_bytes(b"%PDF-1"))
    hold(monkeypatch, 99)
    with pytest.raises(Environment, match="file_locked"):
        vault.keep(path, lambda part: part.write_bytes(b"%PDF-2"))
    assert path.read_bytes() == b"%PDF-1"
    assert [each.name for each in path.parent.iterdir()] == ["a.pdf"]


def test_a_full_disk_is_told_as_one(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, 99, OSError(errno.ENOSPC, "no space"))
    with pytest.raises(Environment, match="disk_full"):
        vault.keep(tmp_path / "documents" / "a.pdf", lambda part: part.write_bytes(b"%PDF-1"))
