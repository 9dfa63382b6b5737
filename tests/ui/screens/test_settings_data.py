"""Настройки › Данные: how the files are, the backups, and putting one back without surprises."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from b2bdesk.app import desktop
from b2bdesk.bootstrap import open_services
from b2bdesk.trade.errors import Environment
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.screens.settings import words
from b2bdesk.ui.screens.settings.data import DataPage
from b2bdesk.ui.screens.settings.screen import SettingsScreen
from b2bdesk.ui.shell.arguments import again, read_arguments
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.usecases.rows.upkeep import CopyRow, Health, StoreHealth
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import press

K = Qt.Key


def page(desk: Desktop) -> DataPage:
    screen = desk.screen("settings", section="data")
    assert isinstance(screen, SettingsScreen)
    desk.settle()
    return screen.data


def sheet(desk: Desktop) -> Sheet:
    return next(each for each in desk.window.findChildren(Sheet) if each.isVisible())


def test_the_page_tells_how_the_files_are_and_what_each_backup_holds(desk: Desktop) -> None:
    desk.fill_cart(desk.goods(in_stock, 2))
    data = page(desk)
    data.backup.click()
    desk.settle()
    (newest, *_) = desk.services.upkeep.copies()
    assert (newest.good, newest.lines, newest.carts, newest.waiting) == (True, 2, 1, 0)
    assert data.copies.current() == str(newest.path)
    assert "2" in words.copy_holds(newest)
    assert data.restore.isEnabled()
    assert data.facts.count() >= 3
    data.check.click()
    desk.settle()
    assert data.check.isEnabled()


def test_a_damaged_backup_is_shown_as_such_and_cannot_be_put_back(desk: Desktop) -> None:
    data = page(desk)
    data.backup.click()
    desk.settle()
    newest = desk.services.upkeep.copies()[0]
    newest.path.write_bytes(b"damage" * 2_000)
    data.read()
    desk.settle()
    assert not data.restore.isEnabled()
    with pytest.raises(Environment, match="backup_bad"):
        desk.services.upkeep.prepare_restore(newest.path)
    assert desk.services.upkeep.wanted is None


def test_putting_back_says_what_changes_and_escape_changes_nothing(desk: Desktop) -> None:
    data = page(desk)
    data.backup.click()
    desk.settle()
    data.restore.click()
    told = " ".join(each.text() for each in sheet(desk).findChildren(PlainLabel))
    assert all(sentence in told for sentence in words.restore_warnings())
    press(K.Key_Escape)
    desk.settle()
    assert desk.services.upkeep.wanted is None
    assert desk.window.isVisible()


def test_the_window_closes_and_the_next_start_has_the_backup(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What there was is copied first, and the chosen copy is not thinned out by that."""
    data = page(desk)
    data.backup.click()
    desk.settle()
    chosen = desk.services.upkeep.copies()[0]
    desk.fill_cart(desk.goods(in_stock, 1))
    data.restore.click()
    go = sheet(desk).findChild(type(data.restore), "go")
    assert go is not None
    go.click()
    desk.settle()
    wanted = desk.services.upkeep.wanted
    assert wanted is not None
    assert wanted.path == chosen.path
    assert not desk.window.isVisible()
    assert desk.services.upkeep.copies()[0].lines == 1, "the present was copied"
    desk.services.close()

    started: list[str] = []
    monkeypatch.setattr(desktop, "start_desktop", lambda *words: started.extend(words))
    arguments = read_arguments(["--home", str(desk.home)])
    assert desktop.put_back(wanted, arguments, lambda error: 7) == 0
    assert started[:2] == ["--home", str(desk.home)]
    assert read_arguments(started).restored
    services = open_services(desk.home)
    assert sum(cart.lines for cart in services.carts.list()) == 0
    services.close()


@pytest.mark.expect_log("the backup could not be put back")
def test_a_backup_that_cannot_be_put_back_is_told_and_the_program_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = open_services(tmp_path)
    services.settings.set("x", 1)
    services.close()
    told: list[str] = []
    started: list[str] = []

    def tell(error: Exception) -> int:
        told.append(str(error))
        return 7

    monkeypatch.setattr(desktop, "start_desktop", lambda *words: started.extend(words))
    gone = CopyRow(tmp_path / "gone.db", None, 0, good=True)
    assert desktop.put_back(gone, read_arguments(["--home", str(tmp_path)]), tell) == 7
    assert "backup_bad" in told[0]
    assert "--restored" not in started
    services = open_services(tmp_path)
    assert services.settings.get("x") == 1
    services.close()


def test_the_chosen_copy_stays_when_others_are_thinned_out(tmp_path: Path) -> None:
    services = open_services(tmp_path)
    names = []
    for number in range(9):
        services.settings.set("x", number)
        made = services.keeping.now()
        assert made is not None
        names.append(made)
    assert not names[0].exists()
    oldest = services.upkeep.copies()[-1]
    services.settings.set("x", "later")
    services.upkeep.prepare_restore(oldest.path)
    assert oldest.path.exists()
    services.close()


def test_a_report_for_support_has_checks_journal_and_log(desk: Desktop, tmp_path: Path) -> None:
    data = page(desk)
    target = tmp_path / "report.txt"
    data.save_report(target)
    desk.settle()
    text = target.read_text(encoding="utf-8")
    assert str(desk.services.profile.home) in text
    assert '"feeds"' in text
    with pytest.raises(Environment, match="folder_not_writable"):
        desk.services.upkeep.save_report(tmp_path / "no" / "such" / "file.txt", [], [])


def test_a_demo_or_a_profile_is_started_anew_as_it_was() -> None:
    for given in (["--demo"], ["--profile", "two"], ["--home", "/somewhere", "--demo"]):
        first = read_arguments(given)
        second = read_arguments(again(first))
        assert dataclasses.replace(second, target=first.target) == first
    assert read_arguments(again(read_arguments([]), "21 Nov")).restored == "21 Nov"


def test_facts_name_what_does_not_agree() -> None:
    store = StoreHealth("desk", Path("desk.db"), 2_000_000, "row 5 missing")
    health = Health((store,), {"prices/p1": False, "stock/s1": True}, None, 5_000_000_000)
    facts = dict(words.health_facts(health))
    assert any("row 5 missing" in value for value in facts.values())
    assert "prices/p1" in facts.values()
    row = CopyRow(Path("x.db"), None, 3, good=True, carts=1, waiting=2)
    assert words.copy_title(row) == "x.db"
    assert words.copy_holds(row).count("·") == 2
    assert words.copy_item(row, dt.datetime.now(dt.UTC)).right_note == ""
