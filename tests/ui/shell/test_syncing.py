"""What a person sees of synchronisations in the whole program: panel, banner, journal, schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.app.desktop import Desktop
from b2bdesk.bootstrap import open_services
from b2bdesk.texts import set_language
from b2bdesk.trade.errors import Environment
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.frame.status_bar import StatusBar
from b2bdesk.ui.shell.arguments import Started
from b2bdesk.ui.shell.names import LANGUAGE_SETTING, STALE_SETTING
from b2bdesk.ui.shell.sync_ask import Ask
from b2bdesk.ui.shell.sync_notices import SyncNotices
from b2bdesk.ui.shell.sync_panel import SyncPanel
from b2bdesk.ui.tasks import Progress
from b2bdesk.ui.widgets.button import Button
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.kept_deletions import kept
from b2bdesk.usecases.rows.sync import Receipt, SyncState
from b2bdesk.usecases.services import Services
from b2bdesk.usecases.whereabouts import COPIED
from tests.support.desktop import LOGIN, Supplier, supplier
from tests.support.originals import copy_home
from tests.ui.test_accessibility import nameless

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supplier]:
    """A small demo supplier, served."""
    with supplier(tmp_path_factory.mktemp("shop"), 60) as made:
        yield made


@pytest.fixture
def program(shop: Supplier, tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Desktop, Services]]:
    """The program, started, signed in and quiet: nothing runs by itself."""
    copy_home(shop.home, tmp_path / "home")
    services = open_services(tmp_path / "home")
    services.session.sign_in(shop.url, LOGIN, LOGIN)
    services.settings.set(LANGUAGE_SETTING, "ru")
    made = Desktop(services, Started(False, None, None, ""))
    made.start()
    made._shell.stop()
    watch = made._shell._syncing.watch
    qtbot.waitUntil(lambda: made.window.header().entity is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not watch.running(), timeout=PATIENCE_MS)
    yield made, services
    made.stop()
    made.window.close()
    made.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    services.close()
    set_language("ru")


def test_a_run_is_followed_stopped_and_remembered(
    program: tuple[Desktop, Services], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop, services = program
    window, watch = desktop.window, desktop._shell._syncing.watch
    real = services.sync.run
    held = []

    def waiting(**wanted: object) -> Receipt:
        held.append(wanted["cancel"])
        wanted["cancel"].wait(30)  # type: ignore[attr-defined]  # the switch of the job
        return real(**wanted)  # type: ignore[arg-type]  # as it was asked

    monkeypatch.setattr(services.sync, "run", waiting)
    window.commands.run("sync.whole")
    qtbot.waitUntil(lambda: bool(held), timeout=PATIENCE_MS)
    [panel] = window.findChildren(SyncPanel)
    watch._tell(Progress("Каталог", 30, 120))
    bar = window.findChild(StatusBar)
    assert isinstance(bar, StatusBar)
    button = bar.button("connection")
    assert button is not None
    assert button.accessibleName() == "Синхронизация: Каталог 25\u00a0%"
    assert panel.progress.isVisible()
    assert not panel.now.isEnabled()
    assert nameless(panel) == []
    window.commands.run("sync.stop")
    qtbot.waitUntil(lambda: not watch.running(), timeout=PATIENCE_MS)
    assert not panel.progress.isVisible()
    assert services.sync.journal(1)[0]["error"] == "sync_cancelled"
    assert window._toasts.history[0].spec.text == "Синхронизация остановлена"
    button = bar.button("connection")
    assert button is not None
    assert "Не синхронизировано" not in button.accessibleName(), "stopping is no trouble"


def test_vanishing_goods_are_asked_about_and_only_a_yes_removes_them(
    program: tuple[Desktop, Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop, services = program
    window, syncing = desktop.window, desktop._shell._syncing
    done = services.sync.run(only=())
    note = {"code": "mass_deletion", "feed": "catalog", "scope": "all", "removed": 50, "total": 60}
    asked: list[Ask] = []
    monkeypatch.setattr(syncing.watch, "run", asked.append)
    receipt = Receipt({}, {"catalog/all": False}, done.started_at, 1.0, notes=(note,))
    syncing.watch.ended.emit(Ask(by_hand=False), receipt)
    assert window.banner.isVisible()
    assert "Каталог: исчезнет строк 50 из 60" in window.banner._more.text()
    window.banner.action.emit()
    [sheet] = [each for each in window.findChildren(Sheet) if each.isVisible()]
    sheet.close_now()
    assert window.banner.isVisible(), "it stays to be decided"
    window.banner.action.emit()
    _answer(window, "keep")
    assert not asked
    assert not window.banner.isVisible()
    fresh = SyncNotices(window, syncing.watch)  # as after a start
    syncing.watch.ended.emit(Ask(by_hand=True), receipt)
    assert not window.banner.isVisible(), "exactly this was answered"
    more = {**note, "removed": 51}
    syncing.watch.ended.emit(Ask(by_hand=False), replace(receipt, notes=(more,)))
    assert window.banner.isVisible()
    window.errors.clear()
    fresh.setParent(None)
    window.commands.run("sync.panel")
    [panel] = [each for each in window.findChildren(SyncPanel) if each.isVisible()]
    assert "50 из 60" in panel.kept.items()[0].note
    assert nameless(panel) == []
    panel.kept.action.emit("catalog/all")
    _answer(window, "accept")
    assert kept(window.context.settings) == ()
    assert asked == [Ask(only=("catalog/all",), accept_deletions=True)]
    agreed = Receipt({}, {"catalog/all": True}, done.started_at, 1.0)
    syncing.watch.ended.emit(asked[0], agreed)
    assert not window.banner.isVisible()


def _answer(window: QWidget, key: str) -> None:
    [sheet] = [each for each in window.findChildren(Sheet) if each.isVisible()]
    button = sheet.findChild(Button, key)
    assert isinstance(button, Button)
    button.click()


def test_an_ended_sign_in_is_told_and_does_not_cover_the_work(
    program: tuple[Desktop, Services], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop, services = program
    window, watch = desktop.window, desktop._shell._syncing.watch
    services.settings.set(COPIED, {"what": "here"})
    desktop._tell_copied(Environment("folder_copied", what="here", place="D:\\заказы"))
    assert "Она скопирована из D:\\заказы" in window.banner._more.text()
    window.banner.action.emit()
    qtbot.waitUntil(lambda: services.settings.get(COPIED) is None, timeout=PATIENCE_MS)
    assert not window.banner.isVisible()

    def ended(**_wanted: object) -> Receipt:
        raise Environment("session_expired")

    monkeypatch.setattr(services.sync._ports.sync, "run", lambda *_: ended())
    watch.run(Ask(only=("stock",), by_hand=False))
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE_MS)
    assert not desktop._shell._cover.shown()
    window.banner.action.emit()
    assert desktop._shell._cover.shown()
    desktop._shell._cover.close()


def test_what_is_chosen_as_slower_or_by_hand_is_not_asked_for(
    program: tuple[Desktop, Services],
) -> None:
    desktop, _services = program
    settings = desktop.window.context.settings
    schedule = desktop._shell._syncing.schedule
    assert schedule().nudged("stock/s1")
    settings.set("sync.every.prices", -1)
    settings.set("sync.every.catalog", 3600)
    assert not schedule().nudged("stock/s1")
    assert schedule().seconds("stock") == -1
    assert schedule().seconds("catalog") == 3600
    assert schedule().seconds("orders") == 30


def test_a_try_in_vain_is_not_the_reason_of_the_next_one(
    program: tuple[Desktop, Services], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _desktop, services = program
    sent: list[float] = []
    looked: list[float] = []
    due = [30.0]

    def waits() -> float:
        looked.append(due[0])
        return due[0]

    def submitted() -> int:
        sent.append(due[0])
        due[0] = 30.0
        services.news.publish(ChangeSet.of("outbox"))  # as every try does
        return 1

    monkeypatch.setattr(services.sync, "next_due", waits)
    monkeypatch.setattr(services.sync, "submit_now", submitted)
    services.news.publish(ChangeSet.of("outbox"))
    qtbot.waitUntil(lambda: len(looked) == 1, timeout=PATIENCE_MS)
    assert sent == []
    due[0] = 0.0
    services.news.publish(ChangeSet.of("outbox"))
    qtbot.waitUntil(lambda: len(looked) == 3, timeout=PATIENCE_MS)
    assert sent == [0.0], "and its own news led to no other"


def test_old_prices_are_told_once_and_no_more_when_they_are_fresh(
    program: tuple[Desktop, Services],
) -> None:
    desktop, _services = program
    notices, banner = desktop._shell._syncing.notices, desktop.window.banner
    now = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)

    def look(hours: int) -> None:
        at = now - dt.timedelta(hours=hours)
        notices.look(SyncState(False, True, {"prices": at, "stock": now}), now)

    look(23)
    assert banner.isHidden()
    look(30)
    assert "Цены и остатки" in banner.accessibleName()
    banner.dismissed.emit()
    banner.hide()
    look(31)
    assert banner.isHidden(), "said once"
    look(0)
    desktop.window.context.settings.set(STALE_SETTING, 1)
    look(2)
    assert not banner.isHidden(), "by the age one has chosen"
    look(0)
    assert banner.isHidden()
