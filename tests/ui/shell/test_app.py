"""The whole program over a copied home: language, files given, signing out, one owner."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMetaObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk import app
from b2bdesk.app.desktop import Desktop
from b2bdesk.bootstrap import open_services
from b2bdesk.host.last_look import LastLook, read_look, write_look
from b2bdesk.texts import set_language
from b2bdesk.ui.errors import trouble
from b2bdesk.ui.errors.trouble import TroubleWindow
from b2bdesk.ui.frame.palette import Palette
from b2bdesk.ui.frame.toasts import Toast
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.opening import Opener, Opening
from b2bdesk.ui.screens.signin.view import SignInView
from b2bdesk.ui.shell import shell as shell_module
from b2bdesk.ui.shell.arguments import Started
from b2bdesk.ui.shell.names import LANGUAGE_SETTING
from b2bdesk.ui.shell.rhythm import RHYTHM
from b2bdesk.usecases.rows.sync import Receipt
from b2bdesk.usecases.services import Services
from tests.support.desktop import LOGIN, Supplier, supplier
from tests.support.originals import copy_home
from tests.ui.keyboard import CTRL, SHIFT, press

PATIENCE_MS = 60_000
RAISING = pytest.mark.expect_log("does not support raise")  # offscreen has no order


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supplier]:
    """A small demo supplier, served."""
    with supplier(tmp_path_factory.mktemp("shop"), 60) as made:
        yield made


@pytest.fixture
def services(shop: Supplier, tmp_path: Path) -> Iterator[Services]:
    """The use cases of a home that is synchronised and signed in."""
    copy_home(shop.home, tmp_path / "home")
    made = open_services(tmp_path / "home")
    made.session.sign_in(shop.url, LOGIN, LOGIN)
    made.settings.set(LANGUAGE_SETTING, "ru")
    yield made
    made.close()


@pytest.fixture
def desktop(services: Services, qtbot: QtBot) -> Iterator[Desktop]:
    """The program, started and shown."""
    made = Desktop(services, Started(False, None, None, ""))
    made.start()
    qtbot.waitUntil(lambda: made.window.header().entity is not None, timeout=PATIENCE_MS)
    yield made
    made.stop()
    made.window.close()
    made.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    set_language("ru")


def test_the_language_changes_without_a_new_start(desktop: Desktop, qtbot: QtBot) -> None:
    russian = desktop.window.commands.title("sync.now")
    desktop.window.context.settings.set(LANGUAGE_SETTING, "en")
    qtbot.waitUntil(
        lambda: desktop.window.commands.title("sync.now") != russian, timeout=PATIENCE_MS
    )
    assert desktop.window.current_screen() == "home"
    assert desktop.window.header().entity is not None


def test_f5_pressed_again_and_again_is_one_synchronisation(
    desktop: Desktop, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, run = desktop._shell._syncing.watch, services.sync.run
    asked = []

    def counted(**wanted: Any) -> Receipt:
        asked.append(wanted)
        return run(**wanted)

    monkeypatch.setattr(services.sync, "run", counted)
    for number in (1, 2):
        for _ in range(5):
            desktop.window.commands.run("sync.now")
        qtbot.waitUntil(lambda: not watch.running(), timeout=PATIENCE_MS)
        assert len([wanted for wanted in asked if wanted["only"] is None]) == number


def test_what_the_portal_says_moved_is_asked_for_alone(
    desktop: Desktop, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop._shell.stop()
    qtbot.waitUntil(lambda: not services.sync.state().running, timeout=PATIENCE_MS)
    asked: list[Any] = []
    run = services.sync.run

    def noted(**wanted: Any) -> Receipt:
        asked.append(wanted["only"])
        return run(only=())

    monkeypatch.setattr(services.sync, "run", noted)
    monkeypatch.setattr(shell_module, "due_feeds", lambda *_: tuple(RHYTHM))
    services.nudges.told({"prices/some", "stock"}, 0.0)
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    assert asked == [("prices/some", "stock")]


@RAISING
def test_a_cart_file_becomes_the_active_cart(
    desktop: Desktop, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    cart = services.carts.create("Передана")
    path = tmp_path / "cart.b2bcart"
    services.exchange.give(cart.id, path)
    known = len(services.carts.list())
    desktop.asked.emit("open", str(path))
    qtbot.waitUntil(lambda: len(services.carts.list()) == known + 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: desktop.window.current_screen() == "order", timeout=PATIENCE_MS)


@RAISING
def test_a_list_given_by_another_start_opens_the_import(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("article;qty\n1;2\n", encoding="utf-8")
    desktop.asked.emit("open", str(path))
    assert desktop.window.current_screen() == "import"


def test_signing_out_asks_for_a_sign_in(desktop: Desktop, services: Services, qtbot: QtBot) -> None:
    services.session.sign_out()
    qtbot.waitUntil(lambda: bool(desktop.window.findChildren(SignInView)), timeout=PATIENCE_MS)


def test_nothing_behind_the_sign_in_takes_keys(desktop: Desktop, qtbot: QtBot) -> None:
    window = desktop.window
    window.activateWindow()
    before = window.current_screen()
    desktop._shell.ask_sign_in()
    cover = window.findChild(SignInView)
    assert isinstance(cover, SignInView)
    for _ in range(12):
        press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert cover.isAncestorOf(focused)
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_1, CTRL | SHIFT)
    assert not window.findChildren(Palette)
    assert window.current_screen() == before
    press(Qt.Key.Key_Escape)
    behind = window.centralWidget()
    assert behind is not None
    assert behind.isEnabled()


@pytest.mark.expect_log("the program ended by an error")
def test_an_error_before_the_window_is_logged_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    shown: list[BaseException] = []

    def fail(*_args: object) -> Services:
        raise RuntimeError("broken")

    def keep(_app: QApplication, error: BaseException, _version: str = "") -> None:
        shown.append(error)

    monkeypatch.setattr(app, "open_profile", fail)
    monkeypatch.setattr(trouble, "show_trouble", keep)
    monkeypatch.setattr(app, "start_logs", lambda *_args: None)
    assert app.main(["--home", str(tmp_path)]) == 1
    assert str(shown[0]) == "broken"
    set_language("ru")


def test_the_window_of_trouble_says_what_and_gives_a_report(qtbot: QtBot) -> None:
    set_language("ru")
    window = TroubleWindow(RuntimeError("broken " * 40), "1.0")
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_frame_stands_before_the_stores_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, shop: Supplier
) -> None:
    copy_home(shop.home, tmp_path / "home")
    shown: list[bool] = []
    seen: list[MainWindow] = []

    def opened(started: Started) -> Services:
        frames = [each for each in QApplication.topLevelWidgets() if isinstance(each, Opening)]
        shown.extend(frame.isVisible() for frame in frames)
        return open_services(started.home, started.profile)

    start = Desktop.start

    def started(desktop: Desktop) -> None:
        seen.append(desktop.window)
        for each in QApplication.topLevelWidgets():
            if isinstance(each, Opening):
                each.destroyed.connect(desktop.window.close)
                each.destroyed.connect(qapp.quit)
        start(desktop)

    monkeypatch.setattr(app, "open_profile", opened)
    monkeypatch.setattr(app, "start_logs", lambda *_args: None)
    monkeypatch.setattr(Desktop, "start", started)
    assert app.main(["--home", str(tmp_path / "home")]) == 0
    assert any(shown)
    seen.pop().deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    kept = read_look(tmp_path / "home" / "profiles" / "default")
    assert kept.geometry, "the next frame stands where the window stood"
    set_language("ru")


def test_whoever_closes_the_frame_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    closed: list[object] = []

    def opened(_started: Started) -> object:
        for each in QApplication.topLevelWidgets():
            if isinstance(each, Opening):
                QMetaObject.invokeMethod(each, "close", Qt.ConnectionType.QueuedConnection)
        return "services"

    monkeypatch.setattr(app, "open_profile", opened)
    monkeypatch.setattr(app, "close_profile", closed.append)
    monkeypatch.setattr(app, "start_logs", lambda *_args: None)
    monkeypatch.setattr(Opener, "_on_ended", lambda _opener: None)
    assert app.main(["--home", str(tmp_path)]) == 0
    assert closed == ["services"]
    set_language("ru")


@pytest.mark.parametrize("told", ["", "[]", "{", '{"scale": "big", "theme": 3}'])
def test_a_look_that_does_not_read_is_that_of_a_first_start(tmp_path: Path, told: str) -> None:
    (tmp_path / "look.json").write_text(told, encoding="utf-8")
    assert read_look(tmp_path) == LastLook()
    kept = LastLook("ru", "dark", 125, "AAAA")
    write_look(tmp_path, kept)
    assert read_look(tmp_path) == kept


def test_a_backup_that_was_put_back_is_told_when_nothing_covers_it(
    services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(Desktop, "_start_demo", lambda self, control: gate.wait(60))
    made = Desktop(services, Started(True, None, None, "", restored="21.11.2026 09:00"))
    made.start()
    try:
        assert made.window.findChild(Toast) is None, "the progress of the demo would hide it"
        gate.set()
        qtbot.waitUntil(lambda: made.window.findChild(Toast) is not None, timeout=PATIENCE_MS)
        made._shell.entered.emit()
        assert len(made.window.findChildren(Toast)) == 1, "told once"
    finally:
        gate.set()
        made.stop()
        made.window.close()
        made.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
