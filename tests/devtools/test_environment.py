"""`.venv` is made once, kept while it fits, and mended when it does not.

pip is replaced by a recorder, the environment by a link to this Python: no test installs anything.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from devtools import environment, system

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a symbolic link")


class Checkout:
    """A checkout with two locks and a stand-in for its environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.done: list[str] = []
        self.pip_fails = False
        (root / "requirements").mkdir()
        for name in ("run", "dev"):
            self.lock(name).write_text(f"{name}==1\n", encoding="utf-8")
        (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")

    def lock(self, name: str) -> Path:
        return self.root / "requirements" / f"{name}.txt"

    def make_venv(self) -> None:
        self.done.append("venv")
        (self.venv / "bin").mkdir(parents=True)
        (self.venv / "bin" / "python").symlink_to(sys._base_executable)  # type: ignore[attr-defined]

    def pip(self, *arguments: str) -> None:
        if self.pip_fails:
            raise KeyboardInterrupt
        self.done.append(Path(arguments[-1]).stem if "-r" in arguments else "project")

    def prepare(self, lock: str) -> list[str]:
        """Prepare and return what had to be done."""
        self.done.clear()
        environment.prepare(lock)
        return list(self.done)


def _nothing(*_: object) -> None:
    """Stands for what needs a system or Qt."""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    here = Checkout(tmp_path)
    for name, value in {
        "ROOT": here.root,
        "VENV": here.venv,
        "REQUIREMENTS": here.root / "requirements",
        "PYPROJECT": here.root / "pyproject.toml",
        "_STAMP": here.venv / "stamp.json",
        "_UNDER_WAY": here.venv / "under-way",
        "venv_bin": lambda name: here.venv / "bin" / name,
        "_make_venv": here.make_venv,
        "_pip": here.pip,
        "_probe_qt": _nothing,
    }.items():
        monkeypatch.setattr(environment, name, value)
    monkeypatch.setattr(system, "ensure", _nothing)
    return here


def test_the_first_run_makes_all_and_the_second_nothing(checkout: Checkout) -> None:
    assert checkout.prepare("dev") == ["venv", "dev", "project"]
    assert checkout.prepare("dev") == []


def test_what_developers_have_is_enough_for_the_programs(checkout: Checkout) -> None:
    checkout.prepare("dev")
    assert checkout.prepare("run") == []


def test_developers_need_more_than_the_programs(checkout: Checkout) -> None:
    checkout.prepare("run")
    assert checkout.prepare("dev") == ["dev", "project"]


def test_a_new_lock_is_installed_into_the_same_environment(checkout: Checkout) -> None:
    checkout.prepare("dev")
    checkout.lock("dev").write_text("dev==2\n", encoding="utf-8")
    assert checkout.prepare("dev") == ["dev", "project"]


def test_new_entry_points_need_no_packages(checkout: Checkout) -> None:
    checkout.prepare("dev")
    (checkout.root / "pyproject.toml").write_text("[project.scripts]\n", encoding="utf-8")
    assert checkout.prepare("dev") == ["project"]


def test_an_environment_made_by_hand_is_filled_not_wiped(checkout: Checkout) -> None:
    checkout.make_venv()
    (checkout.venv / "kept").touch()
    assert checkout.prepare("dev") == ["dev", "project"]
    assert (checkout.venv / "kept").exists()


def test_a_broken_environment_is_made_anew(checkout: Checkout) -> None:
    checkout.prepare("dev")
    (checkout.venv / "bin" / "python").unlink()
    assert checkout.prepare("dev") == ["venv", "dev", "project"]


def test_a_torn_installation_is_made_anew(checkout: Checkout) -> None:
    checkout.prepare("dev")
    (checkout.venv / "under-way").touch()
    assert checkout.prepare("dev") == ["venv", "dev", "project"]


def test_an_interrupted_run_is_taken_up_by_the_next(checkout: Checkout) -> None:
    checkout.pip_fails = True
    with pytest.raises(KeyboardInterrupt):
        checkout.prepare("dev")
    checkout.pip_fails = False
    assert checkout.prepare("dev") == ["dev", "project"]


def test_a_moved_checkout_does_not_run_scripts_of_its_old_place(checkout: Checkout) -> None:
    checkout.prepare("dev")
    script = checkout.venv / "bin" / "pip"
    script.write_text("#!/elsewhere/.venv/bin/python\n", encoding="utf-8")
    stamp = checkout.venv / "stamp.json"
    told = stamp.read_text(encoding="utf-8").replace(str(checkout.venv), "/elsewhere/.venv")
    stamp.write_text(told, encoding="utf-8")
    assert checkout.prepare("dev") == ["venv", "dev", "project"]
