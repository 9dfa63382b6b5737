"""The watched folder: no list is lost, none is added twice, nothing is sent that needs a person."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from b2bdesk.host.drops import Drops
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.rows.carts import Checkout, CheckProblem, NewLine
from b2bdesk.usecases.rows.watch import Dropped, WatchOptions
from b2bdesk.usecases.settings import Settings
from b2bdesk.usecases.watch import Watch
from tests.support.desk import DeskFixture, Good

GOODS = (Good("bolt", price_e5=1_234_000, stock_e3=9_000_000),)


class Lists:
    """List entry that knows the content of files by their first word."""

    def __init__(self, desk: DeskFixture) -> None:
        self._desk = desk
        self.added = 0
        self.fails_after_adding = False

    def open(self, path: Path, *_rest: Any) -> Any:
        """Read `bad`, `empty`, `doubt` or `good` lists."""
        word = path.read_text(encoding="utf-8").split()[0]
        if word == "bad":
            raise Expected("list_damaged", file=path.name)
        if word == "stuck":
            raise Environment("child_not_started")
        lines = 0 if word == "empty" else 1
        unread = (SimpleNamespace(name="Склад 2"),) if word == "sheets" else ()
        return SimpleNamespace(
            file=path.name, lines=lines, needs_attention=word == "doubt", unread=unread
        )

    def add(self, _preview: Any, cart_id: str) -> Any:
        """Put one line into the cart."""
        self.added += 1
        return self._desk.carts.add_lines(cart_id, [NewLine("bolt", 5000)], "import")

    def report(self, _preview: Any, path: Path) -> Path:
        """Write a report, or die before it."""
        if self.fails_after_adding:
            raise KeyboardInterrupt
        path.write_text("report", encoding="utf-8")
        return path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    """A desk with one item."""
    made = DeskFixture(tmp_path)
    made.stock_up(GOODS)
    yield made
    made.close()


@dataclass
class Folder:
    """A watched folder with everything behind it."""

    path: Path
    lists: Lists
    desk: DeskFixture
    sealed: list[str]
    blocked: str = ""

    def lay(self, name: str, text: str) -> Path:
        """Lay a list into the folder."""
        path = self.path / name
        path.write_text(text, encoding="utf-8")
        return path

    def round(self, **wanted: Any) -> dict[str, Dropped]:
        """Look once."""
        submit = SimpleNamespace(check=self._check, seal=self._seal)
        settings = Settings(self.desk.settings, self.desk.news)
        watch = Watch(
            Drops(lambda _seconds: None),
            cast("Any", self.lists),
            self.desk.carts,
            cast("Any", submit),
            self.desk.account,
            settings,
        )
        return {each.file: each for each in watch.round(self.path, WatchOptions(**wanted))}

    def names(self, shelf: str = "") -> list[str]:
        """Names of the files on a shelf."""
        folder = self.path / shelf if shelf else self.path
        return sorted(path.name for path in folder.iterdir() if path.is_file())

    def lines(self) -> dict[str, int]:
        """Total quantity of each cart."""
        return {
            cart.name: sum(self.desk.carts.quantities(cart.id).values())
            for cart in self.desk.carts.list()
        }

    def _check(self, _cart_id: str, _online: bool, _checkout: Any) -> Any:
        problems = [CheckProblem(self.blocked, True)] if self.blocked else []
        return SimpleNamespace(problems=problems)

    def _seal(self, cart_id: str, checkout: Checkout) -> Any:
        assert checkout.address_id == "a1"
        self.sealed.append(cart_id)
        return SimpleNamespace(command_id=f"cmd-{len(self.sealed)}")


@pytest.fixture
def folder(desk: DeskFixture, tmp_path: Path) -> Folder:
    """An empty watched folder."""
    path = tmp_path / "lists"
    path.mkdir()
    return Folder(path, Lists(desk), desk, [])


def test_every_list_becomes_a_cart_of_its_name_and_moves_away(folder: Folder) -> None:
    folder.lay("july.csv", "good")
    folder.lay("june.csv", "doubt")
    told = folder.round()
    assert set(told) == {"july.csv", "june.csv"}
    assert folder.lines() == {"june": 5000, "july": 5000}
    assert folder.names() == []
    assert folder.names("done") == [
        "july.csv", "july.report.xlsx", "june.csv", "june.report.xlsx",
    ]  # fmt: skip
    assert folder.sealed == []


def test_lists_can_share_one_cart(folder: Folder) -> None:
    folder.lay("a.csv", "good")
    folder.lay("b.csv", "good")
    folder.round(cart="Все")
    assert folder.lines() == {"Все": 10_000}


def test_what_cannot_be_used_moves_to_failed_with_its_reason(folder: Folder) -> None:
    folder.lay("bad.csv", "bad")
    folder.lay("empty.csv", "empty")
    told = folder.round()
    assert (told["bad.csv"].code, told["bad.csv"].failed) == ("list_damaged", True)
    assert told["bad.csv"].params == {"file": "bad.csv"}
    assert told["empty.csv"].code == "no_lines"
    assert folder.names("failed") == ["bad.csv", "empty.csv", "empty.report.xlsx"]
    assert folder.lines() == {}


def test_trouble_of_the_machine_leaves_the_list_where_it_is(folder: Folder) -> None:
    folder.lay("stuck.csv", "stuck")
    with pytest.raises(Environment):
        folder.round()
    assert folder.names() == ["stuck.csv"]


def test_only_a_list_without_doubts_is_sent(folder: Folder) -> None:
    folder.lay("clear.csv", "good")
    folder.lay("doubt.csv", "doubt")
    told = folder.round(send=True)
    assert told["clear.csv"].command_id == "cmd-1"
    assert (told["doubt.csv"].command_id, told["doubt.csv"].code) == ("", "rows_need_attention")
    assert len(folder.sealed) == 1


def test_a_list_with_sheets_that_were_not_read_is_not_sent(folder: Folder) -> None:
    folder.lay("two.csv", "sheets")
    told = folder.round(send=True)["two.csv"]
    assert (told.command_id, told.code, told.params["sheets"]) == ("", "sheets_not_read", "Склад 2")
    assert folder.sealed == []
    assert folder.lines() == {"two": 5000}
    folder.lay("again.csv", "sheets")
    assert folder.round()["again.csv"].code == ""


def test_a_rule_that_forbids_the_sending_leaves_a_draft(folder: Folder) -> None:
    folder.blocked = "below_minimum_sum"
    folder.lay("small.csv", "good")
    told = folder.round(send=True)
    assert (told["small.csv"].command_id, told["small.csv"].code) == ("", "below_minimum_sum")
    assert folder.lines() == {"small": 5000}


def test_a_list_added_before_a_crash_is_not_added_again(folder: Folder) -> None:
    folder.lay("july.csv", "good")
    folder.lists.fails_after_adding = True
    with pytest.raises(KeyboardInterrupt):
        folder.round()
    shutil.move(folder.path / "done" / "july.csv", folder.path / "july.csv")  # died before moving
    folder.lists.fails_after_adding = False
    folder.desk.reopen()
    told = folder.round()
    assert not told["july.csv"].failed
    assert folder.lines() == {"july": 5000}
    assert folder.lists.added == 1
    assert folder.names("done") == ["july.csv"]

    folder.lay("july.csv", "good")  # laid in again on purpose
    folder.round()
    assert folder.lines() == {"july": 10_000}


def test_a_list_added_before_a_crash_says_that_it_was_not_sent(folder: Folder) -> None:
    folder.lay("july.csv", "good")
    folder.lists.fails_after_adding = True
    with pytest.raises(KeyboardInterrupt):
        folder.round(send=True)
    shutil.move(folder.path / "done" / "july.csv", folder.path / "july.csv")
    folder.lists.fails_after_adding = False
    told = folder.round(send=True)["july.csv"]
    assert (told.failed, told.code, folder.sealed) == (False, "list_added_before", [])
