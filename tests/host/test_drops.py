"""Files that others lay into a folder: only whole ones are taken, none is written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from b2bdesk.host.drops import Drops
from b2bdesk.trade.errors import Environment


def test_temporary_files_folders_and_our_own_reports_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.csv", "~$b.xlsx", ".hidden", "c.xlsx.part", "d.crdownload",
                 "a.report.xlsx", "a.error.txt"):  # fmt: skip
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "done").mkdir()
    found = Drops(lambda _seconds: None).waiting(tmp_path)
    assert [path.name for path in found] == ["a.csv", "b.xlsx"]


def test_a_file_still_being_written_is_left(tmp_path: Path) -> None:
    growing, whole, empty = (tmp_path / name for name in ("growing.csv", "whole.csv", "empty.csv"))
    for path in (growing, whole):
        path.write_text("a;1\n", encoding="utf-8")
    empty.touch()
    gone = tmp_path / "gone.csv"
    gone.write_text("x", encoding="utf-8")
    waited: list[float] = []

    def meanwhile(seconds: float) -> None:
        waited.append(seconds)
        with growing.open("a", encoding="utf-8") as file:
            file.write("b;2\n")
        gone.unlink()

    drops = Drops(meanwhile)
    assert drops.settled([growing, whole, empty, gone], 2) == [whole]
    assert waited == [2.0]
    assert Drops(lambda _seconds: None).settled([growing], 2) == [growing]


def test_moving_never_writes_over_a_file(tmp_path: Path) -> None:
    drops = Drops(lambda _seconds: None)
    moved = []
    for text in ("one", "two", "three"):
        path = tmp_path / "list.xlsx"
        path.write_text(text, encoding="utf-8")
        moved.append(drops.move(path, "done"))
    assert [path.name for path in moved] == ["list.xlsx", "list (2).xlsx", "list (3).xlsx"]
    assert [path.read_text(encoding="utf-8") for path in moved] == ["one", "two", "three"]
    report = drops.beside(moved[0], ".report.xlsx")
    report.touch()
    assert drops.beside(moved[0], ".report.xlsx").name == "list (2).report.xlsx"


def test_the_digest_knows_name_and_content(tmp_path: Path) -> None:
    drops = Drops(lambda _seconds: None)
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    for path in (one, two):
        path.write_text("a;1", encoding="utf-8")
    before = drops.digest(one)
    assert before == drops.digest(one) != drops.digest(two)
    one.write_text("a;2", encoding="utf-8")
    assert drops.digest(one) != before


def test_a_folder_that_cannot_be_read_is_an_environment(tmp_path: Path) -> None:
    with pytest.raises(Environment) as caught:
        Drops(lambda _seconds: None).waiting(tmp_path / "none")
    assert caught.value.code == "folder_not_readable"
