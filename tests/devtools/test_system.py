"""System packages: what dev.py asks of apt, as root and as an ordinary user.

apt and dpkg are replaced by scripts that note how they were called: nothing is installed here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from devtools import system
from devtools.places import Trouble

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Debian's tools are shell scripts")

WANTED = (("libegl1",), ("libcups2t64", "libcups2"))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with dpkg and apt where nothing is installed; `calls` tells what apt was asked."""
    _script(tmp_path, "dpkg-query", "exit 1")
    _script(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/calls')
    _script(tmp_path, "apt-cache", "exit 100")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def _script(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def _calls(machine: Path) -> list[str]:
    noted = machine / "calls"
    if not noted.exists():
        return []
    return [line.split("300 ")[1] for line in noted.read_text(encoding="utf-8").splitlines()]


def test_root_gets_what_is_missing_after_one_update(machine: Path) -> None:
    assert system.ensure(WANTED) is None
    assert _calls(machine) == ["update", "install -y --no-install-recommends libegl1 libcups2"]


def test_a_newer_name_is_taken_where_the_system_knows_it(machine: Path) -> None:
    _script(machine, "apt-cache", 'echo "Package: $3"')
    system.ensure(WANTED)
    assert _calls(machine)[1].endswith("libegl1 libcups2t64")


def test_nothing_is_asked_when_all_is_there_under_either_name(machine: Path) -> None:
    _script(machine, "dpkg-query", 'echo "libegl1 installed"; echo "libcups2t64 installed"')
    assert system.ensure(WANTED) is None
    assert _calls(machine) == []


def test_a_removed_package_is_not_there(machine: Path) -> None:
    _script(machine, "dpkg-query", 'echo "libegl1 config-files"; echo "libcups2 installed"')
    system.ensure(WANTED)
    assert _calls(machine)[1].endswith("recommends libegl1")


def test_an_ordinary_user_is_told_the_command(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    command = system.ensure(WANTED)
    assert command == "sudo apt-get install -y --no-install-recommends libegl1 libcups2"
    assert _calls(machine) == []


def test_a_failure_of_apt_is_trouble(machine: Path) -> None:
    _script(machine, "apt-get", "exit 100")
    with pytest.raises(Trouble, match="apt-get"):
        system.ensure(WANTED)


def test_another_system_is_left_alone(machine: Path) -> None:
    (machine / "dpkg-query").unlink()
    assert system.ensure(WANTED) is None
