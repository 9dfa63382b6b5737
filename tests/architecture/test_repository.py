"""What lies in the repository besides code: locks, licences, documents, no trace of a machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from devtools import notice
from tests.architecture.source import ROOT, expect_none

_BINARY = {".png", ".ttf", ".xlsx", ".xls", ".ods", ".xlsb", ".pdf", ".ico", ".icns", ".zip", ".db"}
# Written in pieces, so that this file does not hold what it looks for.
_PLACES = ["/" + "work/", "/" + "root/", "C:" + "\\Users\\"]
_HOSTS = [
    *("pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "deb.debian" + ".org"),
    *("proxy.golang" + ".org", "index-" + "url", "find-" + "links"),
]
_OWN_WORDS = {"devtools/locks.py"}


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file() and path.suffix not in _BINARY]


def _pins(lock: str) -> dict[tuple[str, str], str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==(\S+?)(?: ; (.*?))? \\$", text, re.MULTILINE)
    return {(name, version): marker for name, version, marker in found}


def test_nothing_of_this_machine_is_committed() -> None:
    found = []
    for path in _tracked():
        text = path.read_text(encoding="utf-8", errors="replace")
        name = path.relative_to(ROOT).as_posix()
        words = _PLACES if name in _OWN_WORDS else [*_PLACES, *_HOSTS]
        found += [f"{name}: {word}" for word in words if word in text]
    expect_none(found)


def test_each_locked_package_has_hashes() -> None:
    for lock in ("dev", "run"):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        blocks = re.split(r"^(?=\S+==)", text, flags=re.MULTILINE)
        assert all("--hash=sha256:" in block for block in blocks if block.strip())


def test_developers_get_what_users_get() -> None:
    assert set(_pins("run")) - set(_pins("dev")) == set()


def test_the_lock_has_a_sound_qt_for_each_python() -> None:
    versions = {
        version: marker
        for (name, version), marker in _pins("run").items()
        if name == "pyside6-essentials"
    }
    below = [v for v, marker in versions.items() if marker == "python_full_version < '3.12'"]
    assert [version.rsplit(".", 1)[0] for version in below] == ["6.11"]


def test_notice_names_what_the_bundle_carries() -> None:
    text = (ROOT / "NOTICE").read_text(encoding="utf-8")
    absent = [f"{n} {v}" for n, v in notice.pins() if f"  {n} {v} " not in text]
    expect_none(absent, "run: python3 dev.py lock")
    listed = re.findall(r"^  ([a-z0-9._-]+) (\d\S*) ", text, re.MULTILINE)
    assert set(listed) == set(notice.pins()), "run: python3 dev.py lock"


def test_the_bundle_carries_nothing_under_the_gpl() -> None:
    text = (ROOT / "NOTICE").read_text(encoding="utf-8")
    packages = re.findall(r"^  [a-z0-9._-]+ \d\S* +(.*?)(?:  |$)", text, re.MULTILINE)
    assert len(packages) == len(notice.pins())
    assert not [licence for licence in packages if not notice.may_be_bundled(licence)]


def test_bundled_fonts_and_icons_come_with_their_licences() -> None:
    fonts, icons = ROOT / "resources" / "fonts", ROOT / "resources" / "icons"
    families = {path.name.split("-")[0] for path in fonts.glob("*.ttf")}
    assert families == {"IBMPlexSans", "PTSans", "PTSansNarrow"}
    assert {path.name for path in fonts.glob("OFL-*")} == {"OFL-IBMPlexSans.txt", "OFL-PTSans.txt"}
    assert "MIT License" in (icons / "LICENSE").read_text(encoding="utf-8")


def test_the_tour_of_the_house_stays_short() -> None:
    tour = ROOT / "docs" / "ARCHITECTURE.md"
    if tour.exists():
        assert tour.read_text(encoding="utf-8").count("\n") <= 150


def test_ci_does_what_a_developer_does() -> None:
    assert "exec python3 dev.py check" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
